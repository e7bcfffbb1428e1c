"""The servers that are brought along: they start, come back after a kill -9, and leave nothing behind."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis as redis_client

from tests.stack import PARAMETERS, STACK
from workshop.embedded import browser, environment, postgres, processes, redis


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.EmbeddedPostgres]:
    server = postgres.EmbeddedPostgres(STACK.place("postgres"), parameters=PARAMETERS)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def place() -> Path:
    return STACK.place("embedded")


def processes_of(directory: Path) -> list[psutil.Process]:
    """Everything that runs with this directory in its command line."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if any(str(directory) in word for word in process.cmdline()):
                found.append(process)
    return found


def ask(server: postgres.EmbeddedPostgres, query: str) -> list[tuple[object, ...]]:
    """Put a query as the owner; its rows, where it has any."""
    with (
        contextlib.closing(server.connect(postgres.OWNER, postgres.DATABASE)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(query)
        return cursor.fetchall() if cursor.description else []


def whoami(server: postgres.EmbeddedPostgres, role: str) -> str:
    with contextlib.closing(psycopg2.connect(server.url(role))) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        name: str = cursor.fetchone()[0]
        return name


@pytest.mark.parametrize("role", [postgres.OWNER, postgres.WEB, postgres.WORKER])
def test_each_role_reaches_the_database_with_its_own_password(server: postgres.EmbeddedPostgres, role: str):
    assert whoami(server, role) == role


def test_nobody_comes_in_without_a_password(server: postgres.EmbeddedPostgres):
    with pytest.raises(
        psycopg2.OperationalError, match=r"no password supplied|password authentication failed"
    ):
        psycopg2.connect(server.url(postgres.WEB).replace(f":{server.passwords[postgres.WEB]}@", "@"))


def test_the_worker_may_do_what_the_web_may_and_neither_may_make_tables(server: postgres.EmbeddedPostgres):
    with (
        contextlib.closing(server.connect(postgres.WORKER, postgres.DATABASE)) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SET ROLE contactpoint_web")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("CREATE TABLE not_theirs (number int)")


def test_it_listens_on_no_port(server: postgres.EmbeddedPostgres):
    assert server.child is not None
    assert psutil.Process(server.child.pid).net_connections("inet") == []


def test_passwords_are_readable_by_their_owner_alone(server: postgres.EmbeddedPostgres):
    kept = server.home / "passwords.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert not (server.home / "superuser.password").exists()
    assert not any(password in server.log.read_text() for password in server.passwords.values())


def test_as_root_it_runs_as_somebody_else(server: postgres.EmbeddedPostgres):
    assert server.child is not None
    assert psutil.Process(server.child.pid).uids().effective != 0


def test_postgres_comes_back_after_kill_with_what_was_committed(place: Path):
    server = postgres.EmbeddedPostgres(place)  # with the defaults: fsync on
    server.start()
    try:
        ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
        assert server.child is not None
        os.kill(server.child.pid, signal.SIGKILL)
        server.child.wait(lambda: False)
        assert not server.is_running()
        assert server.how_it_ended() == "was ended by SIGKILL"
        server.start()
        assert ask(server, "SELECT number FROM kept") == [(7,)]
    finally:
        server.stop()
    assert processes_of(place) == []


def test_second_start_ends_the_server_that_a_killed_run_left(place: Path):
    left = postgres.EmbeddedPostgres(place, parameters=PARAMETERS)
    left.start()
    assert left.child is not None
    (place / "postgres.pid").unlink()  # all that is known of it is PostgreSQL's own file
    again = postgres.EmbeddedPostgres(place, parameters=PARAMETERS)
    again.start()
    try:
        assert not left.is_running()
        assert whoami(again, postgres.WEB) == postgres.WEB
    finally:
        again.stop()
    assert processes_of(place) == []


def test_half_made_cluster_is_made_again(place: Path):
    making = place / "cluster.making"
    making.mkdir()
    (making / "PG_VERSION").write_text("18\n")
    server = postgres.EmbeddedPostgres(place, parameters=PARAMETERS)
    server.start()
    server.stop()
    assert not making.exists()


def test_stale_pid_file_that_names_a_stranger_harms_nobody(place: Path):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file = place / "some.pid"
        pid_file.write_text(f"{stranger.pid} 12345.0\n")
        assert processes.end_leftover(pid_file, signal.SIGTERM, patience=1) is False
        assert stranger.poll() is None
        assert not pid_file.exists()
    finally:
        stranger.kill()
        stranger.wait()


def test_full_disk_is_said_in_one_line(place: Path):
    said = 'FATAL: could not write to file "pg_wal/xlogtemp.7": No space left on device\nHINT: none'
    reason = postgres._reason(said, place)
    assert reason == f"The data directory is full: no space left for PostgreSQL in {place}."


def test_long_directory_gets_a_socket_elsewhere(place: Path):
    home = place / ("a-directory-with-a-long-name-" * 4)
    server = postgres.EmbeddedPostgres(home, parameters=PARAMETERS)
    server.start()
    socket_directory = server.socket_directory
    try:
        assert len(str(socket_directory)) <= postgres.LONGEST_SOCKET_DIRECTORY
        assert whoami(server, postgres.WEB) == postgres.WEB
    finally:
        server.stop()
    assert not socket_directory.exists()


def test_redis_answers_with_the_password_and_comes_back_on_its_port(place: Path):
    server = redis.EmbeddedRedis(place)
    server.start()
    try:
        port = server.port
        with redis_client.Redis.from_url(server.url) as client:
            assert client.ping()
        with redis_client.Redis(port=port) as stranger, pytest.raises(redis_client.AuthenticationError):
            stranger.ping()
        assert server.child is not None
        assert not any(server.password in word for word in psutil.Process(server.child.pid).cmdline())
        os.kill(server.child.pid, signal.SIGKILL)
        server.child.wait(lambda: False)
        server.start()
        assert server.port == port
        with redis_client.Redis.from_url(server.url) as client:
            assert client.ping()
        pid = server.child.pid
    finally:
        server.stop()
    assert not psutil.pid_exists(pid)


def test_keys_are_made_once_and_readable_by_their_owner_alone(place: Path):
    keys = environment.keep_keys(place)
    assert environment.keep_keys(place) == keys
    assert stat.S_IMODE((place / "keys.json").stat().st_mode) == 0o600
    assert len({*keys.values()}) == 3


def test_nothing_of_another_installation_leaks_in():
    found = environment.bare(
        {"CONTACTPOINT_SECRET_KEY": "x", "PGHOST": "y", "DJANGO_SETTINGS_MODULE": "z", "HOME": "/h"}
    )
    assert found == {"HOME": "/h"}


def test_the_web_is_not_told_the_owners_address(server: postgres.EmbeddedPostgres):
    told = environment.urls(server, postgres.WEB, "redis://127.0.0.1:1/0")
    assert set(told) == {"CONTACTPOINT_DATABASE_URL", "CONTACTPOINT_REDIS_URL"}
    assert server.passwords[postgres.OWNER] not in " ".join(told.values())


def test_named_browser_that_is_not_there_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, place: Path):
    monkeypatch.setenv(browser.NAMED, str(place / "none"))
    with pytest.raises(
        browser.BrowserMissing, match=r"CONTACTPOINT_CHROMIUM names .* which is not a program"
    ):
        browser.find()


def test_browser_that_does_not_run_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, place: Path):
    broken = place / "chromium"
    broken.write_text("#!/bin/sh\necho 'no libnss3' >&2\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv(browser.NAMED, str(broken))
    with pytest.raises(browser.BrowserMissing, match=r"does not run here .*no libnss3") as refusal:
        browser.find()
    assert "\n" not in str(refusal.value)
