"""The household of a child: who else would show where the child lives, and whether they have a shield.

A brother or sister who is left open at the same address, or with the same parent, gives away what a shield hides; so
the officer who imposes it is shown them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from access import policy
from access.eyes import Viewer
from access.permissions import Permission
from registry import records
from shielding import households, shields, worklists
from shielding.disclosure import disclosure
from shielding.disclosure.disclosure import Card
from shielding.households import Shared
from shielding.models import Tier


@dataclass(frozen=True, slots=True)
class Member:
    """Another child of the household: a card, what is shared, and the tier of the shield in force, if there is one.

    ``lift_asked_by_other``: whether another officer has asked for that shield to be lifted.
    """

    card: Card
    shared: tuple[Shared, ...]
    tier: Tier
    lift_asked_by_other: bool = False

    @property
    def is_shielded(self) -> bool:
        return self.tier != Tier.OPEN


def members(*, by: Viewer, now: datetime) -> Sequence[Member]:
    """The other live children of the officer's own authority in the household of the record that ``by`` looks at.

    Those of the same home come first, then by birth date. The reading is one event in the trail, committed before
    anything is shown. Call it from a door, outside any transaction. Raises ``records.NoSuchChild``.
    """
    policy.require(by, Permission.IMPOSE_SHIELD)
    return worklists.read(
        "household",
        lambda: _members(by),
        actor=by.actor(),
        now=now,
        child_of=lambda member: member.card.reference,
        fields_of=lambda member: member.card.fields_shown,
        reference=by.reference,
        purpose=by.purpose,
        reason=by.reason,
    )


def _members(by: Viewer) -> list[Member]:
    child = shields.of_own_authority(records.find(by.reference), by)
    ties = households.ties_of(child.id, by=by.searcher)
    cards = disclosure.cards({tie.child: tie.tier == Tier.OPEN for tie in ties}, to=by.searcher)
    asked = shields.lifts_asked([tie.child for tie in ties])
    found = [
        Member(
            cards[tie.child],
            tie.shared,
            tie.tier,
            lift_asked_by_other=asked.get(tie.child, by.searcher.account) != by.searcher.account,
        )
        for tie in ties
        if tie.child in cards
    ]
    return sorted(found, key=_nearest_first)


def _nearest_first(member: Member) -> tuple[bool, date, str]:
    return Shared.HOME not in member.shared, member.card.birth.first, member.card.name
