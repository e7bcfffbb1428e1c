"""Publication: the one way from a source's statement to anything that can be seen.

It takes waiting statements from the outbox, asks matching whom each is about, and then decides with the shields in
view: apply, overtaken, or set aside for a person. Until it has spoken nothing of a statement is visible.

What went wrong in 2009 is decided here. A shield belongs to the child and no feed touches it; a statement that may
concern a shielded child, at the level of a match or of a mere possibility, is set aside and never makes a second,
unshielded record. Every batch is one transaction that locks the children first and reads their shields after.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, transaction

from audit import trail
from audit.verbs import Verb
from registry import bestview, formats, intake, linking, matching, records
from registry.matching import Proposal
from registry.models import Changed, Child, Statement
from shielding import keys, sensitive, shields
from shielding.models import Tier

BATCH = 400
ATTEMPTS = 3
_ACTOR = trail.Actor.system("publication")
_OPEN_FIELDS = (
    "given_name",
    "family_name",
    "former_given_name",
    "former_family_name",
    "birth_date",
    "birth_date_to",
    "gender",
)

Outcome = Statement.Outcome
Quarantine = Statement.Quarantine


def publish_waiting(
    *, now: datetime, batch: int = BATCH, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Publish everything that waits. Returns how many statements were handled.

    A batch that fails is taken apart: its statements are tried one by one, and one that fails again and again is set
    aside as a fault, so that it holds up nobody else's.
    """
    handled = 0
    while True:
        try:
            done = _publish_batch(batch, now=now)
        except (DatabaseError, ArithmeticError, LookupError, ValueError):
            done = _publish_singly(batch, now=now)
        if not done:
            return handled
        handled += done
        progress(done)


def try_again() -> int:
    """Put the statements about children who were not known before into the outbox again. Returns how many."""
    with transaction.atomic():
        waiting = list(
            Statement.objects.select_for_update(skip_locked=True)
            .filter(outcome=Outcome.QUARANTINED, quarantine=Quarantine.NO_MATCH)
            .values_list("pk", flat=True)
        )
        Statement.objects.filter(pk__in=waiting).update(outcome=Outcome.PENDING, quarantine=Quarantine.NONE)
        Changed.objects.bulk_create([Changed(statement_id=pk) for pk in waiting], ignore_conflicts=True)
    return len(waiting)


@dataclass(slots=True)
class _Case:
    """One waiting statement on its way to an outcome."""

    changed: int
    statement: Statement
    said: dict[str, str]
    keys: Mapping[matching.Kind, bytes]
    child: int | None = None
    rule: str = ""
    is_new_child: bool = False
    is_deferred: bool = False


@dataclass(slots=True)
class _Batch:
    """What a batch knows of the children it may touch, read under their locks."""

    tiers: dict[int, Tier]
    linked: dict[int, int]
    current: dict[int, Statement]
    newcomers: set[bytes] = field(default_factory=set)


def _publish_batch(limit: int, *, now: datetime, only: int | None = None) -> int:
    with transaction.atomic():
        cases = _take(limit, only)
        if not cases:
            return 0
        spoken_of = [case.statement.record_id for case in cases]
        linked = linking.children_of(spoken_of)
        unlinked = [case for case in cases if case.statement.record_id not in linked]
        proposals = dict(
            zip([c.changed for c in unlinked], matching.propose([c.keys for c in unlinked]), strict=True)
        )
        concerned = set(linked.values()) | {child for p in proposals.values() for child in p.plausible}
        _lock(concerned)
        current = Statement.objects.filter(record__in=spoken_of, current=True)
        batch = _Batch(
            tiers=shields.tiers_of(concerned),
            linked=linked,
            current={statement.record_id: statement for statement in current},
        )
        for case in cases:
            _decide(case, proposals.get(case.changed, _NO_PROPOSAL), batch, now)
        settled = [case for case in cases if not case.is_deferred]
        _settle([case.statement for case in settled])
        _apply([case for case in settled if case.statement.current], batch, now)
        Changed.objects.filter(pk__in=[case.changed for case in settled]).delete()
        return len(settled)


