"""Requests that no browser of ours makes: addresses, methods, hosts, cookies. They are refused and change nothing."""

import itertools
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from access.models import Account, KeptWords
from tests import browsing, cast
from tests.hostile import doorway
from tests.hostile.doorway import House, wrong_with

pytestmark = pytest.mark.django_db

SESSION, CSRF = "__Host-session", "__Host-csrftoken"


METHODS = ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "BREW")


def test_wrong_methods_do_nothing(house: House):
    faults, before = [], doorway.state()
    for method, address in itertools.product(METHODS, house.addresses):
        if address.name == "healthz" and method in {"GET", "HEAD"}:
            continue  # it tells the truth: there is no worker here
        answer = house.browser_of(address).generic(method, address.path)
        faults += [(method, address.name, wrong) for wrong in wrong_with(answer)]
        if method not in {"GET", "HEAD"} and answer.status_code != 405:
            faults.append((method, address.name, answer.status_code))
    assert faults == []
    assert doorway.state() == before


def test_paths_that_lead_nowhere(house: House):
    jane, kelly = house.browsers["jane"], house.kelly
    unknown = "0" * 32
    paths = [
        "/nowhere/",
        f"/children/{kelly.upper()}/",
        f"/children/{kelly}/..;/",
        f"/children/{kelly};x=1/",
        f"/children/{kelly}.css/",
        f"/children/{kelly}/reason/.css",
        f"/children/{kelly}%00/",
        f"/children/{kelly}0/",
        f"/children/{kelly[:-1]}/",
        f"/children//{kelly}/",
        f"/children/{quote('٣') * 32}/",
        "/children/1/",
        "/children/",
        "/..;/accounts/",
        "/%2e%2e/accounts/",
        "/search/%2e%2e/accounts/",
        "//search/",
        "//evil.example/",
        "/\\evil.example/",
        "/search//",
        "/search/.css",
        "/search.css",
        "/Search/",
        "/quarantine/1/",
        "/quarantine/-1/",
        "/static/../contactpoint/settings.py",
        "/static/%2e%2e/%2e%2e/contactpoint/settings.py",
        "/static/..%5c..%5cmanage.py",
        "/.git/config",
        "/.env",
        "/admin/",
        "/api/",
        "/debug/",
        "/%ED%A0%80/",
        "/%FF/",
        "/%00/",
        f"/{quote(doorway.SCRIPT)}/",
        "/" + "x" * 10_000 + "/",
        "/" + "a/" * 2_000,
    ]
    faults, before = [], doorway.state()
    pages = set()
    for path in paths:
        # two strokes at the beginning would be read as the name of another host by the client of these tests
        answer = jane.get("/", PATH_INFO=path) if path.startswith("//") else jane.get(path)
        faults += [(path[:60], wrong) for wrong in wrong_with(answer)]
        if answer.status_code != 404:
            faults.append((path[:60], answer.status_code))
        pages.add(browsing.body(answer))
    assert faults == []
    assert len(pages) == 1, "Every address that leads nowhere has the same page."
    # a well-formed reference of nobody asks for the reason, like any other, and then is not found, like the others
    assert jane.get(f"/children/{unknown}/").status_code == 302
    answer = browsing.open_record(jane, unknown)
    assert answer.status_code == 404
    assert browsing.body(answer) in pages
    assert doorway.state() == before


def test_address_without_its_last_stroke_leads_to_ourselves(house: House):
    for path in ("/search", "/sign-in", "//search", "//evil.example", "/accounts", "/\\\\evil.example"):
        answer = house.browsers["jane"].get("/", PATH_INFO=path)
        assert wrong_with(answer) == []
        assert not answer.get("Location", "").startswith(("//", "http")), answer["Location"]


def test_unknown_references_change_nothing_at_any_door(house: House):
    faults, before = [], doorway.state()
    for address in house.addresses:
        for known in (house.kelly, *Account.objects.values_list("reference", flat=True)):
            if known in address.path:
                unknown = address.path.replace(known, "f" * 32)
                for answer in (
                    house.browser_of(address).get(unknown),
                    house.browser_of(address).post(unknown, doorway.USUAL | {"role": "practitioner"}),
                ):
                    faults += [(address.name, wrong) for wrong in wrong_with(answer)]
    assert faults == []
    assert doorway.state() == before


HOSTS = ["evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80", "testserver:abc",
         "[::1", "", "x" * 5_000, "a b", "testserver\tevil", "127.0.0.1.evil.example",
         "'\"><script>alert(7)</script>"]  # fmt: skip


def test_strange_host_gets_nothing(house: House):
    before = doorway.state()
    for host, person in itertools.product(HOSTS, ("", "jane")):
        browser = house.browsers[person]
        for answer in (
            browser.get("/search/", HTTP_HOST=host),
            browser.post("/search/", doorway.SEARCH, HTTP_HOST=host),
            browser.get("/search", HTTP_HOST=host),
        ):
            assert answer.status_code == 400, host
            assert wrong_with(answer) == []
            assert "Kelly" not in answer.content.decode()
            assert "evil" not in answer.content.decode()
    assert doorway.state() == before


