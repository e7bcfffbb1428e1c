"""Near keys: how a statement near a child who is not open is noticed, whatever was mistyped in it.

Each such child has a few fingerprints: of the home, of each carer, of the school with each sound of a name, and of each
sound of a name with two parts of the birth date. A statement has the same; where one is equal, the two are compared in
full (``publication.near_matches``). A look-up costs the same however many children are held.
"""

from collections.abc import Collection, Iterator
from datetime import date

from ground import crypto
from registry import names
from registry.matching.surroundings import Surroundings
from registry.models import Address, Birth, Carer, Education, Name
from shielding.models import NearKey

Names = tuple[tuple[str, str], ...]
Span = tuple[date, date]


def rewrite(children: Collection[int], *, withheld: Collection[int]) -> None:
    """Make the near keys of these children (internal keys) afresh: those of ``withheld`` have some, the others none."""
    NearKey.objects.filter(child__in=children).delete()
    if not withheld:
        return
    called: dict[int, list[tuple[str, str]]] = {}
    for child, given, family in Name.objects.filter(child__in=withheld).values_list(
        "child_id", "given", "family"
    ):
        called.setdefault(child, []).append((given, family))
    births = {
        child: (first, last)
        for child, first, last in Birth.objects.filter(child__in=withheld).values_list(
            "child_id", "first", "last"
        )
    }
    homes = dict(Address.objects.filter(child__in=withheld).values_list("child_id", "dwelling"))
    schools = dict(Education.objects.filter(child__in=withheld).values_list("child_id", "school__code"))
    carers: dict[int, list[tuple[str, str]]] = {}
    for child, given, family in Carer.objects.filter(child__in=withheld).values_list(
        "child_id", "given", "family"
    ):
        carers.setdefault(child, []).append((given, family))
    rows = []
    for child in withheld:
        home = homes.get(child)
        around = Surroundings(
            dwelling=bytes(home) if home else None,
            carers=tuple(carers.get(child, ())),
            school=schools.get(child) or "",
        )
        if child in births and child in called:
            held = held_under(tuple(called[child]), births[child], around)
            rows += [NearKey(child_id=child, digest=digest) for digest in held]
    NearKey.objects.bulk_create(rows)


def held_under(called: Names, born: Span, around: Surroundings) -> set[bytes]:
    """The keys under which a child of these names, this span of birth dates and these surroundings is held."""
    found = set(_of_surroundings(called, around))
    for sound in _sounds(called):
        if born[0] != born[1]:
            found.add(_key("estimated", sound))
            continue
        found.add(_key("year", sound, str(born[0].year)))
        found |= {_key(*parts) for parts in _two_parts(sound, born[0])}
    return found


def asked_under(called: Names, born: Span, around: Surroundings) -> set[bytes]:
    """The keys under which a statement about such a person asks for the children near it."""
    found = set(_of_surroundings(called, around))
    for sound in _sounds(called):
        found.add(_key("estimated", sound))
        if born[0] != born[1]:
            years = range(born[0].year, born[1].year + 1)
            found |= {_key("year", sound, str(year)) for year in years}
            continue
        for day in (born[0], swapped(born[0])):
            if day:
                found |= {_key(*parts) for parts in _two_parts(sound, day)}
    return found


def swapped(day: date) -> date | None:
    """The date with day and month in each other's place, where that is another date."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def _of_surroundings(called: Names, around: Surroundings) -> Iterator[bytes]:
    if around.dwelling:
        yield crypto.fingerprint(around.dwelling.hex(), kind="near:dwelling")
    for carer in around.carer_fingerprints:
        yield crypto.fingerprint(carer.hex(), kind="near:carer")
    if around.school:
        for sound in _sounds(called):
            yield _key("school", sound, around.school)


def _sounds(called: Names) -> set[str]:
    """How each name and each part of one sounds, whichever place it is written in."""
    return {sound for pair in called for name in pair for sound in names.codes(name)}


def _two_parts(sound: str, day: date) -> Iterator[tuple[str, ...]]:
    yield "year-month", sound, f"{day:%Y-%m}"
    yield "year-day", sound, f"{day:%Y-%d}"
    yield "month-day", sound, f"{day:%m-%d}"


def _key(kind: str, *values: str) -> bytes:
    return crypto.fingerprint(*values, kind=f"near:{kind}")
