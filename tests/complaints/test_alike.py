"""Whatever is held about the child who is named, the public side answers the same: bytes, headers and statements."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from shielding.models import Tier
from tests import browsing, cast, steps
from tests.complaints import walking
from tests.house import stillness

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

_SAVEPOINT = re.compile(r"SAVEPOINT .*")
"""Their names are counted through by the process."""
HELD = ("nobody", "open", "shielded", "unlisted")


def told(held: str) -> tuple[list[Any], list[str]]:
    """All answers of a walk through the form, the reference and back, and every statement that it asked."""
    if held != "nobody":
        cast.send(cast.CENSUS, cast.KELLY)
        if held != "open":
            steps.shield(cast.reference_of("Kelly"), tier=Tier(held))
    asked: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(_SAVEPOINT.sub("SAVEPOINT", sql))
        return execute(sql, params, many, context)

    still = stillness.Stillness(cast.NOW)
    with still.kept(), connection.execute_wrapper(listen):
        still.step("the walk")
        answers = walking.walk(Client(), given="Kelly", family="Example", born=("14", "3", "2011"))
    return [(answer.status_code, dict(answer.headers), browsing.body(answer)) for answer in answers], asked


@pytest.mark.parametrize("held", HELD[1:])
def test_a_record_changes_nothing_that_somebody_outside_is_told(held: str) -> None:
    with walking.undone():
        told("nobody")  # what a process draws once, by chance, it has drawn then
    with walking.undone():
        nobody = told("nobody")
    with walking.undone():
        assert told(held) == nobody


def test_walk_asks_no_table_of_the_record() -> None:
    _, asked = told("open")
    assert len(asked) > 30
    assert not [sql for sql in asked if "registry_" in sql or "shielding_" in sql]
