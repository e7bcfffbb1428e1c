"""The school and the day the child started there, or that education is elsewhere or at home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.classes import WHEREABOUTS
from registry.models import Education
from registry.parts.part import Directory, Part, Payload, Provenance, Row, day_or_none, provenance


@dataclass(frozen=True, slots=True)
class EducationHeld:
    words: str
    school: str
    telephone: str
    started_on: date | None
    provenance: Provenance | None


def _shown(rows: Sequence[Row]) -> EducationHeld | None:
    held = (
        EducationHeld(
            words=Education.Kind(row["kind"]).label,
            school=row["school"] or "",
            telephone=row["telephone"] or "",
            started_on=day_or_none(row["started_on"]),
            provenance=provenance(row),
        )
        for row in rows
    )
    return next(held, None)


def _told(payload: Payload, directory: Directory) -> list[Education] | None:
    kind = payload.get("education")
    if not kind:
        return None
    if kind != Education.Kind.SCHOOL:
        return [Education(kind=kind)]
    return [
        Education(
            kind=kind,
            school_id=directory.organisations[payload["school_code"]],
            started_on=day_or_none(payload.get("school_start_date")),
        )
    ]


PART = Part(
    name="education",
    model=Education,
    record_class=WHEREABOUTS,
    columns={
        "kind": "kind",
        "school": "school__name",
        "telephone": "school__telephone",
        "started_on": "started_on",
    },
    shown=_shown,
    told=_told,
)
PARTS = (PART,)
