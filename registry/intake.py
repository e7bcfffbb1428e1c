"""Intake: from a file to statements in the inbox. It validates, counts and stores; it decides and shows nothing.

A file is looked at as a whole before anything of it is stored (``registry.feeds.wholefile``): where all its lines have
the same fault it is refused in one sentence and leaves nothing behind, no delivery either. Then it is read again.
Each chunk of lines is stored in one transaction together with the delivery's last line and its counts. A load that is
cut off anywhere goes on at the next line; a line is never counted twice and never lost.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BufferedIOBase
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from access.models import Authority, Organisation, Service
from ground import crypto, refusals
from registry import feeds, fillers
from registry.feeds import fields, layout, reader, spreadsheets, wholefile
from registry.models import Delivery, OutboxEntry, Reject, Source, SourceRecord, Statement

CHUNK_LINES = 1_000


class UnknownSource(refusals.NotFound):
    words = "There is no such source. Sources are added by the shielding team."


class SourceStopped(refusals.Conflict):
    words = "The source is switched off: nothing of it is accepted until an officer switches it on."


@dataclass(frozen=True, slots=True)
class Balance:
    """What became of every line of a delivery. Once nothing is pending,
    received = applied + superseded + duplicate + rejected + quarantined.
    """

    received: int
    applied: int
    superseded: int
    duplicate: int
    rejected: int
    quarantined: int
    pending: int

    @property
    def holds(self) -> bool:
        return self.pending == 0 and self.received == (
            self.applied + self.superseded + self.duplicate + self.rejected + self.quarantined
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """The codes that a line may name, read once for a file."""

    services: dict[str, bool]
    """Service code -> whether the service is sensitive."""
    organisations: frozenset[str]
    authorities: frozenset[str]
    short: frozenset[str]
    """The codes that begin with zeros, without them, as spreadsheets leave them."""

    @classmethod
    def read(cls) -> "Directory":
        services = dict(Service.objects.values_list("code", "sensitive"))
        organisations = frozenset(Organisation.objects.values_list("code", flat=True))
        authorities = frozenset(Authority.objects.values_list("code", flat=True))
        every = (*services, *organisations, *authorities)
        return cls(
            services=services,
            organisations=organisations,
            authorities=authorities,
            short=frozenset(code.lstrip("0") for code in every if code.startswith("0")),
        )

    def problems_with(self, payload: dict[str, str]) -> Sequence[fields.Problem]:
        """The codes of a line that are in no directory."""
        return [
            self._problem_with(field, code)
            for field, codes in (
                ("service_code", self.services),
                ("school_code", self.organisations),
                ("practice_code", self.organisations),
                ("authority", self.authorities),
            )
            if (code := payload.get(field)) and code not in codes
        ]

    def _problem_with(self, field: str, code: str) -> fields.Problem:
        if code in self.short:
            return fields.Problem(field, "This code has lost the zeros in front.", spreadsheets.AS_TEXT)
        return fields.Problem(
            field,
            "This is not a code in the directory.",
            "Use a code from the directory, or ask for it to be added.",
        )

    def is_sensitive(self, payload: dict[str, str]) -> bool:
        return self.services.get(payload.get("service_code", ""), False)


def source_of(code: str) -> Source:
    """The source with this code. Raises ``UnknownSource`` or ``SourceStopped``."""
    source = Source.objects.filter(code=code).first()
    if source is None:
        raise UnknownSource
    if not source.live:
        raise SourceStopped
    return source


def digest_of(stream: BufferedIOBase) -> str:
    """The file's digest, by which the same file is known again (SHA-256, hexadecimal)."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def open_delivery(source: Source, *, digest: str, now: datetime) -> Delivery:
    """The delivery of this file: the one that was begun or finished before, or a new one, which ``receive`` stores."""
    known = Delivery.objects.filter(source=source, digest=digest).first()
    return known or Delivery(source=source, digest=digest, received_at=now)


