"""Near matches: who might be meant although no key agrees. Asked before a new record is made: nobody shall stand twice.

Matching compares keys, and keys are equal or not. Three kinds of children need more care:

- *Children who are not open.* A statement that spells the name another way, gets one part of the birth date wrong,
  swaps day and month or names, or gives the name of before must not make a second, open record of the child: that is
  how addresses came out in 2009. Nor must it show the child's home, school or carer beside a like name.
- *Open children of the same postcode* with a like name and a like birth date: `Kate` for `Katherine`.
- *Children whose birth date is estimated*, in the statement or on the record: the same name and spans that overlap.

Each child found here is a possibility for a person to decide, never a match. What a look-up costs does not depend on
how many children are held: each goes through an index by equality.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ground import statute
from registry import formats, linking, names
from registry.feeds import rules as feed_rules
from registry.matching import held, likeness, surroundings
from registry.matching.held import Held
from registry.matching.people import Person
from registry.matching.surroundings import Surroundings
from shielding import near_keys
from shielding.models import NearKey, SearchKey

RULE = "near-match"


_NOTHING = Surroundings()


@dataclass(frozen=True, slots=True)
class Asked:
    """A person for whom near matches are asked, with what surrounds them, and the source that speaks of them."""

    person: Person
    around: Surroundings = _NOTHING
    source: int | None = None
    """The source's internal key where it says who its children are: two records of it are then two children."""


def of(asked: Sequence[Asked]) -> list[tuple[int, ...]]:
    """For each of those asked for the children (internal keys) who might be meant, in their order."""
    if not asked:
        return []
    found: list[set[int]] = [set() for _ in asked]
    for near in (_near_withheld(asked), _near_neighbours(asked), _near_estimates(asked)):
        for place, child in near:
            found[place].add(child)
    return [tuple(sorted(children)) for children in found]


# --- children who are not open ----------------------------------------------------------------------------------


def _near_withheld(asked: Sequence[Asked]) -> Iterator[tuple[int, int]]:
    places: dict[bytes, list[int]] = {}
    for place, one in enumerate(asked):
        for digest in near_keys.asked_under(one.person.names, one.person.born, one.around):
            places.setdefault(digest, []).append(place)
    rows = NearKey.objects.filter(digest__in=places).values_list("child_id", "digest")
    pairs = {(place, child) for child, digest in rows for place in places[bytes(digest)]}
    known = held.of({child for _, child in pairs}, surrounded=True)
    return (pair for pair in pairs if _is_near(asked[pair[0]], known[pair[1]]))


def _is_near(asked: Asked, theirs: Held) -> bool:
    """Whether what is said of the one would give the other away, or is about the other after all."""
    if asked.around.dwelling and asked.around.dwelling == theirs.dwelling:
        return True
    pairs = [(one, other) for one in asked.person.names for other in theirs.names]
    given = any(likeness.may_be_mistyped(one[0], other[0]) for one, other in pairs)
    both = any(likeness.mistyped_in_full(*one, *other) for one, other in pairs)
    birth = _birth(asked.person, theirs.born) if theirs.born else 0
    if _share_a_carer(asked, theirs) and (given or both or birth == _EQUAL):
        return True
    if both and asked.around.school and asked.around.school == theirs.school:
        return True
    if not both or birth == _EQUAL:
        return both and birth == _EQUAL
    return birth > 0 and not _are_told_apart(asked, theirs)


def _share_a_carer(asked: Asked, theirs: Held) -> bool:
    carers = {surroundings.carer(given, family) for given, family in theirs.carers}
    return not carers.isdisjoint(asked.around.carer_fingerprints)


def _are_told_apart(asked: Asked, theirs: Held) -> bool:
    """Whether one slip in the birth date is no slip: one is a girl and one a boy, or none of their carers is alike."""
    if {asked.person.gender, theirs.gender} == {"F", "M"}:
        return True
    return bool(asked.around.carers and theirs.carers) and not any(
        likeness.may_be_mistyped(one[0], other[0]) for one in asked.around.carers for other in theirs.carers
    )


_EQUAL = 2


