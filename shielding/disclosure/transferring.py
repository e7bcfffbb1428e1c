"""The lists of transfers, one for each side. Who takes a record over is shown who the child is, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from ground import paging
from ground.paging import Page
from shielding import transfers, worklists
from shielding.disclosure import disclosure
from shielding.disclosure.disclosure import Card
from shielding.models import Transfer

TOLD_FOR = timedelta(days=30)
"""For how long the side that hands over reads what came of it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A record that an officer's authority is asked to take over."""

    reference: str
    card: Card
    holder: str
    source: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Handed:
    """A record that another authority is asked to take over, or was."""

    reference: str
    child: str
    receiving: str
    source: str
    opened_at: datetime
    outcome: str
    answered_at: datetime | None
    is_waiting: bool
    has_to_be_offered: bool


def offered(*, by: Searcher, now: datetime, page: str = "") -> Page[Offered]:
    """A page of what waits for this authority to take it over, the oldest first. The reading itself is in the trail."""
    policy.require(by, Permission.TRANSFER_RECORD)
    return worklists.read(
        "transfers-offered",
        lambda: paging.page_of(transfers.to_take_over(by), page, _offered),
        actor=by.actor(),
        now=now,
        child_of=lambda one: one.card.reference,
        fields_of=lambda one: one.card.fields_shown,
    )


def handed_over(*, by: Searcher, now: datetime, page: str = "") -> Page[Handed]:
    """A page of what others are asked to take over from this authority, and what came of it lately."""
    policy.require(by, Permission.TRANSFER_RECORD)
    rows = transfers.to_hand_over(by, since=now - TOLD_FOR)
    return worklists.read(
        "transfers-handed-over",
        lambda: paging.page_of(rows, page, lambda found: [_handed(row) for row in found]),
        actor=by.actor(),
        now=now,
        child_of=lambda one: one.child,
    )


def _offered(found: Iterable[Transfer]) -> list[Offered]:
    rows = list(found)
    faces = disclosure.faces([row.child_id for row in rows])
    return [
        Offered(
            reference=row.reference,
            card=faces[row.child_id],
            holder=row.giving.name if row.giving else "No council yet",
            source=row.statement.record.source.name,
            opened_at=row.opened_at,
        )
        for row in rows
        if row.child_id in faces
    ]


def _handed(row: Transfer) -> Handed:
    is_waiting = row.outcome == Transfer.Outcome.WAITING
    is_shielded: bool = row.is_shielded  # type: ignore[attr-defined]  # annotated by to_hand_over
    return Handed(
        reference=row.reference,
        child=row.child.reference,
        receiving=row.receiving.name,
        source=row.statement.record.source.name,
        opened_at=row.opened_at,
        outcome=row.get_outcome_display(),
        answered_at=row.answered_at,
        is_waiting=is_waiting,
        has_to_be_offered=is_waiting and is_shielded and row.offered_at is None,
    )
