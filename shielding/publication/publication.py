"""Publication: the one way from a source's statement to anything that can be seen.

It takes waiting statements from the outbox, asks matching whom each is about, and then decides with the shields in
view: apply, overtaken, or set aside for a person. Until it has spoken nothing of a statement is visible.

What went wrong in 2009 is decided here. A shield belongs to the child and no feed touches it; a statement that may
concern a shielded child, at the level of a match or of a mere possibility, is set aside and never makes a second,
unshielded record. Every batch is one transaction that locks the children first and reads their shields after.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, Q

from audit import trail
from audit.verbs import Verb
from ground import crypto, refusals
from registry import bestview, feeds, formats, intake, linking, records
from registry.feeds.layout import Format
from registry.matching import people, rules, surroundings, vetoes
from registry.matching.rules import Proposal
from registry.models import Child, OutboxEntry, Statement
from registry.parts import involvements
from registry.parts.part import Directory
from shielding import keys, shields, transfers
from shielding.models import Concern, Decision, Tier
from shielding.publication import concerns, near_matches
from shielding.sensitive import involvements as sensitive

BATCH = 400
ATTEMPTS = 3
NEWCOMER = "newcomer"
"""The rule by which a record of nobody who was known got a child of its own."""
_log = logging.getLogger(__name__)
_ACTOR = trail.Actor.system("publication")
_FAULTS = (
    DatabaseError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    crypto.SealBroken,
)
"""What a statement that cannot be read or stored raises. A trail that cannot be written is no fault of a statement."""

Outcome = Statement.Outcome
Quarantine = Statement.Quarantine


def publish_waiting(
    *, now: datetime, batch: int = BATCH, progress: Callable[[int], object] = lambda _: None
) -> int:
    """Publish everything that waits. Returns how many statements were handled.

    A batch that fails is taken apart: its statements are tried one by one, and one that fails again and again is set
    aside as a fault, so that it holds up nobody else's.
    """
    handled = 0
    _go_on()
    while True:
        try:
            done = _publish_batch(batch, now=now)
        except _FAULTS:
            done = _publish_singly(batch, now=now)
        if not done:
            return handled
        handled += done
        progress(done)


def try_again() -> int:
    """Put into the outbox again what may go better now. Returns how many statements.

    These are the statements about children who were not known before, and those that could not be applied: whatever
    was at fault may have been mended.
    """
    with transaction.atomic():
        waiting = list(
            Statement.objects.select_for_update(skip_locked=True)
            .filter(outcome=Outcome.QUARANTINED, quarantine__in=(Quarantine.NO_MATCH, Quarantine.FAULT))
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        _put_back(waiting)
    return len(waiting)


class MatchIsCertain(refusals.Conflict):
    """The rules hold the statement to be about this very child."""

    words = (
        "An identifier, or name, date of birth and postcode together, say that this is the child. If it is not, ask "
        "the sender to put the update right, and keep this one aside for good."
    )
    about = "decision"


@dataclass(slots=True)
class _Case:
    """One waiting statement on its way to an outcome."""

    changed: int
    statement: Statement
    said: dict[str, str]
    spoken_in: Format
    person: people.Person
    around: surroundings.Surroundings
    keys: Mapping[people.Kind, bytes]
    child: int | None = None
    rule: str = ""
    concerns: tuple[int, ...] = ()
    is_new_child: bool = False
    is_deferred: bool = False

    @property
    def is_applied(self) -> bool:
        """Whether the statement is what its record says now, and may be shown."""
        return self.statement.current and self.statement.outcome == Outcome.APPLIED


@dataclass(slots=True)
class _Batch:
    """What a batch knows of the children it may touch, read under their locks."""

    tiers: dict[int, Tier]
    linked: dict[int, int]
    parted: set[tuple[int, int]]
    current: dict[int, Statement]
    open_parts: Mapping[int, bestview.OpenParts]
    rules: dict[int, str] = field(default_factory=dict)
    newcomers: set[bytes] = field(default_factory=set)
    neighbours: dict[str, set[int]] = field(default_factory=dict)
    """The sources that have told of a newcomer at a postcode: another one may mean the same child by it."""
    new_records: set[int] = field(default_factory=set)
    meant: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Of a line (outbox entry) that nobody can be sure of: the children for whose officers it would wait."""


