"""The picture beside the table: searches and disclosures of each day as bars. Pure arithmetic; the page draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.oversight.reviews import Day

HEIGHT = 160
WIDTH_OF_A_DAY = 44
BAR = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it begins, how high it is, and the number it stands for."""

    x: int
    y: int
    height: int
    times: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The two bars of a day, and the middle of their place for the label."""

    day: date
    middle: int
    searches: Bar
    disclosures: Bar


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a drawing of this width and height; the highest bar is as high as the drawing."""

    width: int
    height: int
    most: int
    pairs: tuple[Pair, ...]


def bars(days: Sequence[Day]) -> Chart:
    """Draw the days from left to right. Without any event every bar is flat."""
    most = max((max(day.searches, day.disclosures) for day in days), default=0)
    pairs = []
    for place, day in enumerate(days):
        left = place * WIDTH_OF_A_DAY + (WIDTH_OF_A_DAY - 2 * BAR) // 2
        pairs.append(
            Pair(
                day=day.day,
                middle=place * WIDTH_OF_A_DAY + WIDTH_OF_A_DAY // 2,
                searches=_bar(left, day.searches, most),
                disclosures=_bar(left + BAR, day.disclosures, most),
            )
        )
    return Chart(width=len(days) * WIDTH_OF_A_DAY, height=HEIGHT, most=most, pairs=tuple(pairs))


def _bar(x: int, times: int, most: int) -> Bar:
    height = round(HEIGHT * times / most) if most else 0
    return Bar(x=x, y=HEIGHT - height, height=height, times=times)
