"""Few SQL statements for a page: what is waited for is mostly the way to the database and back.

What is counted are the statements that a listener on the connection hears of one request, from its first to its last,
through everything that a web process does for it, with the rights of one. Left out are BEGIN, COMMIT and SAVEPOINT, the
driver's own "SELECT 1" with which a connection is looked at before its first use in a request, and the PREPARE of a
statement that is sent once in the life of a connection.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from registry.models import Child
from shielding.models import Tier
from tests import browsing, cast, steps

pytestmark = pytest.mark.usefixtures("county", "clock")
TYPED, SEARCH, DISCLOSURE = 3, 6, 8
"""So many may be asked by taking what was typed into a search, by the page that answers, and by a record's page."""
READERS = ("jane", "nia", "sana", "olive")


@contextlib.contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of what is done meanwhile, with the rights of a web process."""
    asked: list[str] = []

    def listen(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            asked.append(sql)
        return execute(sql, *rest)

    with connection.cursor() as cursor:
        cursor.execute("SET ROLE contactpoint_web")
        with connection.execute_wrapper(listen):
            yield asked
        cursor.execute("RESET ROLE")


@pytest.fixture
def kelly(county: None) -> str:
    reference = steps.known(cast.KELLY | {"former_family_name": "Before"})
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY)
    return reference


def typed(**changed: str) -> dict[str, str]:
    born = {"born_0": "14", "born_1": "3", "born_2": "2011"}
    return {"given": "Kelly", "family": "Example", **born, **changed}


WAYS = {
    "name and birth date": typed(),
    "every fact": typed(gender="F", postcode="ZZ1 1AA", school="Brook School", carer="Maria Example"),
    "another day": typed(born_0="15"),
    "a slip in each name": typed(given="Keli", family="Exampel"),
    "a slip in each name and another month": typed(given="Keli", family="Exampel", born_1="9"),
    "an age": {"given": "Kelly", "family": "Example", "age_from": "15", "age_to": "16", "gender": "F"},
}


def searched(browser: Client, typed: dict[str, str]) -> tuple[Any, list[str]]:
    """The page that answers to what was typed, and what it asked. Taking what was typed asks few as well."""
    with counted() as asked:
        sent = browser.post("/search/", typed)
    assert len(asked) <= TYPED, asked
    with counted() as asked:
        return browser.get(sent["Location"]), asked


@pytest.mark.parametrize("username", READERS)
@pytest.mark.parametrize("way", WAYS)
def test_a_search_that_shows_a_card_asks_few(kelly: str, username: str, way: str) -> None:
    browser = browsing.browser_of(username)
    answer, asked = searched(browser, WAYS[way])
    assert "Is this the child?" in browsing.words(answer)
    assert len(asked) <= SEARCH, asked


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("username", READERS)
def test_a_search_by_number_asks_few(kelly: str, username: str, tier: Tier) -> None:
    if tier != Tier.OPEN:
        steps.shield(kelly, tier)
    browser = browsing.browser_of(username)
    _, asked = searched(browser, {"number": Child.objects.get().number})
    assert len(asked) <= SEARCH, asked


def test_two_cards_ask_no_more_than_one() -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.KELLY | {"record_id": "pupil-2", "birth_date": "2011-03-15"})
    browser = browsing.browser_of("jane")
    answer, asked = searched(browser, WAYS["every fact"] | {"born_0": "16"})
    assert "Which of these is the child?" in browsing.words(answer)
    assert len(asked) <= SEARCH, asked


@pytest.mark.parametrize("tier", [Tier.OPEN, Tier.ASK_FIRST, Tier.SHIELDED, Tier.UNLISTED])
@pytest.mark.parametrize("username", READERS)
def test_a_record_asks_few(kelly: str, username: str, tier: Tier) -> None:
    if tier != Tier.OPEN:
        steps.shield(kelly, tier)
    browser = browsing.browser_of(username)
    browser.post(f"/children/{kelly}/reason/", browsing.REASON)
    with counted() as asked:
        browser.get(f"/children/{kelly}/")
    assert len(asked) <= DISCLOSURE, asked


def test_neither_a_card_nor_a_record_stores_the_session(kelly: str) -> None:
    browser = browsing.browser_of("jane")
    browser.post(f"/children/{kelly}/reason/", browsing.REASON)
    with counted() as asked:
        browsing.search(browser, typed())
        browser.get(f"/children/{kelly}/")
    assert [sql for sql in asked if "django_session" in sql and not sql.startswith("SELECT")] == []


def test_once_a_minute_the_note_that_the_person_is_there_comes_on_top(
    kelly: str, clock: time_machine.Traveller
) -> None:
    browser = browsing.browser_of("jane")
    answer = browser.post("/search/", typed())["Location"]
    counts = []
    for _ in range(2):
        for seconds in (0, 61):
            clock.shift(seconds)
            with counted() as asked:
                browser.get(answer)
            counts.append(len(asked))
    assert [later - sooner for sooner, later in itertools.pairwise(counts)] == [1, -1, 1]
    assert max(counts) <= SEARCH
