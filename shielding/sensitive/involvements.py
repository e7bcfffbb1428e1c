"""Sensitive services: recorded only through the consent gate, shown to ordinary readers as one neutral line.

Sexual health, mental health (tiers 2 to 4) and substance misuse (statutory guidance 2008, paras 3.16 to 3.19). Consent
comes first; the one exception is reasonable cause to suspect significant harm (SI 2007/2182 reg. 11(3)(b)).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import DateField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Greatest, JSONObject
from django.utils import timezone

from access import policy
from access.eyes import Viewer
from access.models import Account
from access.permissions import Permission
from audit.verbs import Verb
from ground import refusals
from ground.asking import Given
from registry import involvements, records
from registry.involvements import NoService
from registry.parts import involvements as work
from shielding.models import ConsentReceipt, SensitiveInvolvement

NOTICE = "One or more specialist and targeted services have been recorded"
"""The one line, whatever their number (statutory guidance 2008, annex C29)."""


_STANDING = Q(receipt__withdrawn_on__isnull=True)
"""Consent that was not taken back, or never asked because significant harm is suspected."""


class ConsentMissing(refusals.Invalid):
    words = "A sensitive service cannot be recorded without consent, or reasonable cause to suspect significant harm."


class ServiceIsNotSensitive(refusals.Conflict):
    words = "Your service is an ordinary one, so nothing was recorded here. Use the button on the record."


@dataclass(frozen=True, slots=True)
class Consent:
    """What the gate needs to know: on what basis, how, and on which day."""

    basis: ConsentReceipt.Basis
    method: ConsentReceipt.Method
    given_on: date

    @property
    def is_whole(self) -> bool:
        """Whether it says how consent was given, or that none was asked because harm is suspected."""
        is_harm = self.basis == ConsentReceipt.Basis.SIGNIFICANT_HARM
        return is_harm == (self.method == ConsentReceipt.Method.NONE)

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Consent | None":
        """The consent that a feed's line carries, or ``None``: withdrawn consent is none."""
        if said.get("consent_withdrawn_on"):
            return None
        if said.get("significant_harm") == "Y":
            given_on = date.fromisoformat(said.get("consent_on") or said["start_date"])
            return cls(ConsentReceipt.Basis.SIGNIFICANT_HARM, ConsentReceipt.Method.NONE, given_on)
        if said.get("consent_given_by") and said.get("consent_on") and said.get("consent_method"):
            return cls(
                ConsentReceipt.Basis(said["consent_given_by"]),
                ConsentReceipt.Method(said["consent_method"]),
                date.fromisoformat(said["consent_on"]),
            )
        return None


def start(*, by: Viewer, consent: Consent, now: datetime) -> bool:
    """Record that the viewer's sensitive service works with the child. Returns whether anything changed."""
    policy.require(by, Permission.RECORD_SENSITIVE_INVOLVEMENT)
    today = timezone.localdate(now)
    if consent.given_on > today or not consent.is_whole:
        raise ConsentMissing
    with transaction.atomic():
        child = _locked(by)
        account = Account.objects.select_related("service").get(reference=by.searcher.account)
        if account.service is None:
            raise NoService
        if not account.service.sensitive:
            raise ServiceIsNotSensitive
        if ongoing(child.id, account=account.reference).filter(service=account.service).exists():
            return False
        involvement = SensitiveInvolvement.objects.create(
            child_id=child.id,
            account=account,
            service=account.service,
            practitioner=account.full_name,
            job_title=account.job_title,
            telephone=account.telephone,
            email=account.email,
            started_on=today,
        )
        _keep_receipt(involvement, consent)
        by.note(Verb.SENSITIVE_INVOLVEMENT_STARTED, now=now)
    return True