def receive(
    delivery: Delivery,
    stream: BinaryIO,
    *,
    now: datetime,
    looked: Callable[[int], object] = lambda _: None,
    progress: Callable[[int], object] = lambda _: None,
) -> None:
    """Look at the delivery's file as a whole, then read it from where it stopped, line by line, into the inbox.

    The stream can be set back to where it is. ``looked`` is told how many lines were looked at since it was told
    last, ``progress`` how many lines each stored chunk had. Raises ``layout.FileRefused`` where the whole file has a
    fault; nothing is stored then. Raises ``SourceStopped`` where the source is switched off in between; the file
    goes on there when it is sent again.
    """
    if delivery.read_at is not None:
        return
    directory, today = Directory.read(), timezone.localdate(now)
    form = feeds.FORMATS[delivery.source.kind]
    if not delivery.last_line:
        begins = stream.tell()
        _look(stream, form, directory=directory, today=today, looked=looked)
        stream.seek(begins)
    if not delivery.pk:
        stored, _ = Delivery.objects.get_or_create(
            source=delivery.source, digest=delivery.digest, defaults={"received_at": delivery.received_at}
        )
        delivery.pk = stored.pk
        delivery.refresh_from_db()
    lines = reader.read(stream, form, today=today)
    fresh = (line for line in lines if line.number > delivery.last_line)
    for chunk in _chunks(fresh):
        _store(delivery, chunk, directory=directory, now=now)
        progress(len(chunk))
    Delivery.objects.filter(pk=delivery.pk).update(read_at=now)
    delivery.refresh_from_db()


def balance(delivery: Delivery) -> Balance:
    """The delivery's balance as it stands now."""
    delivery.refresh_from_db()
    outcomes = dict(
        Statement.objects.filter(delivery=delivery)
        .values_list("outcome")
        .annotate(lines=Count("pk"))
        .order_by()
    )
    return Balance(
        received=delivery.received,
        applied=outcomes.get(Statement.Outcome.APPLIED, 0),
        superseded=delivery.superseded + outcomes.get(Statement.Outcome.SUPERSEDED, 0),
        duplicate=delivery.duplicate,
        rejected=delivery.rejected,
        quarantined=outcomes.get(Statement.Outcome.QUARANTINED, 0),
        pending=outcomes.get(Statement.Outcome.PENDING, 0),
    )


def rejects(delivery: Delivery) -> Iterator[tuple[int, str, str, str]]:
    """What was refused: (line, field, what is wrong, what to do), in the order of the file."""
    rows = Reject.objects.filter(delivery=delivery).order_by("line", "pk")
    return rows.values_list("line", "field", "problem", "remedy").iterator()


def _look(
    stream: BinaryIO,
    form: layout.Format,
    *,
    directory: Directory,
    today: date,
    looked: Callable[[int], object],
) -> None:
    look = wholefile.Look(stream)
    for chunk in _chunks(reader.read(look.stream, form, today=today)):
        for line in chunk:
            look.at(_problems_with(line, directory))
        looked(len(chunk))
    look.refuse_fault_of_all()


def _problems_with(line: reader.Line, directory: Directory) -> Sequence[fields.Problem]:
    return line.problems if line.parsed is None else directory.problems_with(line.parsed.payload)


def _chunks(lines: Iterator[reader.Line]) -> Iterator[list[reader.Line]]:
    while chunk := list(itertools.islice(lines, CHUNK_LINES)):
        yield chunk


def _store(delivery: Delivery, chunk: list[reader.Line], *, directory: Directory, now: datetime) -> None:
    with transaction.atomic():
        held = Delivery.objects.select_for_update(of=("self",)).select_related("source").get(pk=delivery.pk)
        if not held.source.live:
            raise SourceStopped
        chunk = [line for line in chunk if line.number > held.last_line]
        if not chunk:
            return
        counted = fillers.count(line.parsed.payload for line in chunk if line.parsed is not None)
        good = _refuse(held, chunk, directory, counted)
        _accept(held, good, directory=directory, counted=counted, now=now)
        held.last_line = chunk[-1].number
        held.received += len(chunk)
        held.save()
    delivery.last_line = held.last_line


