"""Brokered contact: somebody asks, an officer of the child's authority passes it on, the service and the child decide.

The person who asked learns one of two outcomes and nothing else: not who, not where, not whether anybody is there. The
request finds its officer by itself; the page says nothing of the authority (Layer 2 Fair Processing Notice 2009).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from access import policy
from access.eyes import Searcher, Viewer
from access.models import Account
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals
from registry import records
from shielding import worklists
from shielding.disclosure import disclosure
from shielding.models import ContactRequest

NAME_LENGTH = 200
"""What is kept of the name and job title of the person who asks; both may be long."""


class NoSuchRequest(refusals.NotFound):
    """There is no such request in this officer's authority."""

    words = "There is no such request."


class AlreadyAnswered(refusals.Conflict):
    words = "Somebody has answered this request in the meantime. Nothing has changed."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request as the officer reads it: who asks and why. The child stands in it by reference alone."""

    reference: str
    child: str
    asked_by: str
    organisation: str
    contact: str
    asked_at: datetime
    urgency: str
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the person who made it reads it."""

    asked_at: datetime
    urgency: str
    reason: str
    outcome: str
    is_waiting: bool


def ask(*, by: Viewer, urgency: ContactRequest.Urgency, reason: str, now: datetime) -> str:
    """Ask for contact with the people who work with the child. Returns the new request's reference.

    Where one of this person waits already nothing changes, and an empty text is returned. Raises
    ``records.NoSuchChild``.
    """
    policy.require(by, Permission.ASK_FOR_CONTACT)
    with transaction.atomic():
        child = records.lock(by.reference)
        if child is None or not disclosure.may_see(child, to=by.searcher):
            raise records.NoSuchChild
        account = Account.objects.get(reference=by.searcher.account)
        request, is_new = ContactRequest.objects.get_or_create(
            child_id=child.id,
            asked_by=by.searcher.account,
            outcome=ContactRequest.Outcome.WAITING,
            defaults={
                "asked_by_name": f"{by.searcher.name}, {by.searcher.job_title}"[:NAME_LENGTH],
                "asked_by_organisation": by.searcher.organisation,
                "asked_by_contact": ", ".join(way for way in (account.telephone, account.email) if way),
                "asked_at": now,
                "urgency": urgency,
                "reason": reason,
            },
        )
        if is_new:
            trail.record(
                Verb.CONTACT_ASKED,
                actor=by.actor(),
                at=now,
                reference=by.reference,
                purpose=by.purpose,
                reason=reason,
                outcome=urgency,
            )
    return request.reference if is_new else ""


def asked_by(*, by: Searcher) -> Sequence[Asked]:
    """The requests that this person made, newest first, with nothing of the children but what they wrote themselves."""
    policy.require(by, Permission.ASK_FOR_CONTACT)
    rows = ContactRequest.objects.filter(asked_by=by.account).order_by("-asked_at")
    return [_asked(row) for row in rows]


def sent(reference: str, *, by: Searcher) -> Asked:
    """One request of this person, by its reference. Raises ``NoSuchRequest``: there is none, or it is another's."""
    policy.require(by, Permission.ASK_FOR_CONTACT)
    return _asked(_of_own(reference, by))


def name_met(reference: str, *, by: Searcher, now: datetime) -> str:
    """Whom a request of this person is about: the name, where they have met it in this session, else an empty text."""
    policy.require(by, Permission.ASK_FOR_CONTACT)
    return disclosure.name_met(_of_own(reference, by).child.reference, to=by, now=now)


def waiting(*, by: Searcher, now: datetime) -> Sequence[Waiting]:
    """What waits in the officer's own authority, the most urgent first. The reading itself is in the trail."""
    policy.require(by, Permission.BROKER_CONTACT)
    urgencies = ContactRequest.Urgency.values

    def most_urgent_first() -> list[Waiting]:
        found = sorted(
            (_waiting(row) for row in _waiting_for(by)),
            key=lambda pair: (urgencies.index(pair[0]), pair[1].asked_at),
        )
        return [request for _, request in found]

    return worklists.read(
        "contact-requests",
        most_urgent_first,
        actor=by.actor(),
        now=now,
        child_of=lambda request: request.child,
    )


def read(reference: str, *, by: Searcher, now: datetime) -> Waiting:
    """One of them, by its reference. The reading itself is in the trail. Raises ``NoSuchRequest``."""
    policy.require(by, Permission.BROKER_CONTACT)
    with transaction.atomic(durable=True):
        row = _waiting_for(by).filter(reference=reference).first()
        trail.record(
            Verb.CONTACT_OPENED,
            actor=by.actor(),
            at=now,
            reference=row.child.reference if row else None,
            subject=reference,
            outcome="shown" if row else "not found",
        )
    if row is None:
        raise NoSuchRequest
    return _waiting(row)[1]


def answer(reference: str, *, outcome: ContactRequest.Outcome, by: Searcher, now: datetime) -> None:
    """Record what came of a request. Raises ``NoSuchRequest`` or ``AlreadyAnswered``."""
    policy.require(by, Permission.BROKER_CONTACT)
    with transaction.atomic():
        request = (
            ContactRequest.objects.within(by)
            .select_for_update(of=("self",))
            .select_related("child")
            .filter(reference=reference)
            .first()
        )
        if request is None:
            raise NoSuchRequest
        if request.outcome != ContactRequest.Outcome.WAITING:
            raise AlreadyAnswered
        request.outcome, request.answered_at, request.answered_by = outcome, now, by.account
        request.save(update_fields=["outcome", "answered_at", "answered_by"])
        trail.record(
            Verb.CONTACT_ANSWERED,
            actor=by.actor(),
            at=now,
            reference=request.child.reference,
            subject=reference,
            outcome=outcome,
        )


def _of_own(reference: str, by: Searcher) -> ContactRequest:
    row = (
        ContactRequest.objects.select_related("child")
        .filter(asked_by=by.account, reference=reference)
        .first()
    )
    if row is None:
        raise NoSuchRequest
    return row


def _asked(row: ContactRequest) -> Asked:
    return Asked(
        asked_at=row.asked_at,
        urgency=row.get_urgency_display(),
        reason=row.reason,
        outcome=row.get_outcome_display(),
        is_waiting=row.outcome == ContactRequest.Outcome.WAITING,
    )


def waiting_for(*, by: Searcher) -> QuerySet[ContactRequest]:
    """What waits in the officer's scope, for the list and for its count."""
    policy.require(by, Permission.BROKER_CONTACT)
    return _waiting_for(by)


def waiting_of(*, by: Searcher) -> QuerySet[ContactRequest]:
    """Those of this person's own requests that nobody has answered yet."""
    policy.require(by, Permission.ASK_FOR_CONTACT)
    return ContactRequest.objects.filter(asked_by=by.account, outcome=ContactRequest.Outcome.WAITING)


def _waiting_for(by: Searcher) -> QuerySet[ContactRequest]:
    """What waits in the officer's scope."""
    waiting = ContactRequest.objects.within(by).filter(outcome=ContactRequest.Outcome.WAITING)
    return waiting.select_related("child")


def _waiting(row: ContactRequest) -> tuple[str, Waiting]:
    return row.urgency, Waiting(
        reference=row.reference,
        child=row.child.reference,
        asked_by=row.asked_by_name,
        organisation=row.asked_by_organisation,
        contact=row.asked_by_contact,
        asked_at=row.asked_at,
        urgency=row.get_urgency_display(),
        reason=row.reason,
    )