def _birth(person: Person, born: tuple[date, date]) -> int:
    """How near the birth dates are: 2 where equal or the estimates meet, 1 where one slip explains it, else 0."""
    first, last = person.born
    if first <= born[1] and born[0] <= last:
        return _EQUAL
    if first != last or born[0] != born[1]:
        return 0
    same = (first.day == born[0].day) + (first.month == born[0].month) + (first.year == born[0].year)
    return 1 if same == 2 or near_keys.swapped(first) == born[0] else 0


# --- open children of the same postcode -------------------------------------------------------------------------


def _near_neighbours(asked: Sequence[Asked]) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for place, one in enumerate(asked):
        if one.person.postcode and not formats.is_pseudo_postcode(one.person.postcode):
            places.setdefault(one.person.postcode, []).append(place)
    rows = SearchKey.objects.filter(postcode__in=places).values_list(
        "child_id", "given", "family", "born_first", "born_last", "postcode"
    )
    near = {
        (place, child)
        for child, given, family, first, last, postcode in rows
        for place in places[postcode]
        if _birth(asked[place].person, (first, last)) and _is_named_near(asked[place].person, given, family)
    }
    return iter(_without_siblings(asked, near))


def _is_named_near(person: Person, given: str, family: str) -> bool:
    """Whether the names are alike; a placeholder for a given name may stand for anybody of the family."""
    if likeness.is_placeholder_given(person.given) or likeness.is_placeholder_given(given):
        return any(likeness.alike(own, family) for _, own in person.names)
    return any(likeness.alike_in_full(*own, given, family) for own in person.names)


def _without_siblings(asked: Sequence[Asked], near: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Leave out children of whom the same source speaks under another key: it says itself that they are two."""
    sources = linking.sources_of({child for _, child in near})
    return {
        (place, child)
        for place, child in near
        if asked[place].source is None or asked[place].source not in sources.get(child, ())
    }


# --- estimated birth dates --------------------------------------------------------------------------------------

_ESTIMATED_HERE = """
SELECT v.place, k.child_id, k.given, k.family, k.born_first, k.born_last
FROM unnest(%s::int[], %s::text[], %s::text[], %s::date[], %s::date[])
    AS v (place, family_code, given_code, first, last)
JOIN shielding_searchkey k ON k.family_code = v.family_code AND k.given_code = v.given_code
    AND k.born_first < k.born_last AND k.born_first <= v.last AND k.born_last >= v.first
"""
_ESTIMATED_THERE = """
SELECT v.place, k.child_id, k.given, k.family, k.born_first, k.born_last
FROM unnest(%s::int[], %s::text[], %s::text[], %s::date[], %s::date[], %s::date[])
    AS v (place, family_code, given_code, first, last, earliest)
JOIN shielding_searchkey k ON k.family_code = v.family_code AND k.given_code = v.given_code
    AND k.born_first BETWEEN v.earliest AND v.last AND k.born_last >= v.first
"""


def _near_estimates(asked: Sequence[Asked]) -> Iterator[tuple[int, int]]:
    """Those under the very names where either birth date is estimated and the spans meet."""
    exact, estimated = [], []
    for place, one in enumerate(asked):
        first, last = one.person.born
        row = (
            place,
            names.primary_code(one.person.family),
            names.primary_code(one.person.given),
            first,
            last,
        )
        if one.person.is_birth_exact:
            exact.append(row)
        else:
            earliest = statute.years_before(first, feed_rules.LONGEST_ESTIMATE_YEARS)
            estimated.append((*row, earliest))
    for sql, rows in ((_ESTIMATED_HERE, exact), (_ESTIMATED_THERE, estimated)):
        for place, child, given, family, first, last in _ask(sql, rows):
            if _has_the_very_name(asked[place].person, given, family) and _birth(
                asked[place].person, (first, last)
            ):
                yield place, child


def _ask(sql: str, rows: Sequence[tuple[object, ...]]) -> list[tuple[int, int, str, str, date, date]]:
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        return cursor.fetchall()


def _has_the_very_name(person: Person, given: str, family: str) -> bool:
    return names.normalise(person.given) == given and names.normalise(person.family) == family
