"""The doctors' practice with which the child is registered."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.classes import WHEREABOUTS
from registry.models import Practice
from registry.parts.part import Directory, Part, Payload, Provenance, Row, provenance


@dataclass(frozen=True, slots=True)
class PracticeHeld:
    practice: str
    telephone: str
    provenance: Provenance | None


def _shown(rows: Sequence[Row]) -> PracticeHeld | None:
    held = (PracticeHeld(row["practice"], row["telephone"], provenance(row)) for row in rows)
    return next(held, None)


def _told(payload: Payload, directory: Directory) -> list[Practice] | None:
    code = payload.get("practice_code")
    return [Practice(practice_id=directory.organisations[code])] if code else None


PART = Part(
    name="practice",
    model=Practice,
    record_class=WHEREABOUTS,
    columns={"practice": "practice__name", "telephone": "practice__telephone"},
    shown=_shown,
    told=_told,
)
PARTS = (PART,)
