"""The school census: who the child is, where the child lives, who cares for the child, and the school."""

from collections.abc import Sequence

from registry import classes
from registry.feeds.fields import (
    AS_AT,
    BIRTH_DATE,
    BIRTH_DATE_TO,
    FAMILY_NAME,
    GIVEN_NAME,
    RECORD_ID,
    UPN_FIELD,
    Field,
    Payload,
    Problem,
)
from registry.feeds.layout import Format
from registry.feeds.parsers import (
    AUTHORITY,
    DAY,
    EDUCATION,
    GENDER,
    NAME,
    POSTCODE,
    RESPONSIBILITY,
    SCHOOL_CODE,
    STREET,
    TEXT,
    WHEREABOUTS,
)
from registry.feeds.rules import BIRTH_RULES, IS_A_CHILD, Rule, not_before
from registry.parts import address, birth, carers, education, gender, identifiers, names

ADDRESS = ("address_line_1", "address_line_2", "town", "postcode")
WITH_ADDRESS = frozenset({"current", "last-known"})
CARERS = tuple(
    (f"carer_{place}_given_name", f"carer_{place}_family_name", f"carer_{place}_responsibility")
    for place in (1, 2)
)


def _address_fits(payload: Payload) -> Sequence[Problem]:
    if payload["whereabouts"] in WITH_ADDRESS:
        return [
            Problem(
                name,
                "This field is empty, though the child has an address.",
                "Give it; or state in whereabouts that no address is known or that the child has left England.",
            )
            for name in ("address_line_1", "postcode")
            if not payload[name]
        ]
    return [
        Problem(
            name,
            "There is an address, though whereabouts says that there is none.",
            "Empty the field, or state in whereabouts that the address is current or last-known.",
        )
        for name in ADDRESS
        if payload[name]
    ]


def _school_fits(payload: Payload) -> Sequence[Problem]:
    if payload["education"] == "school":
        return [
            Problem(
                name,
                "Nothing is stated here, though the child is at a school.",
                "Give it, or state in education that the child is educated elsewhere or at home.",
            )
            for name in ("school_code", "school_start_date")
            if not payload[name]
        ]
    return [
        Problem(
            name,
            "There is a school, though education says that there is none.",
            "Empty the field, or state in education that the child is at a school.",
        )
        for name in ("school_code", "school_start_date")
        if payload[name]
    ]


def _carers_are_whole(payload: Payload) -> Sequence[Problem]:
    problems: list[Problem] = []
    for columns in CARERS:
        empty = [name for name in columns if not payload[name]]
        if empty and len(empty) < len(columns):
            problems += [
                Problem(
                    name,
                    "This field is empty, though the carer is named in part.",
                    "Give both names and the responsibility of the carer, or none of them.",
                )
                for name in empty
            ]
    return problems


def _carer_fields(place: int, given: str, family: str) -> tuple[Field, ...]:
    return (
        Field(f"carer_{place}_given_name", "Given name of a parent or carer.", NAME, given, classes.PERSONAL),
        Field(
            f"carer_{place}_family_name",
            "Family name of that parent or carer.",
            NAME,
            family,
            classes.PERSONAL,
        ),
        Field(
            f"carer_{place}_responsibility",
            "Why that person is named.",
            RESPONSIBILITY,
            "parental-responsibility" if given else "",
            classes.PERSONAL,
        ),
    )


FORMAT = Format(
    name="school-census",
    title="School census",
    words="One line for each pupil, or for each child whom the authority knows: who the child is, where the child "
    "lives, who cares for the child, and where the child is educated.",
    fields=(
        RECORD_ID,
        AS_AT,
        UPN_FIELD,
        GIVEN_NAME,
        FAMILY_NAME,
        Field("former_given_name", "A given name the child had before.", NAME, "", classes.OPEN),
        Field("former_family_name", "A family name the child had before.", NAME, "Marsh", classes.OPEN),
        BIRTH_DATE,
        BIRTH_DATE_TO,
        Field(
            "gender",
            "Gender, or the statement that it is not specified.",
            GENDER,
            "F",
            classes.OPEN,
            required=True,
            remedy="Give F or M, or N to state that it is not specified.",
        ),
        Field(
            "whereabouts",
            "Which of the statements about an address the regulations allow is made.",
            WHEREABOUTS,
            "current",
            classes.WHEREABOUTS,
            default="current",
        ),
        Field("address_line_1", "House and street.", STREET, "14 Saltmarsh Row", classes.WHEREABOUTS),
        Field("address_line_2", "Second line of the address.", STREET, "Nether Quay", classes.WHEREABOUTS),
        Field("town", "Town or village.", TEXT, "Westmarch Haven", classes.WHEREABOUTS),
        Field("postcode", "Postcode of the address.", POSTCODE, "ZZ4 7QD", classes.WHEREABOUTS),
        *_carer_fields(1, "Maeve", "O'Dowd"),
        *_carer_fields(2, "", ""),
        Field("school_code", "The school.", SCHOOL_CODE, "X01-S004", classes.WHEREABOUTS),
        Field(
            "school_start_date", "The day the child started there.", DAY, "2009-01-05", classes.WHEREABOUTS
        ),
        Field(
            "education",
            "Where the child is educated.",
            EDUCATION,
            "school",
            classes.WHEREABOUTS,
            default="school",
        ),
        Field(
            "authority",
            "The authority in whose area the child lives.",
            AUTHORITY,
            "X01",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the code of the authority in whose area the child lives.",
        ),
    ),
    rules=(
        *BIRTH_RULES,
        IS_A_CHILD,
        Rule(
            "`address_line_1` and `postcode` are needed where `whereabouts` is `current` or `last-known`; otherwise "
            "every part of the address is empty.",
            _address_fits,
        ),
        Rule(
            "`school_code` and `school_start_date` are needed where `education` is `school`; otherwise both are empty.",
            _school_fits,
        ),
        Rule(
            "`school_start_date` is not before `birth_date`.",
            not_before("school_start_date", "birth_date", "The school starts before the birth."),
        ),
        Rule("A carer has both names and a responsibility, or nothing.", _carers_are_whole),
    ),
    speaks_of=(
        names.CURRENT,
        names.FORMER,
        birth.PART,
        gender.PART,
        carers.PART,
        address.PART,
        education.PART,
        identifiers.UPN,
    ),
    examples=(
        {},
        {
            "record_id": "WM-000418",
            "upn": "",
            "given_name": "Tomasz",
            "family_name": "Łęcki",
            "former_family_name": "",
            "birth_date": "2005-01-01",
            "birth_date_to": "2005-12-31",
            "gender": "M",
            "whereabouts": "left-returning",
            "address_line_1": "",
            "address_line_2": "",
            "town": "",
            "postcode": "",
            "carer_1_given_name": "",
            "carer_1_family_name": "",
            "carer_1_responsibility": "",
            "school_code": "",
            "school_start_date": "",
            "education": "elsewhere",
        },
    ),
)
