"""How long a page waits for the database before it says "try again in a minute".

The server's own limits on statements and locks (``settings.PAGE_LIMITS``) help only while the server can act on them.
One that is frozen, or behind a cable that somebody has pulled, says nothing any more, and a thread that waits for it
would wait for ever: soon every thread would. So the web process waits for the answer itself and lets go of the
connection when its patience is over. What had begun is rolled back by the server, and the page is an outage like any
other.

Batches and the worker are patient: they have nobody waiting for them.
"""

import contextlib
import contextvars
import math
import select
import time
from collections.abc import Iterator

import psycopg2
from psycopg2 import extensions

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
"""Longer than the server's limit on a statement: where the server can speak, it speaks first."""

_deadline: contextvars.ContextVar[float] = contextvars.ContextVar("deadline", default=math.inf)


def install() -> None:
    """From now on no connection of this process waits longer. COPY cannot be used any more; no page does."""
    extensions.set_wait_callback(wait)


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """All that this block asks the database, new connections included, has this long altogether."""
    before = _deadline.set(min(_deadline.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _deadline.reset(before)


def wait(connection: extensions.connection) -> None:
    """Wait until the server has answered. Raises ``psycopg2.OperationalError``, and the connection is closed then."""
    is_new = connection.status == extensions.STATUS_SETUP
    patience = CONNECT_SECONDS if is_new else ANSWER_SECONDS
    deadline = min(_deadline.get(), time.monotonic() + patience)
    while (state := connection.poll()) != extensions.POLL_OK:
        events = select.POLLOUT if state == extensions.POLL_WRITE else select.POLLIN
        poll = select.poll()
        poll.register(connection.fileno(), events)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise psycopg2.OperationalError("the database did not answer in time")