def _publish_batch(limit: int, *, now: datetime, only: int | None = None) -> int:
    with transaction.atomic():
        linking.one_at_a_time()
        cases = _take(limit, only)
        if not cases:
            return 0
        spoken_of = [case.statement.record_id for case in cases]
        linked = linking.children_of(spoken_of)
        unlinked = [case for case in cases if case.statement.record_id not in linked]
        proposals = dict(zip([case.changed for case in unlinked], _propose(unlinked), strict=True))
        concerned = set(linked.values()) | {child for p in proposals.values() for child in p.plausible}
        _lock(concerned)
        tiers = shields.tiers_of(concerned)
        current = Statement.objects.filter(record__in=spoken_of, current=True)
        batch = _Batch(
            tiers=tiers,
            linked=linked,
            parted=linking.parted([case.statement.record_id for case in unlinked]),
            current={statement.record_id: statement for statement in current},
            open_parts=bestview.open_parts_held(tiers) if tiers else {},
        )
        _ask_each_authority(unlinked, proposals, batch)
        for case in cases:
            _decide(case, proposals.get(case.changed, _NO_PROPOSAL), batch, now)
        settled = [case for case in cases if not case.is_deferred]
        _settle([case.statement for case in settled])
        concerns.note({case.statement.pk: case.concerns for case in settled})
        OutboxEntry.objects.filter(pk__in=[case.changed for case in settled]).delete()
        _apply([case for case in settled if case.is_applied], batch, now)
        held_back = [case for case in settled if case.statement.current and not case.is_applied]
        rewrite({linked[r] for case in held_back if (r := case.statement.record_id) in linked}, tiers=tiers)
        return len(settled)


def _propose(cases: Sequence[_Case]) -> list[Proposal]:
    """Ask matching; of those whom it does not know, ask for near matches too.

    Whom an officer has told apart from a statement comes into question no more, unless an identifier, or name, birth
    date and postcode together, say that it is the child after all.
    """
    apart = linking.told_apart([case.statement.record_id for case in cases])
    proposals = [
        _without(apart, case, proposal)
        for case, proposal in zip(
            cases, rules.propose([(case.person, case.keys) for case in cases]), strict=True
        )
    ]
    unknown = [place for place, proposal in enumerate(proposals) if proposal.verdict == rules.Verdict.NONE]
    found = near_matches.of([_asked(cases[place]) for place in unknown])
    for place, children in zip(unknown, found, strict=True):
        if children:
            near = Proposal(rules.Verdict.POTENTIAL, rule=near_matches.RULE, plausible=children)
            proposals[place] = _without(apart, cases[place], near)
    return proposals


def _ask_each_authority(cases: Sequence[_Case], proposals: Mapping[int, Proposal], batch: _Batch) -> None:
    """Work out for whose officers the lines wait of which nobody can be sure, for each authority by itself.

    It is asked as if that authority's children were the only ones: whether a line waits for an officer, and because of
    whom, must not depend on who is held elsewhere, a shielded child least of all. A child of whom the line would then
    be certain is not asked about: the line would have been applied, and nobody had to look at it.
    """
    unsure = [case for case in cases if _is_unsure(case, proposals[case.changed], batch)]
    if not unsure:
        return
    apart = linking.told_apart([case.statement.record_id for case in unsure])
    near = near_matches.of([_asked(case) for case in unsure])
    hits, close = {}, {}
    for case, children in zip(unsure, near, strict=True):
        proposal = proposals[case.changed]
        hits[case.changed] = () if proposal.rule == near_matches.RULE else proposal.plausible
        close[case.changed] = [c for c in children if (case.statement.record_id, c) not in apart]
    everybody = {child for found in (*hits.values(), *close.values()) for child in found}
    authorities = records.authorities_of(everybody)
    batch.tiers |= shields.tiers_of(everybody - batch.tiers.keys())
    asked = []
    for case in unsure:
        of_authority: dict[str, list[int]] = {}
        for child in hits[case.changed]:
            of_authority.setdefault(authorities[child], []).append(child)
        asked += [(case, group) for group in of_authority.values()]
        elsewhere = (child for child in close[case.changed] if authorities[child] not in of_authority)
        batch.meant[case.changed] = tuple(elsewhere)
    alone = rules.propose(
        [(case.person, case.keys) for case, _ in asked], among=[group for _, group in asked]
    )
    for (case, group), proposal in zip(asked, alone, strict=True):
        is_certain = proposal.child is not None and (
            (case.statement.record_id, proposal.child) not in batch.parted
        )
        open_too = () if is_certain else proposal.plausible
        meant = {child for child in group if child in batch.tiers} | set(open_too)
        batch.meant[case.changed] += tuple(meant)
    for case in unsure:
        # Certain of somebody in each authority, and so of nobody: then all of them are asked about.
        batch.meant[case.changed] = tuple(
            sorted(batch.meant[case.changed] or proposals[case.changed].plausible)
        )


