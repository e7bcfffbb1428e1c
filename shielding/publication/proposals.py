"""Proposed records: a child whom no search finds, entered by somebody who works with them.

A proposed record is seen by its proposer ("being checked") and by officers alone until a source confirms it or an
officer decides. Whatever is held already, the proposer gets the same answer: a proposal can never be used to find out
whether a child is here.

An officer of the authority that the record would belong to decides: it becomes an ordinary record; or it is a child who
has a record already, and is joined to that; or it goes out of sight. The proposer is told which, with the officer's
words, and nothing of what else is held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import crypto, references, refusals
from registry import formats, intake, linking, records
from registry.involvements import PRACTITIONERS
from registry.matching import people
from registry.models import Child, Involvement, Responsibility, Source, SourceRecord, Statement
from registry.parts import birth
from shielding import shields, transfers
from shielding.models import ContactRequest, Proposal, SensitiveInvolvement, Tier
from shielding.publication import publication

RULE = "proposed"
JOINED = "officer"
"""The rule of the link by which an officer joins a proposal to a record."""
REASON_LETTERS = 10


class NoSuchProposal(refusals.NotFound):
    words = "There is no such proposal."


class AlreadyDecided(refusals.Conflict):
    words = "Somebody has decided on this proposal in the meantime, or a source has confirmed it. Nothing has changed."


class HasARecord(refusals.Conflict):
    words = (
        "An identifier, or name, date of birth and postcode together, say that this child has a record already. Choose "
        "that record, or refuse. Nothing has changed."
    )
    about = "decision"


class ShieldFirst(refusals.Conflict):
    words = (
        "A shielded child of your authority is like this one, or lives with it. Put a shield on this record before you "
        "approve it, or choose that child's record. Nothing has changed."
    )
    about = "decision"


class MayBeHeldElsewhere(refusals.Conflict):
    words = (
        "This may be a child who has a record that your team does not look after. It stays being checked. Ring the "
        "person who proposed it, or refuse it. Nothing has changed."
    )
    about = "decision"


class ShieldWouldBeLost(refusals.Conflict):
    words = "This record has a shield, the other has none. Put a shield on the other one first. Nothing has changed."
    about = "into"


class NoSuchRecord(refusals.Invalid):
    words = "There is no such record in your authority."
    about = "into"


class NoWordsForTheProposer(refusals.Invalid):
    words = "Say in a sentence why. The person who proposed it reads it."
    about = "words"


@dataclass(frozen=True, slots=True)
class Mine:
    """A proposal as its proposer reads it: what they typed, what became of it, and the officer's words.

    ``record``: the reference of the record that they may open, or an empty text where there is none for them.
    """

    reference: str
    name: str
    birth: birth.BirthHeld
    proposed_at: datetime
    outcome: str
    is_waiting: bool
    words: str
    record: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal as the officer reads it: what it says of who the child is, who proposed it, and when."""

    reference: str
    name: str
    birth: birth.BirthHeld
    proposed_at: datetime
    proposed_by: str


# --- the proposer -----------------------------------------------------------------------------------------------


def propose(payload: dict[str, str], *, by: Searcher, now: datetime) -> str:
    """Enter a proposed record and return its reference. The same said twice by one person on one day is one proposal.

    ``payload`` has the fields of a census line, validated by the form: names, birth date or span, gender, whereabouts.
    """
    policy.require(by, Permission.PROPOSE_RECORD)
    reference = references.new()
    today = timezone.localdate(now)
    said = payload | ({"authority": by.authority} if by.authority else {})
    key = crypto.fingerprint(
        by.account,
        today.isoformat(),
        *(part for pair in sorted(said.items()) for part in pair),
        kind="proposal",
    ).hex()
    with transaction.atomic():
        linking.one_at_a_time()
        source = Source.objects.get(code=PRACTITIONERS)
        if sent_before := _sent_before(source, key):
            return sent_before
        child = Child.objects.create(
            reference=reference,
            number=formats.new_number(),
            state=Child.State.PROVISIONAL,
            proposed_by=by.account,
        )
        record = SourceRecord.objects.create(source=source, key=key)
        statement = Statement.objects.create(
            record=record,
            payload=said,
            digest=crypto.fingerprint(reference, kind="statement"),
            as_at=today,
            received_at=now,
            outcome=Statement.Outcome.APPLIED,
            current=True,
        )
        Proposal.objects.create(
            child=child,
            statement=statement,
            proposed_by=by.account,
            proposed_by_name=f"{by.name}, {by.job_title}, {by.organisation}"[:300],
            proposed_at=now,
        )
        keys = people.keys_of(people.person_in(said))
        decision = linking.Decision(record=record.pk, child=child.pk, rule=RULE, keys=keys)
        linking.link([decision], made_by=by.account, now=now)
        publication.rewrite({child.pk}, tiers={})
        if by.authority:
            transfers.begin(child.pk, by.authority, source=source.pk, as_at=today, now=now)
        trail.record(
            Verb.RECORD_PROPOSED, actor=by.actor(), at=now, reference=reference, outcome="being checked"
        )
    return reference


