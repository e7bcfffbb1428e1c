"""The name the child has, and the names the child had before."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.classes import OPEN, PERSONAL
from registry.models import Name
from registry.parts.part import Directory, Part, Payload, Provenance, Row, provenance


@dataclass(frozen=True, slots=True)
class NameHeld:
    given: str
    family: str
    former: bool
    provenance: Provenance | None

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


def _shown(rows: Sequence[Row]) -> tuple[NameHeld, ...]:
    return tuple(
        NameHeld(
            given=row["given"],
            family=row["family"],
            former=row["kind"] == Name.Kind.FORMER,
            provenance=provenance(row),
        )
        for row in rows
    )


def _current_told(payload: Payload, _: Directory) -> list[Name]:
    return [Name(kind=Name.Kind.CURRENT, given=payload["given_name"], family=payload["family_name"])]


def _former_told(payload: Payload, _: Directory) -> list[Name]:
    given, family = payload.get("former_given_name"), payload.get("former_family_name")
    if not (given or family):
        return []
    return [
        Name(
            kind=Name.Kind.FORMER,
            given=given or payload["given_name"],
            family=family or payload["family_name"],
        )
    ]


_COLUMNS = {"given": "given", "family": "family", "kind": "kind"}

CURRENT = Part(
    name="name",
    model=Name,
    record_class=OPEN,
    columns=_COLUMNS,
    where={"kind": Name.Kind.CURRENT},
    shown=_shown,
    told=_current_told,
)
FORMER = Part(
    name="former_names",
    model=Name,
    record_class=PERSONAL,
    columns=_COLUMNS,
    where={"kind": Name.Kind.FORMER},
    order=("family", "given"),
    shown=_shown,
    told=_former_told,
    ties_to_who_the_child_was=True,
)
"""Granted with the personal part: beneath a shield it would tie the new name to the old one, as happened to adopted
children in 2009."""

PARTS = (CURRENT, FORMER)