def _is_unsure(case: _Case, proposal: Proposal, batch: _Batch) -> bool:
    if not proposal.plausible:
        return False
    is_parted = (case.statement.record_id, proposal.child) in batch.parted
    is_withheld = any(child in batch.tiers for child in proposal.plausible)
    return proposal.verdict == rules.Verdict.POTENTIAL or is_parted or is_withheld


def _asked(case: _Case) -> near_matches.Asked:
    says_who = case.spoken_in.says_who
    return near_matches.Asked(
        person=case.person, around=case.around, source=case.statement.record.source_id if says_who else None
    )


def _without(apart: set[tuple[int, int]], case: _Case, proposal: Proposal) -> Proposal:
    record = case.statement.record_id
    left = tuple(
        child for child in proposal.plausible if child == proposal.child or (record, child) not in apart
    )
    return replace(proposal, plausible=left) if left else _NO_PROPOSAL


def _publish_singly(limit: int, *, now: datetime) -> int:
    handled = 0
    waiting = OutboxEntry.objects.filter(statement__record__source__live=True).order_by("pk")
    for changed in list(waiting.values_list("pk", flat=True)[:limit]):
        try:
            handled += _publish_batch(1, now=now, only=changed)
        except _FAULTS as fault:
            handled += _count_failure(changed, fault)
    return handled


def _count_failure(changed: int, fault: Exception) -> int:
    with transaction.atomic():
        row = OutboxEntry.objects.select_for_update().select_related("statement").filter(pk=changed).first()
        if row is None:
            return 0
        row.attempts += 1
        row.save(update_fields=["attempts"])
        if row.attempts >= ATTEMPTS:
            Statement.objects.filter(pk=row.statement_id).update(
                outcome=Outcome.QUARANTINED, quarantine=Quarantine.FAULT
            )
            row.delete()
            _log.error(
                "Statement %s could not be applied and is set aside: %s",
                row.statement.reference,
                type(fault).__name__,
            )
        return 1


def _take(limit: int, only: int | None) -> list[_Case]:
    rows = (
        OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(statement__record__source__live=True)
        .select_related("statement__record__source__authority")
        .order_by("pk")
    )
    if only is not None:
        rows = rows.filter(pk=only)
    return [_case_of(row.statement, changed=row.pk) for row in rows[:limit]]


def _case_of(statement: Statement, *, changed: int = 0) -> _Case:
    said = intake.said_in(statement)
    person = people.person_in(said)
    return _Case(
        changed=changed,
        statement=statement,
        said=said,
        person=person,
        around=surroundings.surroundings_in(said),
        spoken_in=feeds.spoken_by(statement.record.source.kind),
        keys=people.keys_of(person),
    )


def _lock(children: Iterable[int]) -> None:
    list(Child.objects.select_for_update().filter(pk__in=children).order_by("pk").values_list("pk"))


_NO_PROPOSAL = Proposal(rules.Verdict.NONE)


