"""Work that waits for somebody: what is counted beside the navigation and at home is what the page itself lists.

A kind of work names the function that its page asks for what waits, so that count and list cannot differ in their
scope. All kinds together are counted by one statement, however many there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateTimeField, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from access.eyes import Searcher
from access.permissions import Permission

Rows = QuerySet[Any, Any]


def waited(since: date, today: date) -> str:
    """How long the oldest has waited, in words."""
    days = (today - since).days
    if days <= 0:
        return "The oldest came today."
    return f"The oldest has waited {days} day{'' if days == 1 else 's'}."


def was_due(since: date, today: date) -> str:
    """For how long the first has been due, in words."""
    days = (today - since).days
    return (
        "The first is due today."
        if days <= 0
        else f"The first was due {days} day{'' if days == 1 else 's'} ago."
    )


def is_due(since: date, today: date) -> str:
    """Until when the first has to be done, in words."""
    days = (since - today).days
    if days <= 0:
        return was_due(since, today)
    return f"The first is due in {days} day{'' if days == 1 else 's'}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of work that waits.

    ``rows``: what waits for this person today; it asks for the permission. ``counted``: the field that tells one piece
    of work from another, ``since``: the moment from which a piece of work waits, and ``tells``: what that says, given
    that day and today. ``url_name``, ``query``: the page where it is done. ``beside``: the entry of the navigation that
    its number stands beside; none where others have to do something, and this person waits for them.
    """

    name: str
    title: str
    permission: Permission
    rows: Callable[[Searcher, date], Rows]
    since: str
    counted: str = "pk"
    tells: Callable[[date, date], str] = waited
    url_name: str
    query: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many pieces of work of one kind wait, and since which day the oldest does. No day where there is none."""

    kind: Kind
    times: int
    since: date | None

    def words(self, today: date) -> str:
        return self.kind.tells(self.since, today) if self.since else ""


def count(kinds: Iterable[Kind], *, by: Searcher, now: datetime) -> list[Waiting]:
    """How much of each kind waits for this person, in the order of the kinds. Kinds they may not do are left out."""
    asked = {kind.name: kind for kind in kinds if by.may(kind.permission)}
    today = timezone.localdate(now)
    found = _found([_counted(kind, by, today) for kind in asked.values()])
    return [Waiting(kind, *found.get(name, (0, None))) for name, kind in asked.items()]


def _counted(kind: Kind, by: Searcher, today: date) -> Rows:
    rows = kind.rows(by, today).order_by().values(kind_of_work=Value(kind.name))
    oldest = Min(Cast(kind.since, DateTimeField()))
    return rows.annotate(times=Count(kind.counted, distinct=True), oldest=oldest)


def _found(counted: list[Rows]) -> Mapping[str, tuple[int, date | None]]:
    if not counted:
        return {}
    rows = counted[0].union(*counted[1:], all=True) if counted[1:] else counted[0]
    return {
        row["kind_of_work"]: (row["times"], timezone.localdate(row["oldest"]) if row["oldest"] else None)
        for row in rows
    }
