"""Proposed records: seen by their proposer and by officers, and no way to find out who is held."""

from collections.abc import Callable

import pytest

from access import policy
from access.models import Authority
from audit.verbs import Verb
from registry import involvements, records
from registry.models import Child, Involvement, Link, Responsibility, Statement
from shielding.disclosure import brokering, resemblance
from shielding.models import ContactRequest, Proposal, SearchKey, Tier
from shielding.publication import proposals, publication
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


# --- what the proposer is told ----------------------------------------------------------------------------------

REFUSED = "Nobody of that name is at the school."


def approve(reference: str, username: str = "olive") -> None:
    proposals.approve(reference, by=cast.searcher(username), now=cast.NOW)


def merge(reference: str, into: str, username: str = "olive", words: str = "") -> None:
    proposals.merge(reference, into=into, words=words, by=cast.searcher(username), now=cast.NOW)


def refuse(reference: str, username: str = "olive", words: str = REFUSED) -> None:
    proposals.refuse(reference, words=words, by=cast.searcher(username), now=cast.NOW)


def mine(username: str = "jane") -> proposals.Mine:
    (one,) = proposals.mine(by=cast.searcher(username))
    return one


def test_the_proposer_reads_what_became_of_it() -> None:
    reference = propose()
    one = mine()
    assert (one.name, one.outcome, one.is_waiting, one.record) == (
        "Kelly Example",
        "Being checked",
        True,
        reference,
    )
    assert proposals.sent(reference, by=cast.searcher("jane")) == one
    refuse(reference)
    one = mine()
    assert (one.outcome, one.is_waiting, one.words, one.record) == ("Refused", False, REFUSED, "")
    assert proposals.mine(by=cast.searcher("tim")) == []
    with pytest.raises(proposals.NoSuchProposal):
        proposals.sent(reference, by=cast.searcher("tim"))


def test_a_source_that_tells_of_the_child_confirms_the_record_by_itself() -> None:
    reference = propose()
    assert cast.send(cast.CENSUS, cast.KELLY).applied == 1
    one = mine()
    assert one.outcome == "Confirmed by a school, a council or a health service"
    assert (one.is_waiting, one.record) == (False, reference)
    assert proposals.waiting(by=cast.searcher("olive"), now=cast.NOW) == []
    with pytest.raises(proposals.AlreadyDecided):
        refuse(reference)


@pytest.mark.parametrize("tier", [None, *[tier for tier in Tier if tier != Tier.OPEN]])
def test_a_proposal_that_is_joined_says_so_unless_nobody_may_know_of_the_record(tier: Tier | None) -> None:
    held = steps.known(cast.KELLY)
    if tier:
        steps.shield(held, tier)
    reference = propose()
    merge(reference, held, words="She is at your school under this record.")
    one = mine()
    if tier == Tier.UNLISTED:
        assert (one.outcome, one.is_waiting, one.words, one.record) == ("Being checked", True, "", "")
    else:
        assert (one.outcome, one.record) == ("It is a child who had a record already", held)
        assert one.words == "She is at your school under this record."


def test_the_same_said_again_after_a_decision_is_the_same_proposal() -> None:
    held = steps.known(cast.KELLY)
    reference = propose()
    merge(reference, held)
    assert propose() == reference


# --- what officers decide ---------------------------------------------------------------------------------------


def test_officers_of_the_authority_read_what_waits() -> None:
    reference = propose()
    (one,) = proposals.waiting(by=cast.searcher("olive"), now=cast.NOW)
    assert (one.reference, one.name) == (reference, "Kelly Example")
    assert one.proposed_by == "Jane Imaginary, Learning mentor, Brook School"
    assert steps.events(Verb.WORK_LISTED)[-1].shown == [reference]
    assert proposals.read(reference, by=cast.searcher("olive")) == one
    assert proposals.waiting(by=cast.searcher("otto"), now=cast.NOW) == []
    with pytest.raises(proposals.NoSuchProposal):
        proposals.read(reference, by=cast.searcher("otto"))


def test_an_approved_record_is_found_by_everybody() -> None:
    reference = propose()
    approve(reference)
    assert steps.cards(steps.find("tim", **steps.kelly())) == ["Kelly Example"]
    assert not steps.see("tim", reference).is_provisional
    assert (mine().outcome, mine().record) == ("Approved", reference)
    (event,) = steps.events(Verb.PROPOSAL_DECIDED)
    assert (event.reference, event.name, event.outcome) == (reference, "Olive Imaginary", "approved")


