"""Updates that were set aside: an officer of the authority of the child whom they may concern decides on them.

A feed never touches a shield and never makes a second record of a shielded child; what it sent waits here. So does what
may be about an open child and is not certain. Nothing of it is visible to anybody else meanwhile.

What an officer says of a *shielded* child is done at once: it stays beneath the shield. What is applied to an *open*
child is seen by everybody, and the officer may not know who else is meant: it is carried out tonight, and only where no
shielded child is meant by then. Until midnight every decision can be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from access import policy
from access.eyes import Searcher
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import paging, refusals
from ground.paging import Page
from registry import feeds, intake, linking, records
from registry.matching import people
from registry.models import Child, Statement
from registry.parts import birth
from shielding import shields, worklists
from shielding.models import Concern, Tier
from shielding.models import Decision as Decided
from shielding.publication import publication, sent
from shielding.publication.sent import Number, Sent

Decision = Decided.Choice
_ACTOR = trail.Actor.system("decisions of the day")


class NoSuchStatement(refusals.NotFound):
    """No such statement waits for this officer."""

    words = "This update does not wait for you. Somebody may have decided on it."


class ChildMissing(refusals.Invalid):
    words = "Say which of the children it is about."
    about = "child"


class NoSuchDecision(refusals.NotFound):
    """There is no such decision about a child of this officer's authority."""


class TooLateToTakeBack(refusals.Conflict):
    words = "A decision can be taken back until midnight of the same day. Nothing has changed."


