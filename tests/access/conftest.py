"""What the tests of access may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from access.hashers import Argon2

#: What the product uses, kept before the tests make it cheap.
REAL_MEMORY_COST = Argon2.memory_cost
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """The same hash with a hundredth of the memory: what a real one costs is tested in test_hashers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2, "memory_cost", 512)
        yield


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A Monday morning that passes only when the test says so."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def other_browser() -> Client:
    return Client()
