"""Every view says what it needs, and the middleware holds it to that."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from access import doors, policy
from access.permissions import Permission
from access.roles import Role
from contactpoint import urls as house
from tests import browsing
from tests.access import people

pytestmark = pytest.mark.django_db


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("something secret")


@doors.signed_in
def forgets_to_ask(request: HttpRequest) -> HttpResponse:
    policy.require(request.searcher, Permission.READ_TRAIL)  # type: ignore[attr-defined]
    return HttpResponse("something secret")


@doors.signed_in
def outside(request: HttpRequest) -> HttpResponse:
    policy.require_scope(request.searcher, "EM")  # type: ignore[attr-defined]
    return HttpResponse("something secret")


urlpatterns = [
    path("", doors.open_to_all(lambda _: HttpResponse("home")), name="home"),
    path("undeclared/", undeclared),
    path("forgets/", forgets_to_ask),
    path("outside/", outside),
    path("", include("access.urls")),
]


@pytest.fixture(autouse=True)
def these_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_every_view_of_access_is_marked() -> None:
    access = next(entry for entry in house.urlpatterns if getattr(entry, "app_name", "") == "access")
    for pattern in access.url_patterns:
        assert isinstance(pattern.callback.needs, doors.Door | Permission), pattern


def test_an_undeclared_view_is_refused_to_everybody(browser: Client) -> None:
    assert browser.get("/undeclared/").status_code == HTTPStatus.FORBIDDEN
    browsing.come_in(browser, people.account("petra", *[Role.ACCOUNT_ADMINISTRATOR, Role.PRACTITIONER]))
    response = browser.get("/undeclared/")
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "secret" not in response.content.decode()


def test_signed_out_people_are_sent_to_sign_in_by_every_other_door(browser: Client) -> None:
    for address in ("/your-account/", "/accounts/", "/accounts/new/", f"/accounts/{'a' * 32}/"):
        response = browser.get(address)
        assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/sign-in/")


def test_a_person_without_the_permission_is_told_so_in_plain_words(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra", Role.PRACTITIONER))
    response = browser.get("/accounts/")
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "None of your roles includes this page" in response.content.decode()


def test_a_command_that_refuses_is_answered_by_the_same_page(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra", Role.PRACTITIONER))
    response = browser.get("/forgets/")
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert browsing.body(response) == browsing.body(browser.get("/accounts/"))


def test_out_of_scope_is_answered_exactly_like_not_found(browser: Client) -> None:
    browsing.come_in(browser, people.account("petra", Role.SHIELDING_OFFICER))
    outside_scope, nowhere = browser.get("/outside/"), browser.get("/nowhere/")
    assert outside_scope.status_code == nowhere.status_code == HTTPStatus.NOT_FOUND
    assert browsing.body(outside_scope) == browsing.body(nowhere)


def test_somebody_with_a_first_password_can_do_nothing_but_replace_it(browser: Client) -> None:
    browsing.come_in(browser, people.administrator(must_change_password=True))
    for address in ("/accounts/", "/your-account/"):
        assert browser.get(address)["Location"] == "/your-account/password/"
    page = browser.get("/your-account/password/")
    assert "Choose your own password" in page.content.decode()
    assert browser.get("/help/").status_code == HTTPStatus.OK
    new = "seven loud geese landing"
    browser.post("/your-account/password/", {"current": people.PASSWORD, "new": new, "again": new})
    assert browser.get("/accounts/").status_code == HTTPStatus.OK


def test_nothing_is_kept_by_browsers_or_shown_to_other_sites(browser: Client) -> None:
    browsing.come_in(browser, people.administrator())
    for address in ("/sign-in/", "/accounts/", "/nowhere/", "/undeclared/"):
        response = browser.get(address)
        assert response["Cache-Control"] == "no-store"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        policy_text = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy_text
        assert "unsafe" not in policy_text


def test_a_form_without_its_token_does_nothing_and_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    browsing.come_in(strict, people.account("petra"))
    for address in ("/sign-out/", "/sign-in/", "/your-account/password/"):
        response = strict.post(address)
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "This page was open too long" in response.content.decode()
    assert strict.get("/your-account/").status_code == HTTPStatus.OK


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_taken(browser: Client, method: str) -> None:
    browsing.come_in(browser, people.administrator())
    for address in ("/sign-in/", "/accounts/", "/accounts/new/", "/help/"):
        response: Any = getattr(browser, method)(address)
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