def _publish_singly(limit: int, *, now: datetime) -> int:
    handled = 0
    waiting = Changed.objects.filter(statement__record__source__live=True).order_by("pk")
    for changed in list(waiting.values_list("pk", flat=True)[:limit]):
        try:
            handled += _publish_batch(1, now=now, only=changed)
        except (DatabaseError, ArithmeticError, LookupError, ValueError):
            handled += _count_failure(changed)
    return handled


def _count_failure(changed: int) -> int:
    with transaction.atomic():
        row = Changed.objects.select_for_update().select_related("statement").filter(pk=changed).first()
        if row is None:
            return 0
        row.attempts += 1
        row.save(update_fields=["attempts"])
        if row.attempts >= ATTEMPTS:
            Statement.objects.filter(pk=row.statement_id).update(
                outcome=Outcome.QUARANTINED, quarantine=Quarantine.FAULT
            )
            row.delete()
        return 1


def _take(limit: int, only: int | None) -> list[_Case]:
    rows = (
        Changed.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(statement__record__source__live=True)
        .select_related("statement__record__source")
        .order_by("pk")
    )
    if only is not None:
        rows = rows.filter(pk=only)
    cases = []
    for row in rows[:limit]:
        said = intake.said_in(row.statement)
        person_keys = matching.keys_of(matching.person_in(said))
        cases.append(_Case(changed=row.pk, statement=row.statement, said=said, keys=person_keys))
    return cases


def _lock(children: Iterable[int]) -> None:
    list(Child.objects.select_for_update().filter(pk__in=children).order_by("pk").values_list("pk"))


_NO_PROPOSAL = Proposal(matching.Verdict.NONE)


def _decide(case: _Case, proposal: Proposal, batch: _Batch, now: datetime) -> None:
    """Set the statement's outcome; for an applied one also its child, or that a child is to be made."""
    statement = case.statement
    record = statement.record_id
    before = batch.current.get(record)
    if before is not None and statement.as_at < before.as_at:
        statement.outcome = Outcome.SUPERSEDED
        return
    child = batch.linked.get(record)
    if child is not None:
        if batch.tiers.get(child, Tier.OPEN) != Tier.OPEN and _changes_open_field(before, case):
            _set_aside(case, Quarantine.OPEN_FIELD)
            _tell_officers(case, [child], now)
            return
        case.child = child
    elif shielded := [child for child in proposal.plausible if child in batch.tiers]:
        _set_aside(case, Quarantine.SHIELDED)
        _tell_officers(case, shielded, now)
        return
    elif proposal.verdict == matching.Verdict.MATCH:
        case.child, case.rule = proposal.child, proposal.rule
    elif proposal.verdict == matching.Verdict.POTENTIAL:
        _set_aside(case, Quarantine.POTENTIAL)
        return
    elif not batch.newcomers.isdisjoint(case.keys.values()):
        case.is_deferred = True
        return
    elif not bestview.says_who(case.said):
        # An involvement waits until a source has said who the child is.
        _set_aside(case, Quarantine.NO_MATCH)
        return
    else:
        batch.newcomers |= {digest for kind, digest in case.keys.items() if kind != matching.Kind.BIRTH}
        case.is_new_child, case.rule = True, "newcomer"
    if case.child is not None:
        batch.linked[record] = case.child
    if statement.sealed is not None and sensitive.Consent.read(case.said) is None:
        _withdraw(case)
        return
    if before is not None:
        before.current = False
    statement.outcome, statement.current = Outcome.APPLIED, True
    batch.current[record] = statement


def _settle(statements: Sequence[Statement]) -> None:
    """Store the outcomes. A source record has one current statement: the newest that was applied."""
    applied = [statement.record_id for statement in statements if statement.current]
    Statement.objects.filter(record__in=applied, current=True).update(current=False)
    Statement.objects.bulk_update(statements, ["outcome", "quarantine", "current"])


def _changes_open_field(before: Statement | None, case: _Case) -> bool:
    if before is None or case.statement.sealed is not None or not bestview.says_who(case.said):
        return False
    return any(before.payload.get(name, "") != case.said.get(name, "") for name in _OPEN_FIELDS)


