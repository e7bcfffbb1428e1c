"""Search: the rule of disclosure seen from behind. It finds one child, or it says what would help, and never lists.

Needed are the number; or given name, family name and birth date; or given name, family name, an age band of at most two
years and one more fact. Optional facts rank and never exclude. A child whose whereabouts are withheld is not returned
where a fact of that kind was given (shielding fact sheet, 2008: "No records will be returned if a search is made using
information from any non-visible field").

Candidates come from composite b-trees over phonetic codes and the birth date; the ranking compares the names as they
are written.
"""

import operator
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals, statute
from registry import formats, names
from registry.models import Responsibility
from shielding.disclosure import disclosure, ranking
from shielding.disclosure.disclosure import Card
from shielding.disclosure.query import Fact, Query

BRANCH_LIMIT = 200
"""A branch of the candidate search that returns more is too broad: the person is asked for another fact."""
THRESHOLD = 0.80
"""The least score of a child who may be meant."""
MARGIN = 0.04
"""By how much the best must lead for a single card."""
MOST_CARDS = 2


class TooLittle(refusals.Invalid):
    """The query has less than a search needs. Nothing was searched."""

    words = "Enter the given name, the family name and the date of birth, or the ContactPoint number."


@dataclass(frozen=True, slots=True)
class Found:
    """One child, with a clear lead; or the last two, where no fact is left to add."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """More than one child may be meant. How many is not said; these facts would help."""

    would_help: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No record was found. This never means that there is no concern."""


Outcome = Found | Several | NotFound


def find(query: Query, *, by: Searcher, now: datetime, occasion: str = "") -> Outcome:
    """Search for one child, after one durable event in the trail.

    A page that is loaded again searches again: what has changed is seen at once. The same answer on the same
    ``occasion`` is in the trail already and is not written down twice.

    Call it from a door, outside any transaction. Raises ``TooLittle`` and ``audit.trail.TrailUnavailable``.
    """
    policy.require(by, Permission.SEARCH)
    _require_enough(query)
    with transaction.atomic(durable=True):
        outcome = _by_number(query, by) if query.number else _by_facts(query, by)
        cards = outcome.cards if isinstance(outcome, Found) else ()
        trail.record(
            Verb.SEARCHED,
            actor=by.actor(),
            at=now,
            shown=[card.reference for card in cards],
            fields={name for card in cards for name in card.fields_shown},
            terms=query.terms(),
            outcome=type(outcome).__name__.lower(),
            occasion=occasion,
        )
    return outcome


def _require_enough(query: Query) -> None:
    named = names.normalise(query.given) and names.normalise(query.family)
    if query.number or (named and query.born):
        return
    one_more = query.gender or query.postcode or query.school or query.carer
    if not (named and query.ages and one_more) or query.ages[0] < statute.years_before(
        query.ages[1], statute.AGE_BAND_WIDEST.value
    ):
        raise TooLittle


def _by_number(query: Query, by: Searcher) -> Outcome:
    card = disclosure.card_by_number(query.number if formats.is_number(query.number) else "", to=by)
    return Found(cards=(card,)) if card else NotFound()


def _by_facts(query: Query, by: Searcher) -> Outcome:
    found = candidates(query, within=None if by.may(Permission.READ_NATIONALLY) else by)
    if found is None:
        return Several(would_help=query.missing())
    likely = [s for s in ranking.rank(query, found) if s.base >= THRESHOLD and s.may_be_meant]
    if not likely:
        return NotFound()
    best = likely[0]
    contenders = [one for one in likely if best.score - one.score < MARGIN]
    if best.is_exact and not any(one.is_exact or one.bonus > best.bonus for one in contenders[1:]):
        # Typed exactly, and no fact speaks for anybody else: somebody of a like name is somebody else.
        contenders = [best]
    if len(contenders) == 1 and ranking.is_sure(query, best, found):
        return _cards(query, contenders, by)
    would_help = ranking.telling_apart(query, contenders) if len(contenders) > 1 else query.missing()
    if would_help:
        return Several(would_help=would_help)
    return _cards(query, [one for one in contenders if ranking.is_sure(query, one, found)][:MOST_CARDS], by)