def _refuse(
    delivery: Delivery, chunk: list[reader.Line], directory: Directory, counted: fillers.Counted
) -> list[tuple[int, layout.Parsed]]:
    good, refused = [], []
    for line in chunk:
        problems = _problems_with(line, directory)
        if line.parsed is not None and not problems:
            problems = counted.problems_with(line.parsed.payload, line=line.number)
        if problems or line.parsed is None:
            delivery.rejected += 1
            refused += [
                Reject(
                    delivery=delivery,
                    line=line.number,
                    field=p.field[:120],
                    problem=p.problem,
                    remedy=p.remedy,
                )
                for p in problems
            ]
        else:
            good.append((line.number, line.parsed))
    Reject.objects.bulk_create(refused)
    return good


def _accept(
    delivery: Delivery,
    lines: list[tuple[int, layout.Parsed]],
    *,
    directory: Directory,
    counted: fillers.Counted,
    now: datetime,
) -> None:
    records = _records_by_key(delivery.source, {parsed.key for _, parsed in lines})
    fillers.keep(counted, {number: records[parsed.key].pk for number, parsed in lines})
    newest = _newest_statements(list(records.values()))
    statements = []
    for number, parsed in lines:
        record = records[parsed.key]
        said = json.dumps(parsed.payload, sort_keys=True, ensure_ascii=False)
        digest = crypto.fingerprint(said, parsed.as_at.isoformat(), kind="statement")
        as_at, known_digest = newest.get(record.pk, (date.min, b""))
        if digest == known_digest:
            delivery.duplicate += 1
            continue
        if parsed.as_at < as_at:
            delivery.superseded += 1
            continue
        newest[record.pk] = (parsed.as_at, digest)
        sensitive = directory.is_sensitive(parsed.payload)
        statements.append(
            Statement(
                record=record,
                delivery=delivery,
                line=number,
                payload={} if sensitive else parsed.payload,
                sealed=crypto.seal(said, context=_seal_context(delivery.pk, number)) if sensitive else None,
                digest=digest,
                as_at=parsed.as_at,
                received_at=now,
            )
        )
    Statement.objects.bulk_create(statements)
    OutboxEntry.objects.bulk_create([OutboxEntry(statement=statement) for statement in statements])


def said_in(statement: Statement) -> dict[str, str]:
    """What the statement says, unsealed where it was sealed. For publication alone."""
    if statement.sealed is None:
        return dict(statement.payload)
    said: dict[str, str] = json.loads(
        crypto.unseal(statement.sealed, context=_seal_context(statement.delivery_id, statement.line))
    )
    return said


def _seal_context(delivery: int | None, line: int | None) -> str:
    return f"statement:{delivery}:{line}"


def _records_by_key(source: Source, keys: set[str]) -> dict[str, SourceRecord]:
    SourceRecord.objects.bulk_create(
        [SourceRecord(source=source, key=key) for key in sorted(keys)], ignore_conflicts=True
    )
    # Locked, so that the statements of one record stand in the order in which they were judged, no matter who loads.
    held = SourceRecord.objects.select_for_update().filter(source=source, key__in=keys).order_by("pk")
    return {record.key: record for record in held}


def _newest_statements(records: list[SourceRecord]) -> dict[int, tuple[date, bytes]]:
    rows = (
        Statement.objects.filter(record__in=records)
        .order_by("record_id", "-as_at", "-pk")
        .distinct("record_id")
        .values_list("record_id", "as_at", "digest")
    )
    return {record: (as_at, bytes(digest)) for record, as_at, digest in rows}
