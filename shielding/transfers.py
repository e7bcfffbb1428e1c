"""Transfers: which authority looks after a record, and how that changes.

A source speaks for its own authority alone: a record that it makes is looked after there. Where it names another one,
or one that does not hold the record yet, a transfer is opened, and nothing changes hands until an officer of the
receiving authority accepts. They may refuse, and the authority that holds the record may keep it.

Of a child who has a shield the receiving authority hears nothing before an officer of the holding one offers the
record: a feed must not tell another council of a child who is hidden.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from access import policy
from access.eyes import Searcher
from access.models import Authority
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals
from registry import records
from registry.models import Responsibility
from shielding.models import Shield, Transfer

Outcome = Transfer.Outcome
_ACTOR = trail.Actor.system("publication")
BY_THE_SOURCE = "source"
"""What stands for a person where the source itself has said otherwise since."""


class NoSuchTransfer(refusals.NotFound):
    """There is no such transfer for this officer."""


class TransferIsOver(refusals.Conflict):
    words = "This transfer is over: it was accepted, refused or withdrawn meanwhile. Nothing has changed."


@dataclass(frozen=True, slots=True)
class Named:
    """That a statement names an authority (code) for a child; all others are internal keys."""

    child: int
    record: int
    statement: int
    source: int
    code: str
    own: str
    """The code of the authority for which its source speaks; empty where it speaks for none."""
    as_at: date
    received_at: datetime


def hear(named: Sequence[Named], *, now: datetime) -> None:
    """Take up what statements name: whose a new record is, and transfers. The children are locked by the caller.

    Costs the same number of questions however many statements there are, and however many children are held.
    """
    if not named:
        return
    keys = dict(Authority.objects.values_list("code", "pk"))
    holders = records.authorities_of({one.child for one in named})
    begun: dict[int, Responsibility] = {}
    for one in named:
        if not holders[one.child] and one.own:
            holders[one.child] = one.own
            begun[one.child] = _responsibility(one, keys)
    Responsibility.objects.bulk_create(begun.values())
    said = Transfer.objects.filter(record__in={one.record for one in named}, said_still=True)
    open_already = {(row.record_id, row.receiving_id): row for row in said}
    for one in named:
        _overtake(one, said, keys)
        if one.code != holders[one.child] and (one.record, keys[one.code]) not in open_already:
            _open(one, keys, holder=holders[one.child], now=now)


def begin(child: int, code: str, *, source: int, as_at: date, now: datetime) -> None:
    """Let the authority of the person who proposed a record look after it."""
    Responsibility.objects.create(
        child_id=child,
        authority=Authority.objects.get(code=code),
        source_id=source,
        as_at=as_at,
        received_at=now,
    )


def forget(record: int, *, by: str, now: datetime) -> None:
    """What this source record (internal key) said is no longer about the child it was said of."""
    waiting = Transfer.objects.filter(record=record, outcome=Outcome.WAITING)
    waiting.update(outcome=Outcome.OVERTAKEN, answered_at=now, answered_by=by)
    Transfer.objects.filter(record=record).update(said_still=False)


def offer(transfer: str, *, by: Searcher, now: datetime) -> str:
    """Let the receiving authority hear of it: needed where the child has a shield. Returns the record's reference."""
    policy.require(by, Permission.TRANSFER_RECORD)
    with transaction.atomic():
        row = _held_by(by, transfer)
        if row.offered_at is None:
            row.offered_at, row.offered_by = now, by.account
            row.save(update_fields=["offered_at", "offered_by"])
            _note(Verb.TRANSFER_OFFERED, row, by=by, now=now)
    return row.child.reference


def withdraw(transfer: str, *, by: Searcher, now: datetime) -> str:
    """Keep the record: the holding authority says that it goes on looking after it. Returns its reference."""
    policy.require(by, Permission.TRANSFER_RECORD)
    with transaction.atomic():
        row = _held_by(by, transfer)
        _end(row, Outcome.WITHDRAWN, by=by, now=now)
        _note(Verb.TRANSFER_WITHDRAWN, row, by=by, now=now)
    return row.child.reference


def accept(transfer: str, *, by: Searcher, now: datetime) -> str:
    """Take the record over. From the commit on its officers are those of this authority. Returns its reference."""
    policy.require(by, Permission.TRANSFER_RECORD)
    with transaction.atomic():
        row = _offered_to(by, transfer)
        _end(row, Outcome.ACCEPTED, by=by, now=now)
        said = row.statement
        Responsibility.objects.update_or_create(
            child=row.child,
            defaults={
                "authority": row.receiving,
                "source_id": said.record.source_id,
                "as_at": said.as_at,
                "received_at": said.received_at,
            },
        )
        _note(Verb.TRANSFER_ACCEPTED, row, by=by, now=now)
    return row.child.reference


def refuse(transfer: str, *, by: Searcher, now: datetime) -> str:
    """Do not take the record over. It stays where it is, and is not offered again for the same saying.

    Returns its reference.
    """
    policy.require(by, Permission.TRANSFER_RECORD)
    with transaction.atomic():
        row = _offered_to(by, transfer)
        _end(row, Outcome.REFUSED, by=by, now=now)
        _note(Verb.TRANSFER_REFUSED, row, by=by, now=now)
    return row.child.reference


