"""What is watched while every test runs, whatever the test is about.

- The tripwire: no stored record, nor a query for one, ever reaches a template. Pages are made of references, cards and
  disclosures.
- The canaries: no line of a log carries a name, an address or a postcode of the cast's children.
- The verbs: each verb of the trail is written by some test. That can be said only at the end of the whole run.
"""

import dataclasses
import functools
import logging
from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import Enum, auto
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save
from django.test.signals import template_rendered
from django.utils.functional import LazyObject, empty

from audit import trail
from audit.models import Event
from audit.verbs import Verb
from ground import house
from tests.stack import STACK

DEPTH = 5
CANARIES = ("kelly", "robin", "madeup", "maria example", "invented row", "hidden house", "zz9 9zz", "zz99zz")
"""What stands on the records of the cast's children, in lower case (ZZ1 1AA is also the example beside a field)."""


# --- the tripwire -----------------------------------------------------------------------------------------------


STORED = functools.cache(house.models)
"""The models of ours, whose rows never reach a template."""


def stored_in(
    value: Any, path: str = "", depth: int = DEPTH, *, models: tuple[type[Model], ...] = ()
) -> Iterator[str]:
    """Where in this value of a template's context a stored record, or a query for records, is found."""
    for found in _look_into(value, depth, models or STORED()):
        yield path + found


def _look_into(value: Any, depth: int, models: tuple[type[Model], ...]) -> Iterator[str]:
    """The same. What is worked out when it is asked for is not woken by being looked at."""
    kind = _kind_of(type(value), models)
    if kind is Kind.LAZY:
        if value._wrapped is empty:
            return
        value = value._wrapped
        kind = _kind_of(type(value), models)
    if kind is Kind.RECORD:
        yield f": a {type(value).__name__}"
    elif kind is Kind.QUERY and issubclass(value.model, models):
        yield f": a query for {value.model.__name__}"
    elif depth and kind is not Kind.PLAIN:
        for name, part in _parts(value):
            if _kind_of(type(part), models) is not Kind.PLAIN:
                for found in _look_into(part, depth - 1, models):
                    yield f".{name}{found}"


class Kind(Enum):
    """What values of a type are to the tripwire. It looks at some thousand for each page, but at few types."""

    PLAIN = auto()
    LAZY = auto()
    RECORD = auto()
    QUERY = auto()
    OTHER = auto()


_PLAIN = (str, int, float, bool, type(None), bytes, date, time, timedelta, Enum)


@functools.cache
def _kind_of(kind: type, models: tuple[type[Model], ...]) -> Kind:
    if issubclass(kind, LazyObject):
        return Kind.LAZY
    if issubclass(kind, models):
        return Kind.RECORD
    if issubclass(kind, QuerySet):
        return Kind.QUERY
    return Kind.PLAIN if issubclass(kind, _PLAIN) else Kind.OTHER


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from enumerate(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
    elif hasattr(value, "cleaned_data") or hasattr(value, "base_fields"):
        yield from (
            (name, part)
            for name, part in vars(value).items()
            if name in ("initial", "cleaned_data", "instance")
        )


class Tripwire:
    """What was found in the contexts of templates.

    A page is made of many templates, which are all given what the first one was. It is looked at when it comes for the
    first time, and again when the page is done: what a page may ask for later it has asked for by then, or never does.
    """

    _OF_DJANGO = frozenset({"block", "forloop", "request", "csrf_token", "True", "False", "None"})

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._given: dict[int, tuple[str, Any]] = {}

    def look(self, template: Any, context: Any, **_: Any) -> None:
        for layer in getattr(context, "dicts", ()):
            for name, value in layer.items():
                # what is kept here lives, so no other value has its id
                if name not in self._OF_DJANGO and id(value) not in self._given:
                    self._given[id(value)] = f"{template.name}: {name}", value
                    self._look_into(f"{template.name}: {name}", value)

    def look_again(self, **_: Any) -> None:
        for where, value in self._given.values():
            self._look_into(where, value)
        self._given.clear()

    def _look_into(self, where: str, value: Any) -> None:
        self.found.update(where + what for what in _look_into(value, DEPTH, STORED()))


@pytest.fixture(autouse=True)
def tripwire() -> Iterator[None]:
    """Fails any test in which a stored record reaches a template."""
    tripwire = Tripwire()
    template_rendered.connect(tripwire.look)
    request_finished.connect(tripwire.look_again)
    try:
        yield
    finally:
        template_rendered.disconnect(tripwire.look)
        request_finished.disconnect(tripwire.look_again)
    tripwire.look_again()
    assert not tripwire.found, f"A stored record reached a template: {sorted(tripwire.found)[:3]}"


# --- the canaries -----------------------------------------------------------------------------------------------


class _Listener(logging.Handler):
    """Hears every line of every log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record).lower()
        self.heard += [line for canary in CANARIES if canary in line]


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """Fails any test in which a line of a log says something about one of the cast's children."""
    listener = _Listener()
    root = logging.getLogger()
    root.addHandler(listener)
    try:
        yield
    finally:
        root.removeHandler(listener)
    assert not listener.heard, f"A log speaks of a child: {listener.heard[:2]}"


# --- the verbs --------------------------------------------------------------------------------------------------


class Verbs:
    """The verbs that were written to the trail, by any process of this run of the tests."""

    def __init__(self) -> None:
        self.place = STACK.directory / "verbs"
        self.known: set[str] = set()

    def note(self, verb: str) -> None:
        if verb not in self.known:
            self.known.add(verb)
            with self.place.open("a") as file:
                file.write(f"{verb}\n")

    def missing(self) -> list[str]:
        written = set(self.place.read_text().split()) if self.place.exists() else set()
        return sorted({verb.value for verb in Verb} - written)


VERBS = Verbs()


def _note_event(sender: Any, instance: Event, **_: Any) -> None:
    VERBS.note(str(instance.verb))


@pytest.fixture(autouse=True, scope="session")
def written_verbs() -> Iterator[None]:
    post_save.connect(_note_event, sender=Event)
    record = trail.record

    def noted(verb: Verb, **said: Any) -> Event:
        """An event that may be there already is stored without the signal."""
        event = record(verb, **said)
        VERBS.note(str(event.verb))
        return event

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trail, "record", noted)
        yield
    post_save.disconnect(_note_event, sender=Event)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After the whole suite, in the one process that started it: every verb was written."""
    config = session.config
    is_whole = config.args_source == pytest.Config.ArgsSource.TESTPATHS and not (
        config.option.keyword or config.option.markexpr or config.option.collectonly
    )
    if STACK.owned and is_whole and session.exitstatus == pytest.ExitCode.OK and VERBS.missing():
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        reporter.write_line(f"Verbs of the trail that no test writes: {', '.join(VERBS.missing())}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
