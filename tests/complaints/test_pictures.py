"""Flowcharts and bars say what the code does: no act and no stage is left out, and every arrow ends at its box."""

import re

import pytest

from complaints import pictures, stages
from complaints.pictures import Flowchart
from complaints.promises import Group, Promise
from complaints.stages import MOVES, Act, By, Kind, Move, Stage


def acts_of(chart: Flowchart) -> set[Act]:
    return {step.act for step in chart.steps}


def ends_of(path: str) -> list[tuple[str, str]]:
    """Where each line of the path begins."""
    return re.findall(r"M(\d+) (\d+)", path)


@pytest.mark.parametrize("kind", Kind)
def test_picture_has_every_stage_and_every_act_that_a_case_of_this_kind_knows(kind: Kind) -> None:
    chart = pictures.flowchart(kind)
    known = {act for stage in Stage for act in stages.allowed(kind, stage, by=frozenset(By))}
    assert acts_of(chart) == known
    assert [box.words for box in chart.boxes] == [stage.label for stage in Stage]
    drawn = {arrow.number for arrow in chart.arrows}
    beside = {number for box in chart.boxes for number in box.stays}
    assert drawn == {step.number for step in chart.steps if step.to}
    assert beside == {step.number for step in chart.steps if not step.to}
    assert [step.number for step in chart.steps] == list(range(1, len(chart.steps) + 1))


@pytest.mark.parametrize("kind", Kind)
def test_arrows_begin_and_end_at_their_boxes_inside_the_drawing(kind: Kind) -> None:
    chart = pictures.flowchart(kind)
    boxes = {box.words: box for box in chart.boxes}
    ways = {step.number: step for step in chart.steps}
    for arrow in chart.arrows:
        way, end = ways[arrow.number], boxes[ways[arrow.number].to]
        tip_x, tip_y = map(int, arrow.head.split(" ")[0].split(","))
        assert end.x <= tip_x <= end.x + end.width
        assert end.y <= tip_y <= end.y + end.height
        begins = [(int(x), int(y)) for x, y in ends_of(arrow.path)]
        at_a_box = [
            (x, y) for x, y in begins if any(_is_on_the_edge(boxes[name], x, y) for name in way.during)
        ]
        assert at_a_box
        assert 0 < arrow.x - 13 < arrow.x + 13 <= chart.width
        assert 0 < arrow.y < chart.height
    places = [(arrow.x, arrow.y) for arrow in chart.arrows]
    assert all(
        abs(x - other_x) >= 26 or abs(y - other_y) >= 26
        for at, (x, y) in enumerate(places)
        for other_x, other_y in places[at + 1 :]
    )


def _is_on_the_edge(box: pictures.Box, x: int, y: int) -> bool:
    return x in (box.x, box.x + box.width, box.middle) and box.y <= y <= box.y + box.height


def test_each_act_from_several_stages_begins_at_each_of_them() -> None:
    chart = pictures.flowchart(Kind.ACCESS)
    taken_back = next(step for step in chart.steps if step.act is Act.WITHDRAWN)
    arrow = next(arrow for arrow in chart.arrows if arrow.number == taken_back.number)
    assert len(taken_back.during) == 4
    assert len(ends_of(arrow.path)) == len(taken_back.during) + 1


def test_what_may_not_be_put_off_has_no_such_arrow() -> None:
    assert Act.EXTENDED in acts_of(pictures.flowchart(Kind.ACCESS))
    assert Act.EXTENDED not in acts_of(pictures.flowchart(Kind.COMPLAINT))


def test_a_new_way_appears(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pictures.flowchart(Kind.COMPLAINT)
    more = {**MOVES, Act.CAME_IN: Move(By.OFFICER, frozenset({Stage.SETTLED}), Stage.OPEN)}
    monkeypatch.setattr(stages, "MOVES", more)
    monkeypatch.setattr(pictures, "MOVES", more)
    after = pictures.flowchart(Kind.COMPLAINT)
    assert acts_of(after) - acts_of(before) == {Act.CAME_IN}
    assert len(after.arrows) == len(before.arrows) + 1


def test_a_stage_that_no_case_reaches_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {act: move for act, move in MOVES.items() if act is not Act.IDENTITY_ASKED}
    monkeypatch.setattr(stages, "MOVES", fewer)
    monkeypatch.setattr(pictures, "MOVES", fewer)
    assert Stage.IDENTITY.label not in [box.words for box in pictures.flowchart(Kind.ACCESS).boxes]


def promise(name: str, *, kept: bool) -> Promise:
    return (
        Promise(id=name, asked="", how="By", tests=("a",))
        if kept
        else Promise(id=name, asked="", not_yet="No")
    )


def test_bars_are_as_long_as_what_they_count() -> None:
    group = Group("Some", tuple(promise(f"C{at}", kept=at < 3) for at in range(4)))
    drawn = pictures.bars([group, Group("Nobody", ())])
    (bar,) = drawn.bars
    assert (bar.kept, bar.not_kept) == (3, 1)
    assert bar.split == drawn.width * 3 // 4
    assert bar.split + bar.rest == drawn.width
    assert bar.y + 30 <= drawn.height
