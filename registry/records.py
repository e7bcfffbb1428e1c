"""Reading records: an anchor by its reference, and of a record only the parts that were granted.

What is not granted is not selected: the database is not asked for it, so nothing withheld can change what a reader
observes. These values never leave the house by themselves: only the one place of disclosure turns them into something
that a person may read.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models.functions import JSONObject

from access.eyes import Searcher
from ground import refusals
from ground.asking import Query, Row, Wanted
from registry import parts
from registry.classes import FieldClass
from registry.models import Address, Carer, Child, Responsibility
from registry.parts.part import Part

Shown = TypeVar("Shown")


class NoSuchChild(refusals.NotFound):
    """There is no such record for this person. Non-existent, retired, unlisted and out of scope are one answer."""

    words = "There is no such record."


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record that exists: its internal key, reference, number and state. It says nothing about the child."""

    id: int
    reference: str
    number: str
    state: str
    proposed_by: str

    @property
    def is_live(self) -> bool:
        return self.state == Child.State.LIVE

    @property
    def is_retired(self) -> bool:
        return self.state == Child.State.RETIRED

    @property
    def is_provisional(self) -> bool:
        return self.state == Child.State.PROVISIONAL


@dataclass(frozen=True, slots=True)
class Record:
    """What was read of a record: a value for each part that was asked for, and nothing of the others."""

    anchor: Anchor
    values: Mapping[str, Any]

    def __contains__(self, part: Part[Any]) -> bool:
        """Whether the part was asked for."""
        return part.name in self.values

    def __getitem__(self, part: Part[Shown]) -> Shown:
        """What was read of the part. Raises ``LookupError`` where it was not asked for."""
        value: Shown = self.values[part.name]
        return value


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another child, by internal key, and what it shares with the one that was asked about."""

    child: int
    home: bool
    carer: bool


ANCHOR: Wanted = {name: name for name in ("id", "reference", "number", "state", "proposed_by")}
"""What is read of an anchor, from the table of children."""


def anchor_in(row: Row) -> Anchor:
    """The anchor that was read by the columns of ``ANCHOR``."""
    return Anchor(**{name: row[name] for name in ANCHOR})


def find(reference: str) -> Anchor | None:
    """The anchor of the record with this reference, or ``None``."""
    return _first(Child.objects.filter(reference=reference))


def lock(reference: str) -> Anchor | None:
    """The same, locked until the transaction ends. Every writer locks the child first, then its shields."""
    return _first(Child.objects.select_for_update().filter(reference=reference))


def lock_all(references: Collection[str]) -> dict[str, Anchor]:
    """Those of these records that exist, by reference, locked in the one order in which every writer locks several."""
    rows = Child.objects.select_for_update().filter(reference__in=references).order_by("pk")
    return {row["reference"]: anchor_in(row) for row in rows.values(*ANCHOR)}


def find_by_id(child: int) -> Anchor | None:
    """The anchor of the record with this internal key, or ``None``."""
    return _first(Child.objects.filter(pk=child))


def _first(rows: Query) -> Anchor | None:
    row = rows.values(*ANCHOR).first()
    return anchor_in(row) if row else None


def authority_of(child: int) -> str:
    """The code of the authority that looks after the record, or an empty text. For officers' scope alone."""
    codes = Responsibility.objects.filter(child=child).values_list("authority__code", flat=True)
    return codes.first() or ""


def authorities_of(children: Collection[int]) -> dict[int, str]:
    """The code of the authority that looks after each of these children (internal keys); empty where there is none."""
    rows = Responsibility.objects.filter(child__in=children).values_list("child_id", "authority__code")
    return dict.fromkeys(children, "") | dict(rows)


def sharing_with(child: int, *, by: Searcher) -> tuple[Sharing, ...]:
    """The other live children who share the dwelling, or a parent or carer, with this one. For officers alone.

    Children who are not in the officer's scope are left out by the query itself: that they are there must not change
    what an officer finds. Fingerprints are compared; nothing is stored of who belongs together. Where no address is
    known, no dwelling is shared.
    """
    dwellings = Address.objects.filter(child=child, dwelling__isnull=False).values("dwelling")
    carers = Carer.objects.filter(child=child).values("carer")
    home = _others_within(Address.objects.filter(dwelling__in=dwellings), child, by)
    carer = _others_within(Carer.objects.filter(carer__in=carers), child, by)
    return tuple(Sharing(other, other in home, other in carer) for other in sorted(home | carer))


def _others_within(rows: Query, child: int, by: Searcher) -> set[int]:
    in_scope = Responsibility.objects.within(by).values("child")
    live = rows.filter(child__in=in_scope, child__state=Child.State.LIVE)
    return set(live.exclude(child=child).values_list("child_id", flat=True))


def granted(classes: Collection[FieldClass]) -> tuple[Part[Any], ...]:
    """The parts that are shown to whom these classes are granted."""
    return tuple(part for part in parts.every() if part.shown and part.needs <= set(classes))


def reading(wanted: Iterable[Part[Any]], *, dated: bool) -> JSONObject:
    """These parts as an expression on the table of children; ``dated``: each value with where it came from."""
    return JSONObject(**{part.name: part.reading(dated=dated) for part in wanted})


def record_in(anchor: Anchor, read: Row, wanted: Iterable[Part[Any]]) -> Record:
    """The record of what was read by ``reading`` of these parts."""
    return Record(anchor, {part.name: part.shown(read[part.name]) for part in wanted if part.shown})


def load(children: Collection[int], wanted: Collection[Part[Any]], *, dated: bool = False) -> list[Record]:
    """These parts of the records of these children (internal keys), in one statement; nothing else is selected."""
    rows = Child.objects.filter(pk__in=children).order_by("pk")
    read = rows.annotate(parts=reading(wanted, dated=dated)).values(*ANCHOR, "parts")
    return [record_in(anchor_in(row), row["parts"], wanted) for row in read]
