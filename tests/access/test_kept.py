"""What was typed is kept for the person alone: sealed, for some hours, shown again and never carried out."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from access import accounts, kept
from access.models import Account, KeptWords
from access.roles import Role
from access.tasks import forget_kept_words
from audit.models import Event
from audit.verbs import Verb
from ground import crypto
from tests import browsing
from tests.access import people

pytestmark = pytest.mark.django_db

SUSPEND = {"reason": "Unusual searches at night"}


@pytest.fixture
def ada(browser: Client, clock: time_machine.Traveller) -> Account:
    ada = people.account("alma", Role.ACCOUNT_ADMINISTRATOR)
    browsing.come_in(browser, ada)
    return ada


@pytest.fixture
def place(ada: Account) -> str:
    return f"/accounts/{people.account('petra').reference}/suspend/"


def sign_in_again(browser: Client, clock: time_machine.Traveller, username: str = "alma") -> Any:
    clock.shift(timedelta(seconds=60))
    people.first_step(browser, username)
    return people.second_step(browser)


def words(**typed: str) -> QueryDict:
    found = QueryDict(mutable=True)
    found.update(typed)
    return found


def test_a_form_sent_after_the_end_is_kept_shown_again_and_never_carried_out(
    browser: Client, clock: time_machine.Traveller, place: str
) -> None:
    clock.shift(timedelta(minutes=16))
    answer = browser.post(place, SUSPEND)
    assert answer["Location"] == "/sign-in/?ended=idle&kept=yes"
    assert "What you typed is kept for you alone" in browsing.words(browser.get(answer["Location"]))
    back = sign_in_again(browser, clock)
    assert back["Location"] == place
    page = browser.get(place)
    assert SUSPEND["reason"] in page.content.decode()
    assert "What you typed is still here. It has not been sent" in browsing.words(page)
    assert SUSPEND["reason"] in browser.get(place).content.decode(), "the page can be loaded again"
    assert not Event.objects.filter(verb=Verb.ACCOUNT_SUSPENDED).exists()
    assert Account.objects.get_queryset().get(username="petra").state == Account.State.ACTIVE
    assert browser.post(place, SUSPEND).status_code == HTTPStatus.FOUND
    assert Event.objects.filter(verb=Verb.ACCOUNT_SUSPENDED).exists()
    assert not KeptWords.objects.filter(place=place).exists()


def test_a_report_that_began_on_a_record_is_kept_as_well(
    browser: Client, clock: time_machine.Traveller
) -> None:
    browsing.come_in(browser, people.account("petra", Role.PRACTITIONER))
    typed = {"name": "Tim", "works_for": "School", "shown": "01632 960123", "fault": "dead", "back": "0" * 32}
    clock.shift(timedelta(minutes=16))
    assert browser.post("/wrong-number/", typed)["Location"].endswith("kept=yes")
    assert sign_in_again(browser, clock, "petra")["Location"] == "/wrong-number/"
    page = browser.get("/wrong-number/").content.decode()
    assert 'value="01632 960123"' in page
    assert f'href="/children/{"0" * 32}/"' in page
    assert "There is a problem" not in page


def test_words_are_kept_for_a_second_tab_too(
    browser: Client, clock: time_machine.Traveller, place: str
) -> None:
    clock.shift(timedelta(minutes=16))
    assert browser.get("/accounts/")["Location"] == "/sign-in/?ended=idle"
    assert browser.post(place, SUSPEND)["Location"].endswith("kept=yes")
    assert sign_in_again(browser, clock)["Location"] == place
    assert SUSPEND["reason"] in browser.get(place).content.decode()


def test_a_page_from_before_signing_in_again_loses_nothing(
    clock: time_machine.Traveller, ada: Account, place: str
) -> None:
    browser = Client(enforce_csrf_checks=True)

    def sign_in() -> None:
        clock.shift(timedelta(seconds=60))
        token = {"csrfmiddlewaretoken": str(browser.get("/sign-in/").context["csrf_token"])}
        browser.post("/sign-in/", {"username": "alma", "password": people.PASSWORD, **token})
        browser.post("/sign-in/second/", {"pin": people.PIN, "code": people.code(), **token})

    sign_in()
    older = str(browser.get(place).context["csrf_token"])
    clock.shift(timedelta(minutes=16))
    browser.get("/accounts/")
    sign_in()
    answer = browser.post(place, SUSPEND | {"csrfmiddlewaretoken": older})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, place)
    assert SUSPEND["reason"] in browser.get(place).content.decode()
    assert not Event.objects.filter(verb=Verb.ACCOUNT_SUSPENDED).exists()
    assert browser.post(place, SUSPEND | {"csrfmiddlewaretoken": "0" * 64}).status_code == 403


def test_nobody_else_gets_what_was_kept(browser: Client, clock: time_machine.Traveller, place: str) -> None:
    people.account("eve", Role.ACCOUNT_ADMINISTRATOR)
    clock.shift(timedelta(minutes=16))
    browser.post(place, SUSPEND)
    assert sign_in_again(browser, clock, "eve")["Location"] == "/"
    assert SUSPEND["reason"] not in browser.get(place).content.decode()


def test_the_cookie_opens_nothing_and_leads_nowhere_without_its_person(
    browser: Client, other_browser: Client, clock: time_machine.Traveller, place: str
) -> None:
    clock.shift(timedelta(minutes=16))
    browser.get(place)
    people.account("eve", Role.ACCOUNT_ADMINISTRATOR)
    other_browser.cookies["__Host-return"] = browser.cookies["__Host-return"].value
    assert other_browser.get("/accounts/")["Location"] == "/sign-in/"
    assert sign_in_again(other_browser, clock, "eve")["Location"] == "/"
    cookie = browser.cookies["__Host-return"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")


def test_the_twelve_hours_lose_nothing_though_the_browser_has_no_session_any_more(
    browser: Client, clock: time_machine.Traveller, place: str
) -> None:
    browser.cookies.clear()
    sign_in_again(browser, clock)
    clock.shift(timedelta(hours=12))
    del browser.cookies["__Host-session"]
    assert browser.post(place, SUSPEND)["Location"] == "/sign-in/?kept=yes"
    assert sign_in_again(browser, clock)["Location"] == place
    assert SUSPEND["reason"] in browser.get(place).content.decode()


def test_after_signing_out_on_purpose_nothing_is_kept(
    browser: Client, clock: time_machine.Traveller, place: str
) -> None:
    browser.cookies.clear()
    sign_in_again(browser, clock)
    assert browser.cookies["__Host-return"].value
    browser.post("/sign-out/")
    assert browser.post(place, SUSPEND)["Location"] == "/sign-in/"
    assert not KeptWords.objects.exists()


@pytest.mark.parametrize("key", ["x", "0" * 32, "\x00", "é" * 32])
def test_a_made_up_cookie_keeps_nothing(browser: Client, place: str, key: str) -> None:
    browser.cookies.clear()
    browser.cookies["__Host-return"] = key
    assert browser.post(place, SUSPEND)["Location"] == "/sign-in/"
    assert not KeptWords.objects.exists()


def test_a_press_without_words_leads_back_to_its_page(
    browser: Client, clock: time_machine.Traveller, ada: Account
) -> None:
    page = f"/accounts/{people.account('petra').reference}/"
    clock.shift(timedelta(minutes=16))
    referer = {"Referer": f"http://testserver{page}"}
    browser.post(f"{page}roles/", {"role": "practitioner"}, headers=referer)
    assert sign_in_again(browser, clock)["Location"] == page
    assert not Event.objects.filter(verb=Verb.ROLE_GRANTED).exists()


@pytest.mark.parametrize("referer", ["", "https://evil.example/accounts/", "http://testserver/nowhere/"])
def test_a_page_that_is_not_ours_is_not_gone_back_to(
    browser: Client, clock: time_machine.Traveller, ada: Account, referer: str
) -> None:
    clock.shift(timedelta(minutes=16))
    browser.post(f"/accounts/{ada.reference}/roles/", {"role": "x"}, headers={"Referer": referer})
    assert sign_in_again(browser, clock)["Location"] == "/"


def test_no_password_is_ever_kept(browser: Client, clock: time_machine.Traveller, ada: Account) -> None:
    clock.shift(timedelta(minutes=16))
    typed = {
        "current": people.PASSWORD,
        "new": "seven loud geese landing",
        "again": "seven loud geese landing",
    }
    assert browser.post("/your-account/password/", typed)["Location"] == "/sign-in/?ended=idle"
    assert not KeptWords.objects.exclude(place="").exists()


def test_what_is_sent_to_be_kept_is_not_carried_out(browser: Client, place: str) -> None:
    answer = browser.post(place, SUSPEND | {kept.NOT_TO_SEND: "yes"})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, place)
    assert SUSPEND["reason"] in browser.get(place).content.decode()
    assert not Event.objects.filter(verb=Verb.ACCOUNT_SUSPENDED).exists()


def test_kept_words_are_sealed_for_one_account_and_one_key(ada: Account) -> None:
    key = kept.keep(words(name="Kelly"), account=ada.pk, place="/search/", now=timezone.now())
    row = KeptWords.objects.get()
    assert b"Kelly" not in bytes(row.sealed)
    petra = people.account("petra")
    assert kept.read(key, account=petra.pk, now=timezone.now()) is None
    KeptWords.objects.update(account=petra)
    with pytest.raises(crypto.SealBroken):
        kept.read(key, account=petra.pk, now=timezone.now())


def test_a_key_that_is_taken_keeps_what_it_has(ada: Account) -> None:
    first = kept.keep(words(name="one"), account=ada.pk, place="/a/", now=timezone.now(), key="a" * 32)
    again = kept.keep(words(name="two"), account=ada.pk, place="/a/", now=timezone.now(), key="a" * 32)
    assert first == again == "a" * 32
    found = kept.read(first, account=ada.pk, now=timezone.now())
    assert found is not None
    assert found.words["name"] == "one"


def test_kept_words_end_by_themselves(ada: Account, clock: time_machine.Traveller) -> None:
    key = kept.keep(words(name="one"), account=ada.pk, place="/a/", now=timezone.now())
    forget_kept_words()
    clock.shift(kept.LASTS - timedelta(seconds=1))
    assert kept.read(key, account=ada.pk, now=timezone.now())
    clock.shift(timedelta(seconds=1))
    assert kept.read(key, account=ada.pk, now=timezone.now()) is None
    forget_kept_words()
    assert not KeptWords.objects.exists()


def test_signing_out_ends_them(browser: Client, ada: Account) -> None:
    kept.keep(words(name="one"), account=ada.pk, place="/a/", now=timezone.now())
    browser.post("/sign-out/")
    assert not KeptWords.objects.exists()


def test_no_more_than_twenty_are_kept_for_one_person(ada: Account) -> None:
    keys = [kept.keep(words(), account=ada.pk, place="/a/", now=timezone.now()) for _ in range(kept.MOST + 5)]
    assert set(KeptWords.objects.values_list("key", flat=True)) == set(keys[-kept.MOST :])


def test_words_of_somebody_who_may_not_come_in_stay_closed(
    browser: Client, clock: time_machine.Traveller, ada: Account, place: str
) -> None:
    chief = people.searcher(people.administrator())
    accounts.suspend(ada.reference, reason="Unusual use", by=chief, now=timezone.now())
    browser.post(place, SUSPEND)
    assert sign_in_again(browser, clock).get("Location", "") != place


# --- the limits -------------------------------------------------------------------------------------------------


def limits(page: Any) -> tuple[int, int]:
    found = page.context["limits"]
    return found.idle, found.longest


def test_each_page_says_when_its_session_ends(
    browser: Client, clock: time_machine.Traveller, ada: Account
) -> None:
    assert limits(browser.get("/accounts/")) == (900, 43200)
    clock.shift(timedelta(seconds=30))
    assert limits(browser.get("/accounts/")) == (870, 43170), "activity is written down once a minute"
    clock.shift(timedelta(minutes=10))
    assert limits(browser.get("/accounts/")) == (900, 42570)
    assert "limits" not in browser.get("/help/").content.decode()


def test_one_press_extends_the_idle_limit_and_not_the_longest(
    browser: Client, clock: time_machine.Traveller, ada: Account
) -> None:
    browser.get("/accounts/")
    for _ in range(51):
        clock.shift(timedelta(minutes=14))
        assert browser.post("/stay-signed-in/").status_code == HTTPStatus.NO_CONTENT
    clock.shift(timedelta(minutes=6))
    assert browser.post("/stay-signed-in/").status_code == HTTPStatus.FOUND


def test_nobody_stays_who_is_not_signed_in(browser: Client, db: None) -> None:
    assert browser.post("/stay-signed-in/")["Location"] == "/sign-in/"