def test_a_joined_proposal_moves_the_proposers_work_and_changes_nothing_else() -> None:
    held = steps.known(cast.KELLY)
    before = steps.see("jane", held)
    reference = propose(address_line_1="99 Elsewhere Road", gender="M")
    involvements.start(by=cast.viewer("jane", reference), now=cast.NOW)
    brokering.ask(
        by=cast.viewer("jane", reference),
        urgency=ContactRequest.Urgency.TODAY,
        reason="Please let us talk",
        now=cast.NOW,
    )
    merge(reference, held)
    after = steps.see("jane", held)
    assert [one.practitioner for one in after.working_now] == ["Jane Imaginary"]
    assert (after.address, after.gender, after.names) == (before.address, before.gender, before.names)
    assert [one.child for one in brokering.waiting(by=cast.searcher("olive"), now=cast.NOW)] == [held]
    for username in ("jane", "olive"):
        with pytest.raises(records.NoSuchChild):
            steps.see(username, reference)
    (event,) = steps.events(Verb.PROPOSAL_DECIDED)
    assert (event.reference, event.subject, event.outcome) == (held, reference, "joined")
    assert cast.send(cast.CENSUS, cast.KELLY | {"as_at": "2026-10-30"}).applied == 1


@pytest.mark.parametrize("line", [cast.TIM_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY])
def test_what_services_told_of_the_proposed_record_goes_along(line: dict[str, str]) -> None:
    reference = propose()
    assert cast.send(cast.SERVICES, line).applied == 1
    held = steps.known(cast.KELLY | {"postcode": "ZZ3 3AA", "given_name": "Kellie"})
    merge(reference, held)
    shown = steps.see("olive", held)
    names = [one.practitioner for one in (*shown.working_now, *(shown.sensitive_involvements or ()))]
    assert names == [line["practitioner_name"]]
    later = line | {"as_at": "2026-10-30", "job_title": "Team leader"}
    assert cast.send(cast.SERVICES, later).applied == 1
    after = steps.see("olive", held)
    assert {one.job_title for one in (*after.working_now, *(after.sensitive_involvements or ()))} == {
        "Team leader"
    }


def test_what_services_told_of_a_refused_record_waits_for_the_child() -> None:
    reference = propose()
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    refuse(reference)
    steps.publish()
    held = steps.known(cast.KELLY)
    publication.try_again()
    steps.publish()
    assert [one.practitioner for one in steps.see("jane", held).working_now] == ["Tim Imaginary"]


def test_work_that_is_on_both_records_keeps_its_first_start() -> None:
    held = steps.known(cast.KELLY)
    reference = propose()
    for one in (held, reference):
        involvements.start(by=cast.viewer("jane", one), now=cast.NOW)
    Involvement.objects.filter(child__reference=reference).update(started_on="2026-01-01")
    merge(reference, held)
    (jane,) = steps.see("tim", held).working_now
    assert jane.started_on.isoformat() == "2026-01-01"


def test_a_refused_record_is_out_of_sight_and_matches_nothing() -> None:
    reference = propose()
    refuse(reference)
    for username in ("jane", "olive"):
        with pytest.raises(records.NoSuchChild):
            steps.see(username, reference)
    assert cast.send(cast.CENSUS, cast.KELLY).applied == 1
    assert steps.see("jane", Child.objects.get(state=Child.State.LIVE).reference).working_now == ()


@pytest.mark.parametrize("words", ["", "no", "1 2 3 4 5 6 7 8 9 10 11 12"])
def test_a_refusal_says_why(words: str) -> None:
    reference = propose()
    with pytest.raises(proposals.NoWordsForTheProposer):
        refuse(reference, words=words)
    assert mine().is_waiting


def test_nobody_gets_two_records_by_an_approval() -> None:
    steps.known(cast.KELLY)
    reference = propose()
    with pytest.raises(proposals.HasARecord):
        approve(reference)
    assert Child.objects.get(reference=reference).state == Child.State.PROVISIONAL
    assert Proposal.objects.get().state == Proposal.State.WAITING


