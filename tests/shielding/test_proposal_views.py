"""Proposing a record, and the consent gate of the sensitive services."""

from http import HTTPStatus

import pytest
from django.test import Client

from audit.models import Event
from audit.verbs import Verb
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
        browsing.body(jane.get(f"/children/{reference}/proposed/")).replace(reference, "…")
        for reference in (proposed(jane, NOOR), proposed(jane, kelly))
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


GATE = {"basis": "child", "method": "spoken"}


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
        ({}, "Choose who has agreed"),
        ({"basis": "child"}, "Choose how they agreed"),
        ({"basis": "significant-harm", "method": "spoken"}, "Say either that somebody agreed"),
        ({"basis": "nobody", "method": "spoken"}, "Choose who has agreed"),
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


def test_suspected_significant_harm_needs_no_consent(sana: Client) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(sana, kelly)
    sana.post(f"/children/{kelly}/sensitive-involvement/", {"basis": "significant-harm"})
    assert ConsentReceipt.objects.get().basis == "significant-harm"


def test_gate_needs_a_shown_record(sana: Client) -> None:
    kelly = cast.reference_of("Kelly")
    answer = sana.get(f"/children/{kelly}/sensitive-involvement/")
    assert answer["Location"] == f"/children/{kelly}/reason/"
