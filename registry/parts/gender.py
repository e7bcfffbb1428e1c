"""The child's gender, or the statement that it is not specified."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.classes import OPEN
from registry.models import Gender
from registry.parts.part import Directory, Part, Payload, Provenance, Row, provenance

GENDERS = tuple(Gender.Code.choices)
"""As code and words, for the forms that ask."""


@dataclass(frozen=True, slots=True)
class GenderHeld:
    code: str
    words: str
    provenance: Provenance | None


def _shown(rows: Sequence[Row]) -> GenderHeld | None:
    held = (GenderHeld(row["code"], Gender.Code(row["code"]).label, provenance(row)) for row in rows)
    return next(held, None)


def _told(payload: Payload, _: Directory) -> list[Gender]:
    return [Gender(code=payload["gender"])]


PART = Part(
    name="gender", model=Gender, record_class=OPEN, columns={"code": "code"}, shown=_shown, told=_told
)
PARTS = (PART,)
