"""The running system as a test sees it: started as anybody starts it, spoken to over HTTP, stopped by a signal."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.stack import STACK
from workshop.embedded import environment, processes, redis

CHILDREN = 60
ROOT = Path(__file__).resolve().parent.parent


class System:
    """`make demo` without make: the supervisor, in a data directory of its own."""

    def __init__(
        self,
        directory: Path,
        *,
        children: int = CHILDREN,
        port: int | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.directory = directory
        self.port = port or redis.free_port()
        self.variables = {"CHILDREN": str(children), **(variables or {})}
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> "System":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workshop.demo.up"],
            cwd=ROOT,
            env={
                **environment.bare(os.environ),
                **self.variables,
                "PORT": str(self.port),
                "DATA_DIR": str(self.directory),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=processes.die_with_parent(signal.SIGTERM),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __enter__(self) -> "System":
        return self.start()

    def __exit__(self, *failure: object) -> None:
        self.stop()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self._queue.put(line.rstrip())
        self._queue.put(None)

    def wait_for_line(self, words: str, timeout: float = 180) -> str:
        """Wait until the system prints a line with these words; fails with everything it said when it does not."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = self._queue.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"The system did not say {words!r}. It said:\n" + "\n".join(self.lines))
            self.lines.append(line)
            if words in line:
                return line

    def wait_until_ready(self, timeout: float = 180) -> "System":
        self.wait_for_line("Ctrl-C stops it", timeout)
        return self

    def get(self, path: str) -> tuple[int, str]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait_until_healthy(self, timeout: float = 60) -> str:
        """Wait for a 200 from /healthz; what it said. Each web process looks for itself, so one may be behind."""
        deadline = time.monotonic() + timeout
        while True:
            status, said = self.get("/healthz")
            if status == 200:
                return said
            assert time.monotonic() < deadline, said
            time.sleep(0.2)

    def cards(self) -> Any:
        status, text = self.get("/demo/cards.json")
        assert status == 200, text
        return json.loads(text)

    def pid_of(self, part: str) -> int:
        places = {"postgres": "postgres/postgres.pid", "redis": "redis/redis.pid"}
        return int((self.directory / places.get(part, f"run/{part}.pid")).read_text().split()[0])

    def stop(self, number: signal.Signals = signal.SIGTERM, timeout: float = 60) -> int:
        """Send a signal, wait for the end, and hand back the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout)
        self._reader.join(timeout)
        while not self._queue.empty():
            if (line := self._queue.get()) is not None:
                self.lines.append(line)
        return code

    def left_over(self) -> list[str]:
        """What still runs out of the data directory, no matter who is its parent."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                words = [
                    *process.cmdline(),
                    *(f"{name}={value}" for name, value in process.environ().items()),
                ]
                ours = process.pid != os.getpid() and process.status() != psutil.STATUS_ZOMBIE
                if ours and any(str(self.directory) in word for word in words):
                    found.append(f"{process.pid} {' '.join(process.cmdline())[:150]}")
        return found


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What was seen of a system that came up in an empty directory and was stopped by SIGTERM."""

    directory: str
    lines: list[str]
    health: dict[str, str]
    pages: dict[str, int]
    cards: int
    status: int
    left_over: list[str]


def first_start() -> FirstStart:
    """The whole way from nothing to the end, walked once in a run by whoever needs it first. test_up judges it."""
    with STACK.alone("first-start"):
        kept = STACK.directory / "first-start.json"
        if not kept.exists():
            kept.write_text(json.dumps(asdict(_start_from_nothing(STACK.place("first")))))
        return FirstStart(**json.loads(kept.read_text()))


def _start_from_nothing(directory: Path) -> FirstStart:
    with System(directory) as system:
        system.wait_until_ready()
        health = json.loads(system.wait_until_healthy())
        pages = {path: system.get(path)[0] for path in ("/sign-in/", "/demo/")}
        cards = len(system.cards()["cards"])
        status = system.stop()
    return FirstStart(str(directory), system.lines, health, pages, cards, status, system.left_over())


def loaded_directory(name: str) -> Path:
    """A data directory of its own, as the first start left it: the next start has only the servers to start.

    Those who ask by one name share one system. A second one would mean that they are not shared out as one.
    """
    taken = STACK.directory / f"{name}.taken"
    assert not taken.exists(), f"Two processes start the system of {name}; see tests/balance.py."
    taken.touch()
    directory = STACK.place(name)
    # with the owners: as root, the database belongs to a user of its own
    subprocess.run(["cp", "-a", f"{first_start().directory}/.", str(directory)], check=True)
    return directory
