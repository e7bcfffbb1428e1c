"""Is the system working? For load balancers, the compose file and the demonstration: yes or no per part, nothing else.

Anybody may ask, so the answer names no host, no version and no error, every look is bounded in time, and a flood of
questions is answered from the last look.
"""

import contextlib
import functools
import logging
import threading
import time
from collections.abc import Callable, Iterator

import redis
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from redis.backoff import NoBackoff
from redis.retry import Retry

from access import doors
from contactpoint import limits
from contactpoint.celery import app

logger = logging.getLogger(__name__)

KEPT_SECONDS = 2.0
PATIENCE_SECONDS = 2.0
# a little longer than the server's limit on one query: where the server can speak, it speaks first
DATABASE_PATIENCE_SECONDS = 2.5
# a worker that is busy, on a machine that is busy, may take a moment; the first answer ends the waiting
WORKER_PATIENCE_SECONDS = 4.0

OK = "ok"
FAILED = "failed"


def database_answers() -> bool:
    """One trivial query with a limit on its time, kept by the server where it still can."""
    limit = [f"{PATIENCE_SECONDS:.0f}s"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", limit)
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


@functools.cache
def _migrations() -> frozenset[tuple[str, str]]:
    """The app and name of every migration of the code."""
    return frozenset(MigrationLoader(None).graph.nodes)


def migrations_are_applied() -> bool:
    return _migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@contextlib.contextmanager
def _broker() -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), retries=0),
    )
    try:
        yield client
    finally:
        client.close()


def broker_answers() -> bool:
    with _broker() as client:
        return bool(client.ping())


def worker_answers() -> bool:
    """At least one worker answers a ping; the first answer is enough. Where none listens, none is waited for.

    A ping is for those who listen when it is sent: one that is still starting would be waited for in vain, and its
    health would be known only at the look after that. (A worker listens by a pattern, the pages never do.)
    """
    with _broker() as client:
        listening = client.pubsub_numpat()
    return bool(listening and app.control.ping(timeout=WORKER_PATIENCE_SECONDS, limit=1))


def _holds(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except (Error, redis.RedisError, KombuError, OSError) as error:
        logger.warning("health: %s failed with %s", look.__name__, type(error).__name__)
        return False


def look() -> dict[str, str]:
    """What works and what does not. Where the ground of a part is missing, the part is not looked at.

    The database may stop between any two answers, so all that it is asked shares one limit of our own. What takes time
    without it is done before.
    """
    _migrations()
    with limits.within(DATABASE_PATIENCE_SECONDS):
        database = _holds(database_answers)
        migrations = database and _holds(migrations_are_applied)
    broker = _holds(broker_answers)
    found = {
        "database": database,
        "migrations": migrations,
        "broker": broker,
        "worker": broker and _holds(worker_answers),
    }
    return {part: OK if works else FAILED for part, works in found.items()}


class Watch:
    """Keeps the last look while it is fresh. One thread looks; the others get the look before, if there is one."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._seen_at = 0.0
        self._seen: dict[str, str] = {}

    def read(self) -> dict[str, str]:
        if self._fresh():
            return self._seen
        if not self._looking.acquire(blocking=not self._seen):
            return self._seen
        try:
            if not self._fresh():
                self._seen = look()
                self._seen_at = time.monotonic()
            return self._seen
        finally:
            self._looking.release()

    def forget(self) -> None:
        self._seen = {}

    def _fresh(self) -> bool:
        return bool(self._seen) and time.monotonic() - self._seen_at < KEPT_SECONDS


watch = Watch()


@require_safe
@never_cache
@doors.open_to_all
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything works, 503 otherwise."""
    found = watch.read()
    return JsonResponse(found, status=200 if set(found.values()) == {OK} else 503)
