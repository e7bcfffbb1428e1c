"""Brokered contact: the person who asks learns an outcome, and never who or where."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from access import policy
from access.models import Account, Authority
from audit import trail
from audit.verbs import Verb
from ground import references
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


def ask(reference: str, username: str = "jane", urgency: Urgency = Urgency.TODAY) -> str:
    return brokering.ask(
        by=cast.viewer(username, reference), urgency=urgency, reason="He fell asleep again.", now=cast.NOW
    )


def waiting(username: str = "olive") -> list[brokering.Waiting]:
    return list(brokering.waiting(by=cast.searcher(username), now=cast.NOW))


def answer(outcome: Outcome = Outcome.WILL_CONTACT, username: str = "olive") -> None:
    brokering.answer(
        ContactRequest.objects.get().reference, outcome=outcome, by=cast.searcher(username), now=cast.NOW
    )


def test_a_sent_request_is_read_by_who_sent_it_alone(robin: str) -> None:
    reference = ask(robin)
    assert brokering.sent(reference, by=cast.searcher("jane")).reason == "He fell asleep again."
    for username, asked in (("tim", reference), ("jane", references.new())):
        with pytest.raises(brokering.NoSuchRequest):
            brokering.sent(asked, by=cast.searcher(username))


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
    (before,) = brokering.asked_by(by=cast.searcher("jane"))
    assert before.is_waiting
    answer(outcome)
    (after,) = brokering.asked_by(by=cast.searcher("jane"))
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


def read(reference: str, username: str = "olive") -> brokering.Waiting:
    return brokering.read(reference, by=cast.searcher(username), now=cast.NOW)


def test_one_request_is_read_and_written_down_alone(robin: str) -> None:
    for username in ("jane", "nia"):
        ask(robin, username)
    first, second = waiting()
    listed = len(steps.events(Verb.WORK_LISTED))
    with CaptureQueriesContext(connection) as asked:
        assert read(second.reference) == second
    words = [query["sql"].split()[0] for query in asked if not query["sql"].startswith(("SAVE", "RELEASE"))]
    assert words[-2:] == ["SELECT", "INSERT"]
    (event,) = steps.events(Verb.CONTACT_OPENED)
    assert (event.subject, event.reference, event.shown, event.outcome) == (
        second.reference,
        robin,
        [],
        "shown",
    )
    assert len(steps.events(Verb.WORK_LISTED)) == listed
    assert first != second


def test_request_of_another_authority_is_read_as_one_that_does_not_exist(robin: str) -> None:
    ask(robin)
    request = ContactRequest.objects.get()
    for reference in (request.reference, "0" * 32):
        with pytest.raises(brokering.NoSuchRequest):
            read(reference, "otto")
    told = [(event.reference, event.outcome) for event in steps.events(Verb.CONTACT_OPENED)]
    assert told == [("", "not found")] * 2
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    assert read(request.reference, "otto").child == robin
    with pytest.raises(brokering.NoSuchRequest):
        read(request.reference)


def test_request_that_was_answered_is_not_read_again(robin: str) -> None:
    ask(robin)
    request = ContactRequest.objects.get()
    answer()
    with pytest.raises(brokering.NoSuchRequest):
        read(request.reference)


def test_request_that_cannot_be_written_down_is_not_read(robin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(robin)
    request = ContactRequest.objects.get()
    cast.searcher("olive")

    def fail(*_: object, **__: object) -> None:
        raise trail.TrailUnavailable

    monkeypatch.setattr(trail, "record", fail)
    with pytest.raises(trail.TrailUnavailable):
        read(request.reference)


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
        read(ContactRequest.objects.get().reference, username)
    with pytest.raises(policy.NotPermitted):
        answer(username=username)


def test_the_longest_name_and_job_title_find_room(robin: str) -> None:
    cast.account("jane")
    Account.objects.update(full_name="J" * 200, job_title="M" * 200)
    assert ask(robin)


def test_nobody_reads_what_others_asked(robin: str) -> None:
    ask(robin)
    assert brokering.asked_by(by=cast.searcher("tim")) == []


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_request() -> None:
    robin = steps.known(cast.ROBIN)
    cast.searcher("jane")
    assert sorted(map(bool, steps.at_once(lambda: ask(robin), lambda: ask(robin)))) == [False, True]
