"""Recall: how often the child who is meant is among the ten best, and what the person is told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tqdm import tqdm

from access.eyes import Searcher
from shielding.disclosure import ranking, search
from shielding.disclosure.query import Query
from workshop.bench.loading import Remembered
from workshop.bench.queries import (
    AGE_ALONE,
    ANOTHER_NAME,
    ANOTHER_ORDER,
    COMPOUND,
    ONE_NAME_UNKNOWN,
    STANDARD,
    Kind,
    People,
)

BEST = 10
ANOTHER_CHILD = "another child's card"


@dataclass(slots=True)
class Tally:
    """What became of the queries of one kind."""

    asked: int = 0
    found: int = 0
    refused: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "recall": round(self.found / self.asked, 4),
            "refused": round(self.refused / self.asked, 4),
            "answers": {
                answer: round(count / self.asked, 4) for answer, count in sorted(self.answers.items())
            },
        }


def measure(
    people: People, *, by: Searcher, now: datetime, queries: int, quiet: bool = False
) -> dict[str, Any]:
    """Recall at ten and the answers, for every kind of slip and for the groups of kinds."""
    tallies = {kind: Tally() for kind in Kind}
    with tqdm(desc="recall", total=queries * len(Kind), unit=" queries", disable=quiet) as bar:
        for kind, tally in tallies.items():
            for _ in range(queries):
                child, query = people.ask(kind)
                _count(tally, child, query, by=by, now=now)
                bar.update()
    return {
        "kinds": {kind.value: tally.figures() for kind, tally in tallies.items()},
        "birth date given": _together(tallies, [kind for kind in STANDARD if kind not in AGE_ALONE]),
        "by age": _together(tallies, AGE_ALONE),
        "compound": _together(tallies, COMPOUND),
        "compound, both names known": _together(
            tallies, [kind for kind in COMPOUND if kind not in ONE_NAME_UNKNOWN]
        ),
        "another name": _together(tallies, ANOTHER_NAME),
        "another order": _together(tallies, ANOTHER_ORDER),
        "all standard": _together(tallies, STANDARD),
    }


def _count(tally: Tally, child: Remembered, query: Query, *, by: Searcher, now: datetime) -> None:
    tally.asked += 1
    found = search.candidates(query)
    if found is None:
        tally.refused += 1
    else:
        best = ranking.rank(query, found)[:BEST]
        tally.found += any(scored.child == child.id for scored in best)
    tally.answers[_answer(child, query, by=by, now=now)] += 1


def _answer(child: Remembered, query: Query, *, by: Searcher, now: datetime) -> str:
    """What the person would be told, in a word; the event of it stands in the trail like any other."""
    outcome = search.find(query, by=by, now=now)
    match outcome:
        case search.Found(cards=cards) if any(card.reference == child.reference for card in cards):
            return "the right card" if len(cards) == 1 else "two cards"
        case search.Found():
            return ANOTHER_CHILD
        case search.Several():
            return "asked for more"
        case _:
            return "not found"


def _together(tallies: Mapping[Kind, Tally], kinds: Sequence[Kind]) -> dict[str, Any]:
    total = Tally()
    for kind in kinds:
        total.asked += tallies[kind].asked
        total.found += tallies[kind].found
        total.refused += tallies[kind].refused
        total.answers += tallies[kind].answers
    return total.figures()
