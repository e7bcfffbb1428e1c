"""What has to hold between fields that are each well written."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ground import statute
from registry import names
from registry.feeds.fields import Payload, Problem

LONGEST_ESTIMATE_YEARS = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """What has to hold between fields that are each well written. The check gets the complete payload; dates
    in it can be compared as they are written."""

    words: str
    check: Callable[[Payload], Sequence[Problem]]


def not_before(later: str, earlier: str, problem: str) -> Callable[[Payload], Sequence[Problem]]:
    refusal = (Problem(later, problem, "Check both dates; the month stands before the day."),)

    def check(payload: Payload) -> Sequence[Problem]:
        return refusal if payload[later] and payload[later] < payload[earlier] else ()

    return check


@functools.lru_cache(maxsize=names.REMEMBERED)
def _years_on(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}"


def _is_a_childs_age(payload: Payload) -> Sequence[Problem]:
    latest = payload["birth_date_to"] or payload["birth_date"]
    if _years_on(latest, statute.EXTENSION_ENDS.value) > payload["as_at"]:
        return ()
    return (
        Problem(
            "birth_date",
            f"This is the birth date of a person of {statute.EXTENSION_ENDS.value} or more.",
            "Check the year, and that it is the child's birth date.",
        ),
    )


def _estimate_is_narrow(payload: Payload) -> Sequence[Problem]:
    latest = payload["birth_date_to"]
    if not latest or latest <= _years_on(payload["birth_date"], LONGEST_ESTIMATE_YEARS):
        return ()
    return (
        Problem(
            "birth_date_to",
            f"The estimate spans more than {LONGEST_ESTIMATE_YEARS} years.",
            "Give the narrowest span that the service has good reason for.",
        ),
    )


BIRTH_RULES = (
    Rule(
        "`birth_date_to` is not before `birth_date`.",
        not_before("birth_date_to", "birth_date", "The latest possible birth date lies before the earliest."),
    ),
    Rule(f"An estimated birth date spans at most {LONGEST_ESTIMATE_YEARS} years.", _estimate_is_narrow),
    Rule(
        "`birth_date` is not after `as_at`.",
        not_before("as_at", "birth_date", "This lies before the birth."),
    ),
    Rule(f"On the day `as_at` the person is younger than {statute.EXTENSION_ENDS.value}.", _is_a_childs_age),
)
