"""Ranking: how well a candidate fits what was typed. Pure: it sees search keys, never a record.

The score has a base from names and birth date, which alone decides whether a child may be meant, and a bonus from the
optional facts, which orders those who may. A fact that does not fit costs nothing: people misremember postcodes.
"""

import calendar
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry import formats, names
from shielding.disclosure.query import Query

STRONG = 0.95
"""A base at or above this fits so well that no other birth date is tried."""
CLEAR = 0.90
"""A base below this leaves so much doubt that names one slip away are looked at as well."""

_NAME_WEIGHT = 0.36
_BIRTH_WEIGHT = 0.28
_ALIKE_BY_EAR = 0.88
_ALIKE_BY_NICKNAME = 0.95
_ALIKE_BY_PART = 0.90
_PART_LETTERS = 3
_LEAST_ALIKE = 0.70
"""Below it a name is another name: who does not know both names of a child does not know the child."""
_SWAPPED_NAMES = 0.95
_BIRTH_SWAPPED = 0.92
_BIRTH_ONE_PART_WRONG = 0.80
_BIRTH_OVERLAPS = 0.90
_BIRTH_IN_BAND = 0.85
_YEARS_AROUND = 18


@dataclass(frozen=True, slots=True)
class Candidate:
    """One search key that a branch of the candidate search returned."""

    child: int
    given: str
    family: str
    born_first: date
    born_last: date
    gender: str
    postcode: str
    school: str
    carers: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A child with the best score of any of its keys, from 0 to a little over 1."""

    child: int
    base: float
    score: float
    withheld: bool


def rank(query: Query, candidates: Iterable[Candidate]) -> list[Scored]:
    """The children among the candidates, best first."""
    best: dict[int, Scored] = {}
    for candidate in candidates:
        base = _base(query, candidate)
        scored = Scored(candidate.child, base, base + _bonus(query, candidate), candidate.withheld)
        known = best.get(candidate.child)
        if known is None or scored.score > known.score:
            best[candidate.child] = scored
    return sorted(best.values(), key=lambda scored: (-scored.score, scored.child))


def best(query: Query, candidates: Iterable[Candidate]) -> float:
    """The best base among the candidates; 0 where there are none."""
    return max((_base(query, candidate) for candidate in candidates), default=0.0)


def likely_births(born: date) -> list[date]:
    """The birth date itself and its likeliest slip, day and month swapped."""
    swapped = _swap(born)
    return [born, swapped] if swapped and swapped != born else [born]


def births_with_one_wrong_part(born: date) -> list[date]:
    """Every date that differs from this one in the day, the month or the year alone, and the swap of day and month."""
    days = calendar.monthrange(born.year, born.month)[1]
    found = {born.replace(day=day) for day in range(1, days + 1)}
    found |= {d for month in range(1, 13) if (d := _date(born.year, month, born.day))}
    years = range(born.year - _YEARS_AROUND, born.year + _YEARS_AROUND + 1)
    found |= {d for year in years if (d := _date(year, born.month, born.day))}
    return sorted(found | set(likely_births(born)))


def _base(query: Query, candidate: Candidate) -> float:
    return _names(query, candidate) + _BIRTH_WEIGHT * _birth(query, candidate)


def _names(query: Query, candidate: Candidate) -> float:
    straight = _both(_given(query.given, candidate.given), _family(query.family, candidate.family))
    swapped = _both(_given(query.family, candidate.given), _family(query.given, candidate.family))
    return _NAME_WEIGHT * max(straight, _SWAPPED_NAMES * swapped)


def _both(given: float, family: float) -> float:
    return given + family if min(given, family) >= _LEAST_ALIKE else 0.0


@functools.lru_cache(maxsize=names.REMEMBERED)
def _given(typed: str, held: str) -> float:
    written = names.similarity(typed, held)
    if written < _ALIKE_BY_NICKNAME and held in names.nicknames(typed):
        return _ALIKE_BY_NICKNAME
    return _heard(typed, held, written)


@functools.lru_cache(maxsize=names.REMEMBERED)
def _family(typed: str, held: str) -> float:
    return _heard(typed, held, names.similarity(typed, held))


def _heard(typed: str, held: str, written: float) -> float:
    if written < _ALIKE_BY_PART and _is_part(names.normalise(typed), held):
        return _ALIKE_BY_PART
    if written < _ALIKE_BY_EAR and names.primary_code(typed) == names.primary_code(held):
        return _ALIKE_BY_EAR
    return written


def _is_part(typed: str, held: str) -> bool:
    """Whether one is the first or the last part of the other, as of a double-barrelled name."""
    short, long = sorted((typed, held), key=len)
    return len(short) >= _PART_LETTERS and (long.startswith(short) or long.endswith(short))


def _birth(query: Query, candidate: Candidate) -> float:
    first, last = candidate.born_first, candidate.born_last
    if query.born is None:
        return _BIRTH_IN_BAND
    if first != last:
        return _BIRTH_OVERLAPS if first <= query.born <= last else 0.0
    if first == query.born:
        return 1.0
    if first == _swap(query.born):
        return _BIRTH_SWAPPED
    same = (first.day == query.born.day) + (first.month == query.born.month) + (first.year == query.born.year)
    return _BIRTH_ONE_PART_WRONG if same == 2 else 0.0


def _bonus(query: Query, candidate: Candidate) -> float:
    bonus = 0.0
    if query.gender and query.gender == candidate.gender:
        bonus += 0.02
    if query.postcode and candidate.postcode:
        if query.postcode == candidate.postcode:
            bonus += 0.08
        elif formats.outward(query.postcode) == formats.outward(candidate.postcode):
            bonus += 0.04
    if query.school and candidate.school and names.normalise(query.school) in candidate.school:
        bonus += 0.05
    if query.carer and _carer_fits(query.carer, candidate.carers):
        bonus += 0.06
    return bonus


def _carer_fits(typed: str, held: str) -> bool:
    asked = {names.normalise(word) for word in typed.split()} - {""}
    return bool(asked) and asked <= set(held.split())


def _swap(born: date) -> date | None:
    return _date(born.year, born.day, born.month)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
