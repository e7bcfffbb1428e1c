"""A format: one kind of file as a table of fields, and how a line is judged by it.

A table is the only description of its format. The parser, the messages in reject reports and the documentation
(docs/feeds.md) are made from it. What is not in a table cannot be sent: there is no column for a photograph, for a
telephone number of the child or the home, for a note, a score or a reason (Children Act 2004 s. 12(4); Making
ContactPoint Work, Children's Rights Director 2007).
"""

import collections
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ground import refusals
from registry import formats
from registry.feeds import spreadsheets
from registry.feeds.fields import LINE, Field, Payload, Problem
from registry.feeds.parsers import DAY_COME
from registry.feeds.rules import Rule
from registry.parts import birth, names
from registry.parts.part import Part

DATE_REMEDY = "Check the year, and that the month comes before the day."


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line that can be believed: what it says, the sender's key of the record, the day it was true.

    The payload has every column of the format but these two, each with a normalised text; nothing said is
    an empty text.
    """

    payload: Payload
    key: str
    as_at: date


class NobodyTells(Exception):
    """A format speaks of a part that no payload can tell of: its module does not say how."""


class FileRefused(refusals.Invalid):
    """The whole file is refused, and nothing of it is stored. Says in one sentence what it has and what to do."""

    words = "The whole file is refused, and nothing of it is stored."

    def __init__(self, *problems: Problem) -> None:
        what = "; ".join(dict.fromkeys(clause(problem.problem) for problem in problems))
        remedy = "; ".join(dict.fromkeys(clause(problem.remedy) for problem in problems))
        super().__init__(f"{what[0].upper()}{what[1:]}: {remedy}.")
        self.problems = problems


class HeaderError(FileRefused):
    """The first line does not name the columns of the format. Nothing of the file is read."""


SENTENCE_ENDS = re.compile(r"\.\s+(?=\w)")
CAPITAL_OF_A_SENTENCE = re.compile(r"[A-Z](?=[a-z ])")


def clause(text: str) -> str:
    """Return sentences as a clause of a longer sentence: without full stops, beginning with a small letter."""
    parts = SENTENCE_ENDS.split(text.removesuffix("."))
    return "; ".join(
        part[0].lower() + part[1:] if CAPITAL_OF_A_SENTENCE.match(part) else part for part in parts
    )


Step = tuple[str, Callable[[str], str], bool, str, str]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its columns in their usual order, and the rules between them."""

    name: str
    title: str
    words: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    speaks_of: tuple[Part[Any], ...]
    """The parts of the record that a line says something of, or says that there is none. Of others it says nothing."""
    examples: tuple[Mapping[str, str], ...] = ()
    steps: tuple[Step, ...] = field(init=False, repr=False)
    past_dates: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        steps = tuple((f.name, f.parser.read, f.required, f.remedy, f.default) for f in self.fields)
        object.__setattr__(self, "steps", steps)
        past_dates = tuple(f.name for f in self.fields if f.parser is DAY_COME)
        object.__setattr__(self, "past_dates", past_dates)
        if mute := [part.name for part in self.speaks_of if part.told is None]:
            raise NobodyTells(f"{self.name}: {', '.join(mute)}")

    @property
    def says_who(self) -> bool:
        """Whether a line says who the child is, and not only of whom it speaks."""
        return {names.CURRENT, birth.PART} <= set(self.speaks_of)

    def names_in(self, header: Sequence[str]) -> int:
        """Count the columns of the format that a header names."""
        return len({name.strip() for name in header} & set(self.columns))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def parse(self, row: Mapping[str, str], *, today: date) -> Parsed | list[Problem]:
        """Read one row, given by column names. A column that is missing is an empty field; a column that the
        format does not have is a problem."""
        unknown = [unknown_column(name) for name in row if name not in self.columns]
        if unknown:
            return unknown
        return self.judge([row.get(name, "") for name in self.columns], today.isoformat())

    def judge(self, texts: Sequence[str], today: str) -> Parsed | list[Problem]:
        """Read the fields of one line, given in the order of `columns`."""
        payload: Payload = {}
        problems: list[Problem] = []
        for (name, read, required, remedy, default), text in zip(self.steps, texts, strict=True):
            if not text or not (stated := text.strip()):
                payload[name] = default
                if required:
                    problems.append(Problem(name, "This field is empty.", remedy))
                continue
            try:
                payload[name] = read(stated)
            except formats.Invalid as refusal:
                problems.append(self._explained(name, stated, refusal))
        if problems:
            return problems
        problems += [
            Problem(name, "This date lies in the future.", DATE_REMEDY)
            for name in self.past_dates
            if payload[name] > today
        ]
        for rule in self.rules:
            problems += rule.check(payload)
        if problems:
            return problems
        key, as_at = payload.pop("record_id"), payload.pop("as_at")
        return Parsed(payload, key, formats.calendar_date(as_at))

    def _explained(self, name: str, text: str, refusal: formats.Invalid) -> Problem:
        described = next(f for f in self.fields if f.name == name)
        reason = described.parser.explain(text) or refusal
        is_empty = reason.problem == spreadsheets.EMPTY_FIELD
        return Problem(
            name, reason.problem, described.remedy if described.required and is_empty else reason.remedy
        )

    def reading_order(self, header: Sequence[str]) -> Callable[[list[str]], Sequence[str]]:
        """Return the function that puts the cells of a line into the order of `columns`.

        Columns may come in any order; optional ones may be left out. Raises `HeaderError` for columns that
        are missing, unknown or named twice.
        """
        found = [name.strip() for name in header]
        missing = [f.name for f in self.fields if f.required and f.name not in found]
        if len(missing) * 2 > sum(f.required for f in self.fields):
            # Perhaps it is the first child's line: repeat nothing of it.
            raise HeaderError(
                Problem(
                    LINE,
                    f"The first line does not name the columns of the format {self.name}.",
                    "Begin the file with the line of column names, separated by commas, as documented.",
                )
            )
        problems = [_missing_columns(missing)] if missing else []
        unknown = list(dict.fromkeys(name for name in found if name not in self.columns))
        problems += [_unknown_columns(unknown)] if unknown else []
        problems += [
            Problem(name, f"The column {name} is named {times} times.", "Name each column once.")
            for name, times in collections.Counter(found).items()
            if times > 1 and name in self.columns
        ]
        if problems:
            raise HeaderError(*problems)
        if tuple(found) == self.columns:
            return list
        places = {name: place for place, name in enumerate(found)}
        # A column that was left out is read from an empty cell put after the last.
        wanted = [places.get(name, len(found)) for name in self.columns]
        pick = operator.itemgetter(*wanted)
        return lambda cells: pick([*cells, ""])


PLAIN_COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _missing_columns(missing: Sequence[str]) -> Problem:
    what = f"columns {listed(missing)} are" if len(missing) > 1 else f"column {missing[0]} is"
    return Problem(missing[0], f"The required {what} missing.", "Add what is missing.")


def _unknown_columns(unknown: Sequence[str]) -> Problem:
    plain = [name for name in unknown if PLAIN_COLUMN.fullmatch(name)]
    if not plain:
        return unknown_column(unknown[0])
    others = ["columns of other names"] if len(plain) < len(unknown) else []
    what = f"columns {listed([*plain, *others])} are" if len(unknown) > 1 else f"column {plain[0]} is"
    return Problem(plain[0], f"The {what} not part of the format.", LEAVE_OUT)


LEAVE_OUT = "Leave out what is not documented. The register may hold nothing else."


def unknown_column(name: str) -> Problem:
    if not PLAIN_COLUMN.fullmatch(name):
        return Problem(LINE, "A column has a name that is not part of the format.", LEAVE_OUT)
    return Problem(name, f"The column {name} is not part of the format.", LEAVE_OUT)
