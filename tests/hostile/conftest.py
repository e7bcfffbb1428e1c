import pytest

from tests.hostile import doorway


@pytest.fixture
def house(db: None, clock: object) -> doorway.House:
    """Made again for each test, because some of what is sent is taken."""
    return doorway.open_house()