def to_take_over(by: Searcher) -> QuerySet[Transfer]:
    """What an officer's own authority is asked to take over, the oldest first."""
    waiting = policy.within(Transfer.objects.all(), by, path=Transfer.receiving_path)
    shielded = Shield.objects.in_force().filter(child=OuterRef("child"))
    told = waiting.filter(Q(offered_at__isnull=False) | ~Exists(shielded), outcome=Outcome.WAITING)
    return told.select_related(*_WITH).order_by("pk")


def to_offer(by: Searcher) -> QuerySet[Transfer]:
    """What another authority hears nothing of before an officer here offers it: the child has a shield."""
    own = policy.within(Transfer.objects.all(), by, path=Transfer.giving_path)
    shielded = Shield.objects.in_force().filter(child=OuterRef("child"))
    return own.filter(Exists(shielded), outcome=Outcome.WAITING, offered_at__isnull=True)


def to_hand_over(by: Searcher, *, since: datetime) -> QuerySet[Transfer]:
    """What others are asked to take over from an officer's authority, and what came of it since then."""
    own = policy.within(Transfer.objects.all(), by, path=Transfer.giving_path)
    shown = own.filter(Q(outcome=Outcome.WAITING) | Q(answered_at__gte=since))
    shielded = Shield.objects.in_force().filter(child=OuterRef("child"))
    return shown.annotate(is_shielded=Exists(shielded)).select_related(*_WITH).order_by("pk")


_WITH = ("child", "receiving", "giving", "statement__record__source")


def _responsibility(one: Named, keys: Mapping[str, int]) -> Responsibility:
    return Responsibility(
        child_id=one.child,
        authority_id=keys[one.own],
        source_id=one.source,
        as_at=one.as_at,
        received_at=one.received_at,
    )


def _overtake(one: Named, said: Collection[Transfer], keys: Mapping[str, int]) -> None:
    """What the same record named before and does not name any more."""
    others = [row for row in said if row.record_id == one.record and row.receiving_id != keys[one.code]]
    for row in others:
        row.said_still = False
        if row.outcome == Outcome.WAITING:
            row.outcome, row.answered_at, row.answered_by = (
                Outcome.OVERTAKEN,
                one.received_at,
                BY_THE_SOURCE,
            )
        row.save(update_fields=["said_still", "outcome", "answered_at", "answered_by"])


def _open(one: Named, keys: Mapping[str, int], *, holder: str, now: datetime) -> None:
    row, is_new = Transfer.objects.get_or_create(
        child_id=one.child,
        receiving_id=keys[one.code],
        outcome=Outcome.WAITING,
        defaults={
            "record_id": one.record,
            "statement_id": one.statement,
            "giving_id": keys.get(holder),
            "opened_at": now,
        },
    )
    if is_new:
        trail.record(
            Verb.TRANSFER_OPENED,
            actor=_ACTOR,
            at=now,
            reference=row.child.reference,
            subject=row.reference,
            outcome="waits",
        )


def _held_by(by: Searcher, reference: str) -> Transfer:
    """The transfer, its child locked, if it is of a record in the officer's scope and waits."""
    row = _locked(reference)
    holder = records.authority_of(row.child_id) if row else ""
    policy.require_scope(by, holder, refusal=NoSuchTransfer)
    return _waiting(row)


def _offered_to(by: Searcher, reference: str) -> Transfer:
    """The transfer, its child locked, if the officer's authority is asked to take the record over and it waits."""
    row = _locked(reference)
    policy.require_scope(by, row.receiving.code if row else "", refusal=NoSuchTransfer)
    found = _waiting(row)
    is_hidden = Shield.objects.in_force().filter(child=found.child).exists()
    if is_hidden and found.offered_at is None:
        raise NoSuchTransfer
    return found


def _locked(reference: str) -> Transfer | None:
    found = Transfer.objects.filter(reference=reference).values_list("child__reference", flat=True).first()
    if found is None or records.lock(found) is None:
        return None
    rows = Transfer.objects.select_for_update(of=("self",))
    return rows.select_related("child", "receiving", "statement__record").get(reference=reference)


def _waiting(row: Transfer | None) -> Transfer:
    if row is None:
        raise NoSuchTransfer
    if row.outcome != Outcome.WAITING:
        raise TransferIsOver
    return row


def _end(row: Transfer, outcome: Outcome, *, by: Searcher, now: datetime) -> None:
    row.outcome, row.answered_at, row.answered_by = outcome, now, by.account
    row.save(update_fields=["outcome", "answered_at", "answered_by"])


def _note(verb: Verb, row: Transfer, *, by: Searcher, now: datetime) -> None:
    trail.record(
        verb,
        actor=by.actor(),
        at=now,
        reference=row.child.reference,
        subject=row.reference,
        outcome=row.outcome,
    )
