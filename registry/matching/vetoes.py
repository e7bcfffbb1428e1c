"""What forbids that a statement is joined to a child by a rule or by any model: doubt goes to a person.

One table, in ``VETOES``. Whatever says "the same child" has to pass it; docs/matching.md prints it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry import likeness
from registry.matching import placeholders
from registry.matching.held import Held
from registry.matching.people import Kind, Person

Keys = Mapping[Kind, bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """The person in a statement with the match keys, and what is held of the child that a rule has found."""

    person: Person
    keys: Keys
    held: Held


@dataclass(frozen=True, slots=True)
class Veto:
    """One thing that contradicts, or is no evidence: its name in the trail of the decision, its words, its test."""

    name: str
    words: str
    forbids: Callable[[Pair], bool]


def _another_number(pair: Pair) -> bool:
    return any(number != pair.held.numbers.get(kind, number) for kind, number in _numbers(pair.keys))


def _opposed_genders(pair: Pair) -> bool:
    return {pair.person.gender, pair.held.gender} == {"F", "M"}


def _unlike_given_names(pair: Pair) -> bool:
    mine = [given for given, _ in pair.person.names if not placeholders.is_placeholder_given(given)]
    theirs = [given for given, _ in pair.held.names if not placeholders.is_placeholder_given(given)]
    if not mine or not theirs or _is_swapped(pair):
        return False
    return not any(likeness.alike(one, other) for one in mine for other in theirs)


def _is_swapped(pair: Pair) -> bool:
    """Whether given and family name are written in each other's place."""
    return any(
        likeness.alike(given, other_family) and likeness.alike(family, other_given)
        for given, family in pair.person.names
        for other_given, other_family in pair.held.names
    )


def _nothing_but_a_number(pair: Pair) -> bool:
    """Neither the birth date nor the names say anything beside the number."""
    if not (pair.person.has_placeholder or placeholders.is_default_day(pair.person.born[0])):
        return False
    return not any(
        likeness.alike(family, other) and not placeholders.is_placeholder_family(family)
        for _, family in pair.person.names
        for _, other in pair.held.names
    )


def _default_birth_date(pair: Pair) -> bool:
    agrees = any(number == pair.held.numbers.get(kind) for kind, number in _numbers(pair.keys))
    return not agrees and placeholders.is_default_day(pair.person.born[0])


def _numbers(keys: Keys) -> list[tuple[Kind, bytes]]:
    return [(kind, keys[kind]) for kind in (Kind.NHS_NUMBER, Kind.UPN) if kind in keys]


VETOES = (
    Veto(
        "another-number",
        "They have different NHS numbers, or different unique pupil numbers.",
        _another_number,
    ),
    Veto("opposed-genders", "One is a girl and the other a boy.", _opposed_genders),
    Veto(
        "unlike-given-names",
        "Their given names are not alike: not written alike, not heard alike, no short form, not swapped.",
        _unlike_given_names,
    ),
    Veto(
        "placeholder",
        "A number agrees, and all else is a placeholder: no given name, or a birth date on 1 January, 1 July or "
        "31 December, and family names that are not alike.",
        _nothing_but_a_number,
    ),
    Veto(
        "default-birth-date",
        "No number agrees, and the birth date is one that is written where the day is not known.",
        _default_birth_date,
    ),
)


def against(person: Person, keys: Keys, held: Held) -> Veto | None:
    """The first veto against joining a statement about this person to the child, or ``None``."""
    pair = Pair(person, keys, held)
    return next((veto for veto in VETOES if veto.forbids(pair)), None)


def is_somebody_else(before: Person, now: Person) -> bool:
    """Whether a record of a source speaks of another person than before: two of name, birth date and number differ.

    A correction changes one of them. Where two change at once, the sender may have given an old key to a new child.
    """
    name = not any(likeness.alike_in_full(*one, *other) for one in before.names for other in now.names)
    born = now.born[0] > before.born[1] or before.born[0] > now.born[1]
    numbers = ((before.upn, now.upn), (before.nhs_number, now.nhs_number))
    number = any(one and other and one != other for one, other in numbers)
    return name + born + number >= 2