def mine(*, by: Searcher) -> Sequence[Mine]:
    """The records that this person proposed, newest first, with what became of each."""
    policy.require(by, Permission.PROPOSE_RECORD)
    rows = Proposal.objects.filter(proposed_by=by.account).order_by("-proposed_at", "-pk")
    return _mine(list(rows.select_related("child", "statement")))


def sent(reference: str, *, by: Searcher) -> Mine:
    """One of them, by its reference. Raises ``NoSuchProposal``: there is none, or it is another's."""
    policy.require(by, Permission.PROPOSE_RECORD)
    rows = Proposal.objects.filter(proposed_by=by.account, child__reference=reference)
    found = _mine(list(rows.select_related("child", "statement")))
    if not found:
        raise NoSuchProposal
    return found[0]


# --- the officers -----------------------------------------------------------------------------------------------


def waiting_for(*, by: Searcher) -> QuerySet[Proposal]:
    """What waits in the officer's scope, for the list and for its count."""
    policy.require(by, Permission.DECIDE_PROPOSAL)
    return Proposal.objects.within(by).filter(
        state=Proposal.State.WAITING, child__state=Child.State.PROVISIONAL
    )


def waiting(*, by: Searcher, now: datetime) -> Sequence[Waiting]:
    """What waits for the officers of this authority, the oldest first. The reading itself is in the trail."""
    rows = waiting_for(by=by)
    with transaction.atomic(durable=True):
        found = [_waiting(row) for row in rows.order_by("pk").select_related("child", "statement")]
        trail.record(
            Verb.WORK_LISTED,
            actor=by.actor(),
            at=now,
            subject="proposals",
            shown=[one.reference for one in found],
            outcome="shown",
        )
    return found


def read(reference: str, *, by: Searcher) -> Waiting:
    """One that waits, by its record's reference, beside the record that was opened. Raises ``NoSuchProposal``."""
    policy.require(by, Permission.DECIDE_PROPOSAL)
    rows = Proposal.objects.within(by).filter(
        state=Proposal.State.WAITING, child__state=Child.State.PROVISIONAL, child__reference=reference
    )
    row = rows.select_related("child", "statement").first()
    if row is None:
        raise NoSuchProposal
    return _waiting(row)


def approve(reference: str, *, words: str = "", by: Searcher, now: datetime) -> None:
    """Make a proposed record an ordinary one. From the commit on everybody who searches may find it.

    Raises ``records.NoSuchChild`` or ``AlreadyDecided``; ``HasARecord`` where the rules are certain that this child has
    one; ``ShieldFirst`` where it would show what a shield of this authority hides, and ``MayBeHeldElsewhere`` where it
    may be about a child, shielded or not, of whom these officers know nothing.
    """
    policy.require(by, Permission.DECIDE_PROPOSAL)
    with transaction.atomic():
        linking.one_at_a_time()
        child = shields.of_own_authority(records.lock(reference), by)
        proposal = _undecided(child)
        tiers = shields.tiers_of([child.id])
        _require_unlike_others(proposal, child, tiers.get(child.id, Tier.OPEN), by)
        Child.objects.filter(pk=child.id).update(state=Child.State.LIVE)
        publication.rewrite({child.id}, tiers=tiers)
        _close(proposal, Proposal.State.APPROVED, words, by, now)
        trail.record(Verb.PROPOSAL_DECIDED, actor=by.actor(), at=now, reference=reference, outcome="approved")