def _withdraw(case: _Case) -> None:
    """A sensitive line without consent stays sealed; what stood of its record before goes from display."""
    sensitive.receive(0, case.statement.record_id, case.said, service=0)
    _set_aside(case, Quarantine.NO_CONSENT)


def _set_aside(case: _Case, cause: Quarantine) -> None:
    case.statement.outcome, case.statement.quarantine = Outcome.QUARANTINED, cause
    case.child = None


def _tell_officers(case: _Case, children: Iterable[int], now: datetime) -> None:
    cause = case.statement.quarantine
    for reference in Child.objects.filter(pk__in=list(children)).values_list("reference", flat=True):
        trail.record(Verb.QUARANTINED, actor=_ACTOR, at=now, reference=reference, outcome=cause)


def _apply(cases: list[_Case], batch: _Batch, now: datetime) -> None:
    """Link what was applied, take over what it says of sensitive services, and make the children's views anew."""
    _make_children([case for case in cases if case.is_new_child])
    decisions = [
        linking.Decision(
            record=case.statement.record_id, child=_child_of(case), rule=case.rule, keys=case.keys
        )
        for case in cases
    ]
    linked_before = linking.children_of([d.record for d in decisions])
    linking.link([d for d in decisions if d.record not in linked_before], made_by="rule", now=now)
    linking.remember([d for d in decisions if d.record in linked_before])
    dictionary = bestview.Dictionary.read()
    for case in cases:
        if case.statement.sealed is not None:
            service = dictionary.services[case.said["service_code"]]
            sensitive.receive(_child_of(case), case.statement.record_id, case.said, service=service)
    confirmed = [_child_of(case) for case in cases if bestview.says_who(case.said)]
    Child.objects.filter(pk__in=confirmed, state=Child.State.PROVISIONAL).update(state=Child.State.LIVE)
    rewrite({_child_of(case) for case in cases}, tiers=batch.tiers, dictionary=dictionary)


def rewrite(
    children: set[int], *, tiers: Mapping[int, Tier], dictionary: bestview.Dictionary | None = None
) -> None:
    """Make the best view and the search keys of these children (internal keys, locked) anew."""
    child_of = linking.records_of(children)
    views: dict[int, list[bestview.Said]] = {child: [] for child in children}
    spoken = Statement.objects.filter(record__in=child_of, current=True, sealed=None).select_related("record")
    for statement in spoken:
        views[child_of[statement.record_id]].append(
            bestview.Said(
                record=statement.record_id,
                source=statement.record.source_id,
                as_at=statement.as_at,
                received_at=statement.received_at,
                payload=statement.payload,
            )
        )
    bestview.write(views, dictionary=dictionary or bestview.Dictionary.read())
    keys.rewrite(children, tiers=tiers)


def linked_child(statement: Statement) -> int | None:
    """The child (internal key) that the statement's record is linked to, if it is."""
    return linking.children_of([statement.record_id]).get(statement.record_id)


def apply_by_officer(
    statement: Statement, child: records.Anchor, *, tiers: Mapping[int, Tier], by: str, now: datetime
) -> None:
    """Apply a statement that was set aside to the child whom an officer names (locked). The shield stays as it is."""
    said = intake.said_in(statement)
    keys_now = matching.keys_of(matching.person_in(said))
    decision = linking.Decision(record=statement.record_id, child=child.id, rule="officer", keys=keys_now)
    if linked_child(statement) is None:
        linking.link([decision], made_by=by, now=now)
    else:
        linking.remember([decision])
    statement.outcome, statement.quarantine, statement.current = Outcome.APPLIED, Quarantine.NONE, True
    _settle([statement])
    dictionary = bestview.Dictionary.read()
    if statement.sealed is not None:
        sensitive.receive(
            child.id, statement.record_id, said, service=dictionary.services[said["service_code"]]
        )
    rewrite({child.id}, tiers=tiers, dictionary=dictionary)


def _make_children(cases: list[_Case]) -> None:
    made = Child.objects.bulk_create([Child(number=formats.new_number()) for _ in cases])
    for case, child in zip(cases, made, strict=True):
        case.child = child.pk


def _child_of(case: _Case) -> int:
    if case.child is None:
        raise LookupError("An applied statement is about somebody.")
    return case.child
