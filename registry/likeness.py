"""When two names may be one. Matching, the near matches around shielded children and the vetoes ask here, so that they
agree.
"""

import functools
from collections.abc import Callable

from rapidfuzz.distance import OSA

from registry import names

ALIKE = 0.92
"""From this similarity on two spellings may be one name; below it, `Kelly` and `Karen` would be."""

_LETTERS_OF_ONE_SLIP, _LETTERS_OF_TWO = 2, 6
"""How long a name has to be for one slip of a finger in it to be forgiven, and for two."""


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
