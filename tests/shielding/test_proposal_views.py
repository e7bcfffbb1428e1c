"""Proposing a record, and the consent gate of the sensitive services."""

from http import HTTPStatus

import pytest
from django.test import Client

from audit.models import Event
from audit.verbs import Verb
from registry import formats
from registry.models import Child
from shielding.models import ConsentReceipt, SensitiveInvolvement
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "people")]

SOUGHT = {"given": "Noor", "family": "Novel", "born_0": "2", "born_1": "2", "born_2": "2018"}
NOOR = SOUGHT | {
    "gender": "F",
    "whereabouts": "current",
    "address_line_1": "1 Invented Row",
    "postcode": "zz1 1aa",
    "carer_given": "Nadia",
    "carer_family": "Novel",
    "carer_responsibility": "parental-responsibility",
}

KELLYS = NOOR | {
    "given": "Kelly",
    "family": "Example",
    "born_0": "14",
    "born_1": "3",
    "born_2": "2011",
    "address_line_1": "7 Invented Row",
}


@pytest.fixture
def people(county: None) -> None:
    cast.send(cast.CENSUS, cast.KELLY)


@pytest.fixture
def jane() -> Client:
    return browsing.browser_of("jane")


@pytest.fixture
def sana() -> Client:
    return browsing.browser_of("sana")


def proposed(browser: Client, facts: dict[str, str]) -> str:
    browsing.search(browser, SOUGHT)
    return str(browser.post("/propose/", facts)["Location"]).split("/")[2]


def test_proposal_follows_a_search(jane: Client) -> None:
    for answer in (jane.get("/propose/", follow=True), jane.post("/propose/", NOOR, follow=True)):
        assert "Search for the child first." in browsing.words(answer)
    browsing.search(jane, SOUGHT)
    assert jane.get("/propose/").status_code == HTTPStatus.OK
    assert not Child.objects.filter(state="provisional").exists()


def test_what_was_searched_for_need_not_be_typed_again(jane: Client) -> None:
    assert "Propose a record" in browsing.words(browsing.search(jane, SOUGHT))
    page = jane.post("/propose/", SOUGHT | {"from_search": "yes"}, follow=True).content.decode()
    for typed in ('value="Noor"', 'value="Novel"', 'value="2018"'):
        assert typed in page
    assert "Error:" not in page


def test_proposer_sees_the_record_being_checked_and_adds_their_involvement(jane: Client) -> None:
    reference = proposed(jane, NOOR)
    assert "Thank you" in browsing.words(jane.get(f"/children/{reference}/proposed/"))
    page = browsing.words(browsing.open_record(jane, reference))
    assert "Being checked" in page
    assert "1 Invented Row" in page
    assert "ZZ1 1AA" in page
    assert "Nadia Novel (parental responsibility)" in page
    after = browsing.words(jane.post(f"/children/{reference}/involvement/start/", follow=True))
    assert "Jane Imaginary, Learning mentor" in after


def test_nobody_else_sees_a_proposed_record(jane: Client) -> None:
    reference = proposed(jane, NOOR)
    assert browsing.open_record(browsing.browser_of("tim"), reference).status_code == HTTPStatus.NOT_FOUND
    assert "Being checked" in browsing.words(browsing.open_record(browsing.browser_of("olive"), reference))


def test_the_same_proposal_sent_twice_is_one(jane: Client) -> None:
    assert proposed(jane, NOOR) == proposed(jane, NOOR)
    assert Event.objects.filter(verb=Verb.RECORD_PROPOSED).count() == 1


def test_thanks_are_the_same_whatever_is_held(jane: Client) -> None:
    kelly = NOOR | {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}
    pages = {
        browsing.body(jane.get(f"/children/{reference}/proposed/")).replace(reference, "…").replace(name, "…")
        for reference, name in (
            (proposed(jane, NOOR), "Noor Novel"),
            (proposed(jane, kelly), "Kelly Example"),
        )
    }
    assert len(pages) == 1


def test_birth_date_may_be_an_estimate(jane: Client) -> None:
    span = {
        "born_0": "",
        "born_1": "",
        "born_2": "",
        "born_from_0": "1",
        "born_from_1": "1",
        "born_from_2": "2010",
    }
    span |= {"born_to_0": "31", "born_to_1": "12", "born_to_2": "2011"}
    reference = proposed(jane, NOOR | span)
    page = browsing.words(browsing.open_record(jane, reference))
    assert "Estimated: between 1 January 2010 and 31 December 2011" in page