def merge(reference: str, *, into: str, words: str = "", by: Searcher, now: datetime) -> None:
    """Join a proposed record to the child's own (``into``): the proposer's work and requests move there.

    What was proposed of the child is kept with that record as overtaken and changes nothing of what it shows. Raises
    ``records.NoSuchChild``, ``AlreadyDecided``, ``NoSuchRecord`` or ``ShieldWouldBeLost``.
    """
    policy.require(by, Permission.DECIDE_PROPOSAL)
    with transaction.atomic():
        linking.one_at_a_time()
        found = records.lock_all([reference, into])
        child = shields.of_own_authority(found.get(reference), by)
        proposal = _undecided(child)
        target = _live_in_own_authority(found.get(into), by)
        tiers = shields.tiers_of([child.id, target.id])
        if child.id in tiers and target.id not in tiers:
            raise ShieldWouldBeLost
        for record in _told_besides(child, proposal):
            linking.move(record, target.id, moved_by=by.account, now=now)
        linking.unlink(proposal.statement.record_id, ended_by=by.account, now=now)
        decision = linking.Decision(
            record=proposal.statement.record_id, child=target.id, rule=JOINED, keys={}
        )
        linking.link([decision], made_by=by.account, now=now)
        _move(child.id, target.id)
        _retire(child, proposal)
        publication.rewrite({target.id}, tiers=tiers)
        proposal.joined_to = into
        _close(proposal, Proposal.State.JOINED, words, by, now)
        trail.record(
            Verb.PROPOSAL_DECIDED,
            actor=by.actor(),
            at=now,
            reference=into,
            subject=reference,
            outcome="joined",
        )


def refuse(reference: str, *, words: str, by: Searcher, now: datetime) -> None:
    """Take a proposed record out of sight, and tell its proposer why.

    Raises ``records.NoSuchChild``, ``AlreadyDecided`` or ``NoWordsForTheProposer``.
    """
    policy.require(by, Permission.DECIDE_PROPOSAL)
    with transaction.atomic():
        linking.one_at_a_time()
        child = shields.of_own_authority(records.lock(reference), by)
        proposal = _undecided(child)
        if sum(letter.isalpha() for letter in words) < REASON_LETTERS:
            raise NoWordsForTheProposer
        publication.let_go(_told_besides(child, proposal), by=by.account, now=now)
        linking.unlink(proposal.statement.record_id, ended_by=by.account, now=now)
        _retire(child, proposal)
        _close(proposal, Proposal.State.REFUSED, words, by, now)
        trail.record(Verb.PROPOSAL_DECIDED, actor=by.actor(), at=now, reference=reference, outcome="refused")


def _undecided(child: records.Anchor) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("statement")
    proposal = rows.filter(child=child.id, state=Proposal.State.WAITING).first()
    if proposal is None or not child.is_provisional:
        raise AlreadyDecided
    return proposal


def _require_unlike_others(proposal: Proposal, child: records.Anchor, tier: Tier, by: Searcher) -> None:
    """Nobody shall have two records, and no record shall show what a shield hides."""
    certain, plausible = publication.resembling(proposal.statement)
    live = Child.objects.filter(pk__in=plausible - {child.id}, state=Child.State.LIVE)
    others = set(live.values_list("pk", flat=True))
    own = set(Responsibility.objects.within(by).filter(child__in=others).values_list("child_id", flat=True))
    if certain in own:
        raise HasARecord
    if others - own:
        raise MayBeHeldElsewhere
    if tier == Tier.OPEN and shields.tiers_of(own):
        raise ShieldFirst


def _live_in_own_authority(found: records.Anchor | None, by: Searcher) -> records.Anchor:
    try:
        target = shields.of_own_authority(found, by)
    except records.NoSuchChild:
        raise NoSuchRecord from None
    if not target.is_live:
        raise NoSuchRecord
    return target


