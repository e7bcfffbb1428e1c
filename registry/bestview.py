"""The best view: one value for each part of the record, chosen from all that the linked sources say.

Of each part the newest statement that says something of it counts, by the date it was true and then by the date it
came. Of which parts a statement speaks at all is declared by its format. A value keeps its source and its dates. The
view is derived: it can be thrown away and made again from the statements.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from registry import parts
from registry.models import Involvement
from registry.models.record import Value
from registry.parts.part import Directory, Part, Payload

OpenParts = Mapping[str, frozenset[tuple[str, ...]]]
"""For the parts that say who the child is, by name, their values as texts, row by row."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one source record says now, of which parts, internal keys of record and source, and the dates."""

    record: int
    source: int
    as_at: date
    received_at: datetime
    payload: Payload
    speaks_of: tuple[Part[Any], ...]


@dataclass(slots=True)
class _Rows:
    """The rows of a batch of records, table by table."""

    by_model: dict[type[Value], list[Any]] = field(default_factory=dict)

    def add(self, row: Value, child: int, said: Said) -> None:
        row.child_id = child
        row.source_id, row.as_at, row.received_at = said.source, said.as_at, said.received_at
        self.by_model.setdefault(type(row), []).append(row)


def write(views: Mapping[int, Iterable[Said]], *, directory: Directory) -> None:
    """Write the record of each child (internal key) again from what its sources say.

    Involvements that practitioners recorded here themselves are theirs, not a source's, and stay as they are. One that
    a source told of and that its practitioner has ended here stays ended until the source knows better of a later day.
    One that its practitioner has retracted says what was held, and stays whatever the source does.
    """
    rows = _Rows()
    for child, statements in views.items():
        newest_first = sorted(statements, key=lambda s: (s.as_at, s.received_at, s.record), reverse=True)
        _compose(child, newest_first, directory, rows)
    for model in _derived():
        model._default_manager.filter(child__in=views.keys()).delete()
        model._default_manager.bulk_create(rows.by_model.get(model, []))
    involved = rows.by_model.get(Involvement, [])
    told = _of_sources(views.keys())
    no_more_told = told.exclude(record__in=[row.record_id for row in involved])
    no_more_told.filter(retracted_on__isnull=True).delete()
    ended_here = dict(told.exclude(source=F("record__source")).values_list("record_id", "as_at"))
    Involvement.objects.bulk_create(
        [row for row in involved if row.as_at > ended_here.get(row.record_id, date.min)],
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=[
            f.attname for f in Involvement._meta.concrete_fields if f.attname not in ("id", "record_id")
        ],
    )


def _derived() -> set[type[Value]]:
    """The tables that hold what the newest statement says."""
    return {part.model for part in parts.every() if part.told and not part.kept_for_each_record}


def _of_sources(children: Iterable[int]) -> QuerySet[Involvement]:
    """The involvements that a source told of. One that no linked source tells of any more has to go."""
    return Involvement.objects.filter(child__in=children, record__isnull=False)


def _compose(child: int, newest_first: Iterable[Said], directory: Directory, rows: _Rows) -> None:
    known: set[Part[Any]] = set()
    for said in newest_first:
        for part in said.speaks_of:
            if part in known or part.told is None:
                continue
            told = part.told(said.payload, directory)
            if told is None:
                continue
            for row in told:
                if part.kept_for_each_record:
                    row.record_id = said.record  # type: ignore[attr-defined]  # such a table has it
                rows.add(row, child, said)
            if not part.kept_for_each_record:
                known.add(part)


def open_parts_in(payload: Payload, speaks_of: Iterable[Part[Any]]) -> OpenParts:
    """What a payload that speaks of these parts would say of who the child is."""
    told = {
        part: part.told(payload, _NO_DIRECTORY)
        for part in speaks_of
        if part.is_of_who_the_child_is and part.told
    }
    return {
        part.name: frozenset(_open_values(part, row.__dict__) for row in rows)
        for part, rows in told.items()
        if rows is not None
    }


def open_parts_held(children: Collection[int]) -> Mapping[int, OpenParts]:
    """What the records of these children (internal keys) say of who the child is now."""
    held: dict[int, dict[str, frozenset[tuple[str, ...]]]] = {child: {} for child in children}
    for part in parts.every():
        if part.is_of_who_the_child_is:
            for row in part.model._default_manager.filter(child__in=children, **part.where).values():
                of_child = held[row["child_id"]]
                of_child[part.name] = of_child.get(part.name, frozenset()) | {_open_values(part, row)}
    return held


def changes(said: OpenParts, held: OpenParts) -> bool:
    """Whether something of who the child is would be said in another way than it is held."""
    return any(values != held.get(name, frozenset()) for name, values in said.items())


def _open_values(part: Part[Any], row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in part.columns.values())


_NO_DIRECTORY = Directory({}, {}, {})