def test_no_known_address_is_a_statement(jane: Client) -> None:
    reference = proposed(
        jane, NOOR | {"whereabouts": "none", "address_line_1": "", "postcode": "", "gender": "N"}
    )
    page = browsing.words(browsing.open_record(jane, reference))
    assert "Address No known address" in page
    assert "Gender Not specified" in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"given": ""}, "Enter the given name"),
        ({"family": "<b>Novel</b>"}, "angle bracket"),
        ({"born_2": "2030"}, "The date of birth must be in the past"),
        ({"born_2": "2001"}, "only for somebody under 18"),
        ({"born_0": "", "born_1": "", "born_2": ""}, "Enter the date of birth"),
        ({"born_from_0": "1", "born_from_1": "1", "born_from_2": "2018"}, "Give either the date of birth or"),
        ({"gender": "X"}, "Choose"),
        ({"whereabouts": ""}, "Choose where the child lives"),
        ({"address_line_1": "ring 01632 960001"}, "telephone number"),
        ({"postcode": "nowhere"}, "not a postcode"),
        ({"postcode": ""}, "Enter the postcode, or choose that no address is known"),
        ({"whereabouts": "none"}, "Empty the address"),
        ({"carer_family": ""}, "carer's family name"),
        ({"carer_responsibility": ""}, "Choose the carer's responsibility"),
    ],
)
def test_wrong_proposals_are_refused_in_words(jane: Client, change: dict[str, str], message: str) -> None:
    browsing.search(jane, SOUGHT)
    page = jane.post("/propose/", NOOR | change)
    assert page.status_code == HTTPStatus.OK
    assert message in browsing.words(page).replace("&#x27;", "'")
    assert "<title>Error: " in page.content.decode()
    assert not Child.objects.filter(state="provisional").exists()


@pytest.mark.parametrize("field", sorted(NOOR))
@pytest.mark.parametrize("text", ["x" * 10_000, "\0", "\u202e<script>alert(1)</script>", "😀"])
def test_hostile_proposals_are_answered_by_a_page(jane: Client, field: str, text: str) -> None:
    browsing.search(jane, SOUGHT)
    page = jane.post("/propose/", NOOR | {field: text})
    assert page.status_code == HTTPStatus.OK
    assert "<script>alert" not in page.content.decode()


# --- what becomes of it -----------------------------------------------------------------------------------------


def test_thanks_are_for_the_proposer_alone(jane: Client) -> None:
    reference = proposed(jane, NOOR)
    tim = browsing.browser_of("tim")
    answers = [tim.get(f"/children/{one}/proposed/") for one in (reference, "0" * 32)]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2
    assert browsing.body(answers[0]) == browsing.body(answers[1])


def test_proposer_follows_what_became_of_it(jane: Client) -> None:
    assert "You have proposed no record." in browsing.words(jane.get("/proposals/"))
    reference = proposed(jane, NOOR)
    waiting = browsing.words(jane.get("/proposals/"))
    assert "Noor Novel" in waiting
    assert "born 2 February 2018" in waiting
    assert "Being checked" in waiting
    olive = browsing.browser_of("olive")
    browsing.open_record(olive, reference)
    refuse = {"decision": "refuse", "words": "She is not at the school"}
    check = olive.post(f"/children/{reference}/proposal/", refuse)
    assert "Check your decision" in browsing.words(check)
    assert "She is not at the school" in browsing.words(check)
    assert Child.objects.get(reference=reference).state == Child.State.PROVISIONAL
    done = olive.post(f"/children/{reference}/proposal/", refuse | {"sure": "yes"}, follow=True)
    assert "The proposal is refused, and its proposer is told why." in browsing.words(done)
    told = browsing.words(jane.get("/proposals/"))
    assert "Refused" in told
    assert "She is not at the school" in told
    again = olive.post(f"/children/{reference}/proposal/", refuse | {"sure": "yes"}, follow=True)
    assert "Somebody has decided on this proposal in the meantime" in browsing.words(again)


def test_officer_sees_everything_before_they_decide_and_is_asked_once(jane: Client) -> None:
    reference = proposed(jane, NOOR)
    olive = browsing.browser_of("olive")
    assert "Noor Novel" in browsing.words(olive.get("/proposals/waiting/"))
    record = browsing.words(browsing.open_record(olive, reference))
    assert "Decide on this proposal" in record
    page = browsing.words(olive.get(f"/children/{reference}/proposal/"))
    for said in (
        "Noor Novel",
        "Jane Imaginary, Learning mentor",
        "1 Invented Row",
        "Nadia Novel",
        "None is known",
    ):
        assert said in page
    check = olive.post(f"/children/{reference}/proposal/", {"decision": "approve"})
    assert "everybody who may search finds it" in browsing.words(check)
    olive.post(f"/children/{reference}/proposal/", {"decision": "approve", "sure": "yes"})
    assert Child.objects.get(reference=reference).state == Child.State.LIVE
    assert "No proposed record waits for you." in browsing.words(olive.get("/proposals/waiting/"))


