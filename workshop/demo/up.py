"""`make demo`: brings the whole system up in one directory, watches over it, and takes it down again.

It starts PostgreSQL and Redis, prepares the database, loads the fictional county the first time, starts the web server,
the worker and the timetable, and prints the address and the sign-in cards. A part that dies is started again. Ctrl-C or
SIGTERM ends everything. Whatever a killed run left behind is ended by the next one.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import sys
import time
import types
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg2

from workshop.embedded import environment, postgres, processes, redis

ROOT = Path(__file__).resolve().parent.parent.parent

USUAL_CHILDREN = 5000
NEW_NEEDS_BYTES = 400_000_000
CHILD_NEEDS_BYTES = 10_000
OLD_NEEDS_BYTES = 60_000_000
READY_TIMEOUT = 120.0
LOADING_ATTEMPTS = 3
LONGEST_PAUSE = 30.0
# a part that has run this long has recovered: its next failure starts from the shortest pause
RECOVERED_AFTER = 60.0
LONGEST_LOG_BYTES = 5_000_000


class Refused(Exception):
    """The demonstration cannot run; the message is one line that says why and what to do."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


def say(line: str = "") -> None:
    """Print a line; a terminal that has gone away is no reason to stop halfway."""
    with contextlib.suppress(OSError, ValueError):
        print(line, flush=True)


# --- what was asked for


@dataclass(frozen=True, slots=True)
class Options:
    """`size_matters`: whether somebody asked for so many children, or takes what there is."""

    port: int
    children: int
    directory: Path
    size_matters: bool = False


def read_options(variables: Mapping[str, str]) -> Options:
    """PORT, CHILDREN and DATA_DIR, as `make` hands them over. A county of another size has a directory of its own."""
    children = _read_number(variables, "CHILDREN", USUAL_CHILDREN, 1, 20_000_000)
    usual = "var" if children == USUAL_CHILDREN else f"var-{children}"
    directory = Path(variables.get("DATA_DIR") or usual).expanduser()
    return Options(
        port=_read_number(variables, "PORT", 8000, 1, 65535),
        children=children,
        directory=directory if directory.is_absolute() else ROOT / directory,
        size_matters=bool(variables.get("CHILDREN")),
    )


