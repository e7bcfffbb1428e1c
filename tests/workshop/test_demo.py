"""The way in of the demonstration: one press signs in as anybody, and the page says what to try with each child."""

import html
import json
from datetime import date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from access import doors, signin, tokens
from access.models import Account
from audit.models import Event
from audit.verbs import Verb
from registry import formats, intake
from shielding.publication import publication
from tests import browsing
from workshop.demo import cast, county, credentials, loading, story, urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

NUMBERS = {child.key: formats.new_number() for child in cast.CHILDREN}


@pytest.fixture
def demonstration(settings: Any, tmp_path: Path) -> None:
    """The pages of the demonstration beside those of the product, as its own settings have them."""
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.ROOT_URLCONF = "workshop.demo.urls"
    (templates,) = settings.TEMPLATES
    options = templates["OPTIONS"]
    processors = [*options["context_processors"], "workshop.demo.navigation.shown"]
    folders = [*templates["DIRS"], settings.BASE_DIR / "workshop" / "templates"]
    options = {**options, "context_processors": processors}
    settings.TEMPLATES = [{**templates, "DIRS": folders, "OPTIONS": options}]


@pytest.fixture
def people(clock: time_machine.Traveller) -> None:
    """Everybody of the cast has an account."""
    loading.write_directory(county.directory(0))
    loading.open_accounts(timezone.now())


@pytest.fixture
def browser() -> Client:
    return Client()


def press(browser: Client, person: cast.Person) -> Any:
    return browser.post("/demo/sign-in/", {"username": person.username})


def who_is(browser: Client) -> str:
    """Whose account the browser is signed in to; nobody's where it is not."""
    answer = browser.get("/your-account/")
    return answer.context["username"] if answer.status_code == HTTPStatus.OK else ""


def words(response: Any) -> str:
    return html.unescape(browsing.words(response))


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# --- one press


