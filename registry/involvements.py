"""Involvements that practitioners record themselves: "I am working with this child" and "I have finished".

A person who works for a service whose own system sends its involvements is on the record already. Such a line is
theirs where it names their service and their work e-mail address, or, where it gives none, their name: they do not
record it a second time, and they can end it.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from access import policy
from access.eyes import Viewer
from access.models import Account
from access.permissions import Permission
from audit.verbs import Verb
from ground import refusals
from ground.asking import Given
from registry import records
from registry.models import Involvement, Source

PRACTITIONERS = "practitioners"
"""The code of the source "practitioners of this system"."""


class NoService(refusals.Conflict):
    words = "Your account belongs to no service yet, so nothing was recorded. Your account administrator can set it."


class ServiceIsSensitive(refusals.Conflict):
    """The account's service is a sensitive one: its involvements need the consent gate."""

    words = "Your service needs the child's consent before it is recorded. Nothing was recorded."


def start(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer works with the child. Returns whether anything changed: a second click changes nothing."""
    policy.require(by, Permission.RECORD_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        account = Account.objects.select_related("service").get(reference=by.searcher.account)
        if account.service is None:
            raise NoService
        if account.service.sensitive:
            raise ServiceIsSensitive
        if ongoing(child.id, account=account.reference).filter(service=account.service).exists():
            return False
        Involvement.objects.create(
            child_id=child.id,
            account=account,
            service=account.service,
            source=Source.objects.get(code=PRACTITIONERS),
            as_at=_day(now),
            received_at=now,
            practitioner=account.full_name,
            job_title=account.job_title,
            telephone=account.telephone,
            email=account.email,
            started_on=_day(now),
        )
        by.note(Verb.INVOLVEMENT_STARTED, now=now)
    return True


def finish(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer's work with the child has ended. Returns whether anything changed.

    The involvement stays listed for the period of its service: a year, unless the service's own period differs. What
    a service's system says of it counts again only when it is true of a later day.
    """
    policy.require(by, Permission.RECORD_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        ended = ongoing(child.id, account=by.searcher.account).update(
            source=Source.objects.get(code=PRACTITIONERS),
            ended_on=_day(now),
            as_at=_day(now),
            received_at=now,
        )
        if ended:
            by.note(Verb.INVOLVEMENT_FINISHED, now=now)
    return bool(ended)


def ongoing(child: Given, *, account: Given) -> QuerySet[Involvement]:
    """The involvements, if any, that say that this person (account reference) works with the child."""
    return Involvement.objects.filter(theirs(account), child=child, ended_on__isnull=True)


def theirs(account: Given) -> Q:
    """The involvements of this person (account reference): recorded by them, or sent about them by their service."""
    person = Account.objects.filter(reference=account, service=OuterRef("service"))
    return Q(account__reference=account) | Q(
        (~Q(email="") & Exists(person.filter(email__iexact=OuterRef("email"))))
        | (Q(email="") & Exists(person.filter(full_name__iexact=OuterRef("practitioner")))),
        account__isnull=True,
    )


def _locked(by: Viewer) -> records.Anchor:
    child = records.lock(by.reference)
    if child is None or child.is_retired:
        raise records.NoSuchChild
    if child.is_provisional and child.proposed_by != by.searcher.account:
        raise records.NoSuchChild
    return child


def _day(now: datetime) -> date:
    return timezone.localdate(now)