def _read_number(variables: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = variables.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise Refused(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


# --- the parts


@dataclass(slots=True)
class Part:
    """Something that must keep running. When it has died it is started again, after a pause that doubles."""

    name: str
    start: Callable[[], None]
    stop: Callable[[], None]
    is_running: Callable[[], bool]
    how_it_ended: Callable[[], str]
    ask_to_stop: Callable[[], None] = lambda: None
    pause: float = field(default=1.0, init=False)
    started_at: float = field(default=0.0, init=False)
    again_at: float | None = field(default=None, init=False)

    def begin(self) -> None:
        self.start()
        self.started_at = time.monotonic()

    def mend(self) -> bool:
        """Start it again where it has died and its pause is over; True when it has died since the last look."""
        now = time.monotonic()
        if self.again_at is None:
            if self.is_running():
                return False
            if now - self.started_at > RECOVERED_AFTER:
                self.pause = 1.0
            say(f"{self.name} {self.how_it_ended()}; starting it again in {self.pause:.0f} s.")
            self.again_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return True
        if now >= self.again_at:
            self.again_at = None
            try:
                self.stop()  # whatever is left of it
                self.begin()
            except (postgres.PostgresFailed, redis.RedisFailed, OSError) as error:
                say(str(error))
                self.again_at = now + self.pause
                self.pause = min(self.pause * 2, LONGEST_PAUSE)
            else:
                say(f"{self.name} runs again.")
        return False


class Demonstration:
    """The whole system in one data directory."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.directory = options.directory
        self.stopping = False
        self.parts: list[Part] = []
        self._lock: IO[str] | None = None
        self._listener: socket.socket | None = None
        self._step: processes.Process | None = None

    # --- the whole

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._take_directory()
            self._end_leftovers()
            self._listener = self._take_port()
            self._bring_up()
            self._wait_until_ready()
            self._introduce()
            while True:
                self._look_after()
        except Stopped:
            say("Stopping.")
        finally:
            self._take_down()
        say("Stopped. The data stay in " + self._shown(self.directory) + ".")

    def _ask_to_stop(self, _number: int, _frame: types.FrameType | None) -> None:
        self.stopping = True

    def _look_after(self) -> None:
        """One look at everything that must be running."""
        if self.stopping:
            raise Stopped
        for part in self.parts:
            part.mend()
        time.sleep(0.1)

    def _take_down(self) -> None:
        """What uses the servers is asked at once and waited for, then they are. A second Ctrl-C changes nothing."""
        if self._step is not None:
            self._step.stop()
        for part in self.parts:
            part.ask_to_stop()
        for part in reversed(self.parts):
            part.stop()
        if self._listener is not None:
            self._listener.close()
        if self._lock is not None:
            self._lock.close()

    # --- the ground

    def _take_directory(self) -> None:
        """One demonstration to a directory, and room to write in it."""
        new = not (self.directory / "postgres" / "cluster").exists()
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._lock = (self.directory / "lock").open("w")
            (self.directory / "run").mkdir(exist_ok=True)
            (self.directory / "log").mkdir(exist_ok=True)
            (self.directory / "files").mkdir(exist_ok=True)
        except OSError as error:
            raise Refused(
                f"Cannot write in the data directory {self.directory}: {error.strerror}."
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused(
                f"Another demonstration is running on {self.directory}. Stop it, or choose another DATA_DIR."
            ) from error
        if new:
            # marks of a database that somebody has removed
            (self.directory / "county.json").unlink(missing_ok=True)
            (self.directory / "county.loading").unlink(missing_ok=True)
        held = _size_in(self.directory / "county.json")
        if self.options.size_matters and held not in (None, self.options.children):
            raise Refused(
                f"{self._shown(self.directory)} holds {held:,} children, not {self.options.children:,}. "
                "Choose another DATA_DIR, or leave CHILDREN out."
            )
        needed = NEW_NEEDS_BYTES + self.options.children * CHILD_NEEDS_BYTES if new else OLD_NEEDS_BYTES
        free = shutil.disk_usage(self.directory).free
        if free < needed:
            raise Refused(
                f"The disk of the data directory {self.directory} is full: "
                f"{free // 1_000_000} MB free, {needed // 1_000_000} MB needed."
            )

    def _end_leftovers(self) -> None:
        ended = [
            pid_file.stem
            for pid_file in sorted((self.directory / "run").glob("*.pid"))
            if processes.end_leftover(pid_file, signal.SIGTERM, patience=5)
        ]
        if ended:
            say(f"Ended what an earlier run had left behind: {', '.join(ended)}.")

    def _take_port(self) -> socket.socket:
        """Bound at once and kept, so that nobody takes it while the county is being loaded or the server restarts."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port = self.options.port
        try:
            listener.bind(("127.0.0.1", port))
            self._refuse_a_listener()
        except OSError as error:
            listener.close()
            if error.errno == errno.EACCES:
                raise Refused(
                    f"Port {port} needs more rights than you have. Choose another: make demo PORT=8001"
                ) from error
            raise Refused(f"Port {port} is in use. Choose another: make demo PORT={_next(port)}") from error
        return listener

    def _refuse_a_listener(self) -> None:
        """A server on all addresses does not keep us from binding the loopback one on every system: ask it."""
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", self.options.port)) == 0:
                raise OSError(errno.EADDRINUSE, "in use")

    # --- up

    def _bring_up(self) -> None:
        say("Starting PostgreSQL and Redis")
        server = postgres.EmbeddedPostgres(self.directory / "postgres")
        broker = redis.EmbeddedRedis(self.directory / "redis")
        self._begin(Part("PostgreSQL", server.start, server.stop, server.is_running, server.how_it_ended))
        for path in server.opened:
            if not path.is_relative_to(self.directory):
                say(f"As root: the database's own user may now walk through {path} (not list it).")
        self._begin(Part("Redis", broker.start, broker.stop, broker.is_running, broker.how_it_ended))
        self._keys = environment.keep_keys(self.directory)
        self._server, self._broker = server, broker

        self._build_static_files()
        self._load()
        self._serve()

    def _begin(self, part: Part) -> None:
        if self.stopping:
            raise Stopped
        self.parts.append(part)
        try:
            part.begin()
        except (postgres.PostgresFailed, redis.RedisFailed) as error:
            raise Refused(str(error)) from error

    def _environment(self, role: str) -> dict[str, str]:
        return {
            **environment.keeping_compiled(environment.bare(os.environ), self.directory),
            **self._keys,
            **environment.urls(self._server, role, self._broker.url),
            "DJANGO_SETTINGS_MODULE": "workshop.demo.settings",
            "CONTACTPOINT_HOSTS": environment.LOOPBACK_HOSTS,
            "CONTACTPOINT_VAR_DIR": str(self.directory / "files"),
            "CONTACTPOINT_STATIC_DIR": str(self.directory / "static"),
            "PYTHONUNBUFFERED": "1",
        }

    def _build_static_files(self) -> None:
        """Collect, hash and compress the static files, where one of them has changed."""
        stamp = self.directory / "static.built"
        wanted = _fingerprint(
            [ROOT / "static", ROOT / "package-lock.json", ROOT / "requirements" / "embedded.txt"]
        )
        if stamp.exists() and stamp.read_text() == wanted:
            return
        stamp.unlink(missing_ok=True)
        self._do("Building the static files", "collectstatic", "--noinput", "--clear", "--verbosity=0")
        stamp.write_text(wanted)

    def _load(self) -> None:
        """The county, once. What was cut short goes on; where another size is wanted, the database is made again."""
        loaded, loading = self.directory / "county.json", self.directory / "county.loading"
        children = self.options.children
        if not self.options.size_matters:
            children = _size_in(loading) or children
        for attempt in range(1, LOADING_ATTEMPTS + 1):
            cut_short = loading.exists() and not loaded.exists()
            if cut_short and _size_in(loading) != children:
                say("The last load, of another size, was cut short; starting over with an empty database")
                self._server.drop_database(postgres.DATABASE)
                self._server.set_roles()
                loading.unlink()
            elif cut_short:
                say("The last load was cut short; going on with it")
            try:
                self._do("Preparing the database", "prepare_database", role=postgres.OWNER)
                if loaded.exists():
                    return
                loading.write_text(json.dumps({"children": children}) + "\n")
                words = f"Loading a fictional county of {children:,} children"
                self._do(words, "load_county", str(children), shown=True)
            except (Refused, psycopg2.Error) as error:
                if attempt == LOADING_ATTEMPTS or not self._had_a_failure():
                    raise Refused(str(error)) from error
                self._wait_for_parts()
                continue
            loading.replace(loaded)
            return

    def _had_a_failure(self) -> bool:
        """Did a part die while the step ran? Then the step is not to blame."""
        return any(part.again_at is not None or part.pause > 1 for part in self.parts)

    def _wait_for_parts(self) -> None:
        while any(part.again_at is not None or not part.is_running() for part in self.parts):
            self._look_after()

    def _do(self, words: str, *command: str, role: str = postgres.WORKER, shown: bool = False) -> None:
        """Run one of our management commands to its end, looking after the parts meanwhile."""
        say(words)
        log = None if shown else self.directory / "log" / f"{command[0]}.log"
        if log is not None:
            log.unlink(missing_ok=True)
        self._step = processes.Process(
            name=command[0],
            command=[sys.executable, str(ROOT / "manage.py"), *command],
            env=self._environment(role),
            pid_file=self.directory / "run" / f"{command[0]}.pid",
            log=log,
            patience=5,
            cwd=ROOT,
        )
        self._step.start()
        while self._step.is_running():
            self._look_after()
        code = self._step.process.returncode if self._step.process else None
        how = self._step.how_it_ended()
        self._step.stop()
        self._step = None
        if code != 0:
            said = _last_line(log) if log is not None else ""
            raise Refused(f"{words} failed: manage.py {command[0]} {how}. {said}".strip())

    def _serve(self) -> None:
        say("Starting the web server, the worker and the timetable")
        if self._listener is None:
            raise Refused("There is no port to listen on.")
        fd = self._listener.fileno()
        celery = [sys.executable, "-m", "celery", "--app", "contactpoint.celery", "--no-color"]
        web = [
            *(sys.executable, "-m", "gunicorn", "contactpoint.wsgi:application"),
            *("--bind", f"fd://{fd}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--timeout", "60", "--graceful-timeout", "5", "--keep-alive", "5"),
            *("--worker-tmp-dir", str(self.directory / "run")),
            "--no-control-socket",
            "--preload",  # imported once, not by each of its workers
        ]
        worker = [
            *celery,
            "worker",
            "--concurrency=2",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        beat = [
            *celery,
            "beat",
            "--loglevel=INFO",
            "--pidfile=",
            f"--schedule={self.directory / 'run' / 'beat-schedule'}",
        ]
        self._begin(self._part("web", web, postgres.WEB, pass_fds=(fd,)))
        self._begin(self._part("worker", worker, postgres.WORKER))
        self._begin(self._part("beat", beat, postgres.WORKER))

    def _part(self, name: str, command: list[str], role: str, pass_fds: tuple[int, ...] = ()) -> Part:
        log = self.directory / "log" / f"{name}.log"
        if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
            log.replace(log.with_suffix(".log.old"))
        child = processes.Process(
            name=name,
            command=command,
            env=self._environment(role),
            pid_file=self.directory / "run" / f"{name}.pid",
            log=log,
            patience=10,
            cwd=ROOT,
            pass_fds=pass_fds,
        )
        return Part(
            name, child.start, child.stop, child.is_running, child.how_it_ended, ask_to_stop=child.ask_to_stop
        )

    # --- ready

    @property
    def _address(self) -> str:
        return f"http://localhost:{self.options.port}"

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_TIMEOUT
        while True:
            self._look_after()
            status, answer = _get(f"{self._address}/healthz")
            if status == 200:
                return
            if time.monotonic() > deadline:
                raise Refused(
                    f"The system is not healthy after {READY_TIMEOUT:.0f} s ({answer.strip() or 'no answer'}); "
                    f"the logs are in {self._shown(self.directory / 'log')}."
                )

    def _introduce(self) -> None:
        say()
        say(f"ContactPoint is ready: {self._address}/")
        status, answer = _get(f"{self._address}/demo/cards.json")
        if status == 200:
            with contextlib.suppress(ValueError):
                for line in _cards(json.loads(answer)):
                    say(line)
        say()
        say(f"Sign in as anybody with one press, and read which children to look for: {self._address}/demo/")
        say("Everything in it is made up. Ctrl-C stops it.")

    def _shown(self, path: Path) -> str:
        return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _size_in(mark: Path) -> int | None:
    """How many children the county has that this mark speaks of; None where there is none."""
    try:
        return int(json.loads(mark.read_text())["children"])
    except (OSError, ValueError, KeyError):
        return None


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _get(url: str) -> tuple[int, str]:
    """Status and text; (0, "") where nobody answers. No proxy of the environment is asked: it is this machine."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return answer.status, answer.read(1_000_000).decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(10_000).decode(errors="replace")
    except (OSError, ValueError):
        return 0, ""


def _cards(answer: Any) -> Iterable[str]:
    """The sign-in cards, a line for each; the code of the second factor changes, so it is not printed."""
    columns = ("username", "password", "pin", "name", "job_title")
    lines = [[name.replace("_", " ") for name in columns]]
    lines += [[str(card[name]) for name in columns] for card in answer.get("cards", [])]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    yield ""
    for line in lines:
        yield "  " + "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def _fingerprint(paths: Iterable[Path]) -> str:
    """Changes when a file does: names, sizes and times of all files below."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                status = file.stat()
                digest.update(f"{file.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _last_line(log: Path) -> str:
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return lines[-1] if lines else ""


def main() -> int:
    try:
        Demonstration(read_options(os.environ)).run()
    except Refused as refusal:
        print(f"contactpoint: {refusal}", file=sys.stderr, flush=True)
        return 1
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT}:
            raise
        print(
            f"contactpoint: cannot write {error.filename or 'in the data directory'}: {error.strerror}.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
