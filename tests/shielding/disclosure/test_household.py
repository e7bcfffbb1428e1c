"""The household: who else would show where a child lives, for the officer alone, and one shield put on all of them."""

from typing import Any

import pytest

from access import policy
from access.models import Authority
from audit import trail
from audit.verbs import Verb
from ground import crypto
from registry import records
from registry.models import Address, Child, Responsibility
from shielding import shields
from shielding.disclosure import disclosure, household
from shielding.households import Shared
from shielding.models import SearchKey, Shield, Tier
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
NOWHERE = "0" * 32

NOAH = cast.ROBIN | {
    "record_id": "pupil-4",
    "given_name": "Noah",
    "birth_date": "2012-08-09",
    "address_line_1": "2 Other Street",
    "postcode": "ZZ2 2BB",
}
LODGER = cast.ROBIN | {
    "record_id": "pupil-5",
    "given_name": "Wilfred",
    "family_name": "Lodger",
    "birth_date": "2010-01-02",
    "carer_1_given_name": "Agnes",
    "carer_1_family_name": "Lodger",
}
SCHOOLMATE = LODGER | {"address_line_1": "3 Far Away", "postcode": "ZZ3 3CC"}
NO_ADDRESS = {"whereabouts": "none", "address_line_1": "", "town": "", "postcode": ""}


@pytest.fixture
def robin(county: None) -> str:
    return steps.known(cast.ROBIN)


def members(reference: str, username: str = "olive") -> list[household.Member]:
    return list(household.members(by=cast.viewer(username, reference), now=cast.NOW))


def listed(reference: str, username: str = "olive") -> list[str]:
    return [member.card.name for member in members(reference, username)]


# --- who is listed ----------------------------------------------------------------------------------------------


def test_household_is_the_same_home_or_the_same_parent_and_never_the_child_itself(robin: str) -> None:
    cast.send(cast.CENSUS, cast.MIA, NOAH, LODGER)
    found = {member.card.name: member.shared for member in members(robin)}
    assert found == {
        "Wilfred Lodger": (Shared.HOME,),
        "Mia Madeup": (Shared.HOME, Shared.CARER),
        "Noah Madeup": (Shared.CARER,),
    }
    assert list(found) == ["Wilfred Lodger", "Mia Madeup", "Noah Madeup"], "those of the same home come first"


def test_address_is_the_same_however_it_is_written(robin: str) -> None:
    cast.send(cast.CENSUS, LODGER | {"address_line_1": "HIDDEN HOUSE"})
    assert listed(robin) == ["Wilfred Lodger"]


def test_school_alone_ties_nobody(robin: str) -> None:
    cast.send(cast.CENSUS, SCHOOLMATE)
    assert listed(robin) == []


def test_two_children_without_a_known_address_share_no_home() -> None:
    robin = steps.known(cast.ROBIN | NO_ADDRESS, LODGER | NO_ADDRESS)
    assert set(Address.objects.values_list("dwelling", flat=True)) == {None}
    assert listed(robin) == []


def test_child_of_another_authority_is_left_out(robin: str) -> None:
    cast.send(cast.EAST_CENSUS, cast.MIA | {"authority": cast.EASTMARCH})
    assert listed(robin) == []
    assert listed(steps.child("Mia"), "otto") == []


@pytest.mark.parametrize("state", [Child.State.RETIRED, Child.State.PROVISIONAL])
def test_record_that_is_not_live_is_left_out(robin: str, state: Child.State) -> None:
    cast.send(cast.CENSUS, cast.MIA)
    Child.objects.filter(reference=steps.child("Mia")).update(state=state, proposed_by="somebody")
    assert listed(robin) == []


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.OPEN])
def test_sibling_with_a_shield_is_listed_with_its_tier(robin: str, tier: Tier) -> None:
    cast.send(cast.CENSUS, cast.MIA)
    steps.shield(steps.child("Mia"), tier)
    (mia,) = members(robin)
    assert (mia.tier, mia.is_shielded, mia.card.district) == (tier, True, disclosure.WITHHELD)


