"""Brokered contact: whoever asks learns an outcome, and never who or where."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from access import policy
from access.models import Account, Authority
from audit.verbs import Verb
from registry import records
from registry.models import Child, Responsibility
from shielding.disclosure import brokering
from shielding.models import ContactRequest, Tier
from shielding.publication import proposals
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
Urgency, Outcome = ContactRequest.Urgency, ContactRequest.Outcome


@pytest.fixture
def robin(county: None) -> str:
    reference = steps.known(cast.ROBIN)
    steps.shield(reference)
    return reference


def ask(reference: str, username: str = "jane", urgency: Urgency = Urgency.TODAY) -> bool:
    return brokering.ask(
        by=cast.viewer(username, reference), urgency=urgency, reason="He fell asleep again.", now=cast.NOW
    )


def waiting(username: str = "olive") -> list[brokering.Waiting]:
    return list(brokering.waiting(by=cast.searcher(username), now=cast.NOW))


def answer(outcome: Outcome = Outcome.WILL_CONTACT, username: str = "olive") -> None:
    brokering.answer(
        ContactRequest.objects.get().reference, outcome=outcome, by=cast.searcher(username), now=cast.NOW
    )


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier != Tier.UNLISTED])
def test_a_request_reaches_the_officer_whatever_the_tier(tier: Tier) -> None:
    robin = steps.known(cast.ROBIN)
    if tier != Tier.OPEN:
        steps.shield(robin, tier)
    assert ask(robin)
    (request,) = waiting()
    assert (request.child, request.asked_by, request.organisation) == (
        robin,
        "Jane Imaginary, Learning mentor",
        "Brook School",
    )
    assert request.contact == "01632 960123, jane@westmarch.example"
    (event,) = steps.events(Verb.CONTACT_ASKED)
    assert (event.reference, event.outcome) == (robin, "today")


def test_the_officer_reads_no_name_and_no_place_of_the_child(robin: str) -> None:
    ask(robin)
    told = repr(waiting())
    for secret in ("Robin", "Madeup", "ZZ9", "Hidden", "Hill", "2014"):
        assert secret not in told
    assert {f.name for f in fields(brokering.Waiting)} >= {"child", "reason"}


@pytest.mark.parametrize("outcome", [Outcome.WILL_CONTACT, Outcome.NO_CONTACT])
def test_whoever_asked_learns_the_outcome_and_nothing_else(robin: str, outcome: Outcome) -> None:
    ask(robin)
    (before,) = brokering.asked_by(cast.searcher("jane"))
    assert before.is_waiting
    answer(outcome)
    (after,) = brokering.asked_by(cast.searcher("jane"))
    assert (after.outcome, after.is_waiting) == (outcome.label, False)
    told = repr(after)
    for secret in ("Robin", "Olive", robin, "Council", "Westmarch"):
        assert secret not in told


def test_a_second_request_while_one_waits_changes_nothing(robin: str) -> None:
    assert ask(robin)
    assert not ask(robin, urgency=Urgency.ROUTINE)
    assert ContactRequest.objects.get().urgency == "today"
    assert len(steps.events(Verb.CONTACT_ASKED)) == 1


def test_after_an_answer_it_can_be_asked_again(robin: str) -> None:
    ask(robin)
    answer(Outcome.NO_CONTACT)
    assert ask(robin)


def test_the_most_urgent_comes_first_and_then_the_oldest(robin: str) -> None:
    ask(robin, "jane", Urgency.ROUTINE)
    ask(robin, "nia", Urgency.TODAY)
    ask(robin, "tim", Urgency.THIS_WEEK)
    ask(robin, "sana", Urgency.TODAY)
    ContactRequest.objects.filter(asked_by_name__startswith="Sana").update(
        asked_at=cast.NOW - timedelta(hours=1)
    )
    assert [request.asked_by.split()[0] for request in waiting()] == ["Sana", "Nia", "Tim", "Jane"]


def test_reading_the_requests_is_in_the_trail(robin: str) -> None:
    ask(robin)
    waiting()
    (event,) = steps.events(Verb.WORK_LISTED)
    assert (event.subject, event.shown) == ("contact-requests", [robin])


def test_a_request_belongs_to_the_authority_of_the_child_alone(robin: str) -> None:
    ask(robin)
    assert waiting("otto") == []
    with pytest.raises(brokering.NoSuchRequest):
        answer(username="otto")
    with pytest.raises(brokering.NoSuchRequest):
        brokering.answer("0" * 32, outcome=Outcome.NO_CONTACT, by=cast.searcher("olive"), now=cast.NOW)
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    assert len(waiting("otto")) == 1
    answer(username="otto")


def test_an_answer_is_given_once(robin: str) -> None:
    ask(robin)
    answer()
    with pytest.raises(brokering.AlreadyAnswered):
        answer(username="oscar")
    assert len(steps.events(Verb.CONTACT_ANSWERED)) == 1


def test_waiting_is_no_answer(robin: str) -> None:
    ask(robin)
    with pytest.raises(IntegrityError, match="contact_answer_has_its_who_and_when"), transaction.atomic():
        answer(Outcome.WAITING)


def test_nobody_asks_for_a_child_who_is_none_to_them(robin: str) -> None:
    with pytest.raises(records.NoSuchChild):
        ask("0" * 32)
    Child.objects.update(state=Child.State.RETIRED)
    with pytest.raises(records.NoSuchChild):
        ask(robin)


def test_nobody_asks_for_an_unlisted_child() -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin, Tier.UNLISTED)
    with pytest.raises(records.NoSuchChild):
        ask(robin)
    assert ContactRequest.objects.count() == 0


def test_a_proposer_may_ask_about_the_proposed_record_and_a_stranger_may_not() -> None:
    payload = {name: text for name, text in cast.KELLY.items() if name not in ("record_id", "as_at")}
    reference = proposals.propose(payload, by=cast.searcher("jane"), now=cast.NOW)
    assert ask(reference)
    with pytest.raises(records.NoSuchChild):
        ask(reference, "tim")


@pytest.mark.parametrize("username", ["olive", "ada", "lou"])
def test_officers_and_administrators_do_not_ask(robin: str, username: str) -> None:
    with pytest.raises(policy.NotPermitted):
        ask(robin, username)


@pytest.mark.parametrize("username", ["jane", "sana", "ada", "lou"])
def test_only_the_shielding_team_reads_and_answers(robin: str, username: str) -> None:
    ask(robin)
    with pytest.raises(policy.NotPermitted):
        waiting(username)
    with pytest.raises(policy.NotPermitted):
        answer(username=username)


def test_the_longest_name_and_job_title_find_room(robin: str) -> None:
    cast.account("jane")
    Account.objects.update(full_name="J" * 200, job_title="M" * 200)
    assert ask(robin)


def test_nobody_reads_what_others_asked(robin: str) -> None:
    ask(robin)
    assert brokering.asked_by(cast.searcher("tim")) == []


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_request() -> None:
    robin = steps.known(cast.ROBIN)
    cast.searcher("jane")
    assert sorted(map(bool, steps.at_once(lambda: ask(robin), lambda: ask(robin)))) == [False, True]
