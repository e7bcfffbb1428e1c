"""Child processes that leave nothing behind.

Each child leads a session of its own, so that Ctrl-C reaches only the one who started it. A pid file names it with the
moment of its start, so that a later start recognises what a killed supervisor left behind, and never ends a stranger
that was given the same number. On Linux the kernel also ends the child when its parent dies.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

PATIENCE = 15.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Identity:
    """The unprivileged system user that a child runs as when we are root."""

    name: str
    uid: int
    gid: int


@dataclass(slots=True)
class Process:
    """One process that we start, watch and end."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    pid_file: Path
    log: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = PATIENCE
    cwd: Path | None = None
    identity: Identity | None = None
    pass_fds: tuple[int, ...] = ()
    stdin: bytes = b""
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _is_asked: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start the process, after ending whatever an earlier start left behind under the same pid file."""
        end_leftover(self.pid_file, self.stop_signal, self.patience)
        with contextlib.ExitStack() as stack:
            output: IO[bytes] | None = None
            if self.log is not None:
                self.log.parent.mkdir(parents=True, exist_ok=True)
                output = stack.enter_context(self.log.open("ab"))
            self.process = subprocess.Popen(
                list(self.command),
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output is not None else None,
                start_new_session=True,
                pass_fds=self.pass_fds,
                preexec_fn=die_with_parent(self.stop_signal),
                user=self.identity.uid if self.identity else None,
                group=self.identity.gid if self.identity else None,
                extra_groups=[] if self.identity else None,
            )
        if self.stdin and self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(self.stdin)
                self.process.stdin.close()
        self._is_asked = False
        _write_pid(self.pid_file, self.process.pid)

    @property
    def pid(self) -> int:
        if self.process is None:
            raise ProcessLookupError(f"{self.name} has not been started")
        return self.process.pid

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def how_it_ended(self) -> str:
        """In words: by which signal, or with which exit status."""
        code = self.process.poll() if self.process else None
        if code is None:
            return "is running"
        if code < 0:
            return f"was ended by {signal.Signals(-code).name}"
        return f"ended with status {code}"

    def wait(self, until: Callable[[], bool]) -> int | None:
        """The exit status, or None as soon as `until` says that there is no more reason to wait."""
        while self.is_running():
            if until():
                return None
            time.sleep(0.05)
        return self.process.returncode if self.process else None

    def ask_to_stop(self) -> None:
        """Send the signal, once: to some programs a second one means that they shall drop what they do."""
        if self.is_running() and self.process is not None and not self._is_asked:
            self._is_asked = True
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """End the process and everything in its session. Does nothing when it has already gone."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.ask_to_stop()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        end_session(self.process.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.pid_file.unlink(missing_ok=True)


class Server:
    """A server that this program starts, once it has been started: what the supervisor asks of it."""

    _process: Process | None = None

    @property
    def child(self) -> Process | None:
        return self._process

    def is_running(self) -> bool:
        return self._process is not None and self._process.is_running()

    def how_it_ended(self) -> str:
        return self._process.how_it_ended() if self._process else "has not been started"


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """What the child calls before it becomes the program: the kernel shall send it `number` when we die.

    Only Linux can do that; elsewhere the pid files do the work at the next start.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return ask


def _write_pid(pid_file: Path, pid: int) -> None:
    pid_file.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(psutil.NoSuchProcess):
        pid_file.write_text(f"{pid} {psutil.Process(pid).create_time()}\n")


def _session(leader: int) -> Iterator[psutil.Process]:
    for pid in psutil.pids():
        with contextlib.suppress(ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            if os.getsid(pid) == leader:
                yield psutil.Process(pid)


def end_session(leader: int) -> None:
    """Kill whatever is left of the session that `leader` led."""
    left = list(_session(leader))
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=PATIENCE)


def end_leftover(pid_file: Path, stop_signal: signal.Signals, patience: float) -> bool:
    """End the process named in a pid file of an earlier run; True when there was one to end.

    The number alone proves nothing, it may have been given to somebody else since: the moment of its start must agree.
    While members of a session live, its number cannot be given away, so a session without its leader is ours.
    """
    try:
        words = pid_file.read_text().split()
        pid, started = int(words[0]), float(words[1])
    except (OSError, ValueError, IndexError):
        pid_file.unlink(missing_ok=True)
        return False
    found = False
    try:
        process = psutil.Process(pid)
        stranger = abs(process.create_time() - started) > 1
        if not stranger and process.status() != psutil.STATUS_ZOMBIE:
            found = True
            process.send_signal(stop_signal)
            with contextlib.suppress(psutil.TimeoutExpired):
                process.wait(patience)
    except psutil.NoSuchProcess:
        stranger = False
    if not stranger:
        found = found or any(True for _ in _session(pid))
        end_session(pid)
    pid_file.unlink(missing_ok=True)
    return found
