"""Reviews of the trail: what an auditor reads of the own authority, and what everybody may read of themselves.

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
from ground.statute import Purpose

PAGE = 50
DAYS_COMPARED = 14
OWN_DAYS = 90
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


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks for. Empty asks for everything; ``person`` is a reference, a username or a part of a name."""

    person: str = ""
    verb: str = ""
    first: date | None = None
    last: date | None = None
    reference: str = ""

    def asked(self) -> dict[str, str]:
        """The filters that were given, for the sealed side of the trail."""
        said = {
            "person": self.person,
            "verb": self.verb,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "reference": self.reference,
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
    name: str
    organisation: str
    references: tuple[str, ...]
    subject: str
    purpose: str
    reason: str
    fields: tuple[str, ...]
    outcome: str
    typed: str = ""
    """The event's name, where something was typed whose opening may be asked for."""


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
        _tell(by, now, subject="authority", filters=filters)
    return Review(page=page, days=days)


def read_own(*, by: Searcher, now: datetime, before: Place | None = None) -> Page:
    """What the trail says of the reader in the last 90 days. Call it from a door, outside any transaction."""
    policy.require(by, Permission.READ_OWN_TRAIL)
    with transaction.atomic(durable=True):
        own = Event.objects.filter(account=by.account, at__gte=now - timedelta(days=OWN_DAYS))
        page = _page(own, before)
        _tell(by, now, subject="own", filters=Filters())
    return page


def _tell(by: Searcher, now: datetime, *, subject: str, filters: Filters) -> None:
    trail.record(
        Verb.TRAIL_READ,
        actor=by.actor(),
        at=now,
        reference=filters.reference,
        subject=subject,
        terms=filters.asked() or None,
        outcome="shown",
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
    if filters.reference:
        events = events.filter(Q(reference=filters.reference) | Q(shown__contains=[filters.reference]))
    return events


def _page(events: QuerySet[Event], before: Place | None) -> Page:
    if before:
        events = events.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.number))
    rows = list(events.order_by("-at", "-id")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(
        entries=tuple(_entry(row) for row in rows[:PAGE]), older=Place(last.at, last.pk) if last else None
    )


def _entry(event: Event) -> Entry:
    return Entry(
        at=event.at,
        what=event.get_verb_display(),
        name=event.name,
        organisation=event.organisation,
        references=tuple(one for one in (event.reference, *event.shown) if one),
        subject="" if event.subject == event.account else _plain(event.subject),
        purpose=_PURPOSES.get(event.purpose, event.purpose),
        reason=event.reason,
        fields=tuple(_plain(field) for field in event.fields),
        outcome=_plain(event.outcome),
        typed=event.uid if event.terms_hash else "",
    )


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
