"""The reader of files: whatever bytes a file has, every line is accounted for once."""

import collections
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from registry.feeds.fields import LINE, Problem
from registry.feeds.layout import Format, HeaderError, Parsed

LONGEST_LINE = 64 * 1024
"""Bytes. A line of either format has under 2,000; what is longer is not a line of a feed."""
MOST_LINES_IN_QUOTES = 50
"""Physical lines. A quotation mark that is not closed within them was never opened on purpose."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file by its number (the header is line 1): parsed, or its problems, never both."""

    number: int
    parsed: Parsed | None
    problems: tuple[Problem, ...] = ()


def read(stream: BinaryIO, form: Format, *, today: date) -> Iterator[Line]:
    """Read a file line by line; whatever bytes it has, every line is accounted for once.

    Raises `HeaderError` at once where the first line does not name the columns. Afterwards nothing raises:
    a line that cannot be believed is yielded with its problems. Blank lines are passed over. Memory does not
    grow with the file or with a line.
    """
    source = _Source(stream)
    header = _header(source)
    return _lines(source, form, form.reading_order(header), today.isoformat(), len(header))


Physical = tuple[int, bytes | None]


class _Source:
    """The physical lines of a stream with their numbers, one of which may be put back.

    A line that is too long comes as nothing, after its end has been found.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._number = 0
        self._returned: collections.deque[Physical] = collections.deque()

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> Physical:
        if self._returned:
            return self._returned.popleft()
        raw = self._stream.readline(LONGEST_LINE + 1)
        if not raw:
            raise StopIteration
        self._number += 1
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            return self._number, None
        return self._number, raw

    def put_back(self, lines: Sequence[Physical]) -> None:
        self._returned.extendleft(reversed(lines))


def _header(source: _Source) -> list[str]:
    _, raw = next(source, (0, b""))
    if raw is None:
        raise HeaderError(
            Problem(LINE, "The first line is too long.", "Send a file of comma-separated values.")
        )
    try:
        text = raw.decode("utf-8-sig")
        cells = next(csv.reader([text], strict=True, skipinitialspace=True), [])
    except (UnicodeDecodeError, csv.Error):
        raise HeaderError(
            Problem(
                LINE, "The first line cannot be read.", "Save the file as comma-separated values in UTF-8."
            )
        ) from None
    if not "".join(cells).strip():
        raise HeaderError(
            Problem(
                LINE,
                "The file does not begin with column names.",
                "Begin the file with the line of column names.",
            )
        )
    return cells


TOO_LONG = Problem(
    LINE,
    f"The line is longer than {LONGEST_LINE // 1024} KiB.",
    "Look for a missing line end or for content that does not belong in the file.",
)
NOT_UTF_8 = Problem(
    LINE, "The line is not written in UTF-8.", "Save the file in UTF-8 and send the line again."
)
QUOTES = Problem(
    LINE,
    "The quotation marks of the line do not fit.",
    "Put quotation marks around whole fields, and double them inside.",
)


def _lines(
    source: _Source, form: Format, order: Callable[[list[str]], Sequence[str]], today: str, width: int
) -> Iterator[Line]:
    judge = form.judge
    for number, raw in source:
        if raw is None:
            yield Line(number, None, (TOO_LONG,))
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            yield Line(number, None, (NOT_UTF_8,))
            continue
        if '"' in text:
            cells = _quoted_cells(text, source)
        elif text.isspace():
            continue
        else:
            cells = text.rstrip("\r\n").split(",")
        if cells is None:
            yield Line(number, None, (QUOTES,))
        elif len(cells) != width:
            yield Line(number, None, (_wrong_width(len(cells), width),))
        else:
            verdict = judge(order(cells), today)
            if isinstance(verdict, Parsed):
                yield Line(number, verdict)
            else:
                yield Line(number, None, tuple(verdict))


def _quoted_cells(first: str, source: _Source) -> list[str] | None:
    """Return the cells of a line with quotation marks, taking further physical lines while one is open.

    If the marks do not fit, the line alone is lost: what was taken is put back and read as lines.
    """
    taken: list[Physical] = []

    def texts() -> Iterator[str]:
        yield first
        size = len(first)
        for physical in source:
            taken.append(physical)
            raw = physical[1]
            size += LONGEST_LINE if raw is None else len(raw)
            if raw is None or size > LONGEST_LINE or len(taken) > MOST_LINES_IN_QUOTES:
                return
            yield raw.decode()

    try:
        return next(csv.reader(texts(), strict=True, skipinitialspace=True))
    except (csv.Error, UnicodeDecodeError):
        source.put_back(taken)
        return None


def _wrong_width(cells: int, columns: int) -> Problem:
    return Problem(
        LINE,
        f"The line has {cells} fields, the header has {columns}.",
        "Look for a comma inside a field; put quotation marks around such a field.",
    )