def _decide(case: _Case, proposal: Proposal, batch: _Batch, now: datetime) -> None:
    """Set the statement's outcome; for an applied one also its child, or that a child is to be made."""
    statement = case.statement
    record = statement.record_id
    before = batch.current.get(record)
    if before is not None and _age(statement) < _age(before):
        statement.outcome = Outcome.SUPERSEDED
    elif _comes_too_soon(case, proposal, batch):
        case.is_deferred = True
    elif cause := _doubt(case, proposal, batch):
        statement.outcome, statement.quarantine = Outcome.QUARANTINED, cause
        case.concerns = _concerned(case, batch)
        _tell_officers(case, batch, now)
    else:
        _name_child(case, proposal, batch)
        if before is not None:
            before.current = False
        batch.current[record] = statement
        _accept(case)


def _comes_too_soon(case: _Case, proposal: Proposal, batch: _Batch) -> bool:
    """Whether this batch makes a record of whom the line may speak of: then it waits for the next one."""
    record = case.statement.record_id
    if record in batch.new_records:
        return True
    is_unknown = record not in batch.linked and proposal.verdict == rules.Verdict.NONE
    if not is_unknown:
        return False
    neighbours = batch.neighbours.get(case.person.postcode, set()) if case.person.postcode else set()
    return not batch.newcomers.isdisjoint(case.keys.values()) or bool(
        neighbours - {case.statement.record.source_id}
    )


def _doubt(case: _Case, proposal: Proposal, batch: _Batch) -> Quarantine:
    """Why a person has to look at the line before anything becomes of it; nothing where nobody has to."""
    record = case.statement.record_id
    child = batch.linked.get(record)
    if child is not None:
        if child in batch.tiers and _changes_open_part(case, batch.open_parts[child]):
            return Quarantine.OPEN_FIELD
        return Quarantine.ANOTHER_PERSON if _is_somebody_else(case, batch) else Quarantine.NONE
    if any(child in batch.tiers for child in (*proposal.plausible, *batch.meant.get(case.changed, ()))):
        return Quarantine.SHIELDED
    if proposal.verdict == rules.Verdict.POTENTIAL or (record, proposal.child) in batch.parted:
        return Quarantine.POTENTIAL
    if proposal.verdict == rules.Verdict.NONE and not case.spoken_in.says_who:
        # An involvement waits until a source has said who the child is.
        return Quarantine.NO_MATCH
    return Quarantine.NONE


def _is_somebody_else(case: _Case, batch: _Batch) -> bool:
    """Whether the same record of the source spoke of another person before."""
    before = batch.current.get(case.statement.record_id)
    if before is None:
        return False
    return vetoes.is_somebody_else(people.person_in(intake.said_in(before)), case.person)


def _name_child(case: _Case, proposal: Proposal, batch: _Batch) -> None:
    """Set whom the line is about, and by which rule; or that its child is new."""
    record = case.statement.record_id
    if record in batch.linked:
        case.child, case.rule = batch.linked[record], batch.rules.get(record, "")
    elif proposal.child is not None:
        case.child, case.rule = proposal.child, proposal.rule
        batch.linked[record], batch.rules[record] = proposal.child, proposal.rule
    else:
        case.is_new_child, case.rule = True, NEWCOMER
        batch.new_records.add(record)
        batch.newcomers |= {digest for kind, digest in case.keys.items() if kind != people.Kind.BIRTH}
        batch.neighbours.setdefault(case.person.postcode, set()).add(case.statement.record.source_id)


def _age(statement: Statement) -> tuple[date, int]:
    """What makes one statement of a record newer than another: the day it was true, then the order of receipt."""
    return statement.as_at, statement.pk


def _settle(statements: Sequence[Statement]) -> None:
    """Store the outcomes. A source record has one current statement: the newest on which there was nothing to decide.

    What was set aside of the same record before it is overtaken; nobody has to decide on it any more.
    """
    spoken = [statement for statement in statements if statement.current]
    records_spoken_of = [statement.record_id for statement in spoken]
    Statement.objects.filter(record__in=records_spoken_of, current=True).update(current=False)
    alike: dict[tuple[str, str, bool], list[int]] = {}
    for statement in statements:
        ends = statement.outcome, statement.quarantine, statement.current
        alike.setdefault(ends, []).append(statement.pk)
    for (outcome, quarantine, current), those in alike.items():
        Statement.objects.filter(pk__in=those).update(outcome=outcome, quarantine=quarantine, current=current)
    newer = Statement.objects.filter(
        record=OuterRef("record"), current=True, as_at__gte=OuterRef("as_at"), pk__gt=OuterRef("pk")
    )
    Statement.objects.filter(
        Exists(newer), record__in=records_spoken_of, outcome=Outcome.QUARANTINED, current=False
    ).update(outcome=Outcome.SUPERSEDED, quarantine=Quarantine.NONE)
    concerns.forget_settled(records_spoken_of)


