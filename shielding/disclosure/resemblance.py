"""Who a proposed record may be about: cards of the officer's own authority, for the page on which they decide.

Children of other authorities are left out by the queries themselves: that they are there must not change what an
officer is shown. The command that decides looks at everybody.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from access import policy
from access.eyes import Viewer
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from registry import names as spelling
from registry import records
from registry.models import Birth, Child, Name, Responsibility
from shielding import households, shields
from shielding.disclosure import disclosure
from shielding.disclosure.disclosure import Card
from shielding.models import SearchKey, Tier


def alike(*, by: Viewer, now: datetime) -> Sequence[Card]:
    """The cards of live children whose names sound alike and whose birth dates meet, and of the same household.

    ``by`` looks at the proposed record. The reading is one event in the trail, committed before anything is shown. Call
    it from a door, outside any transaction. Raises ``records.NoSuchChild``.
    """
    policy.require(by, Permission.DECIDE_PROPOSAL)
    with transaction.atomic(durable=True):
        child = shields.of_own_authority(records.find(by.reference), by)
        near = {
            *_of_like_name_and_birth(child.id, by),
            *(t.child for t in households.ties_of(child.id, by=by.searcher)),
        }
        return _cards(near - {child.id}, by=by, now=now)


def by_number(number: str, *, by: Viewer, now: datetime) -> Card | None:
    """The card of the live child of this authority with this number, if there is one. One event in the trail."""
    policy.require(by, Permission.DECIDE_PROPOSAL)
    with transaction.atomic(durable=True):
        found = Child.objects.filter(number=number, state=Child.State.LIVE, pk__in=_in_scope(by))
        return next(iter(_cards(set(found.values_list("pk", flat=True)), by=by, now=now)), None)


def _cards(children: Collection[int], *, by: Viewer, now: datetime) -> Sequence[Card]:
    tiers = shields.tiers_of(children)
    found = disclosure.cards(
        {child: tiers.get(child, Tier.OPEN) == Tier.OPEN for child in sorted(children)}, to=by.searcher
    )
    cards = sorted(found.values(), key=_by_name)
    trail.record(
        Verb.WORK_LISTED,
        actor=by.actor(),
        at=now,
        reference=by.reference,
        subject="proposal",
        purpose=by.purpose,
        reason=by.reason,
        shown=[card.reference for card in cards],
        fields={name for card in cards for name in card.fields_shown},
        outcome="shown",
    )
    return cards


def _of_like_name_and_birth(child: int, by: Viewer) -> set[int]:
    name = Name.objects.filter(child=child, kind=Name.Kind.CURRENT).first()
    born = Birth.objects.filter(child=child).first()
    if name is None or born is None:
        return set()
    codes = (spelling.primary_code(name.given), spelling.primary_code(name.family))
    sounding = SearchKey.objects.filter(given_code=codes[0], family_code=codes[1], child__in=_in_scope(by))
    same_day = Q(born_first__lte=born.last, born_last__gte=born.first)
    found = set(sounding.filter(same_day).values_list("child_id", flat=True))
    written = Name.objects.filter(
        given__iexact=name.given,
        family__iexact=name.family,
        child__birth__first__lte=born.last,
        child__birth__last__gte=born.first,
        child__state=Child.State.LIVE,
        child__in=_in_scope(by),
    )
    return found | set(written.values_list("child_id", flat=True))


def _in_scope(by: Viewer) -> Any:
    return Responsibility.objects.within(by).values("child")


def _by_name(card: Card) -> tuple[str, date]:
    return card.name, card.birth.first
