"""A reason opens one record; an act needs that the trail says it was shown for this very reason."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from access import eyes
from ground.statute import Purpose
from registry import records
from shielding.disclosure import disclosure, reasons
from shielding.models import Tier
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
LATER = cast.NOW + timedelta(minutes=5)


@pytest.fixture
def kelly(county: None) -> str:
    return steps.known(cast.KELLY)


def give(session: dict[str, Any], reference: str, why: str = "Falling behind at school") -> eyes.Viewer:
    viewer = eyes.look(
        cast.searcher("jane"), reference=reference, purpose=Purpose.FIND_OTHERS, reason=why, now=cast.NOW
    )
    reasons.keep(session, viewer, now=cast.NOW)
    return viewer


def may_act(
    session: dict[str, Any], reference: str, by: eyes.Searcher | None = None, now: datetime = LATER
) -> bool:
    by = by or cast.searcher("jane")
    return reasons.acted_on(session, by=by, reference=reference, now=now) is not None


def test_nobody_acts_on_what_was_not_shown(kelly: str) -> None:
    session: dict[str, Any] = {}
    assert not may_act(session, kelly)
    viewer = give(session, kelly)
    assert not may_act(session, kelly)
    disclosure.disclose(kelly, to=viewer, now=cast.NOW)
    assert may_act(session, kelly)
    assert not may_act(session, kelly, now=cast.NOW + timedelta(minutes=15))


def test_what_was_refused_was_not_shown(kelly: str) -> None:
    session: dict[str, Any] = {}
    steps.shield(kelly, Tier.UNLISTED)
    viewer = give(session, kelly)
    with pytest.raises(records.NoSuchChild):
        disclosure.disclose(kelly, to=viewer, now=cast.NOW)
    assert not may_act(session, kelly)


def test_what_was_shown_for_another_reason_does_not_count(kelly: str) -> None:
    session: dict[str, Any] = {}
    disclosure.disclose(kelly, to=give(session, kelly), now=cast.NOW)
    newer = give(session, kelly, why="A teacher has rung me")
    assert not may_act(session, kelly)
    disclosure.disclose(kelly, to=newer, now=LATER)
    assert may_act(session, kelly)


def test_what_was_shown_before_does_not_count(kelly: str) -> None:
    session: dict[str, Any] = {}
    disclosure.disclose(kelly, to=give(session, kelly), now=cast.NOW - timedelta(minutes=1))
    assert not may_act(session, kelly)


def test_what_was_shown_to_somebody_else_or_in_another_session_does_not_count(kelly: str) -> None:
    session: dict[str, Any] = {}
    give(session, kelly)
    steps.see("tim", kelly)
    assert not may_act(session, kelly)
    elsewhere = eyes.searcher_of(cast.account("jane"), "another session")
    viewer = eyes.look(
        elsewhere,
        reference=kelly,
        purpose=Purpose.FIND_OTHERS,
        reason="Falling behind at school",
        now=cast.NOW,
    )
    disclosure.disclose(kelly, to=viewer, now=cast.NOW)
    assert not may_act(session, kelly)
    assert may_act(session, kelly, by=elsewhere)
