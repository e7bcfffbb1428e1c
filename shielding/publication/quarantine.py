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
from registry import intake, linking, records
from registry.models import Statement
from registry.parts import birth
from shielding import shields
from shielding.publication import publication

_FOR_OFFICERS = (Statement.Quarantine.SHIELDED, Statement.Quarantine.OPEN_FIELD)


class NoSuchStatement(Exception):
    """No such statement waits for this officer."""


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
    with transaction.atomic(durable=True):
        found = [item for statement in _held() if (item := _set_aside(statement, by))]
        trail.record(
            Verb.WORK_LISTED,
            actor=by.actor(),
            at=now,
            subject="quarantine",
            shown=[item.child for item in found],
            outcome="shown",
        )
    return found


def decide(statement: str, *, child: str, decision: Decision, by: Searcher, now: datetime) -> None:
    """Decide on one statement that waits for this officer.

    Raises ``NoSuchStatement``, or ``publication.MatchIsCertain`` where the child cannot be another.
    """
    policy.require(by, Permission.DECIDE_QUARANTINE)
    with transaction.atomic():
        linking.one_at_a_time()
        anchor = records.lock(child)
        row = _held().select_for_update(of=("self",)).filter(reference=statement).first()
        if anchor is None or row is None or anchor.id not in publication.who_may_be_meant(row):
            raise NoSuchStatement
        if not by.authority or records.authority_of(anchor.id) != by.authority:
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
        trail.record(
            Verb.QUARANTINE_DECIDED,
            actor=by.actor(),
            at=now,
            reference=child,
            subject=statement,
            outcome=decision,
        )


def _held() -> QuerySet[Statement]:
    return (
        Statement.objects.filter(outcome=Statement.Outcome.QUARANTINED, quarantine__in=_FOR_OFFICERS)
        .select_related("record__source")
        .order_by("pk")
    )


def _set_aside(statement: Statement, by: Searcher) -> SetAside | None:
    for child in publication.who_may_be_meant(statement):
        anchor = records.find_by_id(child)
        if anchor and by.authority and records.authority_of(child) == by.authority:
            said = intake.said_in(statement)
            return SetAside(
                statement=statement.reference,
                child=anchor.reference,
                cause=statement.get_quarantine_display(),
                source=statement.record.source.name,
                name=f"{said['given_name']} {said['family_name']}",
                birth=birth.said_in(said),
                as_at=statement.as_at,
            )
    return None