def _told_besides(child: records.Anchor, proposal: Proposal) -> list[int]:
    """The records of services (internal keys) that were linked to the proposed record meanwhile."""
    return sorted(linking.records_of([child.id]).keys() - {proposal.statement.record_id})


def _move(child: int, target: int) -> None:
    """Let the target have what was recorded of the other: work, unless it has that already, and requests."""
    for row in Involvement.objects.filter(child=child):
        same = Involvement.objects.filter(
            child=target, account=row.account_id, service=row.service_id, ended_on__isnull=True
        )
        if row.ended_on is None and same.exists():
            same.filter(started_on__gt=row.started_on).update(started_on=row.started_on)
        else:
            Involvement.objects.filter(pk=row.pk).update(child=target)
    SensitiveInvolvement.objects.filter(child=child).update(child=target)
    asked = ContactRequest.objects.filter(child=target, outcome=ContactRequest.Outcome.WAITING)
    waiting_too = ContactRequest.objects.filter(
        child=child, outcome=ContactRequest.Outcome.WAITING, asked_by__in=asked.values("asked_by")
    )
    ContactRequest.objects.filter(child=child).exclude(pk__in=waiting_too.values("pk")).update(child=target)


def _retire(child: records.Anchor, proposal: Proposal) -> None:
    """Take the proposed record out of sight; what was said of it counts no more."""
    Statement.objects.filter(pk=proposal.statement_id).update(
        outcome=Statement.Outcome.SUPERSEDED, current=False
    )
    Child.objects.filter(pk=child.id).update(state=Child.State.RETIRED)
    publication.rewrite({child.id}, tiers={})


def _close(proposal: Proposal, state: Proposal.State, words: str, by: Searcher, now: datetime) -> None:
    proposal.state, proposal.words = state, " ".join(words.split())
    proposal.decided_at, proposal.decided_by = now, by.account
    proposal.save(update_fields=["state", "words", "joined_to", "decided_at", "decided_by"])


def _waiting(row: Proposal) -> Waiting:
    said = intake.said_in(row.statement)
    return Waiting(
        reference=row.child.reference,
        name=f"{said['given_name']} {said['family_name']}",
        birth=birth.said_in(said),
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by_name,
    )


def _mine(rows: Sequence[Proposal]) -> list[Mine]:
    joined = {row.joined_to for row in rows if row.joined_to}
    there = _there_for_everybody(joined) if joined else frozenset()
    return [_as_proposer_reads_it(row, there) for row in rows]


def _there_for_everybody(wanted: set[str]) -> frozenset[str]:
    """Those of these records (references) of which anybody who reads may know that they are there."""
    live = dict(
        Child.objects.filter(reference__in=wanted, state=Child.State.LIVE).values_list("pk", "reference")
    )
    tiers = shields.tiers_of(live)
    return frozenset(reference for pk, reference in live.items() if tiers.get(pk) != Tier.UNLISTED)


def _as_proposer_reads_it(row: Proposal, there: frozenset[str]) -> Mine:
    """What became of it. Where it was joined to a record that this person may not know of, it is being checked."""
    said = intake.said_in(row.statement)
    state = Proposal.State(row.state)
    record = row.child.reference if row.child.state != Child.State.RETIRED else ""
    if row.joined_to:
        is_told = row.joined_to in there
        state, record = (state, row.joined_to) if is_told else (Proposal.State.WAITING, "")
    is_confirmed = state == Proposal.State.WAITING and row.child.state == Child.State.LIVE
    return Mine(
        reference=row.child.reference,
        name=f"{said['given_name']} {said['family_name']}",
        birth=birth.said_in(said),
        proposed_at=row.proposed_at,
        outcome="Confirmed by a school, a council or a health service" if is_confirmed else state.label,
        is_waiting=state == Proposal.State.WAITING and not is_confirmed,
        words="" if state == Proposal.State.WAITING else row.words,
        record=record,
    )


def _sent_before(source: Source, key: str) -> str | None:
    """The reference of the record that this very proposal has made already."""
    made = Proposal.objects.filter(statement__record__source=source, statement__record__key=key)
    return made.values_list("child__reference", flat=True).first()
