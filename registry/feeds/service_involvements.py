"""Service involvements: who works or has worked with a child, and how to reach that person at work."""

from collections.abc import Sequence

from registry import classes
from registry.feeds.fields import (
    AS_AT,
    BIRTH_DATE,
    BIRTH_DATE_TO,
    FAMILY_NAME,
    GIVEN_NAME,
    NHS_NUMBER_FIELD,
    RECORD_ID,
    UPN_FIELD,
    Field,
    Payload,
    Problem,
)
from registry.feeds.layout import Format
from registry.feeds.parsers import (
    CONSENT_BY,
    CONSENT_METHOD,
    DAY_COME,
    EMAIL,
    ORGANISATION_CODE,
    POSTCODE,
    PRACTICE_CODE,
    TELEPHONE,
    TEXT,
    YES_NO,
)
from registry.feeds.rules import BIRTH_RULES, IS_A_CHILD_OR_LEAVES, Rule, not_before
from registry.parts import identifiers, involvements, practice


def _can_be_reached(payload: Payload) -> Sequence[Problem]:
    if payload["telephone"] or payload["email"]:
        return ()
    return (
        Problem(
            "telephone",
            "There is no way to reach the practitioner.",
            "Give a work telephone number or a work e-mail address.",
        ),
    )


CONSENT = ("consent_given_by", "consent_on", "consent_method")


def _consent_is_whole(payload: Payload) -> Sequence[Problem]:
    empty = [name for name in CONSENT if not payload[name]]
    if len(empty) == len(CONSENT) and not payload["consent_withdrawn_on"]:
        return ()
    problems = [
        Problem(
            name,
            "This field is empty, though consent is stated in part.",
            "State who consented, when and how; or nothing about consent.",
        )
        for name in empty
    ]
    if payload["significant_harm"] == "Y":
        problems.append(
            Problem(
                "significant_harm",
                "The line says both that consent was given and that there was none.",
                "State the consent, or that there was none because significant harm is suspected.",
            )
        )
    return problems


FORMAT = Format(
    name="service-involvements",
    title="Service involvements",
    words="One line for each service that works or has worked with a child: who there, since when, until when, and "
    "how to reach that person at work. Never what for.",
    fields=(
        RECORD_ID,
        AS_AT,
        NHS_NUMBER_FIELD,
        UPN_FIELD,
        GIVEN_NAME,
        FAMILY_NAME,
        BIRTH_DATE,
        BIRTH_DATE_TO,
        Field(
            "postcode",
            "The child's postcode, where the service holds it; used to find the right child.",
            POSTCODE,
            "ZZ4 7QD",
            classes.WHEREABOUTS,
        ),
        Field(
            "practice_code",
            "The general practice with which the child is registered, where the service holds it.",
            PRACTICE_CODE,
            "X01-P002",
            classes.WHEREABOUTS,
        ),
        Field(
            "service_code",
            "The service that works with the child.",
            ORGANISATION_CODE,
            "X01-YOUTH",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the service's code from the directory of services.",
        ),
        Field(
            "practitioner_name",
            "Who works with the child there.",
            TEXT,
            "Ivor Penhallow",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the name of the practitioner, or of the team where there is nobody yet.",
        ),
        Field(
            "job_title",
            "That person's job title.",
            TEXT,
            "Youth worker",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the job title, as the directory shows it to other practitioners.",
        ),
        Field(
            "telephone",
            "That person's telephone number at work.",
            TELEPHONE,
            "01632 960311",
            classes.WHEREABOUTS,
        ),
        Field(
            "email",
            "That person's e-mail address at work.",
            EMAIL,
            "i.penhallow@youth.example",
            classes.WHEREABOUTS,
        ),
        Field(
            "start_date",
            "The day the involvement began.",
            DAY_COME,
            "2009-03-02",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the day on which the service began to work with the child.",
        ),
        Field("end_date", "The day it ended; empty while it goes on.", DAY_COME, "", classes.WHEREABOUTS),
        Field(
            "lead_professional",
            "Whether this person is the child's lead professional.",
            YES_NO,
            "N",
            classes.WHEREABOUTS,
            default="N",
        ),
        Field(
            "caf_holder",
            "Whether this person holds a common assessment of the child. Never what is in it.",
            YES_NO,
            "Y",
            classes.WHEREABOUTS,
            default="N",
        ),
        Field(
            "consent_given_by",
            "For a sensitive service: who consented to its being recorded.",
            CONSENT_BY,
            "",
            classes.OFFICERS,
        ),
        Field(
            "consent_on", "For a sensitive service: the day of the consent.", DAY_COME, "", classes.OFFICERS
        ),
        Field(
            "consent_method",
            "For a sensitive service: how it was given.",
            CONSENT_METHOD,
            "",
            classes.OFFICERS,
        ),
        Field(
            "consent_withdrawn_on",
            "For a sensitive service: the day the consent was withdrawn. The entry is no longer shown from then on.",
            DAY_COME,
            "",
            classes.OFFICERS,
        ),
        Field(
            "significant_harm",
            "For a sensitive service: whether it is recorded without consent because significant harm is suspected "
            "(Children Act 1989 s. 31; SI 2007/2182 reg. 11(3)(b)).",
            YES_NO,
            "N",
            classes.OFFICERS,
            default="N",
        ),
    ),
    rules=(
        *BIRTH_RULES,
        IS_A_CHILD_OR_LEAVES,
        Rule(
            "`start_date` is not before `birth_date`.",
            not_before("start_date", "birth_date", "The involvement begins before the birth."),
        ),
        Rule(
            "`end_date` is not before `start_date`.",
            not_before("end_date", "start_date", "The involvement ends before it begins."),
        ),
        Rule("There is a `telephone` or an `email`.", _can_be_reached),
        Rule(
            "`consent_given_by`, `consent_on` and `consent_method` are stated together or not at all, and never "
            "together with `significant_harm`.",
            _consent_is_whole,
        ),
        Rule(
            "`consent_withdrawn_on` is not before `consent_on`.",
            not_before("consent_withdrawn_on", "consent_on", "Consent is withdrawn before it is given."),
        ),
    ),
    speaks_of=(involvements.PART, practice.PART, identifiers.NHS_NUMBER, identifiers.UPN),
    examples=(
        {},
        {
            "record_id": "WM-000902",
            "nhs_number": "",
            "upn": "",
            "service_code": "X01-HARBOUR",
            "practice_code": "",
            "practitioner_name": "Nell Fairweather",
            "job_title": "Young people's worker",
            "telephone": "01632 960377",
            "email": "",
            "start_date": "2009-04-20",
            "caf_holder": "N",
            "consent_given_by": "child",
            "consent_on": "2009-04-20",
            "consent_method": "written",
        },
    ),
)
