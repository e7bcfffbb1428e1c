"""Search keys: what a search may read of each child, made again whenever the record or its tier changes."""

from collections.abc import Collection, Mapping
from datetime import date

from registry import names as spelling
from registry import records
from registry.models import Child
from registry.parts import address, birth, carers, education, gender, names
from shielding import near_keys
from shielding.models import SearchKey, Tier

NAME_LENGTH = 200
CARERS_LENGTH = 400
"""A normalised name can be longer than what was written, where one sign stands for several letters."""


def rewrite(children: Collection[int], *, tiers: Mapping[int, Tier]) -> None:
    """Make the keys of these children (internal keys) again. A child without a tier in ``tiers`` is open.

    Of a child who is not open the facts and the former names are not even read: a former name would lead from the old
    name to the new one.
    """
    SearchKey.objects.filter(child__in=children).delete()
    live = Child.objects.filter(pk__in=children, state=Child.State.LIVE).values_list("pk", flat=True)
    tier_of = {child: tiers.get(child, Tier.OPEN) for child in live}
    open_to_all = [child for child, tier in tier_of.items() if tier == Tier.OPEN]
    near_keys.rewrite(children, withheld=tier_of.keys() - open_to_all)
    withheld = [child for child, tier in tier_of.items() if tier not in (Tier.OPEN, Tier.UNLISTED)]
    SearchKey.objects.bulk_create(
        [
            *(row for record in records.load(open_to_all, _OF_OPEN) for row in _open_rows(record)),
            *(row for record in records.load(withheld, _OF_ALL) for row in _rows(record, withheld=True)),
        ]
    )


_OF_ALL = (names.CURRENT, birth.PART, gender.PART)
_OF_OPEN = (*_OF_ALL, names.FORMER, address.PART, education.PART, carers.PART)


def _open_rows(record: records.Record) -> list[SearchKey]:
    lives, learns = record[address.PART], record[education.PART]
    facts = {
        "postcode": lives.postcode if lives else "",
        "school": learns.school if learns else "",
        "carers": " ".join(
            f"{spelling.normalise(carer.given)} {spelling.normalise(carer.family)}"
            for carer in record[carers.PART]
        ),
    }
    return _rows(record, withheld=False, **facts)


def _rows(record: records.Record, *, withheld: bool, **facts: str) -> list[SearchKey]:
    born, held = record[birth.PART], record[gender.PART]
    if born is None:
        return []
    known_as = record[names.CURRENT] + (() if withheld else record[names.FORMER])
    return [
        row
        for name in known_as
        for row in rows_for(
            record.anchor.id,
            given=name.given,
            family=name.family,
            former=name.former,
            born=(born.first, born.last),
            gender=held.code if held else "",
            withheld=withheld,
            **facts,
        )
    ]


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
    """The rows of one name: one for each way of writing it, whole, by the parts of a double name, and by ear."""
    whole = (spelling.normalise(given), spelling.normalise(family))
    pairs = {(g, f) for g in spelling.key_codes(given) for f in spelling.key_codes(family)}
    return [
        SearchKey(
            child_id=child,
            given=whole[0][:NAME_LENGTH],
            family=whole[1][:NAME_LENGTH],
            given_parts=spelling.telling_parts(given)[:NAME_LENGTH],
            family_parts=spelling.telling_parts(family)[:NAME_LENGTH],
            former=former,
            given_code=given_code,
            family_code=family_code,
            born_first=born[0],
            born_last=born[1],
            gender=gender,
            withheld=withheld,
            postcode=postcode,
            school=spelling.normalise(school)[:NAME_LENGTH],
            carers=carers[:CARERS_LENGTH],
        )
        for given_code, family_code in sorted(pairs)
    ]
