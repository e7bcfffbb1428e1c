"""When two names may be one, when they cannot be, and what is no name, no birth date and no home at all.

Matching, the near matches around shielded children and the vetoes ask here, so that they agree.
"""

import functools
import re
from collections.abc import Callable
from datetime import date

from rapidfuzz.distance import OSA

from registry import names

ALIKE = 0.92
"""From this similarity on two spellings may be one name; below it, `Kelly` and `Karen` would be."""

_LETTERS_OF_ONE_SLIP, _LETTERS_OF_TWO = 2, 6
"""How long a name has to be for one slip of a finger in it to be forgiven, and for two."""

_PLACEHOLDER_GIVEN = re.compile(
    r"(?:un)?(?:baby|bby|infant|newborn|born|neonate|twin|triplet|quad|foetus|fetus)"
    r"(?:boy|girl|male|female|son|daughter|of\w+|one|two|three|first|second|third|[abc]|i{1,3}|[0-9]+)*"
    r"|(?:un|not)(?:known|named|given|stated|specified|recorded|available|applicable|disclosed)"
    r"|no(?:first|fore|given|sur|last|family)?name(?:given)?"
    r"|(?:boy|girl|male|female|child|son|daughter)(?:one|two|three|[0-9]+)?"
    r"|anon(?:ymous)?|tb[acd]|n[ak]|nil|none|null|dummy|test(?:er|ing|child|pupil)?|(.)\1{2,}"
)
_PLACEHOLDER_FAMILY = re.compile(
    r"(?:un|not)(?:known|named|given|stated|specified|recorded|available|applicable|disclosed)"
    r"|no(?:sur|last|family)?name(?:given)?|anon(?:ymous)?|tb[acd]|n[ak]|nil|none|null|dummy|(.)\1{2,}"
)
_DEFAULT_DAYS = frozenset({(1, 1), (7, 1), (12, 31)})
"""Month and day that systems and people write where they know the year alone."""


def is_placeholder_given(name: str) -> bool:
    """Whether this is what is written where a given name is not known: `Baby`, `Twin 1`, `Unknown`."""
    return bool(_PLACEHOLDER_GIVEN.fullmatch(names.normalise(name)))


def is_placeholder_family(name: str) -> bool:
    """Whether this is what is written where a family name is not known."""
    return bool(_PLACEHOLDER_FAMILY.fullmatch(names.normalise(name)))


def is_default_day(born: date) -> bool:
    """Whether a birth date has a day that is written where the day is not known, such as 1 January."""
    return (born.month, born.day) in _DEFAULT_DAYS


@functools.lru_cache(maxsize=names.REMEMBERED)
def alike(one: str, other: str) -> bool:
    """Whether two spellings may be one name: written alike, heard alike, a short form, or one a part of the other."""
    return (
        names.similarity(one, other) >= ALIKE
        or not names.codes(one).isdisjoint(names.codes(other))
        or not names.nicknames(one).isdisjoint(names.nicknames(other))
        or _is_initial(one, other)
    )


@functools.lru_cache(maxsize=names.REMEMBERED)
def may_be_mistyped(one: str, other: str) -> bool:
    """Whether two spellings may be one name, or one is the other with a slip or two.

    Wider than ``alike``: asked where a missed child would be given away, never where two children would be joined.
    """
    if alike(one, other):
        return True
    first, second = names.normalise(one), names.normalise(other)
    shorter = min(len(first), len(second))
    forgiven = (shorter >= _LETTERS_OF_ONE_SLIP) + (shorter >= _LETTERS_OF_TWO)
    return OSA.distance(first, second) <= forgiven


def alike_in_full(given: str, family: str, other_given: str, other_family: str) -> bool:
    """Whether both names are alike, in this order or swapped."""
    return _both(alike, given, family, other_given, other_family)


def mistyped_in_full(given: str, family: str, other_given: str, other_family: str) -> bool:
    """Whether both names may be one name each, or a slip of a finger away from it, in this order or swapped."""
    return _both(may_be_mistyped, given, family, other_given, other_family)


def _both(
    like: Callable[[str, str], bool], given: str, family: str, other_given: str, other_family: str
) -> bool:
    return (like(given, other_given) and like(family, other_family)) or (
        like(given, other_family) and like(family, other_given)
    )


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((names.normalise(one), names.normalise(other)), key=len)
    return len(short) == 1 and long.startswith(short)
