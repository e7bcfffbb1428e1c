"""What is timed: the product's own functions and pages, and the two simple things that they are compared with."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from access import eyes
from access.eyes import Searcher, Viewer
from ground.statute import Purpose
from shielding.disclosure import disclosure, search
from shielding.disclosure.query import Query
from workshop.bench.browser import Browser
from workshop.bench.loading import Remembered
from workshop.bench.queries import STANDARD, People
from workshop.bench.timing import Operation

LOOKUP = "primary-key lookup"
EMPTY_ANSWER = "empty answer"
EMPTY_PAGE = "empty page"
CANDIDATES = "candidates"
FIND = "find"
DISCLOSE = "disclose"
BROAD = "broad search"
SEARCH_PAGE = "search page"
RECORD_PAGE = "record page"

_LOOKUP = "SELECT id, reference, number, state FROM registry_child WHERE id = %s"


def listed(
    *,
    people: People,
    remembered: Sequence[Remembered],
    by: Searcher,
    browser: Browser,
    rounds: int,
    now: datetime,
) -> list[Operation]:
    """The operations, with their arguments drawn beforehand for so many rounds."""
    drawn = people.mixed(STANDARD)
    queries = [query for _, _, query in (next(drawn) for _ in range(rounds))]
    broad = [people.broad() for _ in range(rounds)]
    children = [remembered[at * 7_919 % len(remembered)] for at in range(rounds)]
    today = timezone.localdate(now)

    def search_page(at: int) -> Callable[[], object]:
        return browser.search(queries[at], today=today)

    def record_page(at: int) -> Callable[[], object]:
        moment = timezone.now()
        return browser.record(look(children[at], by=by, now=moment), now=moment)

    def disclose(at: int) -> Callable[[], object]:
        viewer = look(children[at], by=by, now=now)
        return lambda: disclosure.disclose(viewer.reference, to=viewer, now=now)

    return [
        Operation(
            LOOKUP,
            "one row of the table of children by its primary key, through the same connection",
            lambda at: lambda: _look_up(children[at].id),
        ),
        Operation(
            CANDIDATES,
            "shielding.disclosure.search.candidates: the children who may be meant, unranked, without an event",
            lambda at: lambda: search.candidates(queries[at]),
        ),
        Operation(
            FIND,
            "shielding.disclosure.search.find: a whole search with its event in the trail",
            lambda at: lambda: search.find(queries[at], by=by, now=now),
        ),
        Operation(
            DISCLOSE,
            "shielding.disclosure.disclosure.disclose: a whole record with its event in the trail",
            disclose,
        ),
        Operation(
            BROAD,
            "shielding.disclosure.search.candidates for common names, an age and a gender",
            lambda at: lambda: search.candidates(broad[at]),
        ),
        Operation(
            EMPTY_ANSWER,
            "an answer without content to a signed-in person, through the whole stack of the web process",
            lambda _: browser.get(reverse("empty-answer")),
        ),
        Operation(
            EMPTY_PAGE,
            "the site's base with the person's navigation around nothing, through the same stack",
            lambda _: browser.get(reverse("empty-page")),
        ),
        Operation(SEARCH_PAGE, "the search form sent, through the same stack", search_page),
        Operation(RECORD_PAGE, "the record page, through the same stack", record_page),
    ]


def look(child: Remembered, *, by: Searcher, now: datetime) -> Viewer:
    """A viewer with a reason for this child."""
    purpose, reason = Purpose.FIND_OTHERS, "Who else works with this child"
    return eyes.look(by, reference=child.reference, purpose=purpose, reason=reason, now=now)


def share_refused(queries: Sequence[Query]) -> float:
    """The share of queries that are answered as too broad."""
    return sum(search.candidates(query) is None for query in queries) / len(queries)


def _look_up(child: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(_LOOKUP, [child])
        return cursor.fetchone()
