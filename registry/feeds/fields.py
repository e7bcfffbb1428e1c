"""The columns that several formats have, and what a column and a problem with it are."""

from dataclasses import dataclass

from registry import classes
from registry.feeds.parsers import DAY_COME, NAME, NHS_NUMBER, RECORD_KEY, UPN, Parser

LINE = "line"
"""Stands in the place of a field's name where the line as a whole is wrong."""

Payload = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a line: the field, what is wrong, what to do."""

    field: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `default` is what an empty field means; `remedy` says what to do if a required one is
    empty; `record_class` says who may be shown it."""

    name: str
    meaning: str
    parser: Parser
    example: str
    record_class: classes.FieldClass
    required: bool = False
    remedy: str = ""
    default: str = ""


RECORD_ID = Field(
    "record_id",
    "The record's own key in the sending system. The same key is the same record for ever.",
    RECORD_KEY,
    "WM-000417",
    classes.INTERNAL,
    required=True,
    remedy="Give the key under which the sending system keeps this record.",
)
AS_AT = Field(
    "as_at",
    "The day on which the line was true. A line with an older day than one received before changes nothing.",
    DAY_COME,
    "2009-05-18",
    classes.METADATA,
    required=True,
    remedy="Give the day on which the sending system last confirmed what the line says.",
)
UPN_FIELD = Field(
    "upn", "Unique pupil number, where there is one.", UPN, "V998417209001", classes.BODY_NUMBER
)
NHS_NUMBER_FIELD = Field(
    "nhs_number", "NHS number, where the service holds it.", NHS_NUMBER, "9990000018", classes.BODY_NUMBER
)
GIVEN_NAME = Field(
    "given_name",
    "Given name in use now; several in one field, with a space between them.",
    NAME,
    "Zoë",
    classes.OPEN,
    required=True,
    remedy="Give the child's given name. For a baby without one, send what the birth notification has.",
)
FAMILY_NAME = Field(
    "family_name",
    "Family name in use now.",
    NAME,
    "O'Dowd-Marsh",
    classes.OPEN,
    required=True,
    remedy="Give the child's family name. A person of one name has it in both fields.",
)
BIRTH_DATE = Field(
    "birth_date",
    "Birth date; where it is estimated, the earliest possible one.",
    DAY_COME,
    "1997-11-02",
    classes.OPEN,
    required=True,
    remedy="Give the birth date. Where it is not known, give the earliest and the latest possible one.",
)
BIRTH_DATE_TO = Field(
    "birth_date_to", "The latest possible birth date, only where it is estimated.", DAY_COME, "", classes.OPEN
)
