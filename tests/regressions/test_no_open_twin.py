"""2009: a statement with a slip in it made a second, open record of a shielded child. No slip does now."""

import pytest

from tests.regressions import twins

CHILDREN = 2_000


@pytest.mark.usefixtures("county")
def test_no_slip_makes_an_open_twin_and_hardly_a_newcomer_is_held_up() -> None:
    found = twins.hunt(shielded=CHILDREN, newcomers=CHILDREN)
    assert found.shielded > 0.97 * CHILDREN
    assert sum(found.twins.values()) > 0.9 * CHILDREN
    assert found.came_out == {}
    assert found.share_held_up < 0.001
