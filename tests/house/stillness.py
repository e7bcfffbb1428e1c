"""Stillness: the clock stands, and chance is drawn from one stream that begins again at every step.

What two worlds may innocently differ in is taken away, so that whatever difference remains is a leak. The stream begins
again at each step, because something hidden that draws from it in one world must not shift what comes after.
"""

import contextlib
import os
import random
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest import mock

import time_machine


class Stillness:
    """The clock and the chance of one run."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._chance = random.Random(0)
        self._clock: time_machine.Traveller | None = None
        self.now = start

    def begin_again(self) -> None:
        """Back to the beginning of the story."""
        self._go_to(self._start)
        self.step("beginning")

    def step(self, name: object) -> None:
        """Begin the stream of this step."""
        self._chance = random.Random(repr(name))

    def pass_time(self, by: timedelta) -> None:
        self._go_to(self.now + by)

    def _go_to(self, moment: datetime) -> None:
        self.now = moment
        if self._clock is not None:
            self._clock.move_to(moment)

    def _draw(self, count: int) -> bytes:
        return self._chance.randbytes(count)

    @contextlib.contextmanager
    def kept(self) -> Iterator["Stillness"]:
        """While this holds, every source of chance and time in this process is ours."""
        with (
            time_machine.travel(self._start, tick=False) as clock,
            mock.patch.object(os, "urandom", self._draw),
            mock.patch.object(random, "_urandom", self._draw),
            mock.patch.object(secrets, "token_bytes", lambda count=32: self._draw(count)),
        ):
            self._clock = clock
            try:
                yield self
            finally:
                self._clock = None
