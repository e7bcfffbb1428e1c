"""Proposed records: seen by their proposer and by officers, and no way to find out who is held."""

import pytest

from access import policy
from audit.verbs import Verb
from registry import records
from registry.models import Child, Link, Statement
from shielding.models import SearchKey, Tier
from shielding.publication import proposals
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
PAYLOAD = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}


def propose(username: str = "jane", **changes: str) -> str:
    return proposals.propose(PAYLOAD | changes, by=cast.searcher(username), now=cast.NOW)


def test_a_proposed_record_is_being_checked_and_found_by_no_search() -> None:
    reference = propose()
    assert Child.objects.get().state == Child.State.PROVISIONAL
    assert SearchKey.objects.count() == 0
    for username in ("jane", "tim", "olive"):
        assert steps.find(username, **steps.kelly()) == steps.search.NotFound()
        assert steps.find(username, number=Child.objects.get().number) == steps.search.NotFound()
    assert steps.see("jane", reference).is_provisional


def test_who_proposed_it_and_when_is_written_down() -> None:
    reference = propose()
    assert Child.objects.get().proposed_by == cast.account("jane").reference
    (event,) = steps.events(Verb.RECORD_PROPOSED)
    assert (event.reference, event.outcome) == (reference, "being checked")
    link = Link.objects.get()
    assert (link.rule, link.made_by) == ("proposed", cast.account("jane").reference)


@pytest.mark.parametrize("tier", [None, *[tier for tier in Tier if tier != Tier.OPEN]])
def test_the_proposer_gets_the_same_answer_whatever_is_held(tier: Tier | None) -> None:
    fresh = propose()
    held = steps.known(cast.ROBIN)
    if tier:
        steps.shield(held, tier)
    of_known = propose(given_name="Robin", family_name="Madeup", birth_date="2014-05-06", postcode="ZZ9 9ZZ")
    shown = [steps.see("jane", reference) for reference in (fresh, of_known)]
    assert [s.is_provisional for s in shown] == [True, True]
    assert [len(steps.withheld(s)) for s in shown] == [3, 3]
    assert of_known != held
    assert {e.outcome for e in steps.events(Verb.RECORD_PROPOSED)} == {"being checked"}


def test_the_authority_is_that_of_the_proposer_whatever_was_typed() -> None:
    reference = propose("nia", authority=cast.WESTMARCH)
    assert steps.see("otto", reference)
    with pytest.raises(records.NoSuchChild):
        steps.see("olive", reference)


def test_two_proposals_of_one_child_are_two_records() -> None:
    assert propose() != propose("tim")
    assert Child.objects.count() == 2


def test_a_proposal_does_not_hold_up_what_is_sent_about_a_known_child() -> None:
    kelly = steps.known(cast.KELLY)
    propose()
    assert cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY).applied == 1
    assert steps.see("jane", kelly).working_now


@pytest.mark.parametrize("username", ["olive", "ada", "lou"])
def test_who_does_not_work_with_children_proposes_nothing(username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        propose(username)
    assert Child.objects.count() == Statement.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date_to": "2011-12-31"},
        {"whereabouts": "none", "address_line_1": "", "town": "", "postcode": ""},
        {"education": "home", "school_code": "", "school_start_date": ""},
        {"gender": "N"},
        {"given_name": "李", "family_name": "小龙"},
    ],
)
def test_a_record_can_be_proposed_with_what_is_known(changes: dict[str, str]) -> None:
    assert steps.see("jane", propose(**changes)).names
