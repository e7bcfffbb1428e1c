"""Involvements that practitioners record themselves: "I am working with this child", "I have finished", and back.

What was ended in error is taken back on the same day, and then has never ended. Who says "I was never involved" is
shown to nobody any more; that it was said is kept, because the child may ask what was held about them.

A person who works for a service whose own system sends its involvements is on the record already. Such a line is
theirs where it names their service and their work e-mail address, or, where it gives none, their name: they do not
record it a second time, and they can end it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django.utils import timezone

from access import policy
from access.eyes import Viewer
from access.models import Account
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals
from ground.asking import Given
from registry import records
from registry.models import Child, Involvement, Source
from registry.parts import involvements as work
from registry.parts.involvements import InvolvementHeld

PRACTITIONERS = "practitioners"
"""The code of the source "practitioners of this system"."""


class NoService(refusals.Conflict):
    words = "Your account belongs to no service yet, so nothing was recorded. Your account administrator can set it."


class ServiceIsSensitive(refusals.Conflict):
    """The account's service is a sensitive one: its involvements need the consent gate."""

    words = "Your service needs the child's consent before it is recorded. Nothing was recorded."


def start(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer works with the child. Returns whether anything changed: a second click changes nothing.

    Who starts again on the day on which they ended it takes the ending back: the first start stays.
    """
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
        ended = ended_today(child.id, account=account.reference, today=_day(now))
        if _resume(ended.filter(service=account.service), by=by, now=now):
            return True
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
        _record(Verb.INVOLVEMENT_STARTED, by=by, now=now)
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
            _record(Verb.INVOLVEMENT_FINISHED, by=by, now=now)
    return bool(ended)


def resume(*, by: Viewer, now: datetime) -> bool:
    """Take back that the viewer's work has ended, on the day on which it ended. Returns whether anything changed."""
    policy.require(by, Permission.RECORD_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        return _resume(ended_today(child.id, account=by.searcher.account, today=_day(now)), by=by, now=now)


def retract(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer never worked with the child. Returns whether anything changed.

    Nothing of their work is shown on the record from then on. What a service's system says of it counts again only
    when it is true of a later day.
    """
    policy.require(by, Permission.RECORD_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        retracted = of_person(child.id, account=by.searcher.account).update(
            source=Source.objects.get(code=PRACTITIONERS),
            ended_on=Greatest(F("started_on"), Coalesce("ended_on", _day(now))),
            retracted_on=_day(now),
            as_at=_day(now),
            received_at=now,
        )
        if retracted:
            _record(Verb.INVOLVEMENT_RETRACTED, by=by, now=now)
    return bool(retracted)


def own(*, by: Viewer) -> Sequence[InvolvementHeld]:
    """What is recorded of the viewer's own work with the child, for the page on which they end or retract it."""
    policy.require(by, Permission.RECORD_INVOLVEMENT)
    return own_in(of_person(OuterRef("pk"), account=by.searcher.account), by.reference)


def own_in(rows: QuerySet[Any], reference: str) -> Sequence[InvolvementHeld]:
    """The work that these rows tell of, of the child with this reference; each row is about ``OuterRef("pk")``."""
    found = Child.objects.filter(reference=reference).values_list(reading(rows), flat=True).first()
    return [work.held(row) for row in found or ()]


def reading(rows: QuerySet[Any]) -> ArraySubquery:
    """The work that these rows tell of, the newest first, as a part of a query; ``work.held`` takes each."""
    return ArraySubquery(rows.order_by("-started_on", "pk").values(row=JSONObject(**work.WORK)))


def _resume(ended: QuerySet[Involvement], *, by: Viewer, now: datetime) -> bool:
    resumed = ended.update(ended_on=None, as_at=_day(now), received_at=now)
    if resumed:
        _record(Verb.INVOLVEMENT_RESUMED, by=by, now=now)
    return bool(resumed)


def of_person(child: Given, *, account: Given) -> QuerySet[Involvement]:
    """All that is recorded of this person's (account reference) work with the child, and was not retracted."""
    return Involvement.objects.filter(theirs(account), child=child, retracted_on__isnull=True)


def ended_today(child: Given, *, account: Given, today: Given) -> QuerySet[Involvement]:
    """Those that ended today, and that this person (account reference) may have ended in error."""
    return of_person(child, account=account).filter(ended_on=today)


def ongoing(child: Given, *, account: Given) -> QuerySet[Involvement]:
    """The involvements, if any, that say that this person (account reference) works with the child."""
    return of_person(child, account=account).filter(ended_on__isnull=True)


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
