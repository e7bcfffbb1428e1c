"""Reviews of the trail: what an auditor reads of the own authority. What people read of themselves is in ``activity``.

Reading the trail stands in the trail, in the transaction of the reading itself. A review shows records by reference and
never opens what was typed into a search; only an investigation does. This module stands above ``access``, whose people
it asks about; the trail below knows nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from access import policy
from access.eyes import Searcher
from access.models import Account
from access.permissions import Permission
from audit import trail
from audit.models import Event
from audit.verbs import Verb
from ground import references, refusals
from ground.statute import Purpose

PAGE = 50
MOST_IN_A_REPORT = 10_000
"""Events. A report that would be longer is asked for in parts."""
DAYS_COMPARED = 14
READINGS = (Verb.TRAIL_READ, Verb.TRAIL_EXPORTED)
"""What an auditor does here. Their own readings are left out of what they read, unless they ask for them."""
_NOBODY = ("-", "--")
"""No references. They are asked for in the place of records that are not there, so that the question is the same."""
_PURPOSES: dict[str, str] = dict(Purpose.choices)
_WORDS = {
    "notfound": "no record found",
    "not found": "no such record",
    "found": "shown on a card",
    "several": "one more fact asked for",
    "birth": "birth date",
    "district": "postcode district",
    "known_before_as": "former names",
    "education": "school",
    "notice": "notice of specialist services",
}


class ReportTooLong(refusals.Invalid):
    words = f"More than {MOST_IN_A_REPORT:,} events fit. Ask for fewer days, or for one person, at a time."
    about = "first"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks for. Empty asks for everything.

    ``person`` is a reference, a username or a part of a name; ``organisation`` a part of a name. ``record`` is a
    ContactPoint number, a short code or a reference as it was typed, and ``references`` the at most two records that it
    means: none where there is no such record. ``own``: the reader's own readings of the trail too.
    """

    person: str = ""
    verb: str = ""
    purpose: str = ""
    organisation: str = ""
    first: date | None = None
    last: date | None = None
    record: str = ""
    references: tuple[str, ...] = ()
    own: bool = False

    def asked(self) -> dict[str, str]:
        """The filters that were given, for the sealed side of the trail."""
        said = {
            "person": self.person,
            "verb": self.verb,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "purpose": self.purpose,
            "organisation": self.organisation,
            "record": self.record,
        }
        return {name: text for name, text in said.items() if text}


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the trail: the moment and number of the last event that was read."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the words of a reader: who, what, when, to which record, why, and what was shown."""

    at: datetime
    what: str
    account: str
    name: str
    organisation: str
    references: tuple[str, ...]
    subject: str
    purpose: str
    reason: str
    fields: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Day:
    """How many searches were made and how many records were shown on one day."""

    day: date
    searches: int
    disclosures: int


@dataclass(frozen=True, slots=True)
class Page:
    """Up to fifty events, newest first, and the place from which the older ones go on."""

    entries: tuple[Entry, ...]
    older: Place | None


@dataclass(frozen=True, slots=True)
class Review:
    """What an auditor is shown: a page of events, and the last two weeks in numbers."""

    page: Page
    days: tuple[Day, ...]


def read(filters: Filters, *, by: Searcher, now: datetime, before: Place | None = None) -> Review:
    """Read the trail of the auditor's own authority. Call it from a door, outside any transaction."""
    policy.require(by, Permission.READ_TRAIL)
    with transaction.atomic(durable=True):
        own = policy.within(Event.objects.all(), by)
        page = _page(_filtered(own, filters, by), before)
        days = tuple(_days(own, timezone.localdate(now)))
        _tell(Verb.TRAIL_READ, by, now, filters, outcome="shown")
    return Review(page=page, days=days)


