"""Pictures for the public, drawn by the code from what the code does: flowcharts of a case, and bars of a count. Pure.

A flowchart has a box for each stage that a case of this kind can be in, one under the other, and a numbered arrow for
each act of ``stages.MOVES`` that leads on. The list beside it has the same numbers and says the same in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from complaints import plain_words, stages
from complaints.promises import Group
from complaints.stages import MOVES, Act, By, Kind, Stage

_BOX_WIDTH = 330
_BOX_HEIGHT = 54
_GAP = 46
_LANE = 34
_HEAD = 9
_EVERYBODY = frozenset(By)


@dataclass(frozen=True, slots=True)
class Box:
    """A stage, its place in the drawing, and the numbers of the acts that leave a case where it is."""

    words: str
    x: int
    y: int
    stays: tuple[int, ...]

    @property
    def width(self) -> int:
        return _BOX_WIDTH

    @property
    def height(self) -> int:
        return _BOX_HEIGHT

    @property
    def middle(self) -> int:
        return self.x + _BOX_WIDTH // 2

    @property
    def line(self) -> int:
        """Where the words are written."""
        return self.y + (22 if self.stays else 32)

    @property
    def second_line(self) -> int:
        return self.y + 43


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way of an act: the lines, the head, and the circle with its number."""

    number: int
    path: str
    head: str
    x: int
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Step:
    """An act in words: who does it, from which stages, and where it leads; nowhere else where ``to`` is empty."""

    number: int
    act: Act
    words: str
    by: str
    during: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Flowchart:
    """The drawing and the list beside it."""

    kind: Kind
    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    steps: tuple[Step, ...]


def flowchart(kind: Kind) -> Flowchart:
    """What can happen to a case of this kind, as the state machine allows it."""
    ways, reached = _ways(kind)
    numbers = {act: at for at, act in enumerate(ways, start=1)}
    rows = {stage: at for at, stage in enumerate(stage for stage in Stage if stage in reached)}
    up, down = _lanes(ways, rows)
    left = 16 + _LANE * len(up)
    boxes = {
        stage: Box(
            str(stage.label),
            left,
            row * (_BOX_HEIGHT + _GAP) + 4,
            tuple(numbers[act] for act, during in ways.items() if MOVES[act].to is None and stage in during),
        )
        for stage, row in rows.items()
    }
    arrows = []
    for act, during in ways.items():
        to = MOVES[act].to
        if to is None:
            continue
        if act not in up and act not in down:
            arrows.append(_straight(numbers[act], boxes[during[0]], boxes[to]))
        for lanes, side in ((up, -1), (down, 1)):
            if act in lanes:
                begins = [boxes[stage] for stage in during if (rows[to] - rows[stage]) * side > 0]
                arrows.append(_bent(numbers[act], begins, boxes[to], lanes.index(act), side))
    return Flowchart(
        kind=kind,
        width=left + _BOX_WIDTH + 16 + _LANE * len(down),
        height=len(rows) * (_BOX_HEIGHT + _GAP) - _GAP + 8,
        boxes=tuple(boxes.values()),
        arrows=tuple(arrows),
        steps=tuple(_step(act, numbers[act], during) for act, during in ways.items()),
    )


def _ways(kind: Kind) -> tuple[dict[Act, list[Stage]], set[Stage]]:
    """Each act that a case of this kind can come to, with the stages in which it may be done, and all those stages."""
    reached: set[Stage] = set()
    new = {Stage.RECEIVED}
    while new:
        reached |= new
        ways = {
            act: [stage for stage in Stage if stage in reached and _may(kind, stage, act)] for act in MOVES
        }
        new = {to for act, during in ways.items() if during and (to := MOVES[act].to)} - reached
    return {act: during for act, during in ways.items() if during}, reached


def _may(kind: Kind, stage: Stage, act: Act) -> bool:
    return act in stages.allowed(kind, stage, by=_EVERYBODY)


def _lanes(ways: dict[Act, list[Stage]], rows: dict[Stage, int]) -> tuple[list[Act], list[Act]]:
    """The acts that are drawn to the left, upwards, and those to the right, downwards; others go straight on."""
    up, down = [], []
    for act, during in ways.items():
        to = MOVES[act].to
        if to is None or [rows[to] - rows[stage] for stage in during] == [1]:
            continue
        if any(rows[stage] > rows[to] for stage in during):
            up.append(act)
        if any(rows[stage] < rows[to] for stage in during):
            down.append(act)
    return up, down


def _straight(number: int, begin: Box, end: Box) -> Arrow:
    x, top, tip = begin.middle, begin.y + _BOX_HEIGHT, end.y
    head = f"{x},{tip} {x - 5},{tip - _HEAD} {x + 5},{tip - _HEAD}"
    return Arrow(number, f"M{x} {top}V{tip - _HEAD}", head, x, (top + tip) // 2 - 4)


def _bent(number: int, begins: Sequence[Box], end: Box, lane: int, side: int) -> Arrow:
    edge = end.x + (_BOX_WIDTH if side > 0 else 0)
    x = edge + side * (24 + _LANE * lane)
    tip = end.y + 12 + 9 * lane
    starts = [box.y + _BOX_HEIGHT - 12 - 5 * lane for box in begins]
    path = "".join(f"M{edge} {y}H{x}V{tip}" for y in starts) + f"M{x} {tip}H{edge + side * _HEAD}"
    head = f"{edge},{tip} {edge + side * _HEAD},{tip - 5} {edge + side * _HEAD},{tip + 5}"
    nearest = max(starts) if side > 0 else min(starts)
    return Arrow(number, path, head, x, nearest + (tip - nearest) * 7 // 20)


def _step(act: Act, number: int, during: Sequence[Stage]) -> Step:
    move = MOVES[act]
    return Step(
        number=number,
        act=act,
        words=str(act.label),
        by=plain_words.DONE_BY[move.by],
        during=tuple(str(stage.label) for stage in during),
        to=str(move.to.label) if move.to else "",
    )


# --- bars -----------------------------------------------------------------------------------------------------------

_LONGEST = 560
_BAR_STEP = 58


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in two parts: what is kept, and after it what is not."""

    words: str
    kept: int
    not_kept: int
    y: int
    split: int

    @property
    def rest(self) -> int:
        return _LONGEST - self.split

    @property
    def text_y(self) -> int:
        return self.y + 22

    @property
    def label_y(self) -> int:
        return self.y - 6

    @property
    def rest_text_x(self) -> int:
        return self.split + 8


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing of all bars; each is as long as the drawing is wide."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def bars(groups: Sequence[Group]) -> Bars:
    """A bar for each group that has anything in it."""
    drawn = [
        Bar(
            group.words,
            group.kept,
            group.not_kept,
            _BAR_STEP * at + 24,
            round(_LONGEST * group.kept / len(group.promises)),
        )
        for at, group in enumerate(group for group in groups if group.promises)
    ]
    return Bars(_LONGEST, _BAR_STEP * len(drawn) + 4, tuple(drawn))
