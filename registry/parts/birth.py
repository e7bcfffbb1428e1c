"""When the child was born: a day, or a span where it is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.classes import OPEN
from registry.models import Birth
from registry.parts.part import Directory, Part, Payload, Provenance, Row, day, provenance


@dataclass(frozen=True, slots=True)
class BirthHeld:
    """A birth date as a span; exact where both ends are equal."""

    first: date
    last: date
    provenance: Provenance | None = None

    @property
    def is_exact(self) -> bool:
        return self.first == self.last


def said_in(payload: Payload) -> BirthHeld:
    """The birth date that a payload gives."""
    first = payload["birth_date"]
    return BirthHeld(day(first), day(payload.get("birth_date_to") or first))


def _shown(rows: Sequence[Row]) -> BirthHeld | None:
    held = (BirthHeld(day(row["first"]), day(row["last"]), provenance(row)) for row in rows)
    return next(held, None)


def _told(payload: Payload, _: Directory) -> list[Birth]:
    said = said_in(payload)
    return [Birth(first=said.first, last=said.last)]


PART = Part(
    name="birth",
    model=Birth,
    record_class=OPEN,
    columns={"first": "first", "last": "last"},
    shown=_shown,
    told=_told,
)
PARTS = (PART,)
