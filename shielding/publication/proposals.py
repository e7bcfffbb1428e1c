"""Proposed records: a child whom no search finds, entered by somebody who works with them.

A proposed record is seen by its proposer ("being checked") and by officers alone until a source confirms it. Whatever
is held already, the proposer gets the same answer: a proposal can never be used to find out whether a child is here.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import crypto, references
from registry import formats, linking
from registry.involvements import PRACTITIONERS
from registry.matching import people
from registry.models import Child, Source, SourceRecord, Statement
from shielding import transfers
from shielding.publication import publication

RULE = "proposed"


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
        Statement.objects.create(
            record=record,
            payload=said,
            digest=crypto.fingerprint(reference, kind="statement"),
            as_at=today,
            received_at=now,
            outcome=Statement.Outcome.APPLIED,
            current=True,
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


def _sent_before(source: Source, key: str) -> str | None:
    """The reference of the record that this very proposal has made already."""
    record = SourceRecord.objects.filter(source=source, key=key).first()
    made = Child.objects.filter(pk__in=linking.children_of([record.pk]).values()).first() if record else None
    return made.reference if made else None
