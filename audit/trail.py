"""The trail: who did what, to which record, why, and what they were shown.

One event for each search, each disclosure and each act. It is written in the transaction of the act itself, so that
both stand or both fall, and that transaction is committed before anything is shown: no trail, no disclosure.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import Error, transaction
from django.db.models import Q

from audit.models import Event, SearchTerms
from audit.verbs import Verb
from ground import crypto, references, refusals


class TrailUnavailable(refusals.NotNow):
    """The event could not be written. The caller shows nothing; the person gets the page "try again"."""

    words = (
        "This cannot be written into the trail at this moment, so nothing is shown. Try again in a minute."
    )


class TrailOutsideTransaction(Exception):
    """An event was written outside a transaction, where it could stand without its act. A fault of ours."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the trail remembers them: text at the time of the act."""

    account: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    organisation: str = ""
    authority: str = ""
    session: str = ""

    @classmethod
    def nobody(cls) -> "Actor":
        """Somebody who has not signed in."""
        return cls()

    @classmethod
    def system(cls, job: str) -> "Actor":
        """The system itself, doing a job of its timetable or loading a file."""
        return cls(name=f"system: {job}")


def record(
    verb: Verb,
    *,
    actor: Actor,
    at: datetime,
    reference: str | None = None,
    shown: Iterable[str] = (),
    subject: str = "",
    purpose: str = "",
    reason: str = "",
    fields: Iterable[str] = (),
    outcome: str = "",
    terms: Mapping[str, str] | None = None,
) -> Event:
    """Write one event inside the caller's transaction.

    ``reference`` is the record acted on; ``shown`` the records of which a search showed a card; ``subject`` an account
    or another thing acted on; ``fields`` the names of the fields shown; ``terms`` what was typed into a search, which
    is kept sealed beside the event.

    Raises ``TrailUnavailable`` on any error of the database, ``TrailOutsideTransaction`` where no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TrailOutsideTransaction
    event = Event(
        uid=references.new(),
        at=at.astimezone(UTC),
        verb=verb,
        account=actor.account,
        name=actor.name,
        roles=sorted(actor.roles),
        organisation=actor.organisation,
        authority=actor.authority,
        session=actor.session,
        reference=reference or "",
        shown=list(shown),
        subject=subject,
        purpose=purpose,
        reason=reason,
        fields=sorted(fields),
        outcome=outcome,
        terms_hash="",
    )
    written = json.dumps(terms, sort_keys=True) if terms is not None else None
    if written is not None:
        event.terms_hash = crypto.fingerprint(written, kind="search-terms").hex()
    event.leaf = leaf_of(event)
    try:
        event.save(force_insert=True)
        if written is not None:
            sealed = crypto.seal(written, context=f"search-terms:{event.uid}")
            SearchTerms.objects.create(event_uid=event.uid, sealed=sealed)
    except Error as fault:
        raise TrailUnavailable from fault
    return event


def was_shown(reference: str, *, to: Actor, purpose: str, reason: str, since: datetime) -> bool:
    """Whether this record was disclosed to this person in this session, for this reason, since it was given.

    Raises ``TrailUnavailable`` where the trail cannot be read: what it does not say, nobody may act on.
    """
    shown = Event.objects.filter(reference=reference, verb=Verb.DISCLOSED, at__gte=since)
    try:
        return shown.filter(account=to.account, session=to.session, purpose=purpose, reason=reason).exists()
    except Error as fault:
        raise TrailUnavailable from fault


@dataclass(frozen=True, slots=True)
class Showing:
    """That somebody was shown a record, or the card of it: who, from where, when, and what."""

    name: str
    organisation: str
    at: datetime
    what: str


def shown_since(
    references_shown: Iterable[str], *, act: Verb, on: str, since: datetime
) -> tuple[Showing, ...]:
    """To whom these records were shown since an act on a record (``on``), the first first: as a record, or as a card.

    Events are looked through from that of the act on, in the order of writing. Raises ``TrailUnavailable`` where the
    trail cannot be read.
    """
    wanted = list(references_shown)
    try:
        acts = Event.objects.filter(reference=on, verb=act, at__gte=since).order_by("at", "pk")
        first = acts.values_list("pk", flat=True).first() or 0
        shown = Event.objects.filter(pk__gt=first, verb__in=(Verb.DISCLOSED, Verb.SEARCHED)).filter(
            Q(reference__in=wanted) | Q(shown__overlap=wanted)
        )
        return tuple(
            Showing(
                name=event.name,
                organisation=event.organisation,
                at=event.at,
                what="The record" if event.verb == Verb.DISCLOSED else "That there is such a child",
            )
            for event in (shown.order_by("pk") if wanted else ())
        )
    except Error as fault:
        raise TrailUnavailable from fault


_IN_LEAF = (
    "uid",
    "verb",
    "account",
    "name",
    "roles",
    "organisation",
    "authority",
    "session",
    "reference",
    "shown",
    "subject",
    "purpose",
    "reason",
    "fields",
    "outcome",
    "terms_hash",
)


def canonical(event: Event) -> bytes:
    """The event's bytes for hashing: sorted JSON of every column but the row's number and the hash itself."""
    values = {name: getattr(event, name) for name in _IN_LEAF}
    values["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_of(event: Event) -> bytes:
    """The leaf hash, SHA-256(0x00 || canonical bytes) as in RFC 9162, ready for sealing into a tree."""
    return hashlib.sha256(b"\x00" + canonical(event)).digest()


def is_intact(event: Event) -> bool:
    """Whether the stored event still matches the leaf hash that was computed when it was written."""
    return bytes(event.leaf) == leaf_of(event)
