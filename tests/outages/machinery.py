"""The engine room of a running system: its processes by their numbers, its database, its broker."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg2
from kombu import Connection

from contactpoint.celery import app
from tests.system import ROOT, System
from workshop.embedded import postgres

PARTS = ("database", "migrations", "broker", "worker")


class Machinery:
    def __init__(self, system: System) -> None:
        self.system = system
        self.environment = psutil.Process(system.pid_of("worker")).environ()
        """The worker's: with it a feed is loaded, and with the broker's address an order is given."""
        address = urlsplit(self.environment["CONTACTPOINT_DATABASE_URL"])
        self.socket_directory = parse_qs(address.query)["host"][0]
        passwords = system.directory / "postgres" / "passwords.json"
        self.password = json.loads(passwords.read_text())[postgres.SUPERUSER]

    # --- processes

    def family(self, part: str) -> list[int]:
        """The part's process and everything below it."""
        first = psutil.Process(self.system.pid_of(part))
        return [first.pid, *(child.pid for child in first.children(recursive=True))]

    def one_below(self, part: str) -> int:
        """A process that the part has started and that works for it: a web worker, a connection's server."""
        children = psutil.Process(self.system.pid_of(part)).children()
        if part == "postgres":
            children = [child for child in children if "contactpoint_web" in " ".join(child.cmdline())]
        return children[0].pid

    @contextmanager
    def frozen(self, part: str) -> Iterator[None]:
        """The part stands still, as behind a cable that somebody has pulled: nobody is told anything."""
        stopped = []
        try:
            for pid in self.family(part):
                os.kill(pid, signal.SIGSTOP)
                stopped.append(pid)
            yield
        finally:
            for pid in reversed(stopped):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def health(self) -> dict[str, str]:
        """What /healthz says of each part; the status must say the same."""
        status, text = self.system.get("/healthz")
        assert status in {200, 503}, (status, text)
        found: dict[str, str] = json.loads(text)
        assert tuple(found) == PARTS
        assert (status == 200) == (set(found.values()) == {"ok"})
        return found

    def wait_for_health(self, **wanted: str) -> None:
        seen: dict[str, str] = {}

        def holds() -> bool:
            seen.update(self.health())
            return seen.items() >= wanted.items()

        wait_until(holds, told=seen, pause=0.2)

    # --- database

    @contextmanager
    def database(self) -> Iterator[Any]:
        connection = psycopg2.connect(
            host=self.socket_directory,
            user=postgres.SUPERUSER,
            password=self.password,
            dbname=postgres.DATABASE,
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.database() as cursor:
            cursor.execute(query, values or None)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def tell(self, *statements: str) -> None:
        with self.database() as cursor:
            for statement in statements:
                cursor.execute(statement)

    # --- worker

    def load_feed(self, source: str, file: Path) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", "load_feed", source, str(file), "--verbosity=0"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ring(self) -> None:
        """Order what the timetable orders every minute."""
        with Connection(self.environment["CONTACTPOINT_REDIS_URL"]) as connection:
            app.send_task("shielding.publish_pending", connection=connection)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def wait_until(
    holds: Callable[[], bool], *, told: object = "", timeout: float = 60.0, pause: float = 0.05
) -> None:
    """Wait until this is true of the system."""
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, told
        time.sleep(pause)