def test_sibling_whose_shield_was_lifted_has_none(robin: str) -> None:
    cast.send(cast.CENSUS, cast.MIA)
    mia = steps.child("Mia")
    steps.shield(mia)
    shields.ask_lift(mia, by=cast.searcher("olive"), now=cast.NOW)
    shields.agree_lift(mia, by=cast.searcher("oscar"), now=cast.NOW)
    assert [(one.card.reference, one.tier) for one in members(robin)] == [(mia, Tier.OPEN)]


def test_household_follows_the_family_when_it_moves(robin: str) -> None:
    cast.send(cast.CENSUS, LODGER)
    moved = cast.ROBIN | {"as_at": "2026-10-01", "address_line_1": "5 New Start", "postcode": "ZZ5 5EE"}
    cast.send(cast.CENSUS, moved)
    assert listed(robin) == []
    assert listed(steps.child("Wilfred")) == []


# --- who may look, and what is written down ---------------------------------------------------------------------


def test_reading_is_one_event_with_the_reason_and_those_shown(robin: str) -> None:
    cast.send(cast.CENSUS, cast.MIA, NOAH)
    shown = [member.card.reference for member in members(robin)]
    (event,) = steps.events(Verb.WORK_LISTED)
    assert (event.subject, event.reference, event.shown) == ("household", robin, shown)
    assert len(shown) == 2
    assert (event.purpose, event.reason) == ("find-others", "Falling behind at school")
    assert {"name", "birth"} <= set(event.fields)


def test_looking_in_vain_is_written_down_too(robin: str) -> None:
    assert members(robin) == []
    (event,) = steps.events(Verb.WORK_LISTED)
    assert (event.reference, event.shown) == (robin, [])


def test_reading_that_cannot_be_written_down_shows_nothing(
    robin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.send(cast.CENSUS, cast.MIA)
    viewer = cast.viewer("olive", robin)

    def fail(*_: Any, **__: Any) -> None:
        raise trail.TrailUnavailable

    monkeypatch.setattr(trail, "record", fail)
    with pytest.raises(trail.TrailUnavailable):
        household.members(by=viewer, now=cast.NOW)


@pytest.mark.parametrize("username", ["jane", "sana", "ada", "lou"])
def test_only_shielding_officers_look_into_a_household(robin: str, username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        members(robin, username)


def test_household_of_another_authoritys_child_is_answered_as_no_child(robin: str) -> None:
    answers = []
    for reference in (robin, NOWHERE):
        with pytest.raises(records.NoSuchChild) as refusal:
            members(reference, "otto")
        answers.append(str(refusal.value))
    assert answers[0] == answers[1]
    assert steps.events(Verb.WORK_LISTED) == []


def test_household_of_a_retired_record_is_answered_as_no_child(robin: str) -> None:
    Child.objects.update(state=Child.State.RETIRED)
    with pytest.raises(records.NoSuchChild):
        members(robin)


# --- one shield for all of them ---------------------------------------------------------------------------------


@pytest.fixture
def mia(robin: str) -> str:
    cast.send(cast.CENSUS, cast.MIA)
    return steps.child("Mia")


BY_PLACE = {"given": "Mia", "family": "Madeup", "born": cast.born("2017-02-03"), "postcode": "ZZ9 9ZZ"}


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.OPEN])
def test_sibling_who_is_covered_is_no_longer_found_by_address(robin: str, mia: str, tier: Tier) -> None:
    assert steps.cards(steps.find(**BY_PLACE)) == ["Mia Madeup"]
    steps.shield(robin, tier, also=[mia])
    assert steps.find(**BY_PLACE) == steps.search.NotFound()
    keys = set(SearchKey.objects.values_list("withheld", "postcode"))
    assert keys == (set() if tier == Tier.UNLISTED else {(True, "")})


def test_each_child_has_a_shield_of_its_own_with_its_own_event_and_seal(robin: str, mia: str) -> None:
    steps.shield(robin, also=[mia])
    events = steps.events(Verb.SHIELD_IMPOSED)
    assert [(event.reference, event.outcome) for event in events] == [(robin, "shielded"), (mia, "shielded")]
    for shield in Shield.objects.select_related("child"):
        sealed = bytes(shield.justification)
        assert crypto.unseal(sealed, context=f"shield:{shield.child.reference}") == steps.WHY
        assert shield.imposed_by == cast.account("olive").reference


