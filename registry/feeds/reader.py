"""The reader of files: whatever bytes a file has, every line is accounted for once."""

import collections
import contextlib
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from registry import feeds
from registry.feeds import signatures
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


class Stream(Protocol):
    """What a file is read from: it gives its lines, as bytes, piece by piece."""

    def readline(self, size: int = -1, /) -> bytes: ...


def read(stream: Stream, form: Format, *, today: date) -> Iterator[Line]:
    """Read a file line by line; whatever bytes it has, every line is accounted for once.

    Raises `HeaderError` at once where the file is something else, or its first line does not name the columns.
    Afterwards nothing raises: a line that cannot be believed is yielded with its problems. Blank lines and rows of
    commas alone are passed over. Memory does not grow with the file or with a line.
    """
    source = _Source(stream)
    header = _header(source)
    named = _without_empty_end(header)
    try:
        order = form.reading_order(named)
    except HeaderError:
        if other := _of_another_format(named, form):
            raise HeaderError(other) from None
        raise
    return _lines(source, form, _layout(source, header, named, order), today.isoformat())


Physical = tuple[int, bytes | None]


class _Source:
    """The physical lines of a stream with their numbers, one of which may be put back.

    A line that is too long comes as nothing, after its end has been found.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._number = 0
        self._returned: collections.deque[Physical] = collections.deque()
        first = stream.readline(LONGEST_LINE + 1)
        self.beginning = first
        if first.startswith(b"PK") or not first.strip(b"\xef\xbb\xbf \t\r\n"):
            # What an archive has in it, or what follows a blank line. There is no header, so no line is lost.
            self.beginning += b"".join(stream.readline(LONGEST_LINE) for _ in range(20))
        if first:
            self._returned.append(self._numbered(first))

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> Physical:
        if self._returned:
            return self._returned.popleft()
        raw = self._stream.readline(LONGEST_LINE + 1)
        if not raw:
            raise StopIteration
        return self._numbered(raw)

    def _numbered(self, raw: bytes) -> Physical:
        self._number += 1
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            return self._number, None
        return self._number, raw

    def put_back(self, lines: Sequence[Physical]) -> None:
        self._returned.extendleft(reversed(lines))


def _header(source: _Source) -> list[str]:
    if something_else := signatures.problem_with(source.beginning):
        raise HeaderError(something_else)
    _, raw = next(source, (0, b""))
    if raw is None:
        raise HeaderError(
            Problem(LINE, "The first line is too long.", "Send a file of comma-separated values.")
        )
    for separator, name in SEPARATORS.items():
        if _is_separated_by(separator, raw):
            raise HeaderError(
                Problem(
                    LINE,
                    f"The fields of the file are separated by {name}, not by commas.",
                    "Save it as comma-separated values in UTF-8 and send it again.",
                )
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


SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


def _is_separated_by(separator: str, raw: bytes) -> bool:
    names = [name.strip().strip('"') for name in raw.decode(errors="replace").split(separator)]
    return any(form.names_in(names) > 2 for form in feeds.FORMATS.values())


def _without_empty_end(header: list[str]) -> list[str]:
    """Leave out columns without a name after the last that has one: a spreadsheet writes them."""
    end = len(header)
    while not header[end - 1].strip():
        end -= 1
    return header[:end]


def _of_another_format(header: Sequence[str], form: Format) -> Problem | None:
    fits = max(feeds.FORMATS.values(), key=lambda each: each.names_in(header))
    if fits.names_in(header) <= form.names_in(header):
        return None
    return Problem(
        LINE,
        f"The file has the columns of the format {fits.name}, but this source sends {form.name}.",
        f"Load it with a source that sends {fits.name}, or send the file of this source.",
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the cells of a file's lines lie: how many there are, how many at the end have no name, and the order of
    the others."""

    width: int
    spare: int
    order: Callable[[list[str]], Sequence[str]]


def _layout(
    source: _Source,
    header: Sequence[str],
    named: Sequence[str],
    order: Callable[[list[str]], Sequence[str]],
) -> _Layout:
    """Columns without a name are in the header alone, or in every line: the first line that has any cells tells."""
    spare = len(header) - len(named)
    if not spare or _width_of_rows(source) == len(named):
        return _Layout(len(named), 0, order)
    return _Layout(len(header), spare, lambda cells: order(cells[:-spare]))


def _width_of_rows(source: _Source) -> int:
    """The fields of the first line that is not blank; the lines are put back."""
    taken: list[Physical] = []
    text = ""
    while not text.strip(" ,\r\n") and len(taken) < MOST_LINES_IN_QUOTES:
        physical = next(source, None)
        if physical is None:
            break
        taken.append(physical)
        text = (physical[1] or b"").decode(errors="replace")
    source.put_back(taken)
    with contextlib.suppress(csv.Error):
        return len(next(csv.reader([text], skipinitialspace=True), []))
    return 0


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


WITHOUT_A_NAME = Problem(
    LINE,
    "There is something in a column that has no name.",
    "Empty the columns after the last that has a name.",
)


def _lines(source: _Source, form: Format, layout: _Layout, today: str) -> Iterator[Line]:
    """The lines after the header."""
    judge, order, width, spare = form.judge, layout.order, layout.width, layout.spare
    for number, raw in source:
        if raw is None:
            yield Line(number, None, (TOO_LONG,))
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            yield Line(number, None, (NOT_UTF_8,))
            continue
        cells = _quoted_cells(text, source) if '"' in text else text.rstrip("\r\n").split(",")
        if cells is None:
            yield Line(number, None, (QUOTES,))
            continue
        if len(cells) != width or (spare and "".join(cells[-spare:]).strip()):
            verdict: Parsed | list[Problem] = [_wrong_width(cells, width)]
        else:
            verdict = judge(order(cells), today)
        if isinstance(verdict, Parsed):
            yield Line(number, verdict)
        elif "".join(cells).strip():
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


def _wrong_width(cells: Sequence[str], columns: int) -> Problem:
    if len(cells) == columns:
        return WITHOUT_A_NAME
    return Problem(
        LINE,
        f"The line has {len(cells)} fields, the header has {columns}.",
        "Look for a comma inside a field; put quotation marks around such a field.",
    )