def finish(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer's sensitive work with the child has ended. Returns whether anything changed."""
    policy.require(by, Permission.RECORD_SENSITIVE_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        ended = ongoing(child.id, account=by.searcher.account).update(ended_on=timezone.localdate(now))
        if ended:
            by.note(Verb.SENSITIVE_INVOLVEMENT_FINISHED, now=now)
    return bool(ended)


def withdraw(*, by: Viewer, now: datetime) -> bool:
    """Record that the consent to the viewer's sensitive work being recorded was taken back. It shows no more, at once.

    It is as easy as giving it was (UK GDPR art. 7(3)). What is recorded because significant harm is suspected never
    rested on consent and stays. Returns whether anything changed.
    """
    policy.require(by, Permission.RECORD_SENSITIVE_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        withdrawn = _withdraw(consented(child.id, account=by.searcher.account), timezone.localdate(now))
        if withdrawn:
            by.note(Verb.CONSENT_WITHDRAWN, now=now)
    return withdrawn


def receive_without_consent(record: int, said: Mapping[str, str]) -> None:
    """Take from display what this source record (internal key) told before: its line carries no consent any more.

    Consent that was taken back leaves its receipt. Where the line merely says nothing of consent the entry goes, and
    comes back with it.
    """
    standing = SensitiveInvolvement.objects.filter(_STANDING, record=record)
    if said.get("consent_withdrawn_on"):
        _withdraw(standing, date.fromisoformat(said["consent_withdrawn_on"]))
    else:
        standing.delete()


def forget(records_spoken_of: Collection[int]) -> None:
    """Drop what these source records (internal keys) told: they speak of no sensitive service any more."""
    if records_spoken_of:
        SensitiveInvolvement.objects.filter(record__in=records_spoken_of).delete()


def receive(child: int, record: int, said: Mapping[str, str], *, service: int) -> None:
    """Take over a feed's line about a sensitive service. Raises ``ConsentMissing``: without consent nothing stands."""
    consent = Consent.read(said)
    if consent is None:
        raise ConsentMissing
    involvement, _ = SensitiveInvolvement.objects.update_or_create(
        record_id=record,
        defaults={
            "child_id": child,
            "service_id": service,
            "practitioner": said["practitioner_name"],
            "job_title": said["job_title"],
            "telephone": said.get("telephone", ""),
            "email": said.get("email", ""),
            "started_on": date.fromisoformat(said["start_date"]),
            "ended_on": date.fromisoformat(said["end_date"]) if said.get("end_date") else None,
        },
    )
    _keep_receipt(involvement, consent)


def ongoing(child: Given, *, account: Given) -> QuerySet[SensitiveInvolvement]:
    """The sensitive involvements, if any, that say that this person (account reference) works with the child."""
    return SensitiveInvolvement.objects.filter(
        involvements.theirs(account), _STANDING, child=child, ended_on__isnull=True
    )


def consented(child: Given, *, account: Given) -> QuerySet[SensitiveInvolvement]:
    """This person's work (account reference) of which a consent to its being recorded can be taken back."""
    on_consent = _STANDING & ~Q(receipt__basis=ConsentReceipt.Basis.SIGNIFICANT_HARM)
    return SensitiveInvolvement.objects.filter(involvements.theirs(account), on_consent, child=child)


def listed(child: Given, *, today: Given) -> QuerySet[SensitiveInvolvement]:
    """Those of which the neutral line tells: they are open, or ended less than their service's period ago."""
    last_day = ExpressionWrapper(
        F("ended_on") + F("service__shown_after_end_days") * timedelta(days=1), output_field=DateField()
    )
    rows = SensitiveInvolvement.objects.filter(child=child).annotate(last_day=last_day)
    return rows.filter(Q(ended_on__isnull=True) | Q(last_day__gte=today), _STANDING)


def reading(child: Given, *, today: Given) -> ArraySubquery:
    """The listed ones themselves, for the officer who brokers contact; ``work.held`` takes each of these rows."""
    rows = listed(child, today=today).order_by("-started_on", "pk")
    return ArraySubquery(rows.values(row=JSONObject(**work.WORK)))


def _withdraw(rows: QuerySet[SensitiveInvolvement], on: date) -> bool:
    """The receipt stays, with the day, to show that consent was there while it counted (UK GDPR art. 7(1))."""
    those = list(rows.values_list("pk", flat=True))
    SensitiveInvolvement.objects.filter(pk__in=those, ended_on__isnull=True).update(
        ended_on=Greatest(F("started_on"), on)
    )
    return bool(ConsentReceipt.objects.filter(involvement__in=those).update(withdrawn_on=on))


def _keep_receipt(involvement: SensitiveInvolvement, consent: Consent) -> None:
    """Keep why the involvement may be held. Consent that was taken back counts again only when it is given again."""
    before = ConsentReceipt.objects.filter(
        involvement=involvement, withdrawn_on__gte=consent.given_on
    ).first()
    if before is not None and consent.basis != ConsentReceipt.Basis.SIGNIFICANT_HARM:
        return
    ConsentReceipt.objects.update_or_create(
        involvement=involvement,
        defaults={
            "basis": consent.basis,
            "method": consent.method,
            "given_on": consent.given_on,
            "withdrawn_on": None,
        },
    )


def _locked(by: Viewer) -> records.Anchor:
    child = records.lock(by.reference)
    if child is None or not child.is_live:
        raise records.NoSuchChild
    return child
