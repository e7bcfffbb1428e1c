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
    refusal = (Problem(later, problem, "Check both dates; the month comes before the day."),)

    def check(payload: Payload) -> Sequence[Problem]:
        return refusal if payload[later] and payload[later] < payload[earlier] else ()

    return check


@functools.lru_cache(maxsize=names.REMEMBERED)
def _years_on(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}"


GROWN_UP = Problem(
    "birth_date",
    f"On the day as_at this person is {statute.CHILDHOOD_ENDS.value} or more. {statute.CHILDHOOD_ENDS.words} "
    f"{statute.EXTENSION_ENDS.words}",
    "Check the year. If it is right, leave the line out: a consent to stay longer cannot be sent yet.",
)


def _comes_of_age_on(payload: Payload) -> str:
    """The day from which the person is surely no child any more. (Of 29 February: 1 March, as days are compared.)"""
    return _years_on(payload["birth_date_to"] or payload["birth_date"], statute.CHILDHOOD_ENDS.value)


def _is_a_child(payload: Payload) -> Sequence[Problem]:
    return () if payload["as_at"] < _comes_of_age_on(payload) else (GROWN_UP,)


def _is_a_child_or_leaves(payload: Payload) -> Sequence[Problem]:
    of_age = _comes_of_age_on(payload)
    if payload["as_at"] < of_age:
        return ()
    ends = bool(payload["end_date"] or payload["consent_withdrawn_on"])
    latest = payload["birth_date_to"] or payload["birth_date"]
    is_recent = payload["as_at"] < _years_on(latest, statute.EXTENSION_ENDS.value)
    return () if ends and is_recent and payload["start_date"] < of_age else (GROWN_UP,)


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
)
IS_A_CHILD = Rule(
    f"On the day `as_at` the person is younger than {statute.CHILDHOOD_ENDS.value}. {statute.EXTENSION_ENDS.words} "
    "Such a consent cannot be sent yet.",
    _is_a_child,
)
IS_A_CHILD_OR_LEAVES = Rule(
    f"On the day `as_at` the person is younger than {statute.CHILDHOOD_ENDS.value}. A line that ends an involvement or "
    f"withdraws a consent is still taken later, to the day before the {statute.EXTENSION_ENDS.value}th birthday, where "
    "the involvement began before the person came of age: it makes no record, it takes something from one.",
    _is_a_child_or_leaves,
)
