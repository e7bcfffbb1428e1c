"""What the tests of the pages about children may ask for."""

from collections.abc import Iterator

import pytest
import time_machine

from tests import cast


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The Monday on which the stories of the cast happen; it passes only when the test says so."""
    with time_machine.travel(cast.NOW, tick=False) as traveller:
        yield traveller
