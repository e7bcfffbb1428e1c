"""The look at a whole file before anything of it is stored: faults that all its lines have are named once.

A file in which every date is turned round, or every letter with an accent is in another encoding, is not a hundred
thousand wrong lines but one wrong file. It is refused whole, in one sentence, and nothing of it is stored; corrected,
it is another file and loads as if this one had never come.
"""

import collections
from collections.abc import Iterable

from registry.feeds import mojibake
from registry.feeds.fields import LINE, Problem
from registry.feeds.layout import FileRefused, clause, listed
from registry.feeds.reader import NOT_UTF_8, Stream

SHARE = 0.9
"""A fault in more than this share of the lines is a fault of the file."""
FEWEST = 5
"""Lines. In a file with fewer, each line is refused for itself."""
FEWEST_SHARE = 0.01
"""Of a fault of encoding, which concerns only lines with other letters than English ones: where there are fewer than
`FEWEST` of these, the fault is the file's from this share of all lines on. Below it a line is damaged, not the file."""
LETTERS_OF_WINDOWS = frozenset("ƒŠŒŽšœžŸ") | {chr(code) for code in range(0xC0, 0x100)} - {"×", "÷"}
SIGNS_OF_WINDOWS = frozenset("‘’´`–—·ªº\u00a0")


class Watched:
    """A stream of lines that counts, as they are read, those with other letters than English ones."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._commas: int | None = None
        self.foreign = 0
        """Lines with any byte beyond ASCII."""
        self.of_windows = 0
        """Of them, the lines that are not UTF-8 but read well in Windows-1252."""

    def readline(self, size: int = -1, /) -> bytes:
        raw = self._stream.readline(size)
        if self._commas is None:
            self._commas = raw.count(b",")
        elif not raw.isascii():
            self.foreign += 1
            self.of_windows += self._is_of_windows(raw)
        return raw

    def _is_of_windows(self, raw: bytes) -> bool:
        try:
            raw.decode()
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
            others = {character for character in text if not character.isascii()}
            return others <= LETTERS_OF_WINDOWS | SIGNS_OF_WINDOWS and raw.count(b",") >= (self._commas or 0)
        return False


class Look:
    """What a look at every line of a file has found. Its memory does not grow with the file."""

    def __init__(self, stream: Stream) -> None:
        self.stream = Watched(stream)
        self._lines = 0
        self._faults: collections.Counter[Problem] = collections.Counter()

    def at(self, problems: Iterable[Problem]) -> None:
        """Count one line with its problems."""
        self._lines += 1
        for problem in dict.fromkeys(problems):
            self._faults[problem] += 1

    def refuse_fault_of_all(self) -> None:
        """Raise `FileRefused` where the whole file has a fault."""
        self._refuse_encoding()
        if self._lines < FEWEST:
            return
        of_all = [problem for problem, lines in self._faults.items() if lines > self._lines * SHARE]
        if of_all:
            fewest = min(self._faults[problem] for problem in of_all)
            raise FileRefused(*_told_once(of_all, self._lines, fewest))

    def _refuse_encoding(self) -> None:
        foreign = self.stream.foreign
        if self.stream.of_windows > foreign * SHARE and self._are_many(self.stream.of_windows):
            raise FileRefused(
                Problem(
                    LINE,
                    "The file is not written in UTF-8 but in an older encoding, as it seems Windows-1252",
                    "save it as CSV UTF-8 and send the whole file again",
                )
            )
        if (broken := self._faults[NOT_UTF_8]) > foreign * SHARE and broken >= FEWEST:
            raise FileRefused(
                Problem(
                    LINE,
                    "The file is not written in UTF-8",
                    "save it as CSV UTF-8 and send the whole file again",
                )
            )
        ruined = max(
            (lines for problem, lines in self._faults.items() if problem.problem == mojibake.RUINED[0]),
            default=0,
        )
        if ruined > foreign * SHARE and ruined >= FEWEST:
            raise FileRefused(
                Problem(
                    LINE,
                    "All letters with accents in the file were ruined: it was in UTF-8, was read in another encoding "
                    "and saved again",
                    mojibake.RUINED[1],
                )
            )

    def _are_many(self, lines: int) -> bool:
        return lines >= FEWEST or lines >= self._lines * FEWEST_SHARE


def _told_once(faults: list[Problem], lines: int, fewest: int) -> list[Problem]:
    """The faults of all lines, those that are alike in several fields as one."""
    fields: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        fields.setdefault((fault.problem, fault.remedy), []).append(fault.field)
    which = f"all {lines:,} lines" if fewest == lines else f"{fewest:,} of the {lines:,} lines"
    told = []
    for at, ((problem, remedy), names) in enumerate(fields.items()):
        where = "" if names == [LINE] else f" in {listed(names)}"
        begins = f"In {which} of the file the same is wrong" if at == 0 else "and"
        told.append(Problem(names[0], f"{begins}{where} ({clause(problem)})", f"{clause(remedy)}"))
    told[-1] = Problem(told[-1].field, told[-1].problem, f"{told[-1].remedy}; then send the whole file again")
    return told