@pytest.mark.parametrize("shielded", [True, False])
def test_who_may_be_held_elsewhere_is_not_approved_and_nothing_more_is_said(shielded: bool) -> None:
    held = steps.known(cast.KELLY | {"postcode": "ZZ3 3AA", "address_line_1": "1 Another Road"})
    if shielded:
        steps.shield(held)
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    reference = propose()
    with pytest.raises(proposals.MayBeHeldElsewhere) as refusal:
        approve(reference)
    assert refusal.value.words == proposals.MayBeHeldElsewhere.words


@pytest.mark.parametrize(
    "like",
    [
        {"given_name": "Robin", "family_name": "Madeup", "birth_date": "2014-05-07", "gender": "M"},
        {"given_name": "Zed", "address_line_1": "Hidden House", "postcode": "ZZ9 9ZZ"},
    ],
)
def test_no_approval_shows_the_home_of_a_shielded_child(like: dict[str, str]) -> None:
    robin = steps.known(cast.ROBIN)
    steps.shield(robin)
    said = {"address_line_1": "Hidden House", "postcode": "ZZ9 9ZZ", "carer_1_family_name": "Madeup"}
    reference = propose(**said | like)
    with pytest.raises(proposals.ShieldFirst):
        approve(reference)
    steps.shield(reference)
    approve(reference)
    assert steps.withheld(steps.see("tim", reference))


def test_a_shield_is_not_lost_in_a_joining() -> None:
    held = steps.known(cast.KELLY)
    reference = propose()
    steps.shield(reference)
    with pytest.raises(proposals.ShieldWouldBeLost):
        merge(reference, held)
    steps.shield(held)
    merge(reference, held)


def test_a_proposal_is_joined_to_a_live_record_of_the_own_authority_alone() -> None:
    held = steps.known(cast.ROBIN)
    other = propose("tim")
    reference = propose()
    for into in (other, "0" * 32, reference):
        with pytest.raises(proposals.NoSuchRecord):
            merge(reference, into)
    Responsibility.objects.filter(child__reference=held).update(
        authority=Authority.objects.get(code=cast.EASTMARCH)
    )
    with pytest.raises(proposals.NoSuchRecord):
        merge(reference, held)


@pytest.mark.parametrize("act", [approve, refuse])
def test_another_authoritys_proposal_is_answered_as_no_child(act: Callable[..., None]) -> None:
    answers = []
    for reference in (propose(), "0" * 32):
        with pytest.raises(records.NoSuchChild) as refusal:
            act(reference, "otto")
        answers.append(refusal.value.words)
    assert answers[0] == answers[1]


@pytest.mark.parametrize("act", [approve, refuse])
def test_a_proposal_is_decided_once(act: Callable[..., None]) -> None:
    reference = propose()
    approve(reference)
    with pytest.raises(proposals.AlreadyDecided):
        act(reference)


# --- who it may be ----------------------------------------------------------------------------------------------


def alike(reference: str, username: str = "olive") -> list[str]:
    by = cast.viewer(username, reference)
    return [card.name for card in resemblance.alike(by=by, now=cast.NOW)]


def test_officers_are_shown_whom_it_may_be_in_their_own_authority() -> None:
    held = steps.known(cast.KELLY | {"given_name": "Keli"})
    sister = steps.known(
        cast.KELLY | {"record_id": "pupil-9", "given_name": "Anna", "birth_date": "2013-01-01"}
    )
    stranger = steps.known(cast.ROBIN)
    steps.shield(held, Tier.UNLISTED)
    reference = propose()
    assert alike(reference) == ["Anna Example", "Keli Example"]
    event = steps.events(Verb.WORK_LISTED)[-1]
    assert (event.reference, set(event.shown)) == (reference, {held, sister})
    assert stranger not in event.shown
    Responsibility.objects.exclude(child__reference=reference).update(
        authority=Authority.objects.get(code=cast.EASTMARCH)
    )
    assert alike(reference) == []


def test_a_record_is_named_by_its_number_in_the_own_authority_alone() -> None:
    held = steps.known(cast.KELLY)
    number = Child.objects.get(reference=held).number
    by = cast.viewer("olive", propose())
    card = resemblance.by_number(number, by=by, now=cast.NOW)
    assert card is not None
    assert card.reference == held
    Responsibility.objects.filter(child__reference=held).update(
        authority=Authority.objects.get(code=cast.EASTMARCH)
    )
    assert resemblance.by_number(number, by=by, now=cast.NOW) is None
