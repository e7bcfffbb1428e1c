"""Who it was: the child whose record somebody had open when their session ended, named once more.

It is a disclosure of a card, like that of a search, with an event of its own; and only to somebody who was shown the
record or its card within the time for which what they typed is kept.
"""

from datetime import datetime

from django.db import transaction

from access import kept, policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from shielding.disclosure import disclosure
from shielding.disclosure.disclosure import Card


def card(reference: str, *, by: Searcher, now: datetime) -> Card | None:
    """The card of the child whom this person was shown before, or ``None``. Committed to the trail before it returns.

    Call it from a door, outside any transaction. Raises ``audit.trail.TrailUnavailable``.
    """
    policy.require(by, Permission.OPEN_RECORD)
    with transaction.atomic(durable=True):
        if not trail.was_seen(reference, by=by.actor(), since=now - kept.LASTS):
            return None
        found = disclosure.card_by_reference(reference, to=by)
        if found:
            trail.record(
                Verb.RECALLED,
                actor=by.actor(),
                at=now,
                reference=reference,
                fields=found.fields_shown,
                occasion=f"{by.session}:{reference}",
            )
    return found
