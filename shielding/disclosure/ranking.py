"""Ranking: how well a candidate fits what was typed. Pure: it sees search keys, never a record.

The score has a base from names and birth date, which alone decides whether a child may be meant, and a bonus from the
optional facts, which orders those who may. A fact that does not fit costs nothing: people misremember postcodes.

Both names have to be like, each for a reason of its own (``registry.likeness``): who does not know both names of a
child does not know the child, however well the birth date fits. Where names are in doubt, one fact more has to fit.
"""

import calendar
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry import formats, likeness, names
from registry.likeness import Likeness
from shielding.disclosure.query import Fact, Query

STRONG, STRONG_BY_AGE = 0.96, 0.94
"""A base at or above this fits so well that no further names and birth dates are tried."""
CLEAR = 0.90
"""The same where both names are the very ones that were typed."""
BORNE_BY = 3
"""A name that so many other children bear is a name, and not the slip of a finger."""

_NAME_WEIGHT = 0.36
_BIRTH_WEIGHT = 0.28
_SWAPPED_NAMES = 0.95
_MIXED = Likeness(0.90)
_BIRTH_SWAPPED = 0.95
_BIRTH_ONE_PART_WRONG = 0.80
_BIRTH_OVERLAPS = 0.90
_BIRTH_IN_BAND = 0.85
_YEARS_AROUND = 18
_BIRTH_FITS = 0.95
_BORN_OTHERWISE = 0.2
"""What the names of somebody of quite another birth date are worth: they tell whether a name is borne, and no more."""
EVERYBODYS = 5
"""Names that so many children bear belong to somebody at nearly every other birth date."""
OFTEN = 3
"""So many of one given name at one birth date are a reason for doubt."""


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
    given_parts: str = ""
    family_parts: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A child with the best score of any of its keys, from 0 to a little over 1."""

    child: int
    base: float
    score: float
    given: Likeness
    family: Likeness
    """How like the names are to those that were typed."""
    birth: float
    key: Candidate

    @property
    def withheld(self) -> bool:
        return self.key.withheld

    @property
    def bonus(self) -> float:
        """What the other facts add."""
        return self.score - self.base

    @property
    def likeness(self) -> float:
        """How like the less like of the two names is."""
        return min(self.given.value, self.family.value)

    @property
    def is_settled(self) -> bool:
        """Whether this fits so well that no further names and birth dates are tried: nearly everything fits, or the
        names are the very ones that were typed."""
        if self.likeness >= likeness.SAME:
            return self.base >= CLEAR
        return self.base >= (STRONG_BY_AGE if self.birth == _BIRTH_IN_BAND else STRONG)

    @property
    def asks_who_bears_the_names(self) -> bool:
        """Whether it matters how many others bear the names that were typed."""
        is_born_so = self.birth >= _BIRTH_FITS or self.birth == _BIRTH_IN_BAND
        return self.given.is_by_letters or self.family.is_by_letters or not is_born_so

    @property
    def may_be_meant(self) -> bool:
        return self.likeness >= likeness.DOUBT

    @property
    def is_exact(self) -> bool:
        """Whether both names are the very ones that were typed, and so is the birth date, if one was."""
        return self.likeness == 1.0 and self.birth in (1.0, _BIRTH_IN_BAND)


def rank(query: Query, candidates: Sequence[Candidate]) -> list[Scored]:
    """The children among the candidates, best first."""
    borne = _borne(query, candidates)
    best: dict[int, Scored] = {}
    for candidate in candidates:
        scored = _score(query, candidate, _names(query, candidate, borne))
        known = best.get(candidate.child)
        if known is None or scored.score > known.score:
            best[candidate.child] = scored
    return sorted(best.values(), key=lambda scored: (-scored.score, scored.child))


def best(query: Query, candidates: Sequence[Candidate]) -> Scored | None:
    """The best of the candidates whose names are like."""
    borne = _borne(query, candidates)
    like = [(c, named) for c in candidates if (named := _names(query, c, borne)).likeness >= likeness.LIKE]
    scores = (_score(query, candidate, named) for candidate, named in like)
    return max(scores, key=lambda scored: scored.base, default=None)


def is_sure(query: Query, scored: Scored, candidates: Sequence[Candidate]) -> bool:
    """Whether this child, who fits best, may be shown.

    Where one of the three does not quite fit, given name, family name or birth date, what was typed can be read
    otherwise: as the two others of somebody else. If there is such a child, a fact has to fit that few share.
    """
    if _place_or_people_fit(query, scored.key, whole=query.born is not None and scored.birth < _BIRTH_FITS):
        return True
    if scored.likeness < likeness.WEAK or _fits_another_better(query, scored, candidates):
        return False
    if scored.likeness < likeness.SAME and not _agrees_in_gender(query, scored.key):
        return False
    if query.born is None:
        return scored.likeness >= likeness.LIKE
    if scored.birth < _BIRTH_FITS:
        return _is_sure_of_birth(query, scored, candidates)
    return not (
        (scored.given.value < likeness.LIKE and _others(query, scored, candidates, family=True))
        or (scored.family.value < likeness.LIKE and _others(query, scored, candidates, given=True))
    )


def _fits_another_better(query: Query, scored: Scored, candidates: Sequence[Candidate]) -> bool:
    """Whether a fact that few share fits somebody else who has the birth date and one of the names that were typed."""
    if not query.gives_withheld_fact or query.born is None:
        return False
    typed_given, typed_family = names.normalise(query.given), names.normalise(query.family)
    births = likely_births(query.born)
    return any(
        c.child != scored.child
        and c.born_first in births
        and (c.given == typed_given or c.family == typed_family)
        and _place_or_people_fit(query, c)
        for c in candidates
    )


def _is_sure_of_birth(query: Query, scored: Scored, candidates: Sequence[Candidate]) -> bool:
    """The same where the birth date is wrong in a part, or estimated.

    At nearly every birth date somebody has a common given name; that says little against names that few bear.
    """
    are_the_same = all(like.value >= likeness.SAME or like.is_slip for like in (scored.given, scored.family))
    if scored.likeness < likeness.LIKE or not are_the_same or _others(query, scored, candidates, family=True):
        return False
    if _others(query, scored, candidates, given=True) < OFTEN:
        return True
    typed = (names.normalise(query.given), names.normalise(query.family))
    bearers = {c.child for c in candidates if (c.given, c.family) == typed}
    return scored.likeness >= likeness.SAME and len(bearers) < EVERYBODYS


def _others(
    query: Query,
    scored: Scored,
    candidates: Iterable[Candidate],
    *,
    given: bool = False,
    family: bool = False,
) -> int:
    """How many others have the birth date that was typed, with day and month as they are or swapped, and the given or
    the family name, and nothing against them that does not speak against this child too."""
    typed_given, typed_family = names.normalise(query.given), names.normalise(query.family)
    births = likely_births(query.born) if query.born else []
    return len(
        {
            c.child
            for c in candidates
            if c.child != scored.child
            and c.born_first in births
            and ((given and c.given == typed_given) or (family and c.family == typed_family))
            and _agrees_in_gender(query, c)
            and (_agrees_in_place(query, c) or not _is_of_the_place(query, scored.key))
        }
    )


def telling_apart(query: Query, contenders: Sequence[Scored]) -> tuple[Fact, ...]:
    """The facts that were not given and that differ between these children, in the order in which they help."""
    keys = [scored.key for scored in contenders]
    values: Mapping[Fact, set[object]] = {
        Fact.BIRTH_DATE: {(key.born_first, key.born_last) for key in keys},
        Fact.POSTCODE: {key.postcode for key in keys},
        Fact.GENDER: {key.gender for key in keys},
        Fact.SCHOOL: {key.school for key in keys},
        Fact.CARER: {key.carers for key in keys},
    }
    return tuple(fact for fact in query.missing() if len(values[fact]) > 1)


def likely_births(born: date) -> list[date]:
    """The birth date itself and its likeliest slip, day and month swapped."""
    swapped = _swap(born)
    return [born, swapped] if swapped and swapped != born else [born]


def births_with_one_wrong_part(born: date) -> list[date]:
    """Every date that differs from this one in the day, the month or the year alone, and the swap of day and month."""
    return list(_with_one_wrong_part(born))


@functools.lru_cache(maxsize=1 << 13)
def _with_one_wrong_part(born: date) -> tuple[date, ...]:
    days = calendar.monthrange(born.year, born.month)[1]
    found = {born.replace(day=day) for day in range(1, days + 1)}
    found |= {d for month in range(1, 13) if (d := _date(born.year, month, born.day))}
    years = range(born.year - _YEARS_AROUND, born.year + _YEARS_AROUND + 1)
    found |= {d for year in years if (d := _date(year, born.month, born.day))}
    return tuple(sorted(found | set(likely_births(born))))


@dataclass(frozen=True, slots=True)
class _Borne:
    """Whether the names that were typed are names that others bear."""

    given: bool
    family: bool


def _borne(query: Query, candidates: Iterable[Candidate]) -> _Borne:
    given, family = names.normalise(query.given), names.normalise(query.family)
    of_given = {c.child for c in candidates if c.given == given}
    of_family = {c.child for c in candidates if c.family == family}
    return _Borne(len(of_given) >= BORNE_BY, len(of_family) >= BORNE_BY)


class _Named(NamedTuple):
    """How like the given and the family name are, and what both are worth."""

    given: Likeness
    family: Likeness
    worth: float

    @property
    def likeness(self) -> float:
        return min(self.given.value, self.family.value)


def _score(query: Query, candidate: Candidate, named: _Named) -> Scored:
    birth = _birth(query, candidate)
    base = _NAME_WEIGHT * named.worth + _BIRTH_WEIGHT * birth if birth else _BORN_OTHERWISE * named.worth
    return Scored(
        child=candidate.child,
        base=base,
        score=base + _bonus(query, candidate),
        given=named.given,
        family=named.family,
        birth=birth,
        key=candidate,
    )


def _names(query: Query, candidate: Candidate, borne: _Borne) -> _Named:
    """The names as they were typed, swapped, or parted otherwise between the two fields."""
    given = likeness.given(query.given, candidate.given, candidate.given_parts, borne.given)
    family = likeness.family(query.family, candidate.family, candidate.family_parts, borne.family)
    straight = _Named(given, family, given.value + family.value)
    if max(given.value, family.value) >= likeness.LIKE:
        # One name is in its place; then the other one is too, or it is another name.
        return straight
    turned_given = likeness.given(query.family, candidate.given, candidate.given_parts, borne.family)
    if turned_given.value >= likeness.DOUBT:
        turned = likeness.family(query.given, candidate.family, candidate.family_parts, borne.given)
        if turned.value >= likeness.DOUBT:
            return _Named(turned_given, turned, _SWAPPED_NAMES * (turned_given.value + turned.value))
    return _Named(_MIXED, _MIXED, 2 * _MIXED.value) if _are_mixed(query, candidate) else straight


def _are_mixed(query: Query, candidate: Candidate) -> bool:
    """Whether parts of both names were typed, parted otherwise between given and family name."""
    typed = {*names.parts(query.given), *names.parts(query.family)}
    held_given = set((candidate.given_parts or candidate.given).split())
    held_family = set((candidate.family_parts or candidate.family).split())
    if len(typed) < 2 or typed.isdisjoint(held_given) or typed.isdisjoint(held_family):
        return False
    held = held_given | held_family
    return typed <= held or held <= typed


def _birth(query: Query, candidate: Candidate) -> float:
    first, last = candidate.born_first, candidate.born_last
    if query.born is None:
        earliest, latest = query.ages or (first, last)
        return _BIRTH_IN_BAND if first <= latest and last >= earliest else 0.0
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
        bonus += _place_bonus(query.postcode, candidate.postcode)
    if query.school and candidate.school and names.normalise(query.school) in candidate.school:
        bonus += 0.05
    if query.carer and _carer_fits(query.carer, candidate.carers):
        bonus += 0.06
    return bonus


def _place_bonus(typed: str, held: str) -> float:
    """A whole postcode that fits; its first half, where no more was typed; or another one of the same district."""
    if typed == held:
        return 0.08
    if formats.outward(typed) != formats.outward(held):
        return 0.0
    return 0.04 if typed == formats.outward(typed) else 0.02


def _place_or_people_fit(query: Query, candidate: Candidate, *, whole: bool = False) -> bool:
    """Whether a postcode, a school or a carer's name fits: a fact that few share, as a gender is not.

    ``whole`` asks for the whole postcode: so many live in a district.
    """
    held = (candidate.postcode,) if whole else (candidate.postcode, formats.outward(candidate.postcode))
    fits_postcode = bool(query.postcode and candidate.postcode) and query.postcode in held
    fits_school = (
        bool(query.school and candidate.school) and names.normalise(query.school) in candidate.school
    )
    return fits_postcode or fits_school or bool(query.carer and _carer_fits(query.carer, candidate.carers))


def _agrees_in_gender(query: Query, candidate: Candidate) -> bool:
    return not (query.gender and candidate.gender) or query.gender == candidate.gender


def _agrees_in_place(query: Query, candidate: Candidate) -> bool:
    """Whether no postcode that was typed speaks against the candidate."""
    if not (query.postcode and candidate.postcode):
        return True
    return formats.outward(query.postcode) == formats.outward(candidate.postcode)


def _is_of_the_place(query: Query, candidate: Candidate) -> bool:
    return bool(query.postcode and candidate.postcode) and _agrees_in_place(query, candidate)


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
