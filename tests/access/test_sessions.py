"""One session for each person: how it ends, and what the person is told."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.contrib import auth
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from access import accounts, eyes, sessions
from access.backends import AccountBackend
from access.models import Account
from access.roles import Role
from access.sessions import Ending
from access.sessionstore import SessionStore
from audit.models import Event
from audit.verbs import Verb
from tests import browsing
from tests.access import people

pytestmark = pytest.mark.django_db

OWN = "/your-account/"


def is_in(browser: Client) -> bool:
    return browser.get(OWN).status_code == HTTPStatus.OK


def ended_with(browser: Client) -> str:
    """What the sign-in page tells a browser that is sent there; the next request is told nothing more."""
    response = browser.get(OWN)
    assert response.status_code == HTTPStatus.FOUND
    page = browser.get(response["Location"])
    assert page.status_code == HTTPStatus.OK
    return next((words for words in sessions.WORDS.values() if words in page.content.decode()), "")


@pytest.mark.parametrize("kind", ["council", "national_partner"])
def test_with_a_session_in_force_comes_the_account_with_its_eyes_in_one_statement(
    browser: Client, kind: str, django_assert_num_queries: Any
) -> None:
    if kind == "council":
        petra = people.account("petra", Role.PRACTITIONER, Role.SHIELDING_OFFICER, service=people.service())
    else:
        partner = people.organisation("KIDS-LIKE", kind=kind, authority=None)
        petra = people.account("petra", organisation=partner)
    browsing.come_in(browser, petra)
    whole = Account.objects.with_eyes().get(pk=petra.pk)
    store = SessionStore(browser.cookies["__Host-session"].value)
    with django_assert_num_queries(1):
        assert store["_auth_user_id"] == str(petra.pk)
        loaded = store.account
        assert loaded is not None
        for ours, theirs in (
            (loaded, whole),
            (loaded.organisation, whole.organisation),
            (loaded.organisation.authority, whole.organisation.authority),
            (loaded.service, whole.service),
        ):
            assert ours == theirs
            assert columns(ours) == columns(theirs)
        assert sorted(loaded.roles_held()) == sorted(whole.roles_held())
        assert eyes.searcher_of(loaded, "key") == eyes.searcher_of(whole, "key")
    loaded.full_name = "Petra Renamed"
    loaded.save()
    assert Account.objects.get(pk=petra.pk).full_name == "Petra Renamed"


def columns(row: Model | None) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields} if row else {}


def test_an_account_that_is_gone_is_nobodys() -> None:
    assert AccountBackend().get_user(0) is None


def request_of(browser: Client) -> HttpRequest:
    """What the middleware is given of this browser's next request."""
    request = HttpRequest()
    request.session = SessionStore(browser.cookies["__Host-session"].value)
    request.user = auth.get_user(request)
    return request


def test_no_account_comes_with_a_session_that_is_not_the_one_in_force(browser: Client) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    older = request_of(browser)
    browsing.come_in(Client(), petra)
    older.session.load()
    assert older.session.account is None
    assert sessions.account_of(older) == petra, "the framework finds who it was, to say why it is over"


def test_the_account_that_comes_with_a_session_must_be_the_one_that_signed_in(browser: Client) -> None:
    petra, paul = people.account("petra"), people.account("paul")
    browsing.come_in(browser, petra)
    digest = eyes.session_digest(browser.cookies["__Host-session"].value)
    Account.objects.get_queryset().filter(pk=petra.pk).update(session_digest="")
    Account.objects.get_queryset().filter(pk=paul.pk).update(session_digest=digest)
    request = request_of(browser)
    assert request.session.account == paul
    assert sessions.account_of(request) == petra
    assert ended_with(browser) == sessions.WORDS[Ending.STOPPED]


def test_the_account_that_comes_with_a_session_must_have_the_same_password_still(browser: Client) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    petra.set_password("three loud herons")
    Account.objects.get_queryset().filter(pk=petra.pk).update(password=petra.password)
    assert ended_with(browser) == sessions.WORDS[Ending.CHANGED]


