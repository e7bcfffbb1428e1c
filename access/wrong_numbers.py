"""Numbers and e-mail addresses that others found wrong: reported from a record, seen to by the ContactPoint team.

Somebody with an account puts their own right, or their administrator does. What a source sent about somebody without an
account only the source can put right, in its next file; the team tells it to. A report names the person at work, where
they work, and what was shown; it names no child, and nothing is looked up on any record to make it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from access import eyes, policy
from access.models import Account, Organisation, WrongNumber
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals


class NobodyToTell(refusals.Conflict):
    """Neither the place of work nor the person who reports belongs to an authority."""

    words = "No ContactPoint team looks after this organisation. Tell the organisation itself."


class ReportNotFound(refusals.NotFound):
    """There is no such report in the administrator's authority, or it was settled."""

    words = "There is no such report."


@dataclass(frozen=True, slots=True)
class Report:
    """One report as the team reads it."""

    reference: str
    name: str
    works_for: str
    shown: str
    fault: str
    reported_by: str
    reported_at: datetime


@transaction.atomic
def report(
    *, name: str, works_for: str, shown: str, fault: WrongNumber.Fault, by: eyes.Searcher, now: datetime
) -> bool:
    """Tell the team of the authority where the person works. Returns whether it was not reported already."""
    policy.require(by, Permission.OPEN_RECORD)
    reporter = Account.objects.select_related("organisation").get(reference=by.account)
    named = Organisation.objects.filter(name=works_for, authority__isnull=False).order_by("pk").first()
    organisation = named or reporter.organisation
    if organisation.authority_id is None:
        raise NobodyToTell
    _, is_new = WrongNumber.objects.get_or_create(
        reported_by=reporter,
        name=name,
        shown=shown,
        settled_at=None,
        defaults={
            "works_for": works_for,
            "fault": fault,
            "organisation": organisation,
            "reported_at": now,
        },
    )
    if is_new:
        trail.record(Verb.NUMBER_REPORTED, actor=by.actor(), at=now, outcome=fault)
    return is_new


def waiting_for(*, by: eyes.Searcher) -> QuerySet[WrongNumber]:
    """What waits for the administrators of this authority, the oldest first: for the list and for its count."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    found = WrongNumber.objects.within(by).filter(settled_at=None)
    return found.select_related("reported_by").order_by("reported_at", "pk")


def waiting(*, by: eyes.Searcher) -> Sequence[Report]:
    """What was reported of the people of the administrator's authority and is not settled, the oldest first."""
    return [
        Report(
            reference=one.reference,
            name=one.name,
            works_for=one.works_for,
            shown=one.shown,
            fault=WrongNumber.Fault(one.fault).label,
            reported_by=one.reported_by.full_name,
            reported_at=one.reported_at,
        )
        for one in waiting_for(by=by)
    ]


@transaction.atomic
def settle(reference: str, *, by: eyes.Searcher, now: datetime) -> None:
    """Write down that the number was put right, or that its source was told. Raises ``ReportNotFound``."""
    policy.require(by, Permission.MANAGE_ACCOUNTS)
    found = WrongNumber.objects.within(by).filter(reference=reference, settled_at=None)
    one = found.select_for_update(of=["self"]).first()
    if one is None:
        raise ReportNotFound
    one.settled_by, one.settled_at = by.account, now
    one.save(update_fields=["settled_by", "settled_at"])
    trail.record(Verb.NUMBER_SETTLED, actor=by.actor(), at=now, subject=one.reference)
