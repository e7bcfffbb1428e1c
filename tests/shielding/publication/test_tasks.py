"""The worker's doors: one line each, and no argument that says anything of a child."""

import inspect

import pytest
import time_machine

from registry.models import Child, Involvement
from shielding.publication import tasks
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(cast.NOW, tick=False):
        yield


def test_every_minute_what_waits_is_published() -> None:
    steps.receive(cast.CENSUS, cast.KELLY)
    tasks.publish_pending()
    assert Child.objects.count() == 1
    tasks.publish_pending()
    assert Child.objects.count() == 1


def test_every_night_involvements_find_the_children_who_came_meanwhile() -> None:
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    steps.receive(cast.CENSUS, cast.KELLY)
    tasks.nightly()
    assert Involvement.objects.count() == 1


def test_a_night_without_work_changes_nothing() -> None:
    before = steps.what_shows()
    tasks.nightly()
    assert steps.what_shows() == before


@pytest.mark.parametrize("task", [tasks.publish_pending, tasks.nightly])
def test_a_task_takes_no_argument(task: object) -> None:
    assert list(inspect.signature(task.run).parameters) == []  # type: ignore[attr-defined]
