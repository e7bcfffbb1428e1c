"""The reasons given in one session: for which record, why, and until when.

A reason opens one record for fifteen minutes. A newer reason for the same record takes the older one's place. What is
kept says nothing about any child, and nothing about whether there is such a record. Whether the record was then shown
is not kept here: the trail says so.
"""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from access.eyes import Searcher, Viewer
from audit import trail
from ground import statute

Session = MutableMapping[str, Any]

_KEPT = "views"
MOST_KEPT = 30
"""The newest that a session remembers; a person who opens more records at once is asked again."""


def keep(session: Session, viewer: Viewer, *, now: datetime) -> None:
    """Remember why this person wants to see this record."""
    others = {
        reference: given
        for reference, given in session.get(_KEPT, {}).items()
        if reference != viewer.reference and datetime.fromisoformat(given["until"]) > now
    }
    newest = dict(list(others.items())[1 - MOST_KEPT :])
    session[_KEPT] = newest | {
        viewer.reference: {
            "purpose": viewer.purpose,
            "reason": viewer.reason,
            "until": viewer.until.isoformat(),
        }
    }


def given(session: Session, *, by: Searcher, reference: str, now: datetime) -> Viewer | None:
    """The viewer that this person is of this record, or ``None`` where a reason must be given first, or again."""
    found = session.get(_KEPT, {}).get(reference)
    if found is None or datetime.fromisoformat(found["until"]) <= now:
        return None
    return Viewer(
        searcher=by,
        reference=reference,
        purpose=statute.Purpose(found["purpose"]),
        reason=found["reason"],
        until=datetime.fromisoformat(found["until"]),
    )


def acted_on(session: Session, *, by: Searcher, reference: str, now: datetime) -> Viewer | None:
    """The same, but only where the record was shown for this reason: nobody acts on what they have not been shown.

    The answer for a record that does not exist is the same as for one that was not opened.
    """
    viewer = given(session, by=by, reference=reference, now=now)
    if viewer is None:
        return None
    was_shown = trail.was_shown(
        reference, to=viewer.actor(), purpose=viewer.purpose, reason=viewer.reason, since=viewer.since
    )
    return viewer if was_shown else None


def drop(session: Session, reference: str) -> None:
    """Forget the reason: there is no such record for this person."""
    session[_KEPT] = {kept: given for kept, given in session.get(_KEPT, {}).items() if kept != reference}
