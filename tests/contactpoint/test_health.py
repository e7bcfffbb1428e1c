"""/healthz: yes or no per part, for anybody, bounded in time and cheap."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.db import OperationalError
from django.test import Client

from contactpoint import health
from contactpoint.health import FAILED, OK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    health.watch.forget()
    yield
    health.watch.forget()


@pytest.fixture
def worker_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "worker_answers", lambda: True)


def test_all_is_well(client: Client, redis_server: str, worker_is_there: None):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": OK, "migrations": OK, "broker": OK, "worker": OK}


def test_nothing_is_kept_by_caches(client: Client, redis_server: str, worker_is_there: None):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_no_worker_is_a_failure(client: Client, redis_server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "WORKER_PATIENCE_SECONDS", 0.2)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": OK, "migrations": OK, "broker": OK, "worker": FAILED}


def test_worker_that_does_not_listen_is_not_waited_for(redis_server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "WORKER_PATIENCE_SECONDS", 60)
    began = time.monotonic()
    assert health.worker_answers() is False
    assert time.monotonic() - began < 30


def test_worker_that_listens_and_says_nothing_is_waited_for_and_is_a_failure(
    redis_server: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(health, "WORKER_PATIENCE_SECONDS", 0.5)
    with contextlib.closing(redis.Redis.from_url(redis_server)) as client, client.pubsub() as silent:
        silent.psubscribe("/0.celery.pidbox")
        assert silent.get_message(timeout=10)
        began = time.monotonic()
        assert health.worker_answers() is False
    assert time.monotonic() - began >= 0.5


def test_missing_database_is_a_failure_and_nothing_more_is_said(
    client: Client, redis_server: str, worker_is_there: None, monkeypatch: pytest.MonkeyPatch
):
    def refuse() -> bool:
        raise OperationalError('connection to "10.1.2.3", user "contactpoint_web" failed')

    monkeypatch.setattr(health, "database_answers", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": FAILED, "migrations": FAILED, "broker": OK, "worker": OK}
    assert b"10.1.2.3" not in answer.content


def test_unapplied_migration_is_a_failure(
    client: Client, redis_server: str, worker_is_there: None, monkeypatch: pytest.MonkeyPatch
):
    assert health.migrations_are_applied()
    known = health._migrations()
    monkeypatch.setattr(health, "_migrations", lambda: known | {("registry", "0099_new")})
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": OK, "migrations": FAILED, "broker": OK, "worker": OK}


def test_the_web_role_may_look_at_everything(
    as_web_role: None, client: Client, redis_server: str, worker_is_there: None
):
    assert client.get("/healthz").status_code == 200


def test_broker_that_accepts_and_says_nothing_takes_no_longer_than_its_time(settings: Any):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        began = time.monotonic()
        assert health._holds(health.broker_answers) is False
        assert time.monotonic() - began < health.PATIENCE_SECONDS * 3


def test_flood_is_answered_from_one_look(monkeypatch: pytest.MonkeyPatch):
    looks: list[float] = []

    def look() -> dict[str, str]:
        looks.append(time.monotonic())
        time.sleep(0.2)
        return {"database": OK}

    monkeypatch.setattr(health, "look", look)
    watch = health.Watch()
    threads = [threading.Thread(target=watch.read) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looks) == 1


def test_nobody_waits_behind_a_slow_look(monkeypatch: pytest.MonkeyPatch):
    watch = health.Watch()
    monkeypatch.setattr(health, "look", lambda: {"database": OK})
    watch.read()
    monkeypatch.setattr(health, "KEPT_SECONDS", 0.0)
    going, go = threading.Event(), threading.Event()

    def slow() -> dict[str, str]:
        going.set()
        go.wait(10)
        return {"database": FAILED}

    monkeypatch.setattr(health, "look", slow)
    looker = threading.Thread(target=watch.read)
    looker.start()
    going.wait(10)
    began = time.monotonic()
    assert watch.read() == {"database": OK}
    assert time.monotonic() - began < 1
    go.set()
    looker.join()
    assert watch._seen == {"database": FAILED}


def test_only_reading_is_allowed(client: Client):
    assert client.post("/healthz").status_code == 405