class TakenBackAlready(refusals.Conflict):
    words = "This decision was taken back already. Nothing has changed."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child whom the statement may be about, by reference: the tier, why it waits, how its numbers compare."""

    child: str
    tier: Tier
    cause: str
    numbers: tuple[tuple[str, Number], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.tier == Tier.OPEN


@dataclass(frozen=True, slots=True)
class SetAside:
    """A statement as a list shows it: who it may concern, by reference, and what it says of who the child is."""

    statement: str
    candidates: tuple[Candidate, ...]
    source: str
    name: str
    birth: birth.BirthHeld
    as_at: date

    @property
    def child(self) -> str:
        """The first of those whom it may concern."""
        return self.candidates[0].child

    @property
    def cause(self) -> str:
        return self.candidates[0].cause


@dataclass(frozen=True, slots=True)
class Opened:
    """A statement that an officer has opened: all that was sent, as far as it is for this officer.

    ``is_whole``: whether addresses, carers, school and work may be shown where they differ from what is held. They are
    not where another authority's system sent them and all whom it may be about here are open: they may be those of a
    child who only looks alike.
    """

    item: SetAside
    sent: Sent
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A decision of today: what was decided, on what, and whether it can still be taken back."""

    reference: str
    child: str
    choice: str
    name: str
    source: str
    decided_at: datetime
    is_mine: bool
    is_for_tonight: bool


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A decision that was taken back, and who was shown what it had published meanwhile."""

    choice: str
    seen_by: tuple[trail.Showing, ...]


def waiting(*, by: Searcher, now: datetime, page: str = "") -> Page[SetAside]:
    """A page of what waits for the officers of this authority. The reading itself is in the trail."""
    policy.require(by, Permission.DECIDE_QUARANTINE)
    statements = _concerns(by).order_by("statement_id").values_list("statement_id", flat=True).distinct()
    return worklists.read(
        "quarantine",
        lambda: paging.page_of(
            statements, page, lambda found: _items(list(_concerns(by).filter(statement__in=found)))
        ),
        actor=by.actor(),
        now=now,
        child_of=lambda item: item.child,
    )


def read(statement: str, *, by: Searcher, now: datetime) -> Opened:
    """One of them, by its reference. The reading itself is in the trail. Raises ``NoSuchStatement``."""
    policy.require(by, Permission.DECIDE_QUARANTINE)
    with transaction.atomic(durable=True):
        found = list(_concerns(by).filter(statement__reference=statement))
        trail.record(
            Verb.QUARANTINE_OPENED,
            actor=by.actor(),
            at=now,
            reference=found[0].child.reference if found else None,
            shown=[concern.child.reference for concern in found],
            subject=statement,
            outcome="shown" if found else "not found",
        )
    if not found:
        raise NoSuchStatement
    return _opened(found, by)


def decide(statement: str, *, decision: Decision, by: Searcher, now: datetime, child: str = "") -> str:
    """Decide on one statement that waits for this officer. Returns the reference of the decision.

    ``child``: of which child it is said, by reference; without one of all whom the officer was asked about.

    Raises ``NoSuchStatement``, ``ChildMissing`` where it can be about one child alone and several are meant, or
    ``publication.MatchIsCertain`` where a child cannot be another.
    """
    policy.require(by, Permission.DECIDE_QUARANTINE)
    with transaction.atomic():
        linking.one_at_a_time()
        asked = {concern.child.reference for concern in _concerns(by).filter(statement__reference=statement)}
        anchors = records.lock_all({child} & asked if child else asked)
        still = _concerns(by).filter(child__reference__in=anchors)
        row = (
            Statement.objects.select_for_update(of=("self",))
            .select_related("record__source")
            .filter(reference=statement, pk__in=still.values("statement"))
            .first()
        )
        if not anchors or row is None:
            raise NoSuchStatement
        if decision == Decision.APPLY and len(anchors) > 1:
            raise ChildMissing
        return _decide(row, anchors, decision, among=asked, by=by, now=now)


def _decide(
    row: Statement,
    anchors: dict[str, records.Anchor],
    decision: Decision,
    *,
    among: set[str],
    by: Searcher,
    now: datetime,
) -> str:
    before = Statement.objects.filter(record=row.record_id, current=True).first()
    was_linked = publication.linked_child(row) is not None
    children = [anchor.id for anchor in anchors.values()]
    match decision:
        case Decision.APPLY:
            (anchor,) = anchors.values()
            _apply(row, anchor, by=by, now=now)
        case Decision.ANOTHER:
            asked = [found.id for reference in among if (found := records.find(reference))]
            publication.tell_apart(row, children, among=asked, by=by.account, now=now)
        case Decision.DISMISS:
            publication.dismiss(row, children, by=by.account, now=now)
    made = Decided.objects.create(
        statement=row,
        child_id=children[0],
        choice=decision,
        was_linked=was_linked,
        before=before,
        decided_at=now,
        decided_by=by.account,
    )
    for reference in anchors:
        trail.record(
            Verb.QUARANTINE_DECIDED,
            actor=by.actor(),
            at=now,
            reference=reference,
            subject=row.reference,
            outcome=decision,
        )
    return made.reference


def _apply(row: Statement, anchor: records.Anchor, *, by: Searcher, now: datetime) -> None:
    """Apply it at once beneath a shield, else tonight."""
    tiers = shields.tiers_of([anchor.id])
    if tiers:
        publication.apply_by_officer(row, anchor, tiers=tiers, by=by.account, now=now)
    else:
        Concern.objects.filter(statement=row, child=anchor.id).update(settled_at=now, settled_by=by.account)


def carry_out(*, now: datetime) -> int:
    """Apply what officers said of open children before today. Returns how many statements.

    A statement that may be about a shielded child as well waits on, without a word: for its officers to decide.
    """
    midnight = _day_begins(now)
    due = Concern.objects.filter(settled_at__lt=midnight).order_by("settled_at", "pk")
    return sum(_carry_out(pk, now=now) for pk in list(due.values_list("pk", flat=True)))


def _carry_out(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        linking.one_at_a_time()
        concern = Concern.objects.select_related("child").filter(pk=pk).first()
        anchor = records.lock(concern.child.reference) if concern else None
        if concern is None or anchor is None or anchor.is_retired:
            return False
        others = Concern.objects.filter(statement=concern.statement_id).exclude(pk=pk)
        if shields.tiers_of(list(others.values_list("child_id", flat=True))):
            return False
        row = Statement.objects.select_for_update(of=("self",)).select_related("record__source")
        publication.apply_by_officer(
            row.get(pk=concern.statement_id),
            anchor,
            tiers=shields.tiers_of([anchor.id]),
            by=concern.settled_by,
            now=now,
        )
        trail.record(
            Verb.QUARANTINE_CARRIED_OUT,
            actor=_ACTOR,
            at=now,
            reference=anchor.reference,
            subject=concern.statement.reference,
            outcome=Decision.APPLY,
        )
    return True


# --- taking back ------------------------------------------------------------------------------------------------


def decided_today(*, by: Searcher, now: datetime) -> Sequence[Made]:
    """What the officers of this authority decided today and did not take back, the newest first."""
    policy.require(by, Permission.DECIDE_QUARANTINE)
    return worklists.read(
        "decisions",
        lambda: [_made(row, by) for row in _to_take_back(by, now)],
        actor=by.actor(),
        now=now,
        child_of=lambda made: made.child,
    )


def take_back(decision: str, *, by: Searcher, now: datetime) -> TakenBack:
    """Take a decision of today back. What it published is hidden from the commit on, and it waits again.

    Returns who was shown it meanwhile, from the trail. Raises ``NoSuchDecision``, ``TakenBackAlready`` or
    ``TooLateToTakeBack``.
    """
    policy.require(by, Permission.DECIDE_QUARANTINE)
    with transaction.atomic():
        linking.one_at_a_time()
        found = Decided.objects.within(by).select_related("child").filter(reference=decision).first()
        if found is None:
            raise NoSuchDecision
        records.lock(found.child.reference)
        made = (
            Decided.objects.select_for_update(of=("self",))
            .select_related("child", "statement__record__source", "before__record__source")
            .get(pk=found.pk)
        )
        if made.taken_back_at is not None:
            raise TakenBackAlready
        if made.decided_at < _day_begins(now):
            raise TooLateToTakeBack
        made.taken_back_at, made.taken_back_by = now, by.account
        made.save(update_fields=["taken_back_at", "taken_back_by"])
        shown_on = _undo(made, by=by, now=now)
        trail.record(
            Verb.DECISION_TAKEN_BACK,
            actor=by.actor(),
            at=now,
            reference=made.child.reference,
            subject=made.statement.reference,
            outcome=made.choice,
        )
        seen = trail.shown_since(
            shown_on,
            act=Verb.QUARANTINE_DECIDED,
            on=made.child.reference,
            since=made.decided_at,
        )
    return TakenBack(choice=made.get_choice_display(), seen_by=seen)


def _undo(made: Decided, *, by: Searcher, now: datetime) -> list[str]:
    """Returns the references of the records on which it was shown."""
    settled = Concern.objects.filter(statement=made.statement_id, child=made.child_id)
    if settled.filter(settled_at__isnull=False).exists():
        settled.update(settled_at=None, settled_by="")
        return []
    children = publication.take_back(
        made.statement,
        was_linked=made.was_linked,
        before=made.before,
        since=made.decided_at,
        by=by.account,
        now=now,
    )
    anchors = [records.find_by_id(child) for child in children]
    return [anchor.reference for anchor in anchors if anchor]


def _to_take_back(by: Searcher, now: datetime) -> QuerySet[Decided]:
    rows = Decided.objects.within(by).filter(decided_at__gte=_day_begins(now), taken_back_at__isnull=True)
    settled = Concern.objects.filter(
        statement=OuterRef("statement"), child=OuterRef("child"), settled_at__isnull=False
    )
    rows = rows.select_related("child", "statement__record__source").annotate(is_for_tonight=Exists(settled))
    return rows.order_by("-decided_at", "-pk")


def _made(row: Decided, by: Searcher) -> Made:
    said = intake.said_in(row.statement)
    return Made(
        reference=row.reference,
        child=row.child.reference,
        choice=row.get_choice_display(),
        name=f"{said['given_name']} {said['family_name']}",
        source=row.statement.record.source.name,
        decided_at=row.decided_at,
        is_mine=row.decided_by == by.account,
        is_for_tonight=row.is_for_tonight,  # type: ignore[attr-defined]  # annotated by _to_take_back
    )


def _day_begins(now: datetime) -> datetime:
    """The last midnight, local time."""
    return timezone.make_aware(datetime.combine(timezone.localdate(now), time()))


# --- reading ----------------------------------------------------------------------------------------------------


def waiting_for(*, by: Searcher) -> QuerySet[Concern]:
    """What waits in the officer's scope, for the list and for its count: a statement may concern several children."""
    policy.require(by, Permission.DECIDE_QUARANTINE)
    return _concerns(by)


