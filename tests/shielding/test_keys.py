"""Search keys hold what an ordinary practitioner may be shown, and nothing else."""

import pytest
from django.db import IntegrityError, transaction

from registry.models import Birth, Child
from shielding import keys
from shielding.models import SearchKey, Tier
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def kelly(county: None) -> int:
    steps.known(cast.KELLY | {"former_family_name": "Before"})
    return Child.objects.get().pk


def test_an_open_child_has_a_key_for_each_name_with_its_facts(kelly: int) -> None:
    rows = SearchKey.objects.order_by("former").values_list("given", "family", "former", "postcode", "school")
    assert list(rows) == [
        ("kelly", "example", False, "ZZ1 1AA", "brookschool"),
        ("kelly", "before", True, "ZZ1 1AA", "brookschool"),
    ]
    assert set(SearchKey.objects.values_list("carers", flat=True)) == {"maria example"}


@pytest.mark.parametrize("tier", [Tier.ASK_FIRST, Tier.RAISED, Tier.SHIELDED])
def test_a_child_who_is_not_open_has_the_key_of_the_current_name_without_facts(
    kelly: int, tier: Tier
) -> None:
    keys.rewrite([kelly], tiers={kelly: tier})
    key = SearchKey.objects.get()
    assert (key.family, key.former, key.withheld) == ("example", False, True)
    assert (key.postcode, key.school, key.carers) == ("", "", "")


def test_an_unlisted_child_has_no_key(kelly: int) -> None:
    keys.rewrite([kelly], tiers={kelly: Tier.UNLISTED})
    assert SearchKey.objects.count() == 0


@pytest.mark.parametrize("state", [Child.State.PROVISIONAL, Child.State.RETIRED])
def test_a_record_that_is_not_live_has_no_key(kelly: int, state: Child.State) -> None:
    Child.objects.update(state=state, proposed_by="somebody")
    keys.rewrite([kelly], tiers={})
    assert SearchKey.objects.count() == 0


def test_a_record_without_a_birth_date_has_no_key(kelly: int) -> None:
    Birth.objects.all().delete()
    keys.rewrite([kelly], tiers={})
    assert SearchKey.objects.count() == 0


def test_rewriting_one_childs_keys_leaves_the_others_alone(kelly: int) -> None:
    steps.known(cast.ROBIN)
    robins = list(SearchKey.objects.exclude(child=kelly).values())
    keys.rewrite([kelly], tiers={kelly: Tier.UNLISTED})
    assert list(SearchKey.objects.values()) == robins


def test_keys_written_again_are_the_same(kelly: int) -> None:
    before = sorted(map(str, SearchKey.objects.values_list("given", "family", "given_code", "family_code")))
    keys.rewrite([kelly], tiers={})
    assert before == sorted(
        map(str, SearchKey.objects.values_list("given", "family", "given_code", "family_code"))
    )


@pytest.mark.parametrize("fact", ["postcode", "school", "carers"])
def test_the_database_too_keeps_facts_from_a_withheld_key(kelly: int, fact: str) -> None:
    keys.rewrite([kelly], tiers={kelly: Tier.SHIELDED})
    with pytest.raises(IntegrityError, match="withheld_child_has_no_searchable_facts"), transaction.atomic():
        SearchKey.objects.update(**{fact: "X"})


def test_a_double_barrelled_name_has_a_key_for_each_part(kelly: int) -> None:
    steps.known(cast.ROBIN | {"family_name": "Smith-Jones", "given_name": "Robin Lee"})
    rows = SearchKey.objects.exclude(child=kelly)
    assert {row.family for row in rows} == {"smithjones"}
    assert len({row.family_code for row in rows}) == 3
    assert len({row.given_code for row in rows}) == 3


def test_an_estimated_birth_date_keeps_both_its_ends() -> None:
    steps.known(cast.ROBIN | {"birth_date_to": "2014-12-31"})
    key = SearchKey.objects.get()
    assert (key.born_first.isoformat(), key.born_last.isoformat()) == ("2014-05-06", "2014-12-31")
