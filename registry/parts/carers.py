"""Who has parental responsibility for the child or care of the child, by name alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.classes import PERSONAL
from registry.matching import surroundings
from registry.models import Carer
from registry.parts.part import Directory, Part, Payload, Provenance, Row, provenance

RESPONSIBILITIES = tuple(Carer.Responsibility.choices)
"""As code and words, for the forms that ask."""
_POSITIONS = (1, 2)


@dataclass(frozen=True, slots=True)
class CarerHeld:
    given: str
    family: str
    responsibility: str
    provenance: Provenance | None

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


def _shown(rows: Sequence[Row]) -> tuple[CarerHeld, ...]:
    return tuple(
        CarerHeld(
            given=row["given"],
            family=row["family"],
            responsibility=Carer.Responsibility(row["responsibility"]).label,
            provenance=provenance(row),
        )
        for row in rows
    )


def _told(payload: Payload, _: Directory) -> list[Carer]:
    found = []
    for position in _POSITIONS:
        given, family = (payload.get(f"carer_{position}_{which}_name") for which in ("given", "family"))
        if given and family:
            found.append(
                Carer(
                    position=position,
                    given=given,
                    family=family,
                    responsibility=payload[f"carer_{position}_responsibility"],
                    carer=surroundings.carer(given, family),
                )
            )
    return found


PART = Part(
    name="carers",
    model=Carer,
    record_class=PERSONAL,
    columns={"given": "given", "family": "family", "responsibility": "responsibility"},
    order=("position",),
    shown=_shown,
    told=_told,
)
PARTS = (PART,)
