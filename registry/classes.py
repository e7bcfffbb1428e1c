"""The classes of stored fields: the one word that decides who may be shown a value.

Every field of every table that holds anything about a child has exactly one class. Tables are cut along the classes, so
that what is withheld is not read at all, and a database role without the right to a class stays possible.
"""

from collections.abc import Mapping
from enum import StrEnum


class FieldClass(StrEnum):
    """SI 2007/2182 reg. 6 and the shielding criteria, as classes of fields."""

    OPEN = "open"
    """Name, number, birth date, gender: what even a shielded record shows."""
    PERSONAL = "personal"
    """Carers and a death."""
    WHEREABOUTS = "whereabouts"
    """Address, school, practice, services, authority: anything from which the place can be deduced."""
    SENSITIVE = "sensitive"
    """Services whose very kind is confidential."""
    NOTICE = "notice"
    """That one or more specialist and targeted services have been recorded, and nothing more about them."""
    BODY_NUMBER = "body-number"
    """Another body's number, readable by that body alone (reg. 6(3)(c))."""
    METADATA = "metadata"
    """Where a value came from and when."""
    OFFICERS = "officers"
    """Kept for the officers who decide, never shown on a record."""
    INTERNAL = "internal"
    """Shown to nobody."""


OPEN = FieldClass.OPEN
PERSONAL = FieldClass.PERSONAL
WHEREABOUTS = FieldClass.WHEREABOUTS
SENSITIVE = FieldClass.SENSITIVE
NOTICE = FieldClass.NOTICE
BODY_NUMBER = FieldClass.BODY_NUMBER
METADATA = FieldClass.METADATA
OFFICERS = FieldClass.OFFICERS
INTERNAL = FieldClass.INTERNAL

Classification = Mapping[FieldClass, tuple[str, ...]]


def class_of(classification: Classification, field: str) -> FieldClass:
    """The class of one field. Raises ``LookupError`` where the field has none or more than one."""
    found = [cls for cls, fields in classification.items() if field in fields]
    if len(found) != 1:
        raise LookupError(f"The field {field} must have exactly one class, it has {len(found)}.")
    return found[0]
