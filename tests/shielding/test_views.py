"""The practitioner's way: search, card, reason, record, involvement."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client

from audit.models import Event
from audit.verbs import Verb
from ground import references
from ground.statute import Purpose
from shielding import shields
from shielding.models import Shield, Tier
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "people")]

KELLY = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}


@pytest.fixture
def people(county: None) -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY)


@pytest.fixture
def jane() -> Client:
    return browsing.browser_of("jane")


@pytest.fixture
def kelly() -> str:
    return cast.reference_of("Kelly")


@pytest.fixture
def robin() -> str:
    """Robin is shielded."""
    reference = cast.reference_of("Robin")
    shields.impose(
        reference,
        tier=Tier.SHIELDED,
        grounds=Shield.Grounds.HARM_TO_CHILD,
        justification="A relative is looking for the family",
        by=cast.searcher("olive"),
        now=cast.NOW,
    )
    return reference


def test_search_leads_by_card_and_reason_to_the_record_and_an_involvement(jane: Client, kelly: str) -> None:
    card = browsing.search(jane, KELLY)
    assert "Is this the child?" in browsing.words(card)
    assert "14 March 2011 (15 years old)" in browsing.words(card)
    assert "7 Invented Row" not in browsing.words(card)
    assert f'action="/children/{kelly}/reason/"' in card.content.decode()

    record = browsing.open_record(jane, kelly)
    shown = browsing.words(record)
    assert "Tim Imaginary, Housing officer" in shown
    assert "Housing, Westmarch Council" in shown
    assert 'href="tel:01632960123"' in record.content.decode()
    assert 'href="mailto:tim@westmarch.example"' in record.content.decode()
    assert "School census, 1 month ago (10 September 2026)" in shown
    assert "7 Invented Row" in shown
    assert "Maria Example" in shown
    assert "One or more specialist and targeted services have been recorded" in shown
    assert "Sana" not in shown
    assert "You can see this record until 10:15" in shown
    assert "No involvement shown does not mean that a child is safe" in shown

    after = jane.post(f"/children/{kelly}/involvement/start/", follow=True)
    assert "It is recorded that you are working with this child." in browsing.words(after)
    assert "Jane Imaginary, Learning mentor" in browsing.words(after)
    ended = jane.post(f"/children/{kelly}/involvement/finish/", follow=True)
    assert "Who worked with the child before" in browsing.words(ended)


def test_second_press_changes_nothing(jane: Client, kelly: str) -> None:
    browsing.open_record(jane, kelly)
    for _ in range(2):
        jane.post(f"/children/{kelly}/involvement/start/")
    assert Event.objects.filter(verb=Verb.INVOLVEMENT_STARTED).count() == 1
    again = jane.post(f"/children/{kelly}/involvement/start/", follow=True)
    assert "It was recorded already" in browsing.words(again)
    for _ in range(2):
        finished = jane.post(f"/children/{kelly}/involvement/finish/", follow=True)
    assert "There was no open involvement of yours" in browsing.words(finished)
    assert Event.objects.filter(verb=Verb.INVOLVEMENT_FINISHED).count() == 1


def test_record_asks_why_first(jane: Client, kelly: str) -> None:
    assert jane.get(f"/children/{kelly}/")["Location"] == f"/children/{kelly}/reason/"
    assert not Event.objects.filter(verb=Verb.DISCLOSED).exists()


def test_reason_lasts_fifteen_minutes(jane: Client, kelly: str, clock: time_machine.Traveller) -> None:
    browsing.open_record(jane, kelly)
    clock.shift(timedelta(minutes=14, seconds=59))
    assert jane.get(f"/children/{kelly}/").status_code == HTTPStatus.OK
    clock.shift(timedelta(seconds=1))
    assert jane.get(f"/children/{kelly}/")["Location"] == f"/children/{kelly}/reason/"


@pytest.mark.parametrize("reason", ["", "   \n ", "x", "because", "....... .......", "x" * 501, "a\0b"])
def test_reason_that_says_nothing_is_refused(jane: Client, kelly: str, reason: str) -> None:
    page = jane.post(f"/children/{kelly}/reason/", {"purpose": Purpose.PROTECT, "reason": reason})
    assert page.status_code == HTTPStatus.OK
    assert "<title>Error: " in page.content.decode()
    assert jane.get(f"/children/{kelly}/")["Location"] == f"/children/{kelly}/reason/"


def test_purpose_of_another_kind_is_refused(jane: Client, kelly: str) -> None:
    page = jane.post(f"/children/{kelly}/reason/", {"purpose": "research", "reason": "A study of names"})
    assert "Choose why you need to see this record from the list" in browsing.words(page)


def test_reason_page_answers_alike_for_every_reference(jane: Client, kelly: str, robin: str) -> None:
    pages = set()
    for reference in (kelly, robin, references.new()):
        pages.add(browsing.body(jane.get(f"/children/{reference}/reason/")).replace(reference, "…"))
        sent = jane.post(f"/children/{reference}/reason/", browsing.REASON)
        assert sent["Location"] == f"/children/{reference}/"
    assert len(pages) == 1


def test_record_that_does_not_exist_is_not_found_and_its_reason_is_forgotten(jane: Client) -> None:
    nobody = references.new()
    assert browsing.open_record(jane, nobody).status_code == HTTPStatus.NOT_FOUND
    assert jane.get(f"/children/{nobody}/")["Location"] == f"/children/{nobody}/reason/"


def test_finishing_asks_once_and_is_taken_back_the_same_day(jane: Client, kelly: str) -> None:
    browsing.open_record(jane, kelly)
    nothing = browsing.words(jane.get(f"/children/{kelly}/involvement/finish/"))
    assert "No work of yours with this child is recorded." in nothing
    jane.post(f"/children/{kelly}/involvement/start/")
    asked = browsing.words(jane.get(f"/children/{kelly}/involvement/finish/"))
    for said in (
        "Kelly Example",
        "Have you finished",
        "Learning mentors, Brook School",
        "Since 2 November 2026",
    ):
        assert said in asked
    assert "I finished by mistake" not in browsing.words(jane.get(f"/children/{kelly}/"))
    ended = browsing.words(jane.post(f"/children/{kelly}/involvement/finish/", follow=True))
    assert "Until midnight you can take it back." in ended
    assert "I finished by mistake" in ended
    back = browsing.words(jane.post(f"/children/{kelly}/involvement/resume/", follow=True))
    assert "It is taken back" in back
    assert "I have finished working with this child" in back
    again = browsing.words(jane.post(f"/children/{kelly}/involvement/resume/", follow=True))
    assert "Important" in again
    assert "Nothing has changed." in again


def test_never_involved_asks_once_and_hides_it_from_everybody(jane: Client, kelly: str) -> None:
    browsing.open_record(jane, kelly)
    jane.post(f"/children/{kelly}/involvement/start/")
    asked = browsing.words(jane.get(f"/children/{kelly}/involvement/retract/"))
    assert "Were you never involved with this child?" in asked
    assert "Kelly Example" in asked
    done = browsing.words(jane.post(f"/children/{kelly}/involvement/retract/", follow=True))
    assert "It is recorded that you were never involved." in done
    assert "Since 2 November 2026" not in done
    assert "Jane" not in browsing.words(browsing.open_record(browsing.browser_of("tim"), kelly))


@pytest.mark.parametrize("act", ["involvement/start", "involvement/finish"])
def test_act_without_a_shown_record_leads_to_the_reason(jane: Client, kelly: str, act: str) -> None:
    for reference in (kelly, references.new()):
        jane.post(f"/children/{reference}/reason/", browsing.REASON)
        answer = jane.post(f"/children/{reference}/{act}/")
        assert answer["Location"] == f"/children/{reference}/reason/"
    assert not Event.objects.filter(verb=Verb.INVOLVEMENT_STARTED).exists()


def test_second_tabs_reason_takes_the_place_of_the_first(jane: Client, kelly: str) -> None:
    browsing.open_record(jane, kelly)
    jane.post(
        f"/children/{kelly}/reason/",
        {"purpose": Purpose.PROTECT, "reason": "A teacher has rung me"},
        follow=True,
    )
    assert Event.objects.filter(verb=Verb.DISCLOSED).latest("pk").reason == "A teacher has rung me"
    jane.post(f"/children/{kelly}/involvement/start/")
    assert Event.objects.get(verb=Verb.INVOLVEMENT_STARTED).reason == "A teacher has rung me"


def test_shielded_record_shows_who_and_nothing_of_where(jane: Client, robin: str) -> None:
    shown = browsing.words(browsing.open_record(jane, robin))
    assert "Robin Madeup" in shown
    assert "The details of this record are withheld" in shown
    assert "Ask for contact" in shown
    for withheld in ("Hidden House", "ZZ9", "Hill School", "Maria", "School census", "Westmarch"):
        assert withheld not in shown.replace("Westmarch ContactPoint", "")


def test_unlisted_record_is_answered_like_one_that_does_not_exist(jane: Client) -> None:
    reference = cast.reference_of("Robin")
    shields.impose(
        reference,
        tier=Tier.UNLISTED,
        grounds=Shield.Grounds.HARM_TO_CHILD,
        justification="A relative is looking for the family",
        by=cast.searcher("olive"),
        now=cast.NOW,
    )
    nobody = references.new()
    assert browsing.body(browsing.open_record(jane, reference)) == browsing.body(
        browsing.open_record(jane, nobody)
    )


def test_card_of_a_shielded_child_shows_no_district(jane: Client, robin: str) -> None:
    page = browsing.words(
        browsing.search(
            jane, {"given": "Robin", "family": "Madeup", "born_0": 6, "born_1": 5, "born_2": 2014}
        )
    )
    assert "Postcode district Not shown" in page


def test_two_cards_are_each_opened_through_the_reason(jane: Client) -> None:
    cast.send(
        cast.CENSUS, cast.KELLY | {"record_id": "pupil-9", "given_name": "Kelley", "school_code": "SCH2"}
    )
    facts = KELLY | {"gender": "F", "postcode": "ZZ7", "school": "School", "carer": "Maria Example"}
    page = browsing.search(jane, facts)
    assert "Which of these is the child?" in browsing.words(page)
    assert page.content.decode().count("This is the child: say why you need the record") == 2
    assert 'name="purpose"' not in page.content.decode()


def test_no_record_found_says_so_without_comfort_and_offers_the_name_alone(jane: Client, robin: str) -> None:
    asked = {
        "given": "Robin",
        "family": "Madeup",
        "born_0": "6",
        "born_1": "5",
        "born_2": "2014",
        "postcode": "ZZ9 9ZZ",
    }
    page = browsing.search(jane, asked)
    assert "No record found does not mean that nobody is worried about this child." in browsing.words(page)
    assert "Search by name and date of birth alone" in browsing.words(page)
    hidden = {"given": "Robin", "family": "Madeup", "born_0": "6", "born_1": "5", "born_2": "2014"}
    assert "Is this the child?" in browsing.words(browsing.search(jane, hidden))


def test_whoever_has_searched_by_name_and_birth_date_alone_is_not_told_to_do_so(jane: Client) -> None:
    asked = {"given": "Nobody", "family": "Atall", "born_0": "6", "born_1": "5", "born_2": "2014"}
    page = browsing.words(browsing.search(jane, asked))
    assert "Search by name and date of birth alone" not in page
    assert "Ask the child, or the parent, how the name is written" in page


def test_several_says_what_would_help_and_never_how_many(jane: Client) -> None:
    for record_id, born, postcode in (
        ("pupil-9", "2011-08-20", "ZZ5 5AA"),
        ("pupil-8", "2011-06-02", "ZZ6 6AA"),
    ):
        elsewhere = {"postcode": postcode, "address_line_1": "1 Other Row", "carer_1_given_name": "Ann"}
        cast.send(cast.CENSUS, cast.KELLY | {"record_id": record_id, "birth_date": born} | elsewhere)
    asked = {"given": "Kelly", "family": "Example", "age_from": "15", "gender": "F"}
    page = browsing.words(browsing.search(jane, asked))
    assert "One more fact is needed" in page
    assert "the postcode" in page
    assert "7 Invented Row" not in page


def test_age_needs_one_more_fact(jane: Client) -> None:
    asked = {"given": "Kelly", "family": "Example", "age_from": "15"}
    assert "one more fact is needed" in browsing.words(browsing.search(jane, asked))
    assert "Is this the child?" in browsing.words(browsing.search(jane, asked | {"gender": "F"}))


@pytest.mark.parametrize(
    ("age_from", "age_to"), [("14", "16"), ("15", "14"), ("x", ""), ("-1", "0"), ("9" * 5000, "")]
)
def test_ages_that_are_no_band_of_two_years_are_refused(jane: Client, age_from: str, age_to: str) -> None:
    asked = {"given": "Kelly", "family": "Example", "age_from": age_from, "age_to": age_to, "gender": "F"}
    page = browsing.search(jane, asked)
    assert page.status_code == HTTPStatus.OK
    assert "<title>Error: " in page.content.decode()


def test_search_by_number_needs_nothing_else(jane: Client, kelly: str) -> None:
    number = browsing.words(browsing.open_record(jane, kelly)).split("ContactPoint number ")[1][:14]
    assert "Is this the child?" in browsing.words(browsing.search(jane, {"number": number}))
    assert "must have its twelve digits" in browsing.words(browsing.search(jane, {"number": "123"}))


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eelpmaxE",
    "Kel\0ly",
    "x" * 10_000,
    "' OR 1=1 --",
    "😀",
    "%00",
    "Kel\u200bly",
    "\x1b[31m",
    "--",
]


@pytest.mark.parametrize(
    "field", ["given", "family", "born_0", "age_from", "gender", "postcode", "school", "carer", "number"]
)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_answered_by_a_page(jane: Client, field: str, text: str) -> None:
    page = browsing.search(jane, KELLY | {field: text})
    assert page.status_code == HTTPStatus.OK
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"given": "Kel\u202ely"},
        {"given": "\ufeffKelly\u200b"},
        {"given": "\u00a0Kelly\u3000", "family": "Ex\u00adample"},
        {"born_0": "14\u00a0", "born_1": "\u200b3"},
        {"postcode": "ZZ1\u00a01AA\u200b"},
        {"born_0": "14 March 2011", "born_1": "", "born_2": ""},
        {"born_1": "mar"},
    ],
)
def test_what_cannot_be_seen_in_what_is_pasted_finds_the_child_all_the_same(
    jane: Client, kelly: str, changed: dict[str, str]
) -> None:
    assert "Is this the child?" in browsing.words(browsing.search(jane, KELLY | changed))


@pytest.mark.parametrize("name", ["\u0646\u06cc\u200c\u0646\u0627", "\u0dc1\u0dca\u200d\u0dbb\u0dd3"])
def test_joiners_that_a_script_needs_are_letters(jane: Client, name: str) -> None:
    page = browsing.search(jane, KELLY | {"given": name})
    assert "There is a problem" not in browsing.words(page)
    assert f'value="{name}"' in page.content.decode()


def test_a_year_of_two_digits_is_asked_back(jane: Client) -> None:
    page = browsing.words(browsing.search(jane, KELLY | {"born_2": "11"}))
    assert "Enter the year of the date of birth with all four digits. Did you mean 2011?" in page
    assert not Event.objects.filter(verb=Verb.SEARCHED).exists()


@pytest.mark.parametrize("postcode", ["ZZ99 3VZ", "zz993vz", "ZZ99 3CZ", "ZZ99"])
def test_pseudo_postcodes_are_postcodes(jane: Client, postcode: str) -> None:
    page = browsing.words(browsing.search(jane, KELLY | {"postcode": postcode}))
    assert "There is a problem" not in page


def test_get_of_the_search_searches_nothing(jane: Client) -> None:
    page = jane.get("/search/", KELLY)
    assert page.status_code == HTTPStatus.OK
    assert not Event.objects.filter(verb=Verb.SEARCHED).exists()
