"""The PostgreSQL and the Redis of the tests: real ones, in a temporary directory, started when asked for.

Names, passwords and addresses are decided before anything runs, because Django reads its settings first. With xdist the
controller decides and starts, and the workers find its directory in the environment; each has a database of its own,
copied from a template in which the migrations have run once.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workshop.embedded import environment, postgres, redis

ROOT = Path(__file__).resolve().parent.parent
DIRECTORY = "CONTACTPOINT_TEST_STACK"
REDIS = "CONTACTPOINT_TEST_REDIS"
TEMPLATE = "contactpoint_template"

# Tests may lose everything at a power cut. Durability tests start a cluster of their own, with the defaults.
PARAMETERS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "2GB",
    "shared_buffers": "128MB",
    "jit": "off",
}


def worker() -> str:
    """The name that xdist gave this process, or "" where it stands alone (or is the controller)."""
    return os.environ.get("PYTEST_XDIST_WORKER", "")


class Stack:
    def __init__(self) -> None:
        self.owned = not worker()
        if self.owned:
            self.directory = Path(tempfile.mkdtemp(prefix="contactpoint-tests-"))
            os.environ[DIRECTORY] = str(self.directory)
            self._keep_compiled()
            atexit.register(self.remove)
        else:
            self.directory = Path(os.environ[DIRECTORY])
        self.postgres = postgres.EmbeddedPostgres(
            self.directory / "postgres", parameters=PARAMETERS, socket_directory=self.directory / "s"
        )
        if self.owned:
            self.redis = redis.EmbeddedRedis(self.directory / "redis")
            os.environ[REDIS] = f"{self.redis.port} {self.redis.password}"
        else:
            port, password = os.environ[REDIS].split()
            self.redis = redis.EmbeddedRedis(self.directory / "redis", port=int(port), password=password)
        # pages are rendered without a build of the static files
        (self.directory / "static").mkdir(exist_ok=True)
        self.database = f"contactpoint_{worker() or 'alone'}"

    def environment(self) -> dict[str, str]:
        """What the settings read in this process."""
        return {
            **environment.keep_keys(self.directory),
            "CONTACTPOINT_DATABASE_URL": self.postgres.url(postgres.WORKER, self.database),
            "CONTACTPOINT_OWNER_DATABASE_URL": self.postgres.url(postgres.OWNER, self.database),
            "CONTACTPOINT_REDIS_URL": self.redis.url,
            "CONTACTPOINT_HOSTS": "testserver,localhost,127.0.0.1",
            "CONTACTPOINT_VAR_DIR": str(self.directory / f"var-{worker() or 'alone'}"),
            "CONTACTPOINT_STATIC_DIR": str(self.directory / "static"),
        }

    def place(self, name: str) -> Path:
        """A new directory for a server of a test's own, removed at the end.

        Not one of pytest's: as root the database runs as another user, who must be able to walk to its data, and every
        start of pytest closes its directories to everybody else, those of a run that is under way as well.
        """
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.directory))

    def start_postgres(self) -> None:
        """Start the server unless it runs. The workers of xdist find the controller's."""
        if self.owned and not self.postgres.is_running():
            self.postgres.start()

    def start_redis(self) -> None:
        if self.owned and not self.redis.is_running():
            self.redis.start()

    def make_database(self) -> None:
        """This process's database: migrations and grants run once, in the first one; the others are copies of it."""
        self.start_postgres()
        with self.alone("database"):
            made = self.directory / "template-made"
            if not made.exists():
                self.postgres.create_database(self.database)
                self._prepare()
                self.postgres.create_database(TEMPLATE, template=self.database)
                made.touch()
            else:
                self.restore_database()

    def restore_database(self) -> None:
        """Put this process's database back to what the migrations left; ends every connection to it."""
        self.postgres.drop_database(self.database)
        self.postgres.create_database(self.database, template=TEMPLATE)

    @contextlib.contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """One process of this run at a time. The others wait: for what is made once, by whoever needs it first."""
        with (self.directory / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def stop(self) -> None:
        if self.owned:
            self.redis.stop()
            self.postgres.stop()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _prepare(self) -> None:
        """In a process of its own, so that nothing of the owner's connection stays with the tests."""
        result = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "prepare_database"],
            env={**os.environ, **self.environment(), "DJANGO_SETTINGS_MODULE": "contactpoint.settings"},
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        if result.returncode != 0:
            raise RuntimeError(f"prepare_database failed:\n{result.stdout}{result.stderr}")

    def _keep_compiled(self) -> None:
        """The workers of xdist, and the many processes that tests start, find compiled what they import."""
        kept = environment.keeping_compiled(os.environ, self.directory)
        if kept != dict(os.environ):
            del os.environ["PYTHONDONTWRITEBYTECODE"]
            os.environ.update(kept)
            sys.dont_write_bytecode, sys.pycache_prefix = False, kept["PYTHONPYCACHEPREFIX"]


STACK = Stack()