def test_one_session_is_in_force_for_one_account_alone() -> None:
    petra, paul = people.account("petra"), people.account("paul")
    for account in (petra, paul):
        account.session_digest = "d" * 64
    petra.save()
    with pytest.raises(IntegrityError, match="one_account_per_session_in_force"), transaction.atomic():
        paul.save()


def test_an_outage_while_a_session_is_stored_is_told_as_an_outage(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra"))
    store = SessionStore(browser.cookies["__Host-session"].value)
    store["a"] = "b"

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise OperationalError
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        store.save()


def test_a_session_that_is_gone_is_not_stored_again(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra"))
    store = SessionStore(browser.cookies["__Host-session"].value)
    store["a"] = "b"
    store.save()
    assert SessionStore(store.session_key)["a"] == "b"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_a_session_that_has_expired_is_none(browser: Client, clock: time_machine.Traveller) -> None:
    browsing.come_in(browser, people.account("petra"))
    key = browser.cookies["__Host-session"].value
    clock.shift(timedelta(hours=12))
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None


def test_a_session_in_force_and_its_account_cost_one_statement(
    browser: Client, django_assert_num_queries: Any, clock: time_machine.Traveller
) -> None:
    browsing.come_in(browser, people.account("petra", Role.PRACTITIONER))
    with django_assert_num_queries(1):
        browser.get("/help/")


def test_activity_is_written_down_once_a_minute_at_most(
    browser: Client, django_assert_num_queries: Any, clock: time_machine.Traveller
) -> None:
    browsing.come_in(browser, people.account("petra"))
    clock.shift(timedelta(seconds=59))
    with django_assert_num_queries(1):
        browser.get("/help/")
    clock.shift(timedelta(seconds=1))
    with django_assert_num_queries(2):
        browser.get("/help/")
    with django_assert_num_queries(1):
        browser.get("/help/")


def test_fifteen_quiet_minutes_end_a_session(browser: Client, clock: time_machine.Traveller) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    clock.shift(timedelta(minutes=14, seconds=59))
    assert is_in(browser)
    clock.shift(timedelta(minutes=15))
    assert ended_with(browser) == sessions.WORDS[Ending.IDLE]
    event = Event.objects.get(verb=Verb.SESSION_ENDED)
    assert (event.account, event.outcome) == (petra.reference, "idle")
    assert not Session.objects.exists()


def test_activity_keeps_a_session_but_not_beyond_twelve_hours(
    browser: Client, clock: time_machine.Traveller
) -> None:
    browsing.come_in(browser, people.account("petra"))
    for _ in range(71):
        clock.shift(timedelta(minutes=10))
        assert is_in(browser)
    clock.shift(timedelta(minutes=9, seconds=59))
    assert is_in(browser)
    clock.shift(timedelta(seconds=1))
    assert ended_with(browser) in {sessions.WORDS[Ending.LONGEST], sessions.WORDS[Ending.UNKNOWN]}


def test_a_session_older_than_twelve_hours_is_refused_even_where_the_store_still_has_it(
    browser: Client, clock: time_machine.Traveller
) -> None:
    browsing.come_in(browser, people.account("petra"))
    Session.objects.update(expire_date=timezone.now() + timedelta(days=30))
    clock.shift(timedelta(hours=12))
    Account.objects.get_queryset().update(last_seen_at=timezone.now())
    assert ended_with(browser) == sessions.WORDS[Ending.LONGEST]


def test_signing_in_elsewhere_ends_the_older_session_and_says_so_there(
    browser: Client, other_browser: Client
) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    browsing.come_in(other_browser, petra)
    assert ended_with(browser) == sessions.WORDS[Ending.ELSEWHERE]
    assert is_in(other_browser)
    event = Event.objects.get(verb=Verb.SESSION_ENDED)
    assert event.outcome == "elsewhere"


def test_signing_out_leaves_nothing_to_come_back_to(browser: Client) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    cookie = browser.cookies["__Host-session"].value
    response = browser.post("/sign-out/")
    assert response["Location"] == "/signed-out/"
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert Event.objects.get(verb=Verb.SIGNED_OUT).account == petra.reference
    browser.cookies["__Host-session"] = cookie
    assert not is_in(browser)
    petra.refresh_from_db()
    assert petra.session_digest == ""


def test_signing_out_needs_a_form_not_a_link(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra"))
    assert browser.get("/sign-out/").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert is_in(browser)


def test_signing_out_twice_is_no_error(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra"))
    browser.post("/sign-out/")
    assert browser.post("/sign-out/")["Location"] == "/signed-out/"


@pytest.mark.parametrize(
    "alter",
    [
        lambda key: key[:-1] + ("y" if key.endswith("x") else "x"),
        lambda _: "a" * 32,
        lambda _: "ü" * 5,
        lambda _: "",
    ],
)
def test_somebody_elses_or_a_made_up_cookie_leads_to_sign_in(
    browser: Client, alter: Callable[[str], str]
) -> None:
    browsing.come_in(browser, people.account("petra"))
    browser.cookies["__Host-session"] = alter(browser.cookies["__Host-session"].value)
    response = browser.get(OWN)
    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith("/sign-in/")


def test_a_suspended_persons_next_request_is_their_last(browser: Client) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    accounts.suspend(
        petra.reference, reason="Unusual use", by=people.searcher(people.administrator()), now=timezone.now()
    )
    assert ended_with(browser) == sessions.WORDS[Ending.STOPPED]


def test_restoring_an_account_does_not_bring_its_old_session_back(browser: Client) -> None:
    petra, ada = people.account("petra"), people.searcher(people.administrator())
    browsing.come_in(browser, petra)
    accounts.suspend(petra.reference, reason="Unusual use", by=ada, now=timezone.now())
    accounts.restore(petra.reference, reason="Explained", by=ada, now=timezone.now())
    assert ended_with(browser) == sessions.WORDS[Ending.STOPPED]


def test_a_closed_persons_next_request_is_their_last(browser: Client) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    accounts.close(
        petra.reference, reason="Left", by=people.searcher(people.administrator()), now=timezone.now()
    )
    assert not is_in(browser)


def test_new_credentials_end_the_session_that_the_old_ones_began(browser: Client) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    accounts.issue_credentials(
        petra.reference, by=people.searcher(people.administrator()), now=timezone.now()
    )
    assert not is_in(browser)


def test_a_certificate_that_lapses_ends_the_session(browser: Client, clock: time_machine.Traveller) -> None:
    petra = people.account("petra")
    browsing.come_in(browser, petra)
    day = timezone.localdate().replace(year=timezone.localdate().year - 3)
    Account.objects.get_queryset().update(dbs_issued_on=day + timedelta(days=1))
    assert is_in(browser)
    Account.objects.get_queryset().update(dbs_issued_on=day)
    assert ended_with(browser) == sessions.WORDS[Ending.LAPSED]
    assert Event.objects.get(verb=Verb.SESSION_ENDED).outcome == "lapsed"


def test_a_role_that_ends_permits_nothing_from_the_next_request_on(browser: Client) -> None:
    petra = people.account("petra", Role.ACCOUNT_ADMINISTRATOR)
    browsing.come_in(browser, petra)
    assert browser.get("/accounts/").status_code == HTTPStatus.OK
    accounts.end_role(
        petra.reference,
        role=Role.ACCOUNT_ADMINISTRATOR,
        by=people.searcher(people.administrator()),
        now=timezone.now(),
    )
    assert browser.get("/accounts/").status_code == HTTPStatus.FORBIDDEN


def test_changing_the_password_keeps_this_session_under_a_new_key(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra"))
    before = browser.cookies["__Host-session"].value
    new = "seven loud geese landing"
    response = browser.post("/your-account/password/", {"current": people.PASSWORD, "new": new, "again": new})
    assert response["Location"] == "/"
    assert browser.cookies["__Host-session"].value != before
    assert is_in(browser)
    browser.cookies["__Host-session"] = before
    assert not is_in(browser)


def test_the_sign_in_page_repeats_nothing_that_an_address_makes_up(browser: Client) -> None:
    page = browser.get("/sign-in/?ended=<b>You+won</b>").content.decode()
    assert "You won" not in page
    assert "govuk-inset-text" not in page