def test_what_a_browser_says_of_itself_is_not_believed(house: House):
    said = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "10.0.0.1, <script>alert(7)</script>",
        "HTTP_X_ORIGINAL_URL": "/accounts/",
        "HTTP_X_REWRITE_URL": "/accounts/",
        "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
        "HTTP_REFERER": "https://evil.example/",
        "HTTP_USER_AGENT": doorway.SCRIPT,
        "HTTP_ACCEPT_LANGUAGE": "xx-" + "y" * 3_000,
        "HTTP_ACCEPT": "application/json",
        "HTTP_RANGE": "bytes=0-1",
        "HTTP_IF_MODIFIED_SINCE": "never",
        "HTTP_IF_NONE_MATCH": "*",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "HTTP_CONTENT_ENCODING": "gzip",
        "REMOTE_USER": "ada",
        "HTTP_REMOTE_USER": "ada",
    }
    plain = browsing.body(house.browsers["jane"].get("/search/"))
    for name, value in said.items():
        answer = house.browsers["jane"].get("/search/", **{name: value})
        assert wrong_with(answer) == [], name
        assert browsing.body(answer) == plain, name
    # under a spoofed address of one's own each time the counting of failures goes on
    statuses = [
        Client()
        .post("/sign-in/", {"username": "jane", "password": "wrong"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{turn}")
        .status_code
        for turn in range(6)
    ]
    assert statuses[-1] == 429


COOKIES = {
    "random": "a1b2c3d4" * 4,
    "ten kilobytes": "x" * 10_000,
    "empty": "",
    "short": "abc",
    "markup": '"<script>alert(7)</script>"',
    "nul": '"\\000\\000\\000\\000aaaaaaaaaaaa"',
    "lone surrogates": "\\355\\240\\200aaaaaaaaaa",
    "high bytes": '"\\377\\376\\303\\050aaaaaaaaaa"',
    "a pickle": "gASVKAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjA1lY2hvIGhlbGxvlIWUUpQu",
    "a path": "../../../../etc/passwd",
    "quotes": "' OR '1'='1",
}


def test_strange_cookies_open_nothing(house: House):
    before, sessions_before = doorway.state(), Session.objects.count()
    for kind, name in itertools.product(COOKIES, (SESSION, CSRF)):
        browser = Client(raise_request_exception=False, headers={"Cookie": f"{name}={COOKIES[kind]}"})
        for answer in (
            browser.get(f"/children/{house.kelly}/"),
            browser.get("/sign-in/"),
            browser.post("/search/", doorway.SEARCH),
            browser.get("/nowhere/"),
        ):
            assert wrong_with(answer) == [], (kind, name)
            assert "Kelly" not in answer.content.decode()
            assert (answer.status_code, answer.request["PATH_INFO"]) != (200, "/search/")
    assert doorway.state() == before
    assert Session.objects.count() == sessions_before, "Nobody fills the table of sessions with nothing."


def test_tampered_expired_ended_and_foreign_sessions_open_nothing(
    house: House, clock: time_machine.Traveller
):
    jane = house.browsers["jane"]
    key = jane.cookies[SESSION].value
    before = doorway.state()

    def is_let_in(cookie: str) -> bool:
        browser = Client(raise_request_exception=False, headers={"Cookie": f"{SESSION}={cookie}"})
        answer = browser.get(f"/children/{house.kelly}/")
        assert wrong_with(answer) == []
        return answer.status_code == 200

    assert is_let_in(key)
    assert not is_let_in(key[:-1] + ("a" if key[-1] != "a" else "b"))
    assert not is_let_in(key.upper())
    assert not is_let_in(house.browsers["ada"].cookies[SESSION].value), "Ada's session has Ada's rights alone"
    Session.objects.filter(session_key=key).update(session_data="tampered:" + "x" * 300)
    assert not is_let_in(key)
    browsing.come_in(Client(), cast.account("sana"))
    assert not is_let_in(house.browsers["sana"].cookies[SESSION].value), "signed in elsewhere"
    clock.shift(timedelta(minutes=16))
    assert not is_let_in(house.browsers["olive"].cookies[SESSION].value), "nobody was there for 15 minutes"
    assert _without_sessions(before, doorway.state())


def _without_sessions(before: str, after: str) -> bool:
    return before == after or Account.objects.filter(session_digest="").exists()


TOKENS = [None, "", "x", "0" * 32, "a" * 64, "<script>alert(7)</script>", "\x00" * 64, "٣" * 64]


def test_form_without_its_token_does_nothing(house: House):
    faults, before, kept = [], doorway.state(), KeptWords.objects.count()
    for turn, address in enumerate(house.addresses * 2):
        token = TOKENS[turn % len(TOKENS)]
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies = house.browser_of(address).cookies
        answer: Any = strict.post(
            address.path, doorway.USUAL | ({} if token is None else {"csrfmiddlewaretoken": token})
        )
        faults += [(address.name, wrong) for wrong in wrong_with(answer)]
        if answer.status_code not in {403, 405}:
            faults.append((address.name, answer.status_code))
    assert faults == []
    assert doorway.state() == before
    assert KeptWords.objects.count() == kept


def test_form_of_another_site_does_nothing(house: House):
    before = doorway.state()
    for origin in ("https://evil.example", "null", "http://testserver.evil.example", "javascript:alert(7)"):
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies = house.browsers["jane"].cookies
        token = strict.cookies[CSRF].value
        answer = strict.post(
            "/search/", doorway.SEARCH | {"csrfmiddlewaretoken": token}, headers={"Origin": origin}
        )
        assert answer.status_code == 403
        assert wrong_with(answer) == []
    assert doorway.state() == before


def test_cookies_are_for_this_site_alone(house: House):
    for browser in (house.browsers["jane"], house.browsers[""]):
        answer = browser.get("/sign-in/" if browser is house.browsers[""] else "/search/")
        for cookie in answer.cookies.values():
            assert cookie.key.startswith("__Host-")
            assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
            assert not cookie["domain"]
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