@pytest.mark.usefixtures("people")
class TestOnePress:
    def test_signs_in_as_anybody_of_the_cast(self) -> None:
        for person in cast.PEOPLE:
            browser = Client()
            assert press(browser, person)["Location"] == "/"
            assert who_is(browser) == person.username
            event = Event.objects.get(verb=Verb.SIGNED_IN, name=person.full_name)
            assert event.roles == list(person.roles)

    def test_leaves_the_same_events_as_signing_in_by_hand(self, browser: Client) -> None:
        card = next(card for card in credentials.cards(timezone.now()) if card.username == cast.JANE.username)
        browser.post("/sign-in/", {"username": card.username, "password": card.password})
        browser.post("/sign-in/second/", {"pin": card.pin, "code": card.code})
        by_hand = verbs()
        assert by_hand == [Verb.SIGNED_IN]
        press(Client(), cast.TIM)
        assert verbs() == by_hand * 2

    def test_goes_through_both_steps_of_the_product(
        self, browser: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        steps: list[str] = []
        for name in ("first_step", "second_step"):
            step = getattr(signin, name)
            monkeypatch.setattr(
                signin, name, lambda *a, _s=step, _n=name, **k: steps.append(_n) or _s(*a, **k)
            )
        press(browser, cast.JANE)
        assert steps == ["first_step", "second_step"]
        monkeypatch.setattr(signin, "second_step", lambda *_, **__: False)
        press(browser, cast.TIM)
        assert who_is(browser) == ""

    def test_signs_out_whoever_is_signed_in(self, browser: Client) -> None:
        press(browser, cast.JANE)
        left = Client()
        left.cookies["__Host-session"] = browser.cookies["__Host-session"].value
        press(browser, cast.TIM)
        assert who_is(browser) == cast.TIM.username
        assert who_is(left) == ""
        assert verbs() == [Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGNED_IN]

    def test_as_oneself_changes_nothing(self, browser: Client) -> None:
        press(browser, cast.JANE)
        assert press(browser, cast.JANE)["Location"] == "/"
        assert verbs() == [Verb.SIGNED_IN]
        assert who_is(browser) == cast.JANE.username

    def test_leaves_the_code_on_the_card_good(self, browser: Client) -> None:
        press(Client(), cast.JANE)
        card = next(card for card in credentials.cards(timezone.now()) if card.username == cast.JANE.username)
        browser.post("/sign-in/", {"username": card.username, "password": card.password})
        browser.post("/sign-in/second/", {"pin": card.pin, "code": card.code})
        assert who_is(browser) == cast.JANE.username

    def test_waits_for_a_new_code_and_says_so(self, browser: Client, clock: time_machine.Traveller) -> None:
        for _ in range(3):
            assert press(Client(), cast.JANE)["Location"] == "/"
        press(browser, cast.TIM)
        page = words(browser.post("/demo/sign-in/", {"username": "jane"}, follow=True))
        assert "Jane Quillfeather's token has no new code yet, and a code works once." in page
        assert who_is(browser) == cast.TIM.username
        assert Verb.SIGN_IN_FAILED not in verbs()
        clock.shift(timedelta(seconds=tokens.TotpDevice.STEP_SECONDS))
        press(browser, cast.JANE)
        assert who_is(browser) == cast.JANE.username

    @pytest.mark.parametrize("state", [Account.State.SUSPENDED, Account.State.CLOSED])
    def test_of_an_account_that_may_not_come_in_says_so(self, browser: Client, state: str) -> None:
        Account.objects.filter(username="jane").update(state=state)
        page = words(browser.post("/demo/sign-in/", {"username": "jane"}, follow=True))
        assert "Jane Quillfeather cannot sign in now." in page
        assert who_is(browser) == ""
        assert verbs() == [Verb.SIGN_IN_FAILED]

    def test_of_somebody_with_a_new_token_says_so(self, browser: Client) -> None:
        jane = Account.objects.get(username="jane")
        tokens.issue(jane, now=timezone.now())
        page = words(browser.post("/demo/sign-in/", {"username": "jane"}, follow=True))
        assert "Jane Quillfeather cannot sign in now." in page
        assert who_is(browser) == ""

    @pytest.mark.parametrize("username", ["", "nobody", "JANE", "jane\x00", "x" * 5_000])
    def test_as_nobody_of_the_cast_is_not_found(self, browser: Client, username: str) -> None:
        assert browser.post("/demo/sign-in/", {"username": username}).status_code == HTTPStatus.NOT_FOUND
        assert verbs() == []

    def test_of_another_site_does_nothing(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert press(strict, cast.JANE).status_code == HTTPStatus.FORBIDDEN
        assert verbs() == []

    def test_is_a_press_and_no_link(self, browser: Client) -> None:
        assert browser.get("/demo/sign-in/").status_code == HTTPStatus.METHOD_NOT_ALLOWED


# --- the page


@pytest.fixture
def page(browser: Client, people: None) -> Any:
    story.write_down(NUMBERS, made_on=timezone.localdate())
    return browser.get("/demo/")


def test_page_says_that_everything_is_made_up(page: Any) -> None:
    assert "Everything here is made up: every person, place, service, number and date." in words(page)


def test_page_offers_everybody_in_the_group_of_their_county_and_work(page: Any) -> None:
    said = words(page)
    groups = page.context["groups"]
    assert [group.title for group in groups] == [
        "Westmarch: people who work with children",
        "Westmarch: officers",
        "Eastmarch: people who work with children",
        "Eastmarch: officers",
    ]
    listed = [card.username for group in groups for card in group.cards]
    assert sorted(listed) == sorted(person.username for person in cast.PEOPLE)
    for person in cast.PEOPLE:
        assert f"Sign in as {person.given_name}" in said
        assert person.may in said
        assert f'name="username" value="{person.username}"' in page.content.decode()


def test_page_tells_every_child_of_the_story(page: Any) -> None:
    page_says = words(page)
    for told in page.context["children"]:
        trial = told.trial
        for said in (
            told.name,
            told.born,
            told.number,
            trial.child.meaning,
            trial.attempt,
            trial.seen,
            trial.unseen,
        ):
            assert said in page_says
    assert [told.trial.child for told in page.context["children"]] == list(cast.CHILDREN)


def test_page_asks_the_register_nothing(browser: Client, people: None) -> None:
    story.write_down(NUMBERS, made_on=timezone.localdate())
    asked: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        browser.get("/demo/")
    assert not [sql for sql in asked if "registry_" in sql or "shielding_" in sql]


def test_page_is_there_before_the_county_is(browser: Client, people: None) -> None:
    page = browser.get("/demo/")
    assert page.status_code == HTTPStatus.OK
    assert "Children to look for" not in words(page)


def test_every_page_of_the_demonstration_leads_there(browser: Client) -> None:
    for path in ("/sign-in/", "/help/", "/nowhere/"):
        assert 'href="/demo/"' in browser.get(path).content.decode(), path


def test_cards_for_programs_are_those_of_the_page(page: Any, browser: Client) -> None:
    cards = browser.get("/demo/cards.json").json()["cards"]
    shown = [card for group in page.context["groups"] for card in group.cards]
    assert {card["username"]: card["pin"] for card in cards} == {card.username: card.pin for card in shown}


def test_product_has_none_of_these_urls() -> None:
    for path in ("/demo/", "/demo/sign-in/", "/demo/cards.json"):
        assert resolve(path, urlconf="workshop.demo.urls")
        with pytest.raises(Resolver404):
            resolve(path, urlconf="contactpoint.urls")
    assert django_settings.DEMO is True  # the fixture's; the product's own is False
    from contactpoint import settings as product

    assert product.DEMO is False


def test_every_view_of_the_demonstration_says_what_it_needs() -> None:
    for pattern in urls.demonstration:
        assert pattern.callback.needs is doors.Door.OPEN_TO_ALL


# --- the story


def test_there_is_one_trial_for_each_child_of_the_story() -> None:
    assert [trial.child for trial in story.TRIALS] == list(cast.CHILDREN)
    for trial in story.TRIALS:
        assert trial.by in cast.PEOPLE
        for said in (trial.attempt, trial.seen, trial.unseen):
            assert said.endswith(".")


@pytest.mark.parametrize("later", [0, 400])
def test_birth_dates_are_those_of_the_day_on_which_the_county_was_made(later: int) -> None:
    made_on = date(2026, 3, 1)
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=timezone.get_current_timezone())) as clock:
        story.write_down(NUMBERS, made_on=made_on)
        clock.shift(timedelta(days=later))
        told = {one.trial.child.key: one for one in story.told()}
    rows = {row["record_id"]: row for row in county.cast_children(made_on)}
    for key, one in told.items():
        born = date.fromisoformat(rows[key]["birth_date"])
        assert f"{born.day} {born:%B} {born.year}" in one.born
        assert one.number == formats.spaced(NUMBERS[key])
    samir = told[cast.SAMIR.key].born
    year = rows[cast.SAMIR.key]["birth_date"][:4]
    assert samir == f"Estimated: 1 January {year} to 31 December {year}"