def _concerns(by: Searcher) -> QuerySet[Concern]:
    """What waits in the officer's scope, the oldest statement first; what waits for tonight was decided on there."""
    own = Concern.objects.within(by).exclude(child__state=Child.State.RETIRED)
    settled = own.filter(statement=OuterRef("statement"), settled_at__isnull=False)
    waiting = own.filter(~Exists(settled)).select_related("child", "statement__record__source__authority")
    return waiting.annotate(tier=shields.tier_at(OuterRef("child"))).order_by("statement_id", "child_id")


def _items(found: Sequence[Concern]) -> list[SetAside]:
    of_statement: dict[int, list[Concern]] = {}
    for concern in found:
        of_statement.setdefault(concern.statement_id, []).append(concern)
    return [_item(alike) for alike in of_statement.values()]


def _item(
    alike: Sequence[Concern], numbers: dict[int, tuple[tuple[str, Number], ...]] | None = None
) -> SetAside:
    statement = alike[0].statement
    said = intake.said_in(statement)
    return SetAside(
        statement=statement.reference,
        candidates=tuple(
            Candidate(
                child=concern.child.reference,
                tier=shields.tier_in(concern.tier),  # type: ignore[attr-defined]  # annotated by _concerns
                cause=_cause(statement, shields.tier_in(concern.tier)),  # type: ignore[attr-defined]
                numbers=(numbers or {}).get(concern.child_id, ()),
            )
            for concern in alike
        ),
        source=statement.record.source.name,
        name=f"{said['given_name']} {said['family_name']}",
        birth=birth.said_in(said),
        as_at=statement.as_at,
    )


def _cause(statement: Statement, tier: Tier) -> str:
    """Why it waits as far as it goes for this child: what is the matter with others is for their officers."""
    quarantine = Statement.Quarantine(statement.quarantine)
    if quarantine in (Statement.Quarantine.SHIELDED, Statement.Quarantine.POTENTIAL):
        own = Statement.Quarantine.POTENTIAL if tier == Tier.OPEN else Statement.Quarantine.SHIELDED
        return str(own.label)
    return str(quarantine.label)


def _opened(found: Sequence[Concern], by: Searcher) -> Opened:
    statement = found[0].statement
    source = statement.record.source
    said = intake.said_in(statement)
    numbers = sent.numbers(people.person_in(said), [concern.child_id for concern in found])
    item = _item(found, numbers)
    in_scope = policy.in_scope(by, source.authority.code if source.authority else "")
    return Opened(
        item=item,
        sent=sent.read(
            said,
            says_who=feeds.spoken_by(source.kind).says_who,
            is_sealed=statement.sealed is not None,
            in_scope=in_scope,
        ),
        is_whole=in_scope or not all(candidate.is_open for candidate in item.candidates),
    )
