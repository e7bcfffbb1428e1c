"""Sideways: nothing about a child goes where nobody looks for it: logs, addresses, headers, cookies, tasks, trail."""

import inspect
import json
import logging
from typing import Any

import pytest
from celery import current_app
from django.contrib.sessions.models import Session
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.utils.functional import SimpleLazyObject

import shielding.publication.tasks
from access.models import KeptWords
from audit import trail
from audit.models import Event, SearchTerms
from ground import references
from registry.models import Child, Name
from tests import browsing, cast
from tests.house import composition, watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

FORM = {
    "given": "Kelly",
    "family": "Example",
    "born_0": "14",
    "born_1": "3",
    "born_2": "2011",
    "postcode": "ZZ1 1AA",
}


def speaks_of_a_child(text: str) -> bool:
    return any(canary in text.lower() for canary in watch.CANARIES)


@pytest.fixture
def kelly() -> str:
    cast.send(cast.CENSUS, cast.KELLY)
    return cast.reference_of("Kelly")


def test_addresses_carry_references_alone() -> None:
    for name, pattern in composition.urls().items():
        for converter in pattern.pattern.converters.values():
            assert isinstance(converter, references.ReferenceConverter), name


def walk(browser: Client, reference: str) -> list[Any]:
    """A search, the card, the reason, the record, one's own involvement and back."""
    answers = [browsing.search(browser, FORM)]
    answers += [browser.get("/search/"), browser.post(f"/children/{reference}/reason/", browsing.REASON)]
    answers += [
        browser.get(f"/children/{reference}/"),
        browser.post(f"/children/{reference}/involvement/start/"),
    ]
    return [*answers, browser.get(f"/children/{reference}/")]


def test_headers_cookies_sessions_and_locations_say_nothing_of_a_child(kelly: str) -> None:
    browser = browsing.browser_of("jane")
    answers = walk(browser, kelly)
    assert "Kelly" in answers[3].content.decode(), "the walk must have shown something"
    for answer in answers:
        assert not speaks_of_a_child(str(answer.headers))
        assert not speaks_of_a_child(answer.get("Location", ""))
    assert not speaks_of_a_child(browser.cookies.output())
    for session in Session.objects.all():
        assert not speaks_of_a_child(json.dumps(session.get_decoded()))


def test_trail_says_who_looked_and_never_what_the_child_is_called(kelly: str) -> None:
    walk(browsing.browser_of("jane"), kelly)
    cast.send(cast.CENSUS, cast.ROBIN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e) - 'leaf' FROM audit_event e")
        events = [str(row) for row in cursor.fetchall()]
    assert len(events) > 3
    assert not any(speaks_of_a_child(event) for event in events)


def test_what_was_typed_is_kept_sealed_alone(kelly: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytes] = []
    store = trail._store

    def keep(row: Event | SearchTerms, *, may_be_there: bool) -> None:
        if isinstance(row, SearchTerms):
            kept.append(row.sealed)
        store(row, may_be_there=may_be_there)

    monkeypatch.setattr(trail, "_store", keep)
    walk(browsing.browser_of("jane"), kelly)
    kept += [bytes(words.sealed) for words in KeptWords.objects.all()]
    assert len(kept) == 2, "beside the event, and for the page to come back to"
    assert not any(speaks_of_a_child(blob.decode("latin-1")) for blob in kept)


MADE_UP = frozenset({"complaints:story", "complaints:promises"})
"""Pages that tell everybody the published story of a Kelly of their own. They know of no record: they ask nothing."""


@pytest.mark.parametrize("name", sorted(MADE_UP))
def test_pages_with_a_made_up_story_ask_the_register_nothing(
    kelly: str, name: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = Client().get(composition.url(name, ""))
    assert answer.status_code == 200


def test_pages_of_outsiders_say_nothing_of_a_child(kelly: str) -> None:
    outsiders = [browsing.browser_of(name) for name in ("ada", "lou", "lena", "otto")] + [Client()]
    jane = browsing.browser_of("jane")
    walk(jane, kelly)
    for browser in outsiders:
        for name in composition.urls():
            if name != "healthz" and name not in MADE_UP:
                answer = browser.get(composition.url(name, kelly))
                assert not speaks_of_a_child(answer.content.decode()), name


def test_tasks_carry_nothing_or_references() -> None:
    ours = [task for name, task in current_app.tasks.items() if not name.startswith("celery.")]
    assert shielding.publication.tasks.nightly.name in {task.name for task in ours}
    for task in ours:
        for parameter in inspect.signature(task.run).parameters.values():
            assert "reference" in parameter.name, f"{task.name}({parameter.name})"


def test_errors_say_nothing_of_a_child(kelly: str) -> None:
    child = Child.objects.get(reference=kelly)
    for thing in (child, *Name.objects.all()):
        assert not speaks_of_a_child(f"{thing} {thing!r}")


def test_tripwire_sees_a_record_however_it_is_wrapped(kelly: str) -> None:
    child = Child.objects.get(reference=kelly)
    for wrapped in (child, [child], {"a": (child,)}, Child.objects.all(), {"a": {"b": [Name.objects.get()]}}):
        assert list(watch.stored_in(wrapped))
    assert not list(watch.stored_in({"reference": kelly, "number": 3}))


def test_listener_hears_a_canary() -> None:
    listener = watch._Listener()
    for words in ("opened %s", "opened %s at ZZ9 9ZZ"):
        listener.emit(logging.LogRecord("a", logging.INFO, "a", 1, words, ("0" * 32,), None))
    assert len(listener.heard) == 1


def test_tripwire_sees_what_a_page_asks_for_later_and_does_not_ask_itself(kelly: str) -> None:
    counts = SimpleLazyObject(lambda: [Child.objects.get(reference=kelly)])
    never = SimpleLazyObject(lambda: pytest.fail("Nobody has asked for it."))
    tripwire = watch.Tripwire()
    tripwire.look(template=Template(""), context=Context({"counts": counts, "never": {"deep": never}}))
    tripwire.look_again()
    assert not tripwire.found
    tripwire.look(template=Template(""), context=Context({"counts": counts}))
    assert len(counts) == 1, "The page asks for it."
    tripwire.look_again()
    assert len(tripwire.found) == 1
    assert list(watch.stored_in({"counts": counts}))
