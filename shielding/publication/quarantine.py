"""The quarantine: statements that may concern a shielded child, decided by the shielding officer of its authority.

A feed never touches a shield and never makes a second record of a shielded child; what it sent waits here. Nothing of
it is visible to anybody else meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals
from registry import intake, linking, records
from registry.models import Statement
from registry.parts import birth
from shielding import shields, worklists
from shielding.models import Concern
from shielding.publication import concerns, publication


class NoSuchStatement(refusals.NotFound):
    """No such statement waits for this officer."""

    words = "This update does not wait for you. Somebody may have decided on it."


class Decision(StrEnum):
    """What the officer says of a statement."""

    APPLY = "apply"
    """It is about this child: link it and apply it. The shield stays."""
    ANOTHER = "another"
    """It is about another child, who only looks alike: decide on it without this one."""
    DISMISS = "dismiss"
    """It is wrong, or about nobody: keep it aside for good, as overtaken."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A statement as the officer reads it: who it may concern, by reference, and what it says of who the child is."""

    statement: str
    child: str
    cause: str
    source: str
    name: str
    birth: birth.BirthHeld
    as_at: date


def waiting(*, by: Searcher, now: datetime) -> Sequence[SetAside]:
    """What waits for the officers of this authority. The reading itself is in the trail."""
    policy.require(by, Permission.DECIDE_QUARANTINE)
    return worklists.read(
        "quarantine",
        lambda: [_set_aside(concern) for concern in _concerns(by).distinct("statement_id")],
        actor=by.actor(),
        now=now,
        child_of=lambda item: item.child,
    )


def read(statement: str, *, by: Searcher, now: datetime) -> SetAside:
    """One of them, by its reference. The reading itself is in the trail. Raises ``NoSuchStatement``."""
    policy.require(by, Permission.DECIDE_QUARANTINE)
    with transaction.atomic(durable=True):
        concern = _concerns(by).filter(statement__reference=statement).first()
        trail.record(
            Verb.QUARANTINE_OPENED,
            actor=by.actor(),
            at=now,
            reference=concern.child.reference if concern else None,
            subject=statement,
            outcome="shown" if concern else "not found",
        )
    if concern is None:
        raise NoSuchStatement
    return _set_aside(concern)


def decide(statement: str, *, child: str, decision: Decision, by: Searcher, now: datetime) -> None:
    """Decide on one statement that waits for this officer.

    Raises ``NoSuchStatement``, or ``publication.MatchIsCertain`` where the child cannot be another.
    """
    policy.require(by, Permission.DECIDE_QUARANTINE)
    with transaction.atomic():
        linking.one_at_a_time()
        anchor = records.lock(child)
        concerns_it = Concern.objects.within(by).filter(child__reference=child)
        row = (
            Statement.objects.select_for_update(of=("self",))
            .select_related("record__source")
            .filter(reference=statement, pk__in=concerns_it.values("statement"))
            .first()
        )
        if anchor is None or row is None:
            raise NoSuchStatement
        match decision:
            case Decision.APPLY:
                tiers = shields.tiers_of([anchor.id])
                publication.apply_by_officer(row, anchor, tiers=tiers, by=by.account, now=now)
            case Decision.ANOTHER:
                publication.tell_apart(row, anchor, by=by.account, now=now)
            case Decision.DISMISS:
                row.outcome, row.quarantine = Statement.Outcome.SUPERSEDED, Statement.Quarantine.NONE
                row.save(update_fields=["outcome", "quarantine"])
                concerns.forget([row.pk])
        trail.record(
            Verb.QUARANTINE_DECIDED,
            actor=by.actor(),
            at=now,
            reference=child,
            subject=statement,
            outcome=decision,
        )


def _concerns(by: Searcher) -> QuerySet[Concern]:
    """What waits in the officer's scope, the oldest statement first."""
    waiting = Concern.objects.within(by).select_related("child", "statement__record__source")
    return waiting.order_by("statement_id", "child_id")


def _set_aside(concern: Concern) -> SetAside:
    statement = concern.statement
    said = intake.said_in(statement)
    return SetAside(
        statement=statement.reference,
        child=concern.child.reference,
        cause=statement.get_quarantine_display(),
        source=statement.record.source.name,
        name=f"{said['given_name']} {said['family_name']}",
        birth=birth.said_in(said),
        as_at=statement.as_at,
    )
