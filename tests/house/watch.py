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
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save
from django.test.signals import template_rendered

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
    models = models or STORED()
    if isinstance(value, models):
        yield f"{path}: a {type(value).__name__}"
    elif isinstance(value, QuerySet) and issubclass(value.model, models):
        yield f"{path}: a query for {value.model.__name__}"
    elif depth:
        for name, part in _parts(value):
            yield from stored_in(part, f"{path}.{name}", depth - 1, models=models)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((str(name), part) for name, part in value.items())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((str(index), part) for index, part in enumerate(value))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
    elif hasattr(value, "cleaned_data") or hasattr(value, "base_fields"):
        yield from (
            (name, part)
            for name, part in vars(value).items()
            if name in ("initial", "cleaned_data", "instance")
        )


@pytest.fixture(autouse=True)
def tripwire() -> Iterator[None]:
    """Fails any test in which a stored record reaches a template."""
    found: list[str] = []

    def look(sender: Any, template: Any, context: Any, **_: Any) -> None:
        for layer in getattr(context, "dicts", ()):
            for name, value in layer.items():
                if name not in ("block", "forloop", "request", "csrf_token", "True", "False", "None"):
                    found.extend(stored_in(value, f"{template.name}: {name}"))

    template_rendered.connect(look)
    try:
        yield
    finally:
        template_rendered.disconnect(look)
    assert not found, f"A stored record reached a template: {found[:3]}"


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
