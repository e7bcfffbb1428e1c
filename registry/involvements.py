"""Involvements that practitioners record themselves: "I am working with this child" and "I have finished"."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from access import policy
from access.eyes import Viewer
from access.models import Account
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from contactpoint.ground.asking import Query, Question
from registry import records
from registry.models import Involvement, Source

PRACTITIONERS = "practitioners"
"""The code of the source "practitioners of this system"."""


class NoSuchChild(Exception):
    """There is no such record for this person."""


class NoService(Exception):
    """The account belongs to no service, so there is nothing to record. An account administrator sets it."""


class ServiceIsSensitive(Exception):
    """The account's service is a sensitive one: its involvements need the consent gate."""


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
        _, is_new = Involvement.objects.get_or_create(
            child_id=child.id,
            account=account,
            service=account.service,
            ended_on=None,
            defaults={
                "source": Source.objects.get(code=PRACTITIONERS),
                "as_at": _day(now),
                "received_at": now,
                "practitioner": account.full_name,
                "job_title": account.job_title,
                "telephone": account.telephone,
                "email": account.email,
                "started_on": _day(now),
            },
        )
        if is_new:
            _record(Verb.INVOLVEMENT_STARTED, by=by, now=now)
    return is_new


def finish(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer's work with the child has ended. Returns whether anything changed.

    The involvement stays listed for the period of its service: a year, unless the service's own period differs.
    """
    policy.require(by, Permission.RECORD_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        ended = Involvement.objects.filter(
            child_id=child.id, account__reference=by.searcher.account, ended_on__isnull=True
        ).update(ended_on=_day(now), as_at=_day(now), received_at=now)
        if ended:
            _record(Verb.INVOLVEMENT_FINISHED, by=by, now=now)
    return bool(ended)


def is_open(child: int, *, account: str) -> bool:
    """Whether this person (account reference) has recorded that they work with the child, and has not finished."""
    return _ask_open.first(child, account) is not None


@Question
def _ask_open(child: int, account: str) -> Query:
    rows = Involvement.objects.filter(child=child, account__reference=account, ended_on__isnull=True)
    return rows.values_list("pk")[:1]


def _locked(by: Viewer) -> records.Anchor:
    child = records.lock(by.reference)
    if child is None or child.is_retired:
        raise NoSuchChild
    if child.is_provisional and child.proposed_by != by.searcher.account:
        raise NoSuchChild
    return child


def _record(verb: Verb, *, by: Viewer, now: datetime) -> None:
    trail.record(
        verb,
        actor=by.actor(),
        at=now,
        reference=by.reference,
        purpose=by.purpose,
        reason=by.reason,
        outcome="recorded",
    )


def _day(now: datetime) -> date:
    return timezone.localdate(now)