def _changes_open_part(case: _Case, held: bestview.OpenParts) -> bool:
    """Whether the line would show another name, birth date or gender than the shielded record shows now."""
    return bestview.changes(bestview.open_parts_in(case.said, case.spoken_in.speaks_of), held)


def _accept(case: _Case) -> None:
    """Let the statement stand. A sensitive line without consent stands too, but sealed, and shows nothing."""
    statement = case.statement
    statement.outcome, statement.quarantine, statement.current = Outcome.APPLIED, Quarantine.NONE, True
    if statement.sealed is not None and sensitive.Consent.read(case.said) is None:
        statement.outcome, statement.quarantine = Outcome.QUARANTINED, Quarantine.NO_CONSENT
        sensitive.receive_without_consent(statement.record_id, case.said)


def _concerned(case: _Case, batch: _Batch) -> tuple[int, ...]:
    """The children whom the line may be about, and for whose officers it waits."""
    linked = batch.linked.get(case.statement.record_id)
    return batch.meant.get(case.changed, ()) if linked is None else (linked,)


def _tell_officers(case: _Case, batch: _Batch, now: datetime) -> None:
    """Put into the trail of each child whom the line may concern that it was set aside, and why as far as it goes.

    That somebody else who is meant has a shield is nothing that the trail of an open child says.
    """
    rows = Child.objects.filter(pk__in=case.concerns).order_by("pk").values_list("pk", "reference")
    for child, reference in rows:
        why = case.statement.quarantine
        if why == Quarantine.SHIELDED and child not in batch.tiers:
            why = Quarantine.POTENTIAL
        trail.record(Verb.QUARANTINED, actor=_ACTOR, at=now, reference=reference, outcome=why)


def _apply(cases: list[_Case], batch: _Batch, now: datetime) -> None:
    """Link what was applied, take over what it says of sensitive services, and make the children's views again."""
    _make_children([case for case in cases if case.is_new_child])
    decisions = [
        linking.Decision(
            record=case.statement.record_id, child=_child_of(case), rule=case.rule, keys=case.keys
        )
        for case in cases
    ]
    linked_before = linking.children_of([d.record for d in decisions])
    linked_now = [d for d in decisions if d.record not in linked_before]
    linking.link(linked_now, made_by="rule", now=now)
    linking.remember([d for d in decisions if d.record in linked_before])
    _narrow({d.record: d.child for d in linked_now}, tiers=batch.tiers)
    _show(cases, tiers=batch.tiers)
    _hear_of_authorities(cases, now)


def _hear_of_authorities(cases: Sequence[_Case], now: datetime) -> None:
    """Take up which authority the statements name for their children."""
    transfers.hear([_named(case, code) for case in cases if (code := case.said.get("authority"))], now=now)


def _named(case: _Case, code: str) -> transfers.Named:
    statement, source = case.statement, case.statement.record.source
    return transfers.Named(
        child=_child_of(case),
        record=statement.record_id,
        statement=statement.pk,
        source=source.pk,
        code=code,
        own=source.authority.code if source.authority else "",
        as_at=statement.as_at,
        received_at=statement.received_at,
    )


def _show(cases: Sequence[_Case], *, tiers: Mapping[int, Tier]) -> None:
    """Make visible what the statements of these cases say, as far as the tiers of their children allow."""
    directory = Directory.read()
    # A service that was sensitive and is not named any more must not go on standing under its old name.
    sensitive.forget(
        [
            case.statement.record_id
            for case in cases
            if case.statement.sealed is None and involvements.PART in case.spoken_in.speaks_of
        ]
    )
    for case in cases:
        if case.statement.sealed is not None:
            service = directory.services[case.said["service_code"]]
            sensitive.receive(_child_of(case), case.statement.record_id, case.said, service=service)
    confirmed = [_child_of(case) for case in cases if case.spoken_in.says_who]
    Child.objects.filter(pk__in=confirmed, state=Child.State.PROVISIONAL).update(state=Child.State.LIVE)
    rewrite({_child_of(case) for case in cases}, tiers=tiers, directory=directory)


