"""Near matches: who might be meant although no key agrees. Asked before a new record is made: nobody shall stand twice.

Matching compares keys, and keys are equal or not. Two kinds of children need more care:

- *Shielded children.* A line that spells the name another way, swaps day and month or gives the name of before must not
  make a second, unshielded record of the child. That is how addresses came out in 2009.
- *Children whose birth date is estimated*, in the line or on the record: the same name and spans that overlap.

Whoever is found here is a possibility for a person to decide, never a match.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Q

from registry import names
from registry.matching.people import Person
from registry.models import Name
from shielding.models import SearchKey, Shield

RULE = "near-match"
_ALIKE = 0.92
"""From here on two spellings may be one name; below it, `Kelly` and `Karen` would be."""

_Held = tuple[int, str, str, date, date]


def of(people: Sequence[Person]) -> list[tuple[int, ...]]:
    """For each person the children (internal keys) who might be meant, in their order."""
    if not people:
        return []
    shielded = _shielded(people)
    estimated = _estimated(people)
    return [
        tuple(
            sorted(
                {held[0] for held in shielded if _might_be(person, held)}
                | {held[0] for held in estimated if _is_named_alike(person, held)}
            )
        )
        for person in people
    ]


def _shielded(people: Sequence[Person]) -> list[_Held]:
    """The shielded children whose birth date comes into question, by each of their names, former ones too."""
    days = {day for person in people for day in _days(person)}
    spans = [_span(person) for person in people if not _is_exact(person)]
    born = Q(child__birth__first__in=days) | Q(child__birth__first__lt=F("child__birth__last"))
    for first, last in spans:
        born |= Q(child__birth__first__lte=last, child__birth__last__gte=first)
    rows = Name.objects.filter(born, child__shield__in=Shield.objects.in_force())
    return list(rows.values_list("child_id", "given", "family", "child__birth__first", "child__birth__last"))


def _estimated(people: Sequence[Person]) -> list[_Held]:
    """The children who can be found under the very names, where the line or the record has an estimated birth date."""
    exact = [person for person in people if _is_exact(person)]
    return [
        row
        for some, condition in (
            (exact, Q(born_first__lt=F("born_last"))),
            ([person for person in people if not _is_exact(person)], Q()),
        )
        if some
        for row in SearchKey.objects.filter(
            condition,
            family_code__in={names.primary_code(person.family) for person in some},
            given_code__in={names.primary_code(person.given) for person in some},
            born_first__lte=max(_span(person)[1] for person in some),
            born_last__gte=min(_span(person)[0] for person in some),
        ).values_list("child_id", "given", "family", "born_first", "born_last")
    ]


def _might_be(person: Person, held: _Held) -> bool:
    _, given, family, first, last = held
    if not (_overlaps(person, first, last) or (first == last and first in _days(person))):
        return False
    return any(
        (_alike(own_given, given) and _alike(own_family, family))
        or (_alike(own_given, family) and _alike(own_family, given))
        for own_given, own_family in _names(person)
    )


def _is_named_alike(person: Person, held: _Held) -> bool:
    _, given, family, first, last = held
    return (
        names.normalise(person.given) == given
        and names.normalise(person.family) == family
        and _overlaps(person, first, last)
    )


def _alike(one: str, other: str) -> bool:
    return (
        names.similarity(one, other) >= _ALIKE
        or not names.codes(one).isdisjoint(names.codes(other))
        or not names.nicknames(one).isdisjoint(names.nicknames(other))
    )


def _names(person: Person) -> Iterable[tuple[str, str]]:
    yield person.given, person.family
    if person.former_given or person.former_family:
        yield person.former_given or person.given, person.former_family or person.family


def _is_exact(person: Person) -> bool:
    return person.born_first == person.born_last


def _span(person: Person) -> tuple[date, date]:
    return date.fromisoformat(person.born_first), date.fromisoformat(person.born_last)


def _overlaps(person: Person, first: date, last: date) -> bool:
    own_first, own_last = _span(person)
    return first <= own_last and own_first <= last


def _days(person: Person) -> set[date]:
    """The birth date of an exact one, and the same with day and month swapped where that is a date."""
    if not _is_exact(person):
        return set()
    born, _ = _span(person)
    swapped = {born.replace(month=born.day, day=born.month)} if born.day <= 12 else set()
    return {born} | swapped
