"""For the outages: one running system, four people at work on it, and its engine room."""

from collections.abc import Iterator

import pytest

from tests.outages.machinery import Machinery
from tests.outages.people import Crowd, Person
from tests.system import System, loaded_directory

PEOPLE = ("jane", "tim", "libby", "ravi")


@pytest.fixture(scope="package")
def system() -> Iterator[System]:
    system = System(loaded_directory("outages")).start()
    try:
        yield system.wait_until_ready()
    finally:
        system.stop()
    assert system.left_over() == []


@pytest.fixture(scope="package")
def machinery(system: System) -> Machinery:
    return Machinery(system)


@pytest.fixture(scope="package")
def crowd(system: System) -> Crowd:
    """Everybody signs in once, at the start. No outage may make them sign in again."""
    cards = {card["username"]: card for card in system.cards()["cards"]}
    return Crowd([Person(system.port, cards[username]).sign_in() for username in PEOPLE])
