"""2009: adopted children were listed under both the original and the adopted family name, with a link between them."""

import pytest

from registry.models import Child, Name
from shielding.models import SearchKey
from shielding.publication import quarantine
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")

ADOPTED = cast.ROBIN | {
    "record_id": "adopted-1",
    "as_at": "2026-10-01",
    "family_name": "Newname",
    "postcode": "ZZ4 4DD",
    "school_code": "SCH1",
    "carer_1_given_name": "Nora",
    "carer_1_family_name": "Newname",
}
WITH_BOTH = ADOPTED | {"former_family_name": "Madeup"}


def everything_jane_finds() -> str:
    found = []
    for family in ("Madeup", "Newname"):
        for number in ("", *Child.objects.values_list("number", flat=True)):
            outcome = steps.find(**({"number": number} if number else steps.robin(family=family)))
            if isinstance(outcome, steps.search.Found):
                found += [repr(card) for card in outcome.cards]
    return " ".join(found)


def test_a_line_that_names_both_makes_no_record_that_does() -> None:
    """The old record is shielded; a school sends the new name and the old one in one line."""
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    before = steps.what_shows()
    assert cast.send(cast.CENSUS, WITH_BOTH).quarantined == 1
    assert steps.what_shows() == before
    assert "Newname" not in everything_jane_finds()


def test_a_shielded_record_shows_no_name_of_before() -> None:
    robin = steps.known(WITH_BOTH)
    assert [str(name) for name in steps.see("jane", robin).former_names] == ["Robin Madeup"]
    steps.shield(robin)
    assert steps.see("jane", robin).former_names == ()
    assert "Madeup" not in repr(steps.see("jane", robin))
    assert set(SearchKey.objects.values_list("family", flat=True)) == {"newname"}


def test_who_knows_the_old_name_does_not_find_the_new_one() -> None:
    robin = steps.known(WITH_BOTH)
    steps.shield(robin)
    assert steps.find(**steps.robin(family="Madeup")) == steps.search.NotFound()
    assert steps.cards(steps.find(**steps.robin(family="Newname"))) == ["Robin Newname"]
    assert "Madeup" not in everything_jane_finds()


def test_a_name_of_before_does_not_come_in_beneath_a_shield_without_the_officer() -> None:
    robin = steps.known(ADOPTED)
    steps.shield(robin)
    assert cast.send(cast.CENSUS, WITH_BOTH | {"as_at": "2026-10-09"}).quarantined == 1
    assert Name.objects.count() == 1


def test_even_when_the_officer_lets_it_in_nobody_else_sees_it() -> None:
    robin = steps.known(ADOPTED)
    steps.shield(robin)
    cast.send(cast.CENSUS, WITH_BOTH | {"as_at": "2026-10-09"})
    (item,) = quarantine.waiting(by=cast.searcher("olive"), now=cast.NOW)
    quarantine.decide(
        item.statement,
        child=robin,
        decision=quarantine.Decision.APPLY,
        by=cast.searcher("olive"),
        now=cast.NOW,
    )
    assert Name.objects.count() == 2
    assert steps.see("jane", robin).former_names == ()
    assert "Madeup" not in everything_jane_finds()


def test_a_new_identity_that_is_sent_by_itself_is_a_record_by_itself() -> None:
    """The new name alone, without the old one: nothing ties the two records, and no table does either."""
    old = steps.known(cast.ROBIN)
    steps.shield(old)
    assert cast.send(cast.CENSUS, ADOPTED).applied == 1
    assert Child.objects.count() == 2
    told = everything_jane_finds()
    assert "Robin Newname" in told
    new = Child.objects.exclude(reference=old).get().reference
    assert old not in repr(steps.see("jane", new))
    assert new not in repr(steps.see("jane", old))
