"""A person's own activity: what the trail says of them, as sentences, so that they can spot what they did not do.

    Opened a record, after a search at 10:02, to find out who else is working with the child.

Reading it is itself in the trail. No child is named: a line says what was done, when and why.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.models import Event
from audit.oversight import denials, reviews
from audit.oversight.reviews import Place
from audit.verbs import Verb

DAYS = 90
SOON_AFTER = timedelta(hours=1)
"""How long after a search the opening of what it showed is still said to come from it."""

_DONE: Mapping[str, str] = {
    Verb.DISCLOSED: "Opened a record",
    Verb.REFUSED: "Asked for a record and was shown none",
    Verb.SESSION_ENDED: "Was signed out by the system",
    Verb.TRAIL_READ: "Looked at your own activity",
    Verb.ACT_DENIED: "Said of a line here that it was not you",
    Verb.CONTACT_ASKED: "Asked for contact with those who work with the child",
    Verb.PASSWORD_CHANGED: "Changed the password",
    Verb.INVOLVEMENT_RETRACTED: "Said that you were never involved",
    Verb.SENSITIVE_INVOLVEMENT_RETRACTED: "Said that your service was never involved",
}
"""What was done, where the auditor's words are not those of the person."""
_CAME_OF_A_SEARCH: Mapping[str, str] = {
    "found": "and was shown a card",
    "several": "and was asked for one more fact",
    "notfound": "and found no record",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when, a sentence, the reason as it was typed, how often in a row, and what came of a denial."""

    event: str
    at: datetime
    sentence: str
    reason: str = ""
    times: int = 1
    denied: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day in England, the newest first."""

    day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Up to fifty events by their days, the newest first, and the place from which the older ones go on."""

    days: tuple[Day, ...]
    older: Place | None


def read(*, by: Searcher, now: datetime, before: Place | None = None) -> Page:
    """What the trail says of the reader in the last 90 days. Call it from a door, outside any transaction."""
    policy.require(by, Permission.READ_OWN_TRAIL)
    with transaction.atomic(durable=True):
        own = Event.objects.filter(account=by.account, at__gte=now - timedelta(days=DAYS))
        events, older = reviews.page_of(own, before)
        searches = _searches_before(events, by)
        denied = denials.said_of([event.uid for event in events])
        trail.record(Verb.TRAIL_READ, actor=by.actor(), at=now, subject="own", outcome="shown")
    lines = (_line(event, searches, denied) for event in events)
    days = itertools.groupby(_folded(lines), key=lambda line: timezone.localtime(line.at).date())
    return Page(tuple(Day(day, tuple(of_day)) for day, of_day in days), older)


def one(event: str, *, by: Searcher, now: datetime) -> Line:
    """One line, by the uid of its event. The reading itself is in the trail. Raises ``denials.NoSuchEvent``."""
    policy.require(by, Permission.READ_OWN_TRAIL)
    with transaction.atomic(durable=True):
        found = Event.objects.filter(account=by.account, uid=event).first()
        if found is None:
            raise denials.NoSuchEvent
        trail.record(Verb.TRAIL_READ, actor=by.actor(), at=now, subject="own", outcome="shown")
        return _line(found, _searches_before([found], by), denials.said_of([found.uid]))


def _searches_before(events: Sequence[Event], by: Searcher) -> Sequence[Event]:
    """The searches of this person that showed one of the records that were opened, the newest first."""
    opened = sorted({event.reference for event in events if event.verb == Verb.DISCLOSED})
    since = min((event.at for event in events), default=timezone.now()) - SOON_AFTER
    return list(
        Event.objects.filter(
            account=by.account, at__gte=since, verb=Verb.SEARCHED, shown__overlap=opened
        ).order_by("-at", "-id")
    )


def _line(event: Event, searches: Sequence[Event], denied: Mapping[str, str]) -> Line:
    return Line(
        event=event.uid,
        at=event.at,
        sentence=f"{', '.join(_clauses(event, searches))}.",
        reason=event.reason,
        denied=denied.get(event.uid, ""),
    )


def _clauses(event: Event, searches: Sequence[Event]) -> Iterator[str]:
    done = _DONE.get(event.verb, event.get_verb_display())
    came_of_it = _CAME_OF_A_SEARCH.get(event.outcome, "") if event.verb == Verb.SEARCHED else ""
    yield f"{done} {came_of_it}".rstrip()
    if event.verb == Verb.DISCLOSED:
        search = _search_for(event, searches)
        yield (
            f"after a search at {timezone.localtime(search.at):%H:%M}"
            if search
            else "without a search before"
        )
    if event.purpose:
        words = reviews.purpose_of(event)
        yield f"to {words[:1].lower()}{words[1:]}"


def _search_for(opened: Event, searches: Sequence[Event]) -> Event | None:
    """The newest search before an opening, of the same session and not long ago, that showed the record."""
    return next(
        (
            search
            for search in searches
            if opened.reference in search.shown
            and search.session == opened.session
            and timedelta(0) <= opened.at - search.at <= SOON_AFTER
        ),
        None,
    )


def _folded(lines: Iterator[Line]) -> Iterator[Line]:
    """Looking at this page again and again is one line for each day."""
    looked = f"{_DONE[Verb.TRAIL_READ]}."
    for (sentence, _), run in itertools.groupby(
        lines, key=lambda line: (line.sentence, timezone.localtime(line.at).date())
    ):
        alike = list(run)
        if sentence == looked and not any(line.denied for line in alike):
            yield replace(alike[0], times=len(alike))
        else:
            yield from alike
