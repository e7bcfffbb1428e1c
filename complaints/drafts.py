"""What somebody is still typing: kept here and not in the browser, sealed under a key that only their URL has.

The form asks one question on each page. What was answered is kept until an hour after the last answer, so that going
back, loading a page again and a page opened twice lose nothing. When the form has been sent, the answers are gone from
here, and the draft holds the reference until its time is over: the page that shows it can be loaded again.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from complaints.models import Draft
from ground import crypto, references, refusals, statute

LASTS = timedelta(hours=statute.DRAFT_KEPT.value)
MOST_FROM_ONE_NETWORK = 600
"""So many forms are begun from one network address in an hour; a school with a thousand pupils has one address."""

Answers = Mapping[str, str]


class DraftGone(refusals.NotFound):
    """Nobody has typed anything here, or not within the hour."""


class TooManyForms(refusals.NotNow):
    words = (
        "Too many forms were begun from this network in the last hour. Wait a little and try again, or telephone your "
        "council. Nothing was sent."
    )
    retry_after = 600


def begin(answers: Answers, *, network: str, now: datetime) -> str:
    """Keep the first answers and return the key of the draft. Raises ``TooManyForms``."""
    place = crypto.fingerprint(network, kind="network")
    if Draft.objects.filter(network=place, started_at__gt=now - LASTS).count() >= MOST_FROM_ONE_NETWORK:
        raise TooManyForms
    key = references.new()
    Draft.objects.create(
        key=_fingerprint(key),
        sealed=_sealed(answers, key),
        network=place,
        started_at=now,
        until=now + LASTS,
    )
    return key


def read(key: str, *, now: datetime) -> dict[str, str]:
    """What was answered so far. Raises ``DraftGone``."""
    return _opened(_found(key, now=now), key)


def put(key: str, answers: Answers, *, now: datetime) -> None:
    """Add these answers, or put them in the place of others. Raises ``DraftGone``."""
    with transaction.atomic():
        row = _found(key, now=now, to_change=True)
        row.sealed = _sealed(_opened(row, key) | dict(answers), key)
        row.until = now + LASTS
        row.save(update_fields=["sealed", "until"])


def replace(key: str, answers: Answers, *, now: datetime) -> dict[str, str]:
    """Keep these alone, inside the caller's transaction, and return what was kept before. Raises ``DraftGone``."""
    row = _found(key, now=now, to_change=True)
    before = _opened(row, key)
    row.sealed = _sealed(answers, key)
    row.save(update_fields=["sealed"])
    return before


def forget(key: str) -> None:
    """Delete what was typed, at the person's own wish."""
    Draft.objects.filter(key=_fingerprint(key)).delete()


def forget_old(*, now: datetime) -> None:
    """Delete what nobody came back to."""
    Draft.objects.filter(until__lte=now).delete()


def _found(key: str, *, now: datetime, to_change: bool = False) -> Draft:
    rows = Draft.objects.select_for_update() if to_change else Draft.objects
    row = rows.filter(key=_fingerprint(key), until__gt=now).first()
    if row is None:
        raise DraftGone
    return row


def _fingerprint(key: str) -> bytes:
    return crypto.fingerprint(key, kind="draft")


def _context(key: str) -> str:
    return f"draft:{key}"


def _sealed(answers: Answers, key: str) -> bytes:
    return crypto.seal(json.dumps(dict(answers), ensure_ascii=False), context=_context(key))


def _opened(row: Draft, key: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(crypto.unseal(row.sealed, context=_context(key)))
    return found
