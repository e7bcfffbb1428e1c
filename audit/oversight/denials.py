"""Denials: somebody says of something that the trail has under their name that it was not them.

It goes to the account administrators of their authority: a session that was left open, a password that others know, a
mistake. Where the person has no authority, as a national partner's staff, there are none: it goes to those who run the
service, by their log, and the person is told so. The event stays as it is. Who looks into a denial is told what was
done and when, and of no child; an auditor finds the event, the denial and what came of it in the trail.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.models import Denial, Event
from audit.verbs import Verb
from ground import refusals

logger = logging.getLogger(__name__)
Outcome = Denial.Outcome
OUTCOMES = tuple(outcome for outcome in Outcome if outcome != Outcome.WAITING)
"""What can come of a denial."""


class NoSuchEvent(refusals.NotFound):
    """There is no such event under this person's name."""

    words = "There is no such line in your activity."


class NoSuchDenial(refusals.NotFound):
    """Nothing of that kind waits in the administrator's authority."""

    words = "This does not wait for you. Somebody may have looked into it."


class OwnDenial(refusals.Conflict):
    words = "You cannot look into what you said yourself. Another administrator does."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A denial as an administrator reads it: who says so, of what and when it was done. It names no child."""

    reference: str
    account: str
    name: str
    organisation: str
    what: str
    at: datetime
    denied_at: datetime


@dataclass(frozen=True, slots=True)
class Denied:
    """That it was said: whether for the first time, and whether account administrators are told."""

    is_new: bool
    has_administrators: bool


def deny(event: str, *, by: Searcher, now: datetime) -> Denied:
    """Say that the event with this uid was not oneself. Raises ``NoSuchEvent``."""
    policy.require(by, Permission.READ_OWN_TRAIL)
    with transaction.atomic():
        meant = Event.objects.filter(account=by.account, uid=event).first()
        if meant is None:
            raise NoSuchEvent
        denial, is_new = Denial.objects.get_or_create(
            event_uid=meant.uid,
            defaults={
                "verb": meant.verb,
                "at": meant.at,
                "denied_by": by.account,
                "name": by.name,
                "organisation": by.organisation,
                "authority": by.authority,
                "denied_at": now,
            },
        )
        if is_new:
            trail.record(Verb.ACT_DENIED, actor=by.actor(), at=now, subject=meant.uid, outcome=meant.verb)
    reached = policy.has_scope(by)
    if is_new and not reached:
        logger.error(
            "denial %s: no account administrator looks after account %s", denial.reference, by.account
        )
    return Denied(is_new, reached)


def waiting_for(*, by: Searcher) -> QuerySet[Denial]:
    """What waits for the administrators of this authority, the oldest first: for the list and for its count."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    return _waiting(by)


def seen_by_auditor(*, by: Searcher) -> QuerySet[Denial]:
    """The same for the auditor of the authority, who does not settle them."""
    policy.require(by, Permission.READ_TRAIL)
    return _waiting(by)


def listed(*, by: Searcher, now: datetime) -> Sequence[Waiting]:
    """The list of what waits. The reading itself is in the trail."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic(durable=True):
        found = [
            Waiting(
                reference=row.reference,
                account=row.denied_by,
                name=row.name,
                organisation=row.organisation,
                what=row.what,
                at=row.at,
                denied_at=row.denied_at,
            )
            for row in waiting_for(by=by)
        ]
        trail.record(Verb.WORK_LISTED, actor=by.actor(), at=now, subject="denials", outcome="shown")
    return found


def settle(reference: str, *, outcome: Denial.Outcome, by: Searcher, now: datetime) -> None:
    """Record what came of a denial. Raises ``NoSuchDenial`` or ``OwnDenial``."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    with transaction.atomic():
        denial = _waiting(by).select_for_update().filter(reference=reference).first()
        if denial is None:
            raise NoSuchDenial
        if denial.denied_by == by.account:
            raise OwnDenial
        denial.outcome, denial.settled_at, denial.settled_by = outcome, now, by.account
        denial.save(update_fields=["outcome", "settled_at", "settled_by"])
        trail.record(Verb.DENIAL_SETTLED, actor=by.actor(), at=now, subject=denial.event_uid, outcome=outcome)


def said_of(events: Sequence[str]) -> dict[str, str]:
    """For those of these events (by uid) that were denied, what came of it, in words."""
    rows = Denial.objects.filter(event_uid__in=events)
    return {row.event_uid: row.get_outcome_display() for row in rows}


def _waiting(by: Searcher) -> QuerySet[Denial]:
    rows = policy.within(Denial.objects.all(), by).filter(outcome=Outcome.WAITING)
    return rows.order_by("denied_at", "pk")
