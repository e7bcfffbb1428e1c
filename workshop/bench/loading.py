"""A county in the database, by COPY: the record's tables and the search keys, as publication would have left them.

The rows are those of the demonstration's county, and the search keys are made by the function that publication calls.
Only the way in is shorter: no file, no matching, no outbox. The rows of each table are first written to a file, so that
making them and copying them are timed apart.
"""

import contextlib
import hashlib
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import psycopg2
from django.conf import settings
from django.db.models import Model
from tqdm import tqdm

from access.models import Authority, Organisation, Service
from ground import crypto
from registry import names
from registry.models import (
    Address,
    Birth,
    Carer,
    Child,
    Education,
    Gender,
    Involvement,
    Name,
    Practice,
    Responsibility,
    Source,
    SourceRecord,
)
from shielding import keys
from shielding.models import SearchKey, Shield, Tier
from workshop.demo import county, loading

SEED = 2009
SHIELDED_ONE_IN = 211
MOST_REMEMBERED = 20_000
"""As many children are remembered for queries; they are spread evenly over the county."""
MOST_POPULAR = 50
"""So many given names of each gender count as popular."""

_PROVENANCE = ("child_id", "source_id", "as_at", "received_at")
_VALUES: Mapping[type[Model], tuple[str, ...]] = {
    Name: ("kind", "given", "family"),
    Birth: ("first", "last"),
    Gender: ("code",),
    Carer: ("position", "given", "family", "responsibility", "carer"),
    Address: ("status", "line_1", "line_2", "town", "postcode", "dwelling"),
    Education: ("kind", "school_id", "started_on"),
    Practice: ("practice_id",),
    Responsibility: ("authority_id",),
    Involvement: (
        "record_id",
        "service_id",
        "practitioner",
        "job_title",
        "telephone",
        "email",
        "started_on",
        "ended_on",
        "lead_professional",
        "caf_holder",
    ),
}
_KEY = tuple(f.attname for f in SearchKey._meta.concrete_fields if f.attname != "id")
COLUMNS: Mapping[type[Model], tuple[str, ...]] = {
    Child: ("id", "reference", "number", "state", "proposed_by"),
    SourceRecord: ("id", "source_id", "key"),
    **{model: (*_PROVENANCE, *columns) for model, columns in _VALUES.items()},
    Shield: (
        "child_id",
        "tier",
        "grounds",
        "justification",
        "imposed_at",
        "imposed_by",
        "review_due",
        "lift_asked_by",
        "lifted_by",
    ),
    SearchKey: _KEY,
}
"""The tables that are copied, parents first, and their columns; a column that is not named has its default."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a query may be about: a child by its internal key and reference, and what a person may know of it."""

    id: int
    reference: str
    given: str
    family: str
    former: tuple[str, str] | None
    born: date
    gender: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, how long each step took (in seconds), and the children that are remembered."""

    children: int
    rows: int
    megabytes: float
    seconds: Mapping[str, float]
    remembered: Sequence[Remembered]
    families: Sequence[str]
    postcodes: Sequence[str]
    popular: Mapping[str, Sequence[str]]
    """The given names that most of them bear, by gender."""

    def figures(self) -> dict[str, Any]:
        raw, copied = self.seconds["raw copy"], self.seconds["copy, then keys and indexes"]
        return {
            "children": self.children,
            "rows": self.rows,
            "megabytes": round(self.megabytes, 1),
            "seconds": {step: round(spent, 2) for step, spent in self.seconds.items()},
            "children_per_second": round(self.children / copied),
            "share_of_raw_copy": round(raw / copied, 3),
        }


def load(children: int, *, directory: Path, now: datetime, quiet: bool = False) -> Loaded:
    """Make so many children and copy them into the empty tables of the database."""
    loading.write_directory(county.directory(children))
    seconds: dict[str, float] = {}
    files = _Files(directory)
    with _timed(seconds, "making rows"):
        remembered = _write_rows(files, children, now=now, quiet=quiet)
    files.close()
    owner = psycopg2.connect(settings.OWNER_DATABASE_URL)
    with contextlib.closing(owner), owner.cursor() as cursor:
        with _timed(seconds, "raw copy"):
            _copy_bare(cursor, files)
        owner.rollback()
        with _timed(seconds, "copy, then keys and indexes"):
            _copy(cursor, files)
            owner.commit()
        with _timed(seconds, "analyse"):
            for model in COLUMNS:
                cursor.execute(f"ANALYZE {model._meta.db_table}")
            owner.commit()
    return Loaded(
        children=children,
        rows=files.rows,
        megabytes=files.size / 1e6,
        seconds=seconds,
        remembered=remembered,
        families=sorted({child.family for child in remembered}),
        postcodes=sorted({child.postcode for child in remembered if child.postcode}),
        popular=_popular(remembered),
    )


def _popular(remembered: Sequence[Remembered]) -> dict[str, list[str]]:
    borne: dict[str, Counter[str]] = {}
    for child in remembered:
        borne.setdefault(child.gender, Counter())[child.given] += 1
    return {gender: [name for name, _ in given.most_common(MOST_POPULAR)] for gender, given in borne.items()}


@contextlib.contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[step] = time.perf_counter() - began


# --- rows -------------------------------------------------------------------------------------------------------


class _Files:
    """One file for each table, in the text form of COPY."""

    _ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.paths = {model: directory / f"{model._meta.db_table}.copy" for model in COLUMNS}
        self._open: dict[type[Model], IO[str]] = {
            model: path.open("w", encoding="utf-8", newline="\n") for model, path in self.paths.items()
        }
        self.rows = 0

    def add(self, model: type[Model], *values: object) -> None:
        self.rows += 1
        self._open[model].write("\t".join(map(self._text, values)) + "\n")

    def close(self) -> None:
        for file in self._open.values():
            file.close()

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.paths.values())

    @classmethod
    def _text(cls, value: object) -> str:
        if value is None:
            return "\\N"
        if isinstance(value, bytes):
            return f"\\\\x{value.hex()}"
        return str(value).translate(cls._ESCAPED)


class _Rows:
    """Turns a child of the county, and who works with it, into rows."""

    def __init__(self, files: _Files, *, now: datetime) -> None:
        self._files = files
        self._now = now
        self._rng = random.Random(f"{SEED}:anchors")
        self._organisations = {o.code: o for o in Organisation.objects.all()}
        self._authorities = dict(Authority.objects.values_list("code", "pk"))
        self._services = {s.code: s for s in Service.objects.all()}
        self._sources = dict(Source.objects.values_list("code", "pk"))
        self._sealed = crypto.seal("A statement of the benchmark.", context="bench")
        self._census = self._sources[county.CENSUS.code]
        self._records = 0

    def add_child(self, child: int, row: county.Row) -> Remembered:
        reference = f"{self._rng.getrandbits(128):032x}"
        self._files.add(Child, child, reference, number_of(child), Child.State.LIVE, "")
        born = date.fromisoformat(row["birth_date"])
        born_last = date.fromisoformat(row["birth_date_to"] or row["birth_date"])
        school = self._organisations[row["school_code"]] if row["school_code"] else None
        current = (row["given_name"], row["family_name"])
        former = (row["given_name"], row["former_family_name"]) if row["former_family_name"] else None
        carers = [
            (position, row[f"carer_{position}_given_name"], row[f"carer_{position}_family_name"])
            for position in (1, 2)
            if row[f"carer_{position}_family_name"]
        ]
        withheld = child % SHIELDED_ONE_IN == 0
        self._add_values(
            child, row, school=school, current=current, former=former, carers=carers, born=(born, born_last)
        )
        if withheld:
            self._add_shield(child)
        for (given, family), is_former in ((current, False), *([(former, True)] if former else [])):
            for key in keys.rows_for(
                child,
                given=given,
                family=family,
                former=is_former,
                born=(born, born_last),
                gender=row["gender"],
                withheld=withheld,
                postcode="" if withheld else row["postcode"],
                school=school.name if school and not withheld else "",
                carers=""
                if withheld
                else " ".join(
                    f"{names.normalise(given)} {names.normalise(family)}" for _, given, family in carers
                ),
            ):
                self._files.add(SearchKey, *(getattr(key, column) for column in _KEY))
        return Remembered(
            child,
            reference,
            *current,
            former,
            born,
            row["gender"],
            "" if withheld else row["postcode"],
        )

    def add_involvement(self, child: int, row: county.Row) -> None:
        """An involvement of an ordinary service; those of sensitive services stand in another table."""
        service = self._services[row["service_code"]]
        if service.sensitive:
            return
        self._records += 1
        source = self._sources[county.SERVICES.code]
        self._files.add(SourceRecord, self._records, source, f"bench {row['record_id']}")
        self._files.add(
            Involvement,
            *(child, source, row["as_at"], self._now, self._records, service.pk),
            *(row["practitioner_name"], row["job_title"], row["telephone"], row["email"]),
            *(row["start_date"], row["end_date"] or None),
            *(row["lead_professional"] == "Y", row["caf_holder"] == "Y"),
        )

    def _add_values(
        self,
        child: int,
        row: county.Row,
        *,
        school: Organisation | None,
        current: tuple[str, str],
        former: tuple[str, str] | None,
        carers: Sequence[tuple[int, str, str]],
        born: tuple[date, date],
    ) -> None:
        common = (child, self._census, row["as_at"], self._now)
        add = self._files.add
        add(Name, *common, Name.Kind.CURRENT, *current)
        if former:
            add(Name, *common, Name.Kind.FORMER, *former)
        add(Birth, *common, *born)
        add(Gender, *common, row["gender"])
        for position, given, family in carers:
            kind = row[f"carer_{position}_responsibility"]
            add(Carer, *common, position, given, family, kind, _digest(given, family))
        at_home = row["address_line_1"]
        dwelling = _digest(at_home, row["postcode"]) if at_home else None
        lines = (at_home, row["address_line_2"], row["town"], row["postcode"])
        add(Address, *common, row["whereabouts"], *lines, dwelling)
        since = row["school_start_date"] or None
        add(Education, *common, row["education"], school.pk if school else None, since if school else None)
        add(Practice, *common, self._organisations[row["practice_code"]].pk)
        add(Responsibility, *common, self._authorities[row["authority"]])

    def _add_shield(self, child: int) -> None:
        tier, grounds = Tier.SHIELDED, Shield.Grounds.HARM_TO_ADULT
        officer, due = "0" * 32, self._now.date()
        self._files.add(Shield, child, tier, grounds, self._sealed, self._now, officer, due, "", "")


def _write_rows(files: _Files, children: int, *, now: datetime, quiet: bool) -> list[Remembered]:
    rows = _Rows(files, now=now)
    every = max(1, children // MOST_REMEMBERED)
    remembered = []
    child = 0

    def numbered() -> Iterator[county.Row]:
        nonlocal child
        drawn = county.children(children, SEED, today=now.date())
        for row in tqdm(drawn, desc="children", total=children, unit="", disable=quiet):
            child += 1
            found = rows.add_child(child, row)
            if child % every == 0 and not row["birth_date_to"]:
                remembered.append(found)
            yield row

    # Involvements are drawn child by child, so the child that was numbered last is the one they are about.
    for involvement in county.involvements(numbered(), SEED, today=now.date()):
        rows.add_involvement(child, involvement)
    return remembered


def number_of(child: int) -> str:
    """A number with its check digits (ISO 7064, modulus 97-10), spread over all of them."""
    stem = 1_000_000_000 + child * 7_919 % 9_000_000_000
    return f"{stem}{98 - stem * 100 % 97:02d}"


def _digest(*parts: str) -> bytes:
    """Stands in the place of a keyed fingerprint, whose key and cost are of no matter here."""
    return hashlib.sha256("\0".join(parts).encode()).digest()


# --- into the database ------------------------------------------------------------------------------------------


def _copy_bare(cursor: Any, files: _Files) -> None:
    """The limit: the same rows into tables without a key, an index or a constraint. The caller takes it back."""
    for model, path in files.paths.items():
        table = f"bare_{model._meta.db_table}"
        cursor.execute(f"CREATE TABLE {table} (LIKE {model._meta.db_table} INCLUDING IDENTITY)")
        _copy_file(cursor, path, table, COLUMNS[model])


def _copy(cursor: Any, files: _Files) -> None:
    """Copy into the tables: indexes and foreign keys are set aside, and made again when the rows are there."""
    tables = [model._meta.db_table for model in COLUMNS]
    set_aside = _set_aside(cursor, tables)
    for model, path in files.paths.items():
        _copy_file(cursor, path, model._meta.db_table, COLUMNS[model])
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for statement in set_aside:
        cursor.execute(statement)
    for model in (Child, SourceRecord):
        table = model._meta.db_table
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _copy_file(cursor: Any, path: Path, table: str, columns: Iterable[str]) -> None:
    with path.open(encoding="utf-8") as file:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", file, 1 << 20)


_CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint held
 WHERE conrelid = ANY (%(tables)s::regclass[])
   AND (contype = 'f' OR contype IN ('p', 'u')
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND confrelid = held.conrelid))
 ORDER BY contype = 'f' DESC
"""
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index
 WHERE indrelid = ANY (%(tables)s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""


def _set_aside(cursor: Any, tables: Sequence[str]) -> list[str]:
    """Drop these tables' indexes, keys and foreign keys, but for keys that others refer to.

    Returns the statements that make them again, in the order in which they can be run.
    """
    cursor.execute(_CONSTRAINTS, {"tables": list(tables)})
    constraints = cursor.fetchall()
    cursor.execute(_INDEXES, {"tables": list(tables)})
    indexes = cursor.fetchall()
    for drop, _ in (*constraints, *indexes):
        cursor.execute(drop)
    return [make for _, make in (*reversed(constraints), *indexes)]
