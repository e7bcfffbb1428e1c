"""A search has a page of its own: loaded again, gone back to, and nothing about a child in its URL."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client

from access.models import KeptWords
from access.roles import Role
from audit.models import Event
from audit.verbs import Verb
from shielding.models import Tier
from tests import browsing, cast, steps
from tests.access import people

pytestmark = [pytest.mark.usefixtures("county", "clock")]

KELLY = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


@pytest.fixture
def jane(county: None) -> Client:
    return browsing.browser_of("jane")


def searches() -> int:
    return Event.objects.filter(verb=Verb.SEARCHED).count()


def test_what_is_typed_leads_to_a_page_whose_url_says_nothing(jane: Client, kelly: str) -> None:
    sent = jane.post("/search/", KELLY)
    assert sent.status_code == HTTPStatus.FOUND
    assert re.fullmatch(r"/search/[0-9a-f]{32}/", sent["Location"])
    assert searches() == 0, "nothing is searched before the page is asked for"
    assert jane.post("/search/", KELLY)["Location"] != sent["Location"], (
        "the same words have another key each time"
    )
    assert "Is this the child?" in browsing.words(jane.get(sent["Location"]))


def test_what_was_typed_is_held_sealed(jane: Client, kelly: str) -> None:
    jane.post("/search/", KELLY | {"more": "secret"})
    row = KeptWords.objects.get()
    assert b"Kelly" not in bytes(row.sealed)
    page = jane.get(f"/search/{row.key}/change/")
    assert page.context["form"].data.keys() == KELLY.keys(), (
        "nothing is kept but the answers to the questions"
    )


def test_a_page_loaded_again_is_one_event(jane: Client, kelly: str, clock: time_machine.Traveller) -> None:
    answer = jane.post("/search/", KELLY)["Location"]
    for _ in range(3):
        assert "Is this the child?" in browsing.words(jane.get(answer))
        clock.shift(timedelta(minutes=4))
    assert searches() == 1
    assert Event.objects.get(verb=Verb.SEARCHED).shown == [kelly]


def test_after_a_quarter_of_an_hour_it_is_another_event(
    jane: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    answer = jane.post("/search/", KELLY)["Location"]
    for _ in range(3):
        jane.get(answer)
        clock.shift(timedelta(minutes=7, seconds=30))
    assert searches() == 2


def test_what_has_changed_is_seen_at_once_and_is_an_event(jane: Client, kelly: str) -> None:
    answer = jane.post("/search/", KELLY)["Location"]
    assert "ZZ1" in browsing.words(jane.get(answer))
    steps.shield(kelly, Tier.SHIELDED)
    page = browsing.words(jane.get(answer))
    assert "Not shown" in page
    assert "ZZ1 " not in page
    assert searches() == 2


def test_two_people_and_two_searches_are_events_of_their_own(jane: Client, kelly: str) -> None:
    browsing.search(jane, KELLY)
    browsing.search(jane, KELLY)
    browsing.search(browsing.browser_of("tim"), KELLY)
    assert searches() == 3


def test_an_answer_is_for_the_person_who_typed(jane: Client, kelly: str) -> None:
    answer = jane.post("/search/", KELLY)["Location"]
    tim = browsing.browser_of("tim")
    for path in (answer, f"{answer}change/", f"/search/{'0' * 32}/"):
        page = tim.get(path, follow=True)
        assert "What you searched for is not kept any more" in browsing.words(page)
        assert "Kelly" not in page.content.decode()
    assert searches() == 0


def test_what_was_typed_is_gone_after_an_hour(
    jane: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    answer = jane.post("/search/", KELLY)["Location"]
    for _ in range(6):
        clock.shift(timedelta(minutes=10))
        page = jane.get(answer, follow=True)
    assert "What you searched for is not kept any more" in browsing.words(page)


def test_the_form_has_what_was_typed_and_searches_nothing(jane: Client, kelly: str) -> None:
    typed = KELLY | {"postcode": "ZZ1", "gender": "F"}
    answer = jane.post("/search/", typed)["Location"]
    page = jane.get(f"{answer}change/")
    for text in ("Kelly", "Example", "14", "2011", "ZZ1"):
        assert f'value="{text}"' in page.content.decode()
    assert searches() == 0
    assert f"{answer}change/" in jane.get(answer).content.decode()


def test_a_browser_may_name_the_key_and_a_second_press_changes_nothing(jane: Client, kelly: str) -> None:
    key = "a" * 32
    for _ in range(2):
        assert jane.post("/search/", KELLY | {"key": key})["Location"] == f"/search/{key}/"
    assert KeptWords.objects.count() == 1
    assert jane.post("/search/", KELLY | {"key": "kelly"})["Location"] != "/search/kelly/"
    other = browsing.browser_of("tim")
    other.post("/search/", KELLY | {"given": "Tim", "key": key})
    assert "Kelly" not in other.get(f"/search/{key}/", follow=True).content.decode()
    assert "Kelly" in jane.get(f"/search/{key}/").content.decode()


def test_errors_are_on_a_page_that_can_be_loaded_again(jane: Client) -> None:
    answer = jane.post("/search/", KELLY | {"born_1": "13"})["Location"]
    for _ in range(2):
        page = jane.get(answer)
        assert "must be a real date" in browsing.words(page)
        assert 'value="13"' in page.content.decode()
    assert searches() == 0


def test_after_signing_in_again_the_answer_is_searched_for_again(
    jane: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    answer = jane.post("/search/", KELLY)["Location"]
    jane.get(answer)
    clock.shift(timedelta(minutes=16))
    assert jane.get(answer)["Location"].startswith("/sign-in/")
    browsing.come_in(jane, cast.account("jane"))
    assert "Is this the child?" in browsing.words(jane.get(answer))
    assert len(set(Event.objects.filter(verb=Verb.SEARCHED).values_list("session", flat=True))) == 2


def test_what_a_search_carries_into_a_proposal_is_on_a_page_of_its_own(jane: Client) -> None:
    browsing.search(jane, KELLY)
    sent = jane.post("/propose/", KELLY | {"from_search": "yes"})
    assert (sent.status_code, sent["Location"]) == (HTTPStatus.FOUND, "/propose/")
    for _ in range(2):
        page = jane.get("/propose/").content.decode()
        assert 'value="Kelly"' in page
        assert "What you typed is still here" not in page


# --- coming back to a record ------------------------------------------------------------------------------------


WHY = {"urgency": "today", "reason": "We want to talk to them about Friday"}


def test_words_outlive_the_reason_for_which_the_record_was_open(
    jane: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    browsing.open_record(jane, kelly)
    for _ in range(2):
        clock.shift(timedelta(minutes=8))
        jane.get("/help/")
    sent = jane.post(f"/children/{kelly}/contact/", WHY)
    assert sent["Location"] == f"/children/{kelly}/reason/"
    record = browsing.open_record(jane, kelly)
    assert "What you typed about this child is still here. It has not been sent." in browsing.words(record)
    assert f'href="/children/{kelly}/contact/"' in record.content.decode()
    page = jane.get(f"/children/{kelly}/contact/")
    assert WHY["reason"] in page.content.decode()
    assert not Event.objects.filter(verb=Verb.CONTACT_ASKED).exists()


@pytest.fixture
def petra(county: None, clock: time_machine.Traveller) -> Client:
    """Somebody who really signs in."""
    people.account("petra", Role.PRACTITIONER)
    return sign_in(Client(), clock)


def sign_in(browser: Client, clock: time_machine.Traveller) -> Client:
    clock.shift(timedelta(seconds=60))
    people.first_step(browser, "petra")
    browser.last = people.second_step(browser)["Location"]  # type: ignore[attr-defined]
    return browser


def test_signing_in_again_leads_back_with_the_child_named(
    petra: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    browsing.open_record(petra, kelly)
    clock.shift(timedelta(minutes=16))
    petra.get(f"/children/{kelly}/")
    assert sign_in(petra, clock).last == f"/children/{kelly}/"  # type: ignore[attr-defined]
    for _ in range(2):
        page = browsing.words(petra.get(f"/children/{kelly}/", follow=True))
        assert "Kelly Example, born 14 March 2011 (15 years old) Why do you need this record?" in page
    event = Event.objects.get(verb=Verb.RECALLED)
    assert (event.reference, event.fields) == (
        kelly,
        ["birth", "district", "gender", "known_before_as", "name"],
    )
    assert "Kelly" in browsing.words(browsing.open_record(petra, kelly))


def test_words_typed_about_a_child_are_found_again_after_signing_in(
    petra: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    browsing.open_record(petra, kelly)
    clock.shift(timedelta(minutes=16))
    petra.post(f"/children/{kelly}/contact/", WHY)
    assert sign_in(petra, clock).last == f"/children/{kelly}/contact/"  # type: ignore[attr-defined]
    assert "Kelly Example" in browsing.words(petra.get(f"/children/{kelly}/contact/", follow=True))
    assert "Go on with what you typed" in browsing.words(browsing.open_record(petra, kelly))
    assert WHY["reason"] in petra.get(f"/children/{kelly}/contact/").content.decode()
    assert not Event.objects.filter(verb=Verb.CONTACT_ASKED).exists()


@pytest.mark.parametrize("tier", [Tier.UNLISTED, Tier.SHIELDED])
def test_a_shield_that_came_meanwhile_holds_for_who_comes_back(
    petra: Client, kelly: str, clock: time_machine.Traveller, tier: Tier
) -> None:
    browsing.open_record(petra, kelly)
    clock.shift(timedelta(minutes=16))
    petra.get(f"/children/{kelly}/")
    steps.shield(kelly, tier)
    sign_in(petra, clock)
    page = browsing.words(petra.get(f"/children/{kelly}/", follow=True))
    assert ("Kelly" in page) == (tier == Tier.SHIELDED)


def test_a_search_that_was_answered_does_not_wait_to_be_sent(
    petra: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    answer = petra.post("/search/", KELLY)["Location"]
    clock.shift(timedelta(minutes=16))
    petra.get(answer)
    assert sign_in(petra, clock).last == answer  # type: ignore[attr-defined]
    assert "Is this the child?" in browsing.words(petra.get(answer))
    assert "Kelly" not in petra.get("/search/").content.decode()


def test_a_search_that_came_after_the_end_waits_in_its_form(
    petra: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=16))
    petra.post("/search/", KELLY)
    assert sign_in(petra, clock).last == "/search/"  # type: ignore[attr-defined]
    page = petra.get("/search/")
    assert 'value="Kelly"' in page.content.decode()
    assert "It has not been sent" in browsing.words(page)
    assert searches() == 0


def test_nobody_is_named_who_was_not_shown_before(
    petra: Client, kelly: str, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=16))
    petra.get(f"/children/{kelly}/")
    sign_in(petra, clock)
    assert "Kelly" not in browsing.words(petra.get(f"/children/{kelly}/", follow=True))
    assert not Event.objects.filter(verb=Verb.RECALLED).exists()
