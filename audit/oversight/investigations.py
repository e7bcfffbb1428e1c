"""Investigations: what was typed into a search is opened by two auditors together, for a day; each step is an event.

Terms are sealed, and no process may read their table: the database hands out one row, for a request on which a second
auditor has agreed (``audit_open_terms``). The second may decline as well. Nobody asks or answers where the search was
their own. Nothing is sealed that
nobody can ever read, and nothing is read by one person alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.models import Event, TermsRequest
from audit.verbs import Verb
from ground import crypto, refusals

OPEN_FOR = timedelta(hours=24)
REASON_LETTERS = 20
Outcome = TermsRequest.Outcome


class NoSuchSearch(refusals.NotFound):
    """There is no such search in this authority, or nothing was typed."""

    words = "There is no such search."


class NoSuchTermsRequest(refusals.NotFound):
    words = "There is no such request."


class InvestigationNotNamed(refusals.Invalid):
    words = "Say in a sentence for which investigation, and why nothing less will do."
    about = "reason"


class AnswerNotExplained(refusals.Invalid):
    words = "Say in a sentence why. The auditor who asks reads it."
    about = "reason"


class SecondAuditorNeeded(refusals.Conflict):
    words = "Search terms are opened by two people: one asks, another auditor agrees. Nothing has changed."


class OwnSearch(refusals.Conflict):
    words = "Nobody decides on what they typed themselves. Ask another auditor. Nothing has changed."


class AnsweredAlready(refusals.Conflict):
    words = "A second auditor has answered already. Nothing has changed."


class TermsNotOpen(refusals.Conflict):
    words = (
        "These terms are open only to the two auditors who asked and agreed, for a day. Nothing was shown."
    )


@dataclass(frozen=True, slots=True)
class Request:
    """A request for the terms of one search, as an auditor reads it: of whose search, who asks and answers, and why."""

    reference: str
    searched_by: str
    searched_at: datetime
    asked_by: str
    asked_at: datetime
    asked_why: str
    outcome: TermsRequest.Outcome
    answered_by: str
    answered_at: datetime | None
    answered_why: str
    open_until: datetime | None
    may_answer: bool
    may_open: bool

    @property
    def is_waiting(self) -> bool:
        return self.outcome == Outcome.WAITING


@dataclass(frozen=True, slots=True)
class Search:
    """The search of which the terms are asked for."""

    uid: str
    searched_by: str
    searched_at: datetime


def search(event: str, *, by: Searcher) -> Search:
    """One search of the own authority in which something was typed, by its event. Raises ``NoSuchSearch``."""
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    found = _event(event, by)
    return Search(uid=found.uid, searched_by=found.name, searched_at=found.at)


def ask(event: str, *, reason: str, by: Searcher, now: datetime) -> str:
    """Ask for the terms of one search to be opened. Returns the request's reference; nothing is open yet.

    Raises ``NoSuchSearch``, ``OwnSearch`` or ``InvestigationNotNamed``.
    """
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    with transaction.atomic():
        found = _event(event, by)
        if found.account == by.account:
            raise OwnSearch
        said = _said(reason, InvestigationNotNamed)
        made = TermsRequest.objects.create(
            event_uid=found.uid,
            authority=found.authority,
            asked_by=by.account,
            asked_by_name=by.name,
            asked_at=now,
            asked_why=said,
        )
        _record(Verb.TERMS_ASKED, made, by=by, now=now, reason=said, outcome="asked")
    return made.reference


def waiting_for(*, by: Searcher) -> QuerySet[TermsRequest]:
    """Those of the own authority that this auditor can answer: asked by another, about another's search."""
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    own = Event.objects.filter(uid=OuterRef("event_uid"), account=by.account)
    rows = policy.within(TermsRequest.objects.all(), by).filter(~Exists(own), outcome=Outcome.WAITING)
    return rows.exclude(asked_by=by.account)


def requests(*, by: Searcher, now: datetime) -> Sequence[Request]:
    """What was asked for in the own authority, the newest first. The reading itself is in the trail."""
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    with transaction.atomic(durable=True):
        rows = list(policy.within(TermsRequest.objects.all(), by).order_by("-asked_at", "-pk"))
        events = Event.objects.in_bulk([row.event_uid for row in rows], field_name="uid")
        trail.record(Verb.WORK_LISTED, actor=by.actor(), at=now, subject="search-terms", outcome="shown")
    return [_request(row, events[row.event_uid], by, now) for row in rows]


def read(reference: str, *, by: Searcher, now: datetime) -> Request:
    """One of them, without the terms. Raises ``NoSuchTermsRequest``."""
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    row = policy.within(TermsRequest.objects.all(), by).filter(reference=reference).first()
    if row is None:
        raise NoSuchTermsRequest
    return _request(row, Event.objects.get(uid=row.event_uid), by, now)