def rewrite(children: set[int], *, tiers: Mapping[int, Tier], directory: Directory | None = None) -> None:
    """Make the best view and the search keys of these children (internal keys, locked) again."""
    if not children:
        return
    child_of = linking.records_of(children)
    views: dict[int, list[bestview.Said]] = {child: [] for child in children}
    spoken = Statement.objects.filter(record__in=child_of, current=True, sealed=None)
    for statement in spoken.select_related("record__source"):
        views[child_of[statement.record_id]].append(
            bestview.Said(
                record=statement.record_id,
                source=statement.record.source_id,
                as_at=statement.as_at,
                received_at=statement.received_at,
                payload=statement.payload,
                speaks_of=feeds.spoken_by(statement.record.source.kind).speaks_of,
            )
        )
    bestview.write(views, directory=directory or Directory.read())
    keys.rewrite(children, tiers=tiers)


def linked_child(statement: Statement) -> int | None:
    """The child (internal key) that the statement's record is linked to, if it is."""
    return linking.children_of([statement.record_id]).get(statement.record_id)


def apply_by_officer(
    statement: Statement, child: records.Anchor, *, tiers: Mapping[int, Tier], by: str, now: datetime
) -> None:
    """Apply a statement that was set aside to the child whom an officer names (locked). The shield stays as it is."""
    case = _case_of(statement)
    case.child = child.id
    decision = linking.Decision(record=statement.record_id, child=child.id, rule="officer", keys=case.keys)
    is_linked = linked_child(statement) is not None
    if is_linked:
        linking.remember([decision])
    else:
        linking.link([decision], made_by=by, now=now)
    _accept(case)
    _settle([statement])
    if not is_linked:
        _narrow({statement.record_id: child.id}, tiers=tiers)
    if case.is_applied:
        _show([case], tiers=tiers)
        _hear_of_authorities([case], now)
    else:
        rewrite({child.id}, tiers=tiers)


def tell_apart(
    statement: Statement, children: Collection[int], *, among: Collection[int], by: str, now: datetime
) -> None:
    """Take children (internal keys) out of question of whom an officer says that the statement is about another.

    ``among``: all whom the officer was asked about. Raises ``MatchIsCertain`` where the record is linked, or the rules
    would link it to one of the children if nobody else were held: then it is the line that is wrong, and its sender has
    to put it right.
    """
    case = _case_of(statement)
    parted = linking.parted([statement.record_id])
    (certain,) = rules.propose([(case.person, case.keys)], among=[among])
    if linked_child(statement) is not None or (
        certain.child in children and (statement.record_id, certain.child) not in parted
    ):
        raise MatchIsCertain
    dismiss(statement, children, by=by, now=now)


def dismiss(statement: Statement, children: Collection[int], *, by: str, now: datetime) -> None:
    """Take children (internal keys) out of question: an officer has decided on the statement as far as they go.

    What becomes of it follows when nobody else is asked about it (``_go_on``). The same is done here whether somebody
    is or not: that the statement may be about a child elsewhere must not show.
    """
    for child in sorted(children):
        linking.tell_apart(statement.record_id, child, told_by=by, now=now)
    concerns.settle_without(statement.pk, children)


def _go_on() -> None:
    """Go on with the statements that were set aside and on which all who were asked have decided.

    Where all have said that it is wrong it is overtaken for good, and what the source says next of this record is
    looked at as if nothing had been said. Else it goes into the outbox again, without those who were told apart.
    """
    with transaction.atomic():
        linking.one_at_a_time()
        asked = Concern.objects.filter(statement=OuterRef("pk"))
        settled = Statement.objects.select_for_update(of=("self",)).filter(
            ~Exists(asked), outcome=Outcome.QUARANTINED, quarantine__in=concerns.FOR_OFFICERS
        )
        for statement in settled.order_by("pk"):
            made = Decision.objects.filter(statement=statement, taken_back_at__isnull=True)
            said = list(made.order_by("decided_at").values_list("choice", "decided_at"))
            if said and all(choice == Decision.Choice.DISMISS for choice, _ in said):
                linking.take_back_telling_apart(statement.record_id, since=said[0][1])
                statement.outcome, statement.quarantine = Outcome.SUPERSEDED, Quarantine.NONE
                statement.save(update_fields=["outcome", "quarantine"])
            else:
                _put_back([statement.pk])


