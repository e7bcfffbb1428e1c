"""The day on which the child died. No format speaks of it yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.classes import PERSONAL
from registry.models import Death
from registry.parts.part import Part, Provenance, Row, day, provenance


@dataclass(frozen=True, slots=True)
class DeathHeld:
    died_on: date
    provenance: Provenance | None


def _shown(rows: Sequence[Row]) -> DeathHeld | None:
    held = (DeathHeld(day(row["died_on"]), provenance(row)) for row in rows)
    return next(held, None)


PART = Part(name="death", model=Death, record_class=PERSONAL, columns={"died_on": "died_on"}, shown=_shown)
PARTS = (PART,)
