"""Nobody waits for ever: each wait of a page for the database has an end, the server's if it can speak, else ours."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.db import OperationalError
from psycopg2 import extensions

from contactpoint import health, limits
from tests.stack import ROOT, STACK
from workshop.embedded import postgres


@pytest.fixture
def impatient() -> Iterator[None]:
    """This process waits as the web server does."""
    limits.install()
    yield
    extensions.set_wait_callback(None)


def test_server_that_does_not_answer_a_question_is_let_go(db: None, impatient: None):
    connection = psycopg2.connect(STACK.postgres.url(postgres.WEB, STACK.database))
    began = time.monotonic()
    with (
        closing(connection),
        connection.cursor() as cursor,
        limits.within(0.3),
        pytest.raises(psycopg2.OperationalError),
    ):
        cursor.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - began < 10
    assert connection.closed


def test_server_that_accepts_and_says_nothing_is_let_go(impatient: None):
    with socket.create_server(("127.0.0.1", 0)) as silent, limits.within(0.3):
        began = time.monotonic()
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(host="127.0.0.1", port=silent.getsockname()[1], user="nobody", password="none")
    assert time.monotonic() - began < 10


def test_several_questions_share_one_limit(db: None, impatient: None):
    """Each new connection begins to wait afresh; the block's limit is over all the same."""
    began = time.monotonic()
    with limits.within(0.5):
        for _ in range(30):
            with (
                pytest.raises(psycopg2.OperationalError),
                closing(psycopg2.connect(STACK.postgres.url(postgres.WEB, STACK.database))) as connection,
                connection.cursor() as cursor,
            ):
                cursor.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - began < 10


def test_database_that_stops_after_its_first_answer_is_not_healthy_and_is_let_go(
    db: None, impatient: None, monkeypatch: pytest.MonkeyPatch
):
    def migrations_are_applied() -> bool:
        url = STACK.postgres.url(postgres.WEB, STACK.database)
        try:
            with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(20)")
        except psycopg2.OperationalError as fault:
            raise OperationalError from fault
        return True

    monkeypatch.setattr(health, "DATABASE_PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(health, "database_answers", lambda: True)
    monkeypatch.setattr(health, "migrations_are_applied", migrations_are_applied)
    monkeypatch.setattr(health, "broker_answers", lambda: False)
    began = time.monotonic()
    found = health.look()
    assert time.monotonic() - began < 10
    assert (found["database"], found["migrations"]) == (health.OK, health.FAILED)


def test_usual_questions_are_answered(db: None, impatient: None):
    url = STACK.postgres.url(postgres.WEB, STACK.database)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT repeat('x', 3000000)")
        assert len(cursor.fetchone()[0]) == 3_000_000
        with pytest.raises(psycopg2.errors.DivisionByZero):
            cursor.execute("SELECT 1 / 0")


ASK = """
import json, django
django.setup()
from django.db import connection
from contactpoint.settings import PAGE_LIMITS
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s)", [list(PAGE_LIMITS)]
    )
    print(json.dumps(dict(cursor.fetchall())))
"""
NONE = {"statement_timeout": "0ms", "lock_timeout": "0ms", "idle_in_transaction_session_timeout": "0ms"}
SOME = {
    "statement_timeout": "10000ms",
    "lock_timeout": "5000ms",
    "idle_in_transaction_session_timeout": "30000ms",
}


@pytest.mark.parametrize(("role", "limits"), [(postgres.WEB, SOME), (postgres.WORKER, NONE)])
def test_server_keeps_limits_for_pages_alone(db: None, role: str, limits: dict[str, str]):
    """A batch may take its time; a page has a person waiting for it."""
    result = subprocess.run(
        [sys.executable, "-c", ASK],
        env={
            **os.environ,
            **STACK.environment(),
            "DJANGO_SETTINGS_MODULE": "contactpoint.settings",
            "CONTACTPOINT_DATABASE_URL": STACK.postgres.url(role, STACK.database),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(result.stdout) == limits


def test_server_speaks_first():
    """Where it can, because then the connection stays good."""
    assert int(SOME["statement_timeout"].removesuffix("ms")) < limits.ANSWER_SECONDS * 1000