def test_officer_joins_it_to_a_record_that_is_listed_or_named_by_its_number(jane: Client) -> None:
    kelly = cast.reference_of("Kelly")
    number = Child.objects.get(reference=kelly).number
    olive = browsing.browser_of("olive")
    for typed, chosen in ((NOOR, {"number": number}), (KELLYS, {"into": kelly})):
        reference = proposed(jane, typed)
        browsing.open_record(olive, reference)
        path = f"/children/{reference}/proposal/"
        check = browsing.words(olive.post(path, {"decision": "join"} | chosen))
        assert "Join it to this record" in check
        assert "14 March 2011" in check
        done = browsing.words(olive.post(path, {"decision": "join", "sure": "yes"} | chosen, follow=True))
        assert "The proposal is joined to that record." in done
    assert "It is a child who had a record already" in browsing.words(jane.get("/proposals/"))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Choose what you decide"),
        ({"decision": "join"}, "Choose the record, or enter its number"),
        ({"decision": "join", "number": "1234"}, "twelve digits"),
        ({"decision": "join", "number": "UNKNOWN"}, "There is no such record in your authority"),
        ({"decision": "refuse"}, "Say in a sentence why"),
        ({"decision": "refuse", "words": "no", "sure": "yes"}, "Say in a sentence why"),
        ({"decision": "approve", "sure": "yes"}, "say that this child has a record already"),
    ],
)
def test_decision_that_cannot_be_taken_is_refused_in_words(
    jane: Client, answers: dict[str, str], message: str
) -> None:
    reference = proposed(jane, KELLYS)
    olive = browsing.browser_of("olive")
    browsing.open_record(olive, reference)
    sent = answers | ({"number": formats.new_number()} if answers.get("number") == "UNKNOWN" else {})
    page = olive.post(f"/children/{reference}/proposal/", sent)
    assert page.status_code == HTTPStatus.OK
    assert message in browsing.words(page).replace("&#x27;", "'")
    assert Child.objects.get(reference=reference).state == Child.State.PROVISIONAL


GATE = {"way": "consent", "basis": "child", "method": "spoken"}


def test_sensitive_service_is_recorded_after_consent_and_others_see_one_neutral_line(
    sana: Client, jane: Client
) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(sana, kelly)
    assert "Ask first." in browsing.words(sana.get(f"/children/{kelly}/sensitive-involvement/"))
    after = browsing.words(sana.post(f"/children/{kelly}/sensitive-involvement/", GATE, follow=True))
    assert "Others are not told which service it is." in after
    again = browsing.words(sana.post(f"/children/{kelly}/sensitive-involvement/", GATE, follow=True))
    assert "It was recorded already" in again
    assert ConsentReceipt.objects.get().given_on == cast.TODAY
    seen = browsing.words(browsing.open_record(jane, kelly))
    assert "One or more specialist and targeted services have been recorded" in seen
    assert "Sana" not in seen
    done = browsing.words(sana.post(f"/children/{kelly}/sensitive-involvement/finish/", follow=True))
    assert "work with this child has ended" in done


def test_consent_is_taken_back_with_one_press(sana: Client, jane: Client) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(sana, kelly)
    nothing = sana.post(f"/children/{kelly}/sensitive-involvement/withdraw/", follow=True)
    assert "Nothing has changed." in browsing.words(nothing)
    sana.post(f"/children/{kelly}/sensitive-involvement/", GATE)
    done = sana.post(f"/children/{kelly}/sensitive-involvement/withdraw/", follow=True)
    assert "It is recorded that the consent was taken back." in browsing.words(done)
    assert "One or more specialist" not in browsing.words(browsing.open_record(jane, kelly))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Choose whether somebody has agreed"),
        ({"basis": "child", "method": "spoken"}, "Choose whether somebody has agreed"),
        ({"way": "nobody", "basis": "child", "method": "spoken"}, "Choose whether somebody has agreed"),
        ({"way": "consent"}, "Choose who has agreed"),
        ({"way": "consent", "basis": "child"}, "Choose how they agreed"),
        ({"way": "consent", "basis": "nobody", "method": "spoken"}, "Choose who has agreed"),
        (GATE | {"given_on_0": "1", "given_on_1": "1", "given_on_2": "2027"}, "must be today or in the past"),
        (GATE | {"given_on_0": "\0", "given_on_1": "1", "given_on_2": "2026"}, "day"),
    ],
)
def test_gate_stays_shut_without_consent(sana: Client, answers: dict[str, str], message: str) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(sana, kelly)
    page = sana.post(f"/children/{kelly}/sensitive-involvement/", answers)
    assert page.status_code == HTTPStatus.OK
    assert message in browsing.words(page)
    assert not SensitiveInvolvement.objects.exists()


def test_what_is_beneath_the_other_way_counts_for_nothing(sana: Client) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(sana, kelly)
    page = sana.get(f"/children/{kelly}/sensitive-involvement/").content.decode()
    assert page.count("cp-reveals") == 1
    sana.post(f"/children/{kelly}/sensitive-involvement/", GATE | {"way": "significant-harm"})
    receipt = ConsentReceipt.objects.get()
    assert (receipt.basis, receipt.method) == ("significant-harm", "")


def test_suspected_significant_harm_needs_no_consent(sana: Client) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(sana, kelly)
    sana.post(f"/children/{kelly}/sensitive-involvement/", {"way": "significant-harm"})
    assert ConsentReceipt.objects.get().basis == "significant-harm"


def test_gate_needs_a_shown_record(sana: Client) -> None:
    kelly = cast.reference_of("Kelly")
    answer = sana.get(f"/children/{kelly}/sensitive-involvement/")
    assert answer["Location"] == f"/children/{kelly}/reason/"
