"""What a part of the record is, and what its values carry with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from access.models import Authority, Organisation, Service
from registry.classes import OPEN, FieldClass
from registry.models.record import Value

Row = Mapping[str, Any]
Payload = Mapping[str, str]
Shown_co = TypeVar("Shown_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value came from, when it was true, and when it came."""

    source: str
    as_at: date
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Directory:
    """Internal keys of the directory's codes, read once for a batch."""

    authorities: Mapping[str, int]
    organisations: Mapping[str, int]
    services: Mapping[str, int]

    @classmethod
    def read(cls) -> "Directory":
        return cls(
            authorities=dict(Authority.objects.values_list("code", "pk")),
            organisations=dict(Organisation.objects.values_list("code", "pk")),
            services=dict(Service.objects.values_list("code", "pk")),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Part(Generic[Shown_co]):
    """One part of the record: its table, who may be shown it, how it is read, and how a statement speaks of it.

    ``columns`` are the values that are read of each row, by name; ``shown`` makes of all the child's rows what a person
    may be shown. A part without ``shown`` is shown to nobody.

    ``told`` makes of a statement's payload the rows that it says, without child, source and dates: none where it says
    that there are none, ``None`` where it says nothing of the part. The newest statement that says something counts,
    but for a part that is kept for each source record by itself.
    """

    name: str
    model: type[Value]
    record_class: FieldClass
    columns: Mapping[str, str | Combinable] = field(default_factory=dict)
    where: Mapping[str, object] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    shown: Callable[[Sequence[Row]], Shown_co] | None = None
    told: Callable[[Payload, Directory], Sequence[Value] | None] | None = None
    kept_for_each_record: bool = False
    ties_to_who_the_child_was: bool = False

    @property
    def needs(self) -> frozenset[FieldClass]:
        """The classes without which it is not read. A former name is read where the name of now is."""
        return frozenset({self.record_class} | ({OPEN} if self.ties_to_who_the_child_was else set()))

    @property
    def is_of_who_the_child_is(self) -> bool:
        """Whether an officer decides before a source changes it on a shielded record: all that such a record shows, and
        what ties a new name to an old one.
        """
        return self.record_class == OPEN or self.ties_to_who_the_child_was

    def reading(self, *, dated: bool) -> ArraySubquery:
        """The rows of one child (the outer query's), each with its named values, and with where they came from."""
        columns = {**self.columns, **(_DATED if dated else {})}
        rows = self.model._default_manager.filter(child=OuterRef("pk"), **self.where)
        return ArraySubquery(rows.order_by(*self.order).values(row=JSONObject(**columns)))


_DATED = {"source": "source__name", "as_at": "as_at", "received_at": "received_at"}


def provenance(row: Row) -> Provenance | None:
    """Where the row came from, if that was read."""
    if (source := row.get("source")) is None:
        return None
    return Provenance(source, day(row["as_at"]), datetime.fromisoformat(row["received_at"]))


def day(text: str) -> date:
    return date.fromisoformat(text)


def day_or_none(text: str | None) -> date | None:
    return day(text) if text else None
