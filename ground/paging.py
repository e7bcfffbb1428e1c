"""Long lists are read page by page. A page is the lines on it, which one it is, and of how many."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from django.core.paginator import Paginator
from django.db.models import QuerySet

Line_co = TypeVar("Line_co", covariant=True)
Row = TypeVar("Row")

LINES = 50
"""So many lines are on one page."""


@dataclass(frozen=True, slots=True)
class Page(Sequence[Line_co]):
    """The lines of one page of a list, in their order. Pages are numbered from 1 to ``last``; an empty list has one."""

    lines: Sequence[Line_co]
    number: int = 1
    last: int = 1

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.last else None

    @overload
    def __getitem__(self, at: int) -> Line_co: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line_co]: ...
    def __getitem__(self, at: int | slice) -> Line_co | Sequence[Line_co]:
        return self.lines[at]

    def __len__(self) -> int:
        return len(self.lines)


def page_of(
    rows: QuerySet[Any, Row], number: str, make: Callable[[QuerySet[Any, Row]], Iterable[Line_co]]
) -> Page[Line_co]:
    """The page with this number, as it was typed into the URL, of rows in a fixed order.

    What is no number is page 1; a number past the last is the last. ``make`` gets the rows of the page, which are asked
    for when it looks at them, and may leave some out. The same is asked of the database however many rows there are.
    """
    pages = Paginator(rows, LINES)
    chosen = pages.get_page(number or 1).number
    return Page(tuple(make(rows[(chosen - 1) * LINES : chosen * LINES])), number=chosen, last=pages.num_pages)