def take_back(
    statement: Statement,
    *,
    was_linked: bool,
    before: Statement | None,
    since: datetime,
    by: str,
    now: datetime,
) -> list[int]:
    """Take back what was decided on a statement, all that followed from it included, and have it decided again.

    Where its source record was linked before (``was_linked``), what it said then (``before``) counts again. Else its
    link is ended, and a record that was made for it alone is retired: from the commit on nobody is shown it.
    Returns the children (internal keys) on whose records it was shown.
    """
    record = statement.record_id
    child = linking.children_of([record]).get(record)
    if child is not None:
        _lock({child})
    said = Statement.objects.filter(record=record).exclude(outcome=Outcome.PENDING)
    undone = list(said.filter(Q(current=True) | Q(pk=statement.pk)).values_list("pk", flat=True))
    Statement.objects.filter(record=record, current=True).update(current=False)
    linking.take_back_telling_apart(record, since=since)
    sensitive.forget([record])
    if child is not None and not was_linked:
        linking.unlink(record, ended_by=by, now=now)
        transfers.forget(record, by=by, now=now)
        _retire_if_nobody_tells_of_it(child)
    elif child is not None and before is not None:
        undone = [pk for pk in undone if pk != before.pk]
        _let_count_again(before, child)
    if child is not None:
        rewrite({child}, tiers=shields.tiers_of([child]))
    _put_back(undone)
    return [child] if child is not None else []


def _let_count_again(before: Statement, child: int) -> None:
    """What a source record said before counts again. Its child is locked."""
    case = _case_of(before)
    case.child = child
    linking.remember([linking.Decision(record=before.record_id, child=child, rule="", keys=case.keys)])
    _accept(case)
    before.save(update_fields=["outcome", "quarantine", "current"])
    if case.is_applied:
        _show([case], tiers=shields.tiers_of([child]))


def _retire_if_nobody_tells_of_it(child: int) -> None:
    """A record that was made for a source record is nobody's when that one is about somebody else."""
    if not linking.records_of([child]) and linking.was_made_for_a_newcomer(child, NEWCOMER):
        Child.objects.filter(pk=child).update(state=Child.State.RETIRED)


def _narrow(linked: Mapping[int, int], *, tiers: Mapping[int, Tier]) -> None:
    """What was set aside of source records that are linked now (record to child) is about their children alone.

    Of a shielded child it waits for the officers of that child. Of another there is nothing left to decide, so it goes
    into the outbox again.
    """
    waiting = Statement.objects.filter(
        record__in=linked,
        outcome=Outcome.QUARANTINED,
        quarantine__in=(Quarantine.SHIELDED, Quarantine.POTENTIAL),
    )
    held = {pk: linked[record] for pk, record in waiting.values_list("pk", "record_id")}
    shielded = {pk: child for pk, child in held.items() if child in tiers}
    concerns.forget(shielded)
    concerns.note({pk: [child] for pk, child in shielded.items()})
    _put_back([pk for pk in held if pk not in shielded])


def _put_back(statements: Sequence[int]) -> None:
    """Put statements (internal keys) that were set aside into the outbox again."""
    concerns.forget(statements)
    Statement.objects.filter(pk__in=statements).update(outcome=Outcome.PENDING, quarantine=Quarantine.NONE)
    OutboxEntry.objects.bulk_create(
        [OutboxEntry(statement_id=pk) for pk in statements], ignore_conflicts=True
    )


def _make_children(cases: list[_Case]) -> None:
    made = Child.objects.bulk_create([Child(number=formats.new_number()) for _ in cases])
    for case, child in zip(cases, made, strict=True):
        case.child = child.pk


def _child_of(case: _Case) -> int:
    if case.child is None:
        raise LookupError("An applied statement is about somebody.")
    return case.child
