"""Overhearing: what goes out of the house beside the answer to a request.

Lines of logs, tasks that are given to the worker, mails, and the time that is spent waiting: each of them reaches
somebody - who runs the system, reads its log, or holds a watch. None of it may depend on what is withheld.
"""

import contextlib
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import celery
from celery.app.task import Task
from django.core import mail
from django.test import override_settings

from ground import logs
from tests.house.spec import Plain


@dataclass(slots=True)
class Ear(logging.Handler):
    """Hears everything between two calls of ``take``."""

    lines: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        logging.Handler.__init__(self, logging.INFO)
        self.setFormatter(logs.QuietFormatter("{levelname} {name} {message}", style="{"))

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def take(self) -> "Heard":
        """What was heard since the last time."""
        mails = [
            "\n".join((one.subject, one.body, *one.recipients()))
            for one in getattr(mail, "outbox", ())  # there is none before the first
        ]
        heard = Heard(tuple(self.lines), tuple(self.tasks), tuple(mails), tuple(self.waits))
        self.lines.clear()
        self.tasks.clear()
        self.waits.clear()
        mail.outbox = []
        return heard

    @contextlib.contextmanager
    def listening(self) -> Iterator["Ear"]:
        """While this holds, no task reaches a worker, no mail leaves, and nobody really waits."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            with (
                mock.patch.object(Task, "apply_async", self._apply_async),
                mock.patch.object(celery.Celery, "send_task", self._send_task),
                mock.patch.object(time, "sleep", self._wait),
                override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"),
            ):
                yield self
        finally:
            root.removeHandler(self)

    @property
    def _apply_async(self) -> Any:
        def apply_async(task: Any, args: Any = None, kwargs: Any = None, **options: Any) -> None:
            self.tasks.append(f"{task.name} {args!r} {kwargs!r} {options!r}")

        return apply_async

    @property
    def _send_task(self) -> Any:
        def send_task(_: Any, name: str, args: Any = None, kwargs: Any = None, **options: Any) -> None:
            self.tasks.append(f"{name} {args!r} {kwargs!r} {options!r}")

        return send_task

    @property
    def _wait(self) -> Any:
        return self.waits.append


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in the log, given to the worker, mailed, and waited for (seconds)."""

    log: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    waits: tuple[float, ...] = ()

    def canaries(self, world: Plain) -> tuple[str, ...]:
        """Those of the lines that say something of a child: a name with its date, a postcode, a number."""
        values = {value.casefold() for child in world["children"] for value in _telling(child)}
        said = (*self.log, *self.tasks, *self.mails)
        return tuple(
            line for line in said if any(value in line.casefold().replace(_DOMAIN, "") for value in values)
        )


_DOMAIN = ".example"
"""Where everybody's mail goes here; a family of the worlds has the same name."""


def _telling(child: Plain) -> Iterator[str]:
    yield from (child["given"], child["family"], child["number"])
    if child["address"]:
        yield from (child["address"]["postcode"], child["address"]["line"])
    for given, family in child["carers"]:
        yield f"{given} {family}"
