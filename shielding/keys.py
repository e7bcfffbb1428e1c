"""Search keys: what a search may read of each child, made anew whenever the record or its tier changes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from registry import names
from registry.models import Address, Birth, Carer, Child, Education, Gender, Name
from registry.models.record import Value
from shielding.models import SearchKey, Tier

NAME_LENGTH = 200
CARERS_LENGTH = 400
"""A normalised name can be longer than what was written, where one sign stands for several letters."""


def rewrite(children: Collection[int], *, tiers: Mapping[int, Tier]) -> None:
    """Make the keys of these children (internal keys) anew. A child without a tier in ``tiers`` is open.

    Of a child who is not open the facts and the former names are not even read: a former name would lead from the old
    name to the new one.
    """
    SearchKey.objects.filter(child__in=children).delete()
    found = set(Child.objects.filter(pk__in=children, state=Child.State.LIVE).values_list("pk", flat=True))
    listed = {child for child in found if tiers.get(child, Tier.OPEN) != Tier.UNLISTED}
    open_to_all = {child for child in listed if tiers.get(child, Tier.OPEN) == Tier.OPEN}
    births = {b: (first, last) for b, first, last in _of(Birth, listed, "first", "last")}
    genders = dict(_of(Gender, listed, "code"))
    postcodes = dict(_of(Address, open_to_all, "postcode"))
    schools = dict(_of(Education, open_to_all, "school__name"))
    carers: dict[int, list[str]] = {}
    for child, given, family in _of(Carer, open_to_all, "given", "family"):
        carers.setdefault(child, []).append(f"{names.normalise(given)} {names.normalise(family)}")
    rows = []
    for child, given, family, kind in _of(Name, listed, "given", "family", "kind"):
        former = kind == Name.Kind.FORMER
        if child not in births or (former and child not in open_to_all):
            continue
        rows += rows_for(
            child,
            given=given,
            family=family,
            former=former,
            born=births[child],
            gender=genders.get(child, ""),
            withheld=child not in open_to_all,
            postcode=postcodes.get(child, ""),
            school=schools.get(child) or "",
            carers=" ".join(carers.get(child, [])),
        )
    SearchKey.objects.bulk_create(rows)


def rows_for(
    child: int,
    *,
    given: str,
    family: str,
    former: bool,
    born: tuple[date, date],
    gender: str,
    withheld: bool,
    postcode: str = "",
    school: str = "",
    carers: str = "",
) -> list[SearchKey]:
    """The rows of one name: one for each way of writing it, whole and by the parts of a double-barrelled name."""
    whole = (names.normalise(given), names.normalise(family))
    pairs = {(names.primary_code(g), names.primary_code(f)) for g in _ways(given) for f in _ways(family)}
    return [
        SearchKey(
            child_id=child,
            given=whole[0][:NAME_LENGTH],
            family=whole[1][:NAME_LENGTH],
            former=former,
            given_code=given_code,
            family_code=family_code,
            born_first=born[0],
            born_last=born[1],
            gender=gender,
            withheld=withheld,
            postcode=postcode,
            school=names.normalise(school)[:NAME_LENGTH],
            carers=carers[:CARERS_LENGTH],
        )
        for given_code, family_code in sorted(pairs)
    ]


def _ways(name: str) -> tuple[str, ...]:
    return (name, *names.parts(name))


def _of(model: type[Value], children: Iterable[int], *columns: str) -> list[tuple[Any, ...]]:
    rows = model._default_manager.filter(child__in=children).order_by("pk")
    return list(rows.values_list("child_id", *columns))
