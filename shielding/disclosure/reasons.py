"""The reasons given in one session: for which record, why, until when, and whether the record was then shown.

A reason opens one record for fifteen minutes. A newer reason for the same record takes the older one's place. What is
kept says nothing about any child, and nothing about whether there is such a record.
"""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from access.eyes import Searcher, Viewer
from ground import statute

Session = MutableMapping[str, Any]

_KEPT = "views"
MOST_KEPT = 30
"""The newest that a session remembers; whoever opens more records at once is asked again."""


def keep(session: Session, viewer: Viewer, *, now: datetime) -> None:
    """Remember why this person wants to see this record. It has not been shown yet."""
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
            "shown": False,
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
    found = session.get(_KEPT, {}).get(reference)
    return given(session, by=by, reference=reference, now=now) if found and found["shown"] else None


def mark_shown(session: Session, reference: str) -> None:
    """Remember that the record was shown for the reason given."""
    session[_KEPT] = session[_KEPT] | {reference: session[_KEPT][reference] | {"shown": True}}


def drop(session: Session, reference: str) -> None:
    """Forget the reason: there is no such record for this person."""
    session[_KEPT] = {kept: given for kept, given in session.get(_KEPT, {}).items() if kept != reference}
