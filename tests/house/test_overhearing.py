"""What goes out of the house beside an answer is heard: the log, tasks, mails, waits, and what they say of a child."""

import logging
import time
from typing import Any

import pytest
from django.core import mail

from shielding.publication import tasks
from tests.house import aims, overhearing, spec, worlds

WORLD: dict[str, Any] = {
    "children": [
        {
            "given": "Kelly",
            "family": "Example",
            "number": worlds.NUMBERS[0],
            "address": {"line": "Hidden House", "postcode": "ZZ9 9ZZ"},
            "carers": [["Maria", "Example"]],
        }
    ]
}


def test_a_line_of_the_log_a_task_a_mail_and_a_wait_are_heard() -> None:
    ear = overhearing.Ear()
    with ear.listening():
        ear.take()
        logging.getLogger("contactpoint.test").warning("one %s", "line")
        tasks.publish_pending.delay("a reference")
        tasks.publish_pending.app.send_task("another", args=[1])
        mail.send_mail("A subject", "and words", None, ["somebody@westmarch.example"])
        time.sleep(3600)
        heard = ear.take()
        again = ear.take()
    assert heard.log == ("WARNING contactpoint.test one line",)
    assert [line.split()[0] for line in heard.tasks] == ["shielding.publish_pending", "another"]
    assert heard.mails == ("A subject\nand words\nsomebody@westmarch.example",)
    assert heard.waits == (3600,)
    assert again == overhearing.Heard()


@pytest.mark.parametrize("said", ["opened KELLY", "sent to zz9 9zz", f"number {worlds.NUMBERS[0]}"])
def test_what_is_said_of_a_child_is_heard(said: str) -> None:
    assert overhearing.Heard(log=(said, "opened 4b577b8c")).canaries(WORLD) == (said,)
    assert overhearing.Heard(tasks=(said,), mails=(said,)).canaries(WORLD) == (said, said)


@pytest.mark.parametrize("name", worlds.OBSERVERS)
def test_every_observer_has_tours_and_each_is_drawn_on_a_pair_of_worlds(name: str) -> None:
    role = worlds.OBSERVERS[name]["role"]
    assert aims.TOURS[role]
    for turn in range(3 * len(aims.TOURS[role])):
        story = aims.draw_story(worlds.Chance(turn), turn, (name,))
        both = [worlds.world(story, side) for side in worlds.SIDES]
        assert story["steps"]
        assert spec.visible(worlds.OBSERVERS[name], both[0]) == spec.visible(worlds.OBSERVERS[name], both[1])