def agree(reference: str, *, reason: str, by: Searcher, now: datetime) -> None:
    """Agree, as a second auditor, that the terms are opened to both for a day.

    Raises ``NoSuchTermsRequest``, ``SecondAuditorNeeded``, ``AnsweredAlready``, ``OwnSearch`` or
    ``AnswerNotExplained``.
    """
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    _answer(reference, Outcome.AGREED, reason=reason, by=by, now=now)


def decline(reference: str, *, reason: str, by: Searcher, now: datetime) -> None:
    """Decline, as a second auditor: nothing is opened. It can be asked for again, with better reasons.

    Raises what ``agree`` raises.
    """
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    _answer(reference, Outcome.DECLINED, reason=reason, by=by, now=now)


def open_terms(reference: str, *, by: Searcher, now: datetime) -> dict[str, str]:
    """What was typed, by the name of the question, for one of the two. One durable event before anything is shown.

    Call it from a door, outside any transaction. Raises ``NoSuchTermsRequest`` or ``TermsNotOpen``.
    """
    policy.require(by, Permission.OPEN_SEARCH_TERMS)
    with transaction.atomic(durable=True):
        row = policy.within(TermsRequest.objects.all(), by).filter(reference=reference).first()
        sealed = _handed_out(reference, by, now) if row else None
        if row is not None:
            outcome = "shown" if sealed else "refused"
            _record(Verb.TERMS_OPENED, row, by=by, now=now, reason="", outcome=outcome)
    if row is None:
        raise NoSuchTermsRequest
    if sealed is None:
        raise TermsNotOpen
    terms: dict[str, str] = json.loads(crypto.unseal(sealed, context=trail.terms_context(row.event_uid)))
    return terms


def _handed_out(reference: str, by: Searcher, now: datetime) -> bytes | None:
    """What the database hands out of the sealed terms; nothing where two people have not agreed, or the day is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_open_terms(%s, %s, %s)", [reference, by.account, now])
        (sealed,) = cursor.fetchone()
    return bytes(sealed) if sealed is not None else None


def _event(uid: str, by: Searcher) -> Event:
    found = policy.within(Event.objects.exclude(terms_hash=""), by).filter(uid=uid).first()
    if found is None:
        raise NoSuchSearch
    return found


def _answer(
    reference: str, outcome: TermsRequest.Outcome, *, reason: str, by: Searcher, now: datetime
) -> None:
    with transaction.atomic():
        rows = policy.within(TermsRequest.objects.all(), by)
        row = rows.select_for_update().filter(reference=reference).first()
        if row is None:
            raise NoSuchTermsRequest
        if row.asked_by == by.account:
            raise SecondAuditorNeeded
        if row.outcome != Outcome.WAITING:
            raise AnsweredAlready
        if Event.objects.get(uid=row.event_uid).account == by.account:
            raise OwnSearch
        row.outcome, row.answered_why = outcome, _said(reason, AnswerNotExplained)
        row.answered_by, row.answered_by_name, row.answered_at = by.account, by.name, now
        row.open_until = now + OPEN_FOR if outcome == Outcome.AGREED else None
        row.save()
        verb = Verb.TERMS_AGREED if outcome == Outcome.AGREED else Verb.TERMS_DECLINED
        _record(verb, row, by=by, now=now, reason=row.answered_why, outcome=outcome)


def _said(reason: str, refusal: type[refusals.Invalid]) -> str:
    """What was said, in one line; refused where it is no sentence."""
    said = " ".join(reason.split())
    if sum(letter.isalpha() for letter in said) < REASON_LETTERS:
        raise refusal
    return said


def _record(verb: Verb, row: TermsRequest, *, by: Searcher, now: datetime, reason: str, outcome: str) -> None:
    trail.record(verb, actor=by.actor(), at=now, subject=row.event_uid, reason=reason, outcome=outcome)


def _request(row: TermsRequest, event: Event, by: Searcher, now: datetime) -> Request:
    is_open = row.open_until is not None and now < row.open_until
    return Request(
        reference=row.reference,
        searched_by=event.name,
        searched_at=event.at,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        asked_why=row.asked_why,
        outcome=Outcome(row.outcome),
        answered_by=row.answered_by_name,
        answered_at=row.answered_at,
        answered_why=row.answered_why,
        open_until=row.open_until,
        may_answer=row.outcome == Outcome.WAITING and by.account not in (row.asked_by, event.account),
        may_open=is_open and by.account in (row.asked_by, row.answered_by),
    )
