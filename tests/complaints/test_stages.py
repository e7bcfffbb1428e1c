"""Legal orders only: whatever is tried, a case is in a stage of the table, and nobody else decides than may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import stages
from complaints.stages import MOVES, Act, By, Kind, Stage

ENDED = frozenset(Stage) - stages.WAITING


def test_every_act_but_the_first_has_a_move() -> None:
    assert set(MOVES) == set(Act) - {Act.CAME_IN}


def test_every_stage_is_reached_and_every_waiting_one_can_be_left() -> None:
    reached = {Stage.RECEIVED, *(move.to for move in MOVES.values() if move.to)}
    assert reached == set(Stage)
    for stage in stages.WAITING:
        assert [act for act, move in MOVES.items() if stage in move.during and move.to not in (None, stage)]


@given(
    st.sampled_from(list(Kind)), st.lists(st.tuples(st.sampled_from(list(MOVES)), st.sampled_from(list(By))))
)
def test_an_answer_is_never_sent_by_who_wrote_it_alone(kind: Kind, tries: list[tuple[Act, By]]) -> None:
    stage, wrote = Stage.RECEIVED, False
    for act, by in tries:
        if act not in stages.allowed(kind, stage, by=frozenset({by})):
            continue
        wrote = wrote or act is Act.PROPOSED
        before, stage = stage, stages.after(stage, act)
        if stage is Stage.ANSWERED:
            assert wrote
            assert before is Stage.REVIEW
            assert by is By.ANOTHER
        if stage is Stage.SETTLED:
            assert by is By.ANOTHER


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.WORRY, Kind.ASK_FIRST])
def test_what_is_urgent_is_not_put_off(kind: Kind) -> None:
    officer = frozenset({By.OFFICER, By.ANOTHER})
    assert not any(Act.EXTENDED in stages.allowed(kind, stage, by=officer) for stage in Stage)


def test_what_is_over_is_moved_by_the_person_who_asked_alone() -> None:
    officers = frozenset({By.OFFICER, By.ANOTHER})
    assert {stage: stages.allowed(Kind.ACCESS, stage, by=officers) for stage in ENDED} == dict.fromkeys(
        ENDED, ()
    )
