"""The tests are shared out whole: who needs one running system is in one process, and the longest come first."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests import balance
from tests.stack import ROOT


def items(*nodeids: str) -> Any:
    return [SimpleNamespace(nodeid=nodeid) for nodeid in nodeids]


@pytest.mark.parametrize("share", balance.LONGEST)
def test_what_takes_longest_is_there(share: str) -> None:
    assert (ROOT / share).exists()


@pytest.mark.parametrize(
    ("nodeid", "share"),
    [
        ("tests/journeys/test_people.py::test_it[a::b]", "tests/journeys/"),
        ("tests/journeys/test_sessions.py::test_it", "tests/journeys/"),
        ("tests/outages/test_killed_load.py::test_it", "tests/outages/"),
        ("tests/access/test_roles.py::TestThem::test_it", "tests/access/test_roles.py"),
    ],
)
def test_a_folder_or_a_file_is_one_share(nodeid: str, share: str) -> None:
    assert balance.share_of(nodeid) == share


def test_the_longest_come_first_and_then_those_with_the_most_tests() -> None:
    short = [f"tests/access/test_a.py::test_{n}" for n in range(2)]
    many = [f"tests/access/test_b.py::test_{n}" for n in range(3)]
    story, journey = "tests/house/test_noninterference.py::test_x", "tests/journeys/test_z.py::test_x"
    found = [item.nodeid for item in balance.in_order(items(*short, *many, story, journey))]
    assert found == [journey, story, *many, *short]