@pytest.mark.parametrize("wrong", ["another authority", "nobody", "retired"])
def test_all_are_covered_or_none(robin: str, mia: str, wrong: str) -> None:
    cast.send(cast.CENSUS, NOAH)
    noah = steps.child("Noah")
    match wrong:
        case "another authority":
            east = Authority.objects.get(code=cast.EASTMARCH)
            Responsibility.objects.filter(child__reference=noah).update(authority=east)
        case "nobody":
            noah = NOWHERE
        case "retired":
            Child.objects.filter(reference=noah).update(state=Child.State.RETIRED)
    with pytest.raises(records.NoSuchChild):
        steps.shield(robin, also=[mia, noah])
    assert not Shield.objects.exists()
    assert not SearchKey.objects.filter(withheld=True).exists()
    assert steps.events(Verb.SHIELD_IMPOSED) == []


def test_second_event_that_cannot_be_written_takes_the_first_shield_back(
    robin: str, mia: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = trail.record

    def fail_for_mia(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("reference") == mia:
            raise trail.TrailUnavailable
        return record(*args, **kwargs)

    cast.searcher("olive")
    monkeypatch.setattr(trail, "record", fail_for_mia)
    with pytest.raises(trail.TrailUnavailable):
        steps.shield(robin, also=[mia])
    assert not Shield.objects.exists()
    assert steps.cards(steps.find(**BY_PLACE)) == ["Mia Madeup"]


def test_sibling_who_has_a_shield_keeps_the_one_they_have(robin: str, mia: str) -> None:
    steps.shield(mia, Tier.UNLISTED, by="oscar")
    steps.shield(robin, also=[mia])
    assert dict(Shield.objects.values_list("child__reference", "tier")) == {
        mia: "unlisted",
        robin: "shielded",
    }
    assert [event.reference for event in steps.events(Verb.SHIELD_IMPOSED)] == [mia, robin]
    assert not SearchKey.objects.filter(child__reference=mia).exists()


def test_where_the_child_has_a_shield_nobody_else_gets_one(robin: str, mia: str) -> None:
    steps.shield(robin)
    with pytest.raises(shields.AlreadyShielded):
        steps.shield(robin, also=[mia])
    assert Shield.objects.count() == 1


def test_child_named_twice_is_covered_once(robin: str, mia: str) -> None:
    steps.shield(robin, also=[robin, mia, mia])
    assert Shield.objects.count() == 2


def test_shields_of_a_household_are_lifted_one_by_one(robin: str, mia: str) -> None:
    steps.shield(robin, also=[mia])
    shields.ask_lift(robin, by=cast.searcher("olive"), now=cast.NOW)
    shields.agree_lift(robin, by=cast.searcher("oscar"), now=cast.NOW)
    assert [shield.child.reference for shield in Shield.objects.in_force()] == [mia]
    assert steps.find(**BY_PLACE) == steps.search.NotFound()
    assert [(one.card.reference, one.tier) for one in members(robin)] == [(mia, Tier.SHIELDED)]


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_begin_at_either_end_cover_everybody_once() -> None:
    robin = steps.known(cast.ROBIN, cast.MIA)
    mia = steps.child("Mia")
    for username in ("olive", "oscar"):
        cast.searcher(username)

    def impose(username: str, reference: str, other: str) -> str:
        try:
            steps.shield(reference, by=username, also=[other])
        except shields.AlreadyShielded:
            return "already"
        return "imposed"

    done = steps.at_once(lambda: impose("olive", robin, mia), lambda: impose("oscar", mia, robin))
    assert sorted(map(str, done)) == ["already", "imposed"]
    assert set(Shield.objects.values_list("child__reference", flat=True)) == {robin, mia}
    assert len(steps.events(Verb.SHIELD_IMPOSED)) == 2