def test_child_whose_number_is_not_known_is_told_without_it(tmp_path: Path) -> None:
    story.write_down({}, made_on=date(2026, 3, 1))
    assert {one.number for one in story.told()} == {""}
    assert json.loads((tmp_path / "county" / "story.json").read_text()) == {
        "made_on": "2026-03-01",
        "numbers": {},
    }


# --- updates to check -------------------------------------------------------------------------------------------


@pytest.fixture
def county_of_the_story(people: None, tmp_path: Path) -> date:
    """The children of the story alone, by the real way, with their shields and the lines nobody can be sure of."""
    today = timezone.localdate()
    written = county.write(tmp_path, children=len(cast.CHILDREN), today=today)
    source = intake.source_of(county.CENSUS.code)
    with written.census.path.open("rb") as file:
        intake.receive(
            intake.open_delivery(source, digest="story", now=timezone.now()), file, now=timezone.now()
        )
    publication.publish_waiting(now=timezone.now())
    loading.impose_shields(timezone.now())
    for _ in range(2):
        loading.send_updates_to_check(timezone.now(), made_on=today)
    return today


def test_some_updates_wait_to_be_tried(county_of_the_story: date, browser: Client) -> None:
    press(browser, cast.OLIVE)
    waiting = words(browser.get("/quarantine/"))
    assert waiting.count("Compare and decide") == 2
    for name in ("Rowen Merriweather", "Jayde Dunnock"):
        assert name in waiting
    (rowen, _) = browsing.updates_that_wait(browser)
    page = words(browser.get(f"/quarantine/{rowen}/"))
    assert "What was sent beside the record of Rowan Merriweather Shielded" in page
    assert "5 Sedge Close" in page
    assert 'data-label="To">Eastmarch<' in browsing.body(browser.get("/transfers/"))
    press(browser, cast.EDNA)
    assert "Tansy" in words(browser.get("/transfers/"))