def report(filters: Filters, *, by: Searcher, now: datetime) -> Sequence[Entry]:
    """Everything that fits, for a file, the newest first. Call it from a door, outside any transaction.

    That it was taken away is in the trail. Raises ``ReportTooLong``.
    """
    policy.require(by, Permission.READ_TRAIL)
    with transaction.atomic(durable=True):
        own = policy.within(Event.objects.all(), by)
        rows = list(_newest_first(_filtered(own, filters, by))[: MOST_IN_A_REPORT + 1])
        if len(rows) > MOST_IN_A_REPORT:
            raise ReportTooLong
        _tell(Verb.TRAIL_EXPORTED, by, now, filters, outcome=f"{len(rows)} events")
    return [_entry(row) for row in rows]


def _tell(verb: Verb, by: Searcher, now: datetime, filters: Filters, *, outcome: str) -> None:
    """Write the reading down. What was typed is sealed: what a number meant is not for the next reading to tell."""
    trail.record(
        verb,
        actor=by.actor(),
        at=now,
        reference=filters.record if references.is_reference(filters.record) else "",
        subject="authority",
        terms=filters.asked() or None,
        outcome=outcome,
    )


def _filtered(events: QuerySet[Event], filters: Filters, by: Searcher) -> QuerySet[Event]:
    if filters.person:
        colleagues = Account.objects.within(by).filter(username=filters.person.lower())
        references = [filters.person, *colleagues.values_list("reference", flat=True)]
        events = events.filter(Q(account__in=references) | Q(name__icontains=filters.person))
    if filters.verb:
        events = events.filter(verb=filters.verb)
    if filters.first:
        events = events.filter(at__gte=_midnight(filters.first))
    if filters.last:
        events = events.filter(at__lt=_midnight(filters.last + timedelta(days=1)))
    if filters.purpose:
        events = events.filter(purpose=filters.purpose)
    if filters.organisation:
        events = events.filter(organisation__icontains=filters.organisation)
    if filters.record:
        first, second, *_ = (*filters.references, *_NOBODY)
        events = events.filter(Q(reference__in=[first, second]) | Q(shown__overlap=[first, second]))
    if not filters.own and filters.verb not in READINGS:
        events = events.exclude(account=by.account, verb__in=READINGS)
    return events


def page_of(events: QuerySet[Event], before: Place | None) -> tuple[list[Event], Place | None]:
    """Up to a page of these events, the newest first, and the place from which the older ones go on."""
    if before:
        events = events.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.number))
    rows = list(_newest_first(events)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], Place(last.at, last.pk) if last else None


def _newest_first(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.order_by("-at", "-id")


def _page(events: QuerySet[Event], before: Place | None) -> Page:
    rows, older = page_of(events, before)
    return Page(entries=tuple(_entry(row) for row in rows), older=older)


def _entry(event: Event) -> Entry:
    return Entry(
        at=event.at,
        what=event.get_verb_display(),
        account=event.account,
        name=event.name,
        organisation=event.organisation,
        references=tuple(one for one in (event.reference, *event.shown) if one),
        subject="" if event.subject == event.account else _plain(event.subject),
        purpose=purpose_of(event),
        reason=event.reason,
        fields=tuple(_plain(field) for field in event.fields),
        outcome=_plain(event.outcome),
    )


def purpose_of(event: Event) -> str:
    """The purpose in words. One that the code no longer knows stays as it was stored."""
    return _PURPOSES.get(event.purpose, event.purpose)


def _plain(text: str) -> str:
    """A word of the trail as people say it."""
    return _WORDS.get(text, text.replace("_", " ").replace("-", " "))


def _days(events: QuerySet[Event], today: date) -> Iterator[Day]:
    first = today - timedelta(days=DAYS_COMPARED - 1)
    counted: Sequence[tuple[date, str, int]] = list(
        events.filter(at__gte=_midnight(first), verb__in=(Verb.SEARCHED, Verb.DISCLOSED))
        .annotate(day=TruncDate("at", tzinfo=timezone.get_default_timezone()))
        .values_list("day", "verb")
        .annotate(times=Count("pk"))
        .order_by("day")
    )
    times = {(day, verb): count for day, verb, count in counted}
    for past in range(DAYS_COMPARED):
        day = first + timedelta(days=past)
        yield Day(day, times.get((day, Verb.SEARCHED), 0), times.get((day, Verb.DISCLOSED), 0))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())
