"""The timetable on the two nights on which the clocks change, minute by minute, as Celery's own scheduler orders it."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import beat
from django.utils import timezone

from contactpoint.celery import TIMETABLE, LocalTime, app

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)
#: The first of three local days, of which the second is the one on which the clocks change.
AUTUMN, SPRING = date(2026, 10, 24), date(2027, 3, 27)
both_nights = pytest.mark.parametrize("first", [AUTUMN, SPRING], ids=["clocks go back", "clocks go forward"])


class OnPaper(beat.Scheduler):
    """Orders are written down instead of being sent."""

    producer = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.orders: dict[str, list[datetime]] = defaultdict(list)
        super().__init__(*args, **kwargs)

    def apply_entry(self, entry: beat.ScheduleEntry, producer: object = None) -> None:
        self.orders[entry.name].append(timezone.now())


class Paper(OnPaper):
    """Celery's scheduler that remembers nothing."""

    def setup_schedule(self) -> None:
        self.merge_inplace(self.timetable)

    @property
    def timetable(self) -> dict[str, Any]:
        return dict(self.app.conf.beat_schedule)


class Filed(OnPaper, beat.PersistentScheduler):
    """The one that ``celery beat`` runs: it keeps in a file what it ordered when."""


def minutes_of(first: date) -> Iterator[datetime]:
    """Every minute of three local days: there are 73 hours in October, and 71 in March."""
    minute, end = (
        datetime.combine(first + timedelta(days=days), time(), LONDON).astimezone(UTC) for days in (0, 3)
    )
    while minute < end:
        yield minute
        minute += MINUTE


def ordered(first: date) -> dict[str, list[datetime]]:
    """What is ordered when, by a scheduler that looks at its timetable every minute."""
    minutes = minutes_of(first)
    with time_machine.travel(next(minutes), tick=False) as clock:
        paper = Paper(app)
        for minute in minutes:
            clock.move_to(minute)
            while paper.tick() == 0:
                pass
    return paper.orders


@pytest.fixture(scope="module", params=[AUTUMN, SPRING], ids=["clocks go back", "clocks go forward"])
def three_days(request: pytest.FixtureRequest) -> dict[str, list[datetime]]:
    return ordered(request.param)


def test_what_is_due_every_minute_is_ordered_every_minute(three_days: dict[str, list[datetime]]) -> None:
    orders = three_days["publish what is pending"]
    assert len(orders) > 70 * 60
    assert {later - earlier for earlier, later in itertools.pairwise(orders)} == {MINUTE}


def test_nightly_work_is_ordered_once_a_night_at_two_by_the_clock(
    three_days: dict[str, list[datetime]],
) -> None:
    local = [order.astimezone(LONDON) for order in three_days["the nightly work"]]
    assert [(order.hour, order.minute) for order in local] == [(2, 0)] * 3
    assert len({order.date() for order in local}) == 3


@both_nights
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 12, 23])
def test_any_local_hour_comes_once_a_day(first: date, hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour that comes twice is used the first time; in the place of one that is left out comes the next."""
    daily = {"daily": {"task": "a.task", "schedule": LocalTime(hour=hour, minute=30)}}
    monkeypatch.setattr(Paper, "timetable", daily)
    local = [order.astimezone(LONDON) for order in ordered(first)["daily"]]
    assert [order.date() for order in local] == [first + timedelta(days=days) for days in range(3)]
    left_out = first == SPRING and hour == 1
    assert [order.hour for order in local] == ([1, 2, 1] if left_out else [hour] * 3)


@both_nights
def test_scheduler_that_is_started_again_every_minute_orders_nothing_twice(
    first: date, tmp_path: Path
) -> None:
    orders: list[datetime] = []
    for minute in minutes_of(first):
        with time_machine.travel(minute, tick=False):
            scheduler = Filed(app, schedule_filename=str(tmp_path / "schedule"))
            while scheduler.tick() == 0:
                pass
            scheduler.close()
        orders += scheduler.orders["the nightly work"]
    assert [order.astimezone(LONDON).hour for order in orders] == [2] * 3


def test_every_entry_of_the_timetable_is_a_task_of_ours() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in TIMETABLE.values()} <= set(app.tasks)