def _cards(query: Query, likely: Sequence[ranking.Scored], by: Searcher) -> Outcome:
    is_open = {scored.child: not scored.withheld for scored in likely}
    cards = tuple(disclosure.cards(is_open, to=by).values())
    if query.gives_withheld_fact:
        # Shielded since the keys were read: what was typed must not find the child any more.
        cards = tuple(card for card in cards if card.district is not disclosure.WITHHELD)
    return Found(cards=cards) if cards else NotFound()


_WITHIN = "SELECT found.* FROM ({}) found WHERE found.child_id IN ({})"


def candidates(query: Query, *, within: Searcher | None = None) -> list[ranking.Candidate] | None:
    """The children who may be meant, by their search keys; ``None`` where the query is too broad.

    ``within`` is the officer in whose scope the search stays. Children of other authorities are left out before
    anything is counted or compared: whether somebody else fits well must not change what an officer finds.

    Two statements at most. The first tries the birth date as given and its likeliest slip, and with the very names
    every birth date with one wrong part. Where nobody fits well, the second tries each of those dates with names that
    sound so, and names whose sound is one slip away. With the birth date as given one name may be wrong by more, if it
    begins with one of the letters that were typed first. Where a slip may be a name, some who bear it are read as well;
    not for an officer, for whom only children in scope count.
    """
    likely = ranking.likely_births(query.born) if query.born else []
    found = _all_of(_ask([_usual(query, births=likely)], within))
    if found is None:
        return None
    best = ranking.best(query, found)
    bearers = [] if within else [_bearers(query)]
    if best and best.is_settled:
        further = bearers if best.asks_who_bears_the_names else []
        return found + _whole_of(_ask(further, within), _BEARERS)
    further = [_nearby(query), *bearers]
    if query.born:
        further.append(_usual(query, births=ranking.births_with_one_wrong_part(query.born)))
    branches = _ask(further, within)
    wider = _all_of(branches) if query.born else found
    return None if wider is None else wider + _whole_of(branches, (*_NEARBY, *_BEARERS))


_COLUMNS = ["child_id" if f.name == "child" else f.name for f in fields(ranking.Candidate)]
_BORN_AND_FAMILY, _BORN_AND_GIVEN, _BOTH_NAMES, _POSTCODE = 1, 2, 3, 5
_WRITTEN, _WRITTEN_SWAPPED, _BOTH_SWAPPED = 6, 7, 8
_USUAL, _NEARBY, _BEARERS = range(1, 9), range(11, 16), range(20, 25)
"""The branches of the three functions of the candidate search, as the migration describes them."""
_Branches = Mapping[int, list[ranking.Candidate]]
_Question = tuple[str, list[Any]]


def _usual(query: Query, *, births: Sequence[date]) -> _Question:
    given, swapped = names.nicknames(query.given), names.nicknames(query.family)
    return (
        "SELECT * FROM shielding_candidates(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            names.normalise(query.given),
            names.normalise(query.family),
            sorted(given),
            sorted(swapped),
            query.born,
            ranking.births_with_one_wrong_part(query.born) if query.born else [],
            sorted(_codes(names.family_variants(query.family)) | names.codes(query.family)),
            sorted(_codes(given) | names.codes(query.given)),
            list(births),
            *_span(query),
            _whole(query.postcode),
            query.gives_withheld_fact,
        ],
    )


