"""Sensitive services: recorded only through the consent gate, shown to ordinary readers as one neutral line.

Sexual health, mental health (tiers 2 to 4) and substance misuse (statutory guidance 2008, paras 3.16 to 3.19). Consent
comes first; the one exception is reasonable cause to suspect significant harm (SI 2007/2182 reg. 11(3)(b)).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import DateField, ExpressionWrapper, F, Q
from django.utils import timezone

from access import policy
from access.eyes import Viewer
from access.models import Account
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from contactpoint.ground.asking import Query, Question
from registry import records
from registry.involvements import NoService, NoSuchChild
from shielding.models import ConsentReceipt, SensitiveInvolvement

NOTICE = "One or more specialist and targeted services have been recorded"
"""The one line, whatever their number (statutory guidance 2008, annex C29)."""


class ConsentMissing(Exception):
    """A sensitive involvement cannot be recorded without consent or reasonable cause to suspect significant harm."""


class ServiceIsNotSensitive(Exception):
    """The account's service is an ordinary one; its involvements are recorded on the record itself."""


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
        involvement, is_new = SensitiveInvolvement.objects.get_or_create(
            child_id=child.id,
            account=account,
            service=account.service,
            ended_on=None,
            defaults={
                "practitioner": account.full_name,
                "job_title": account.job_title,
                "telephone": account.telephone,
                "email": account.email,
                "started_on": today,
            },
        )
        if is_new:
            _keep_receipt(involvement, consent)
            _record(Verb.SENSITIVE_INVOLVEMENT_STARTED, by=by, now=now)
    return is_new


def finish(*, by: Viewer, now: datetime) -> bool:
    """Record that the viewer's sensitive work with the child has ended. Returns whether anything changed."""
    policy.require(by, Permission.RECORD_SENSITIVE_INVOLVEMENT)
    with transaction.atomic():
        child = _locked(by)
        ended = SensitiveInvolvement.objects.filter(
            child_id=child.id, account__reference=by.searcher.account, ended_on__isnull=True
        ).update(ended_on=timezone.localdate(now))
        if ended:
            _record(Verb.SENSITIVE_INVOLVEMENT_FINISHED, by=by, now=now)
    return bool(ended)


def withdraw(records_spoken_of: Collection[int]) -> None:
    """Take from display what these source records (internal keys) told before, at once (UK GDPR art. 7(3))."""
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


def is_recorded(child: int, *, today: date) -> bool:
    """Whether the neutral line stands: at least one is open, or ended less than its service's period ago."""
    return _ask_recorded.first(child, today) is not None


@Question
def _ask_recorded(child: int, today: date) -> Query:
    return _shown(today).filter(child=child).values_list("pk")[:1]


def is_open(child: int, *, account: str) -> bool:
    """Whether this person (account reference) has recorded sensitive work with the child, and has not finished."""
    return _ask_open.first(child, account) is not None


@Question
def _ask_open(child: int, account: str) -> Query:
    rows = SensitiveInvolvement.objects.filter(child=child, account__reference=account, ended_on__isnull=True)
    return rows.values_list("pk")[:1]


def held_for(child: int, *, today: date) -> tuple[records.InvolvementHeld, ...]:
    """The sensitive involvements themselves, for the officer who brokers contact."""
    rows = _shown(today).filter(child=child).order_by("-started_on", "pk")
    return tuple(
        records.InvolvementHeld(*row, lead_professional=False, caf_holder=False, account="", provenance=None)
        for row in rows.values_list(
            "practitioner",
            "job_title",
            "service__name",
            "service__organisation__name",
            "telephone",
            "email",
            "started_on",
            "ended_on",
            "service__shown_after_end_days",
        )
    )


def _shown(today: date):  # type: ignore[no-untyped-def]
    last_day = ExpressionWrapper(
        F("ended_on") + F("service__shown_after_end_days") * timedelta(days=1), output_field=DateField()
    )
    return SensitiveInvolvement.objects.annotate(last_day=last_day).filter(
        Q(ended_on__isnull=True) | Q(last_day__gte=today)
    )


def _keep_receipt(involvement: SensitiveInvolvement, consent: Consent) -> None:
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