def _nearby(query: Query) -> _Question:
    """Who would be missed because a slip changed how a name sounds."""
    births = ranking.births_with_one_wrong_part(query.born) if query.born else []
    return (
        "SELECT * FROM shielding_candidates_nearby(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            names.normalise(query.given),
            names.normalise(query.family),
            query.born,
            sorted(names.codes(query.family)),
            sorted(names.codes(query.given)),
            sorted(names.near_codes(query.family)),
            sorted(names.near_codes(query.given)),
            sorted(names.near_initials(query.family)),
            sorted(names.near_initials(query.given)),
            births,
            *_span(query),
            query.gives_withheld_fact,
        ],
    )


def _bearers(query: Query) -> _Question:
    """Some who bear the names that were typed, and who bears one of them with day and month swapped."""
    born = ranking.likely_births(query.born)[1:] if query.born else []
    return (
        "SELECT * FROM shielding_bearers(%s, %s, %s, %s, %s, %s, %s)",
        [
            names.normalise(query.given),
            names.normalise(query.family),
            names.primary_code(query.family),
            names.primary_code(query.given),
            born[0] if born else None,
            query.gives_withheld_fact,
        ],
    )


def _ask(questions: Sequence[_Question], within: Searcher | None) -> _Branches:
    """What each branch of these questions found, in one statement. Each stops at the limit, but for an officer's: the
    limit is held against the children in the officer's scope alone. No question, no statement.
    """
    if not questions:
        return {}
    sql = " UNION ALL ".join(text for text, _ in questions)
    limit = None if within else BRANCH_LIMIT + 1
    values = [value for _, given in questions for value in (*given, limit)]
    if within:
        try:
            own, codes = Responsibility.objects.within(within).values("child").query.sql_with_params()
        except EmptyResultSet:  # what Django raises where a query cannot find anything: nobody is in scope
            return {}
        sql, values = _WITHIN.format(sql, own), [*values, *codes]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
        read = [column.name for column in cursor.description]
    branch_of = operator.itemgetter(read.index("branch"))
    candidate_of = operator.itemgetter(*map(read.index, _COLUMNS))
    branches: dict[int, list[ranking.Candidate]] = {}
    for row in rows:
        branches.setdefault(branch_of(row), []).append(ranking.Candidate(*candidate_of(row)))
    return branches


def _all_of(branches: _Branches) -> list[ranking.Candidate] | None:
    """What the usual branches found; ``None`` where they are too broad together."""
    full = {branch for branch, rows in branches.items() if branch in _USUAL and len(rows) > BRANCH_LIMIT}
    if _are_too_broad(full, branches):
        return None
    return _whole_of(branches, _USUAL)


def _are_too_broad(full: Collection[int], branches: _Branches) -> bool:
    """Whether a branch is full whose children no other branch has.

    A child of this birth date and both names is in each of the first two. A child of the very names is in a branch of
    its own, and those whose names only sound so come after it. Whom a postcode alone would add is not meant.
    """
    if {_BORN_AND_FAMILY, _BORN_AND_GIVEN} <= set(full):
        return True
    covered = {_BORN_AND_FAMILY, _BORN_AND_GIVEN, _POSTCODE}
    if branches.get(_WRITTEN) or branches.get(_WRITTEN_SWAPPED):
        covered |= {_BOTH_NAMES, _BOTH_SWAPPED}
    return bool(set(full) - covered)


def _whole_of(branches: _Branches, wanted: Collection[int]) -> list[ranking.Candidate]:
    """What those of these branches found that are whole. One that is too broad adds nobody."""
    found = [branches[branch] for branch in wanted if branch in branches]
    return [candidate for branch in found if len(branch) <= BRANCH_LIMIT for candidate in branch]


def _span(query: Query) -> tuple[date | None, date | None]:
    return (query.born, query.born) if query.born else query.ages or (None, None)


def _whole(postcode: str) -> str | None:
    """The postcode as it is held, or nothing where only its first half, or something else, was typed."""
    try:
        return formats.postcode(postcode)
    except formats.Invalid:
        return None


def _codes(variants: Iterable[str]) -> set[str]:
    return {names.primary_code(variant) for variant in variants}
