"""Shields: who decides that a record shows less, and that it shows more again.

A shield is imposed by one officer of the child's authority at once, on this child and on others of the household whom
the officer chooses; it is lifted only by two, for each child by itself. Imposing, reviewing and lifting lock the child
first and then its shields, as every writer does; several children are locked in the order of their internal keys.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from access import policy
from access.eyes import Searcher, Viewer
from access.models import Account
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import crypto, paging, refusals, statute
from ground.asking import Given
from ground.paging import Page
from registry import records
from shielding import keys, worklists
from shielding.models import Shield, ShieldStep, Tier

JUSTIFICATION_LETTERS = 20
REASON_LETTERS = 10


class AlreadyShielded(refusals.Conflict):
    words = "A shield is in force already. Nothing has changed. Review it, or have it lifted first."


class NotShielded(refusals.Conflict):
    words = "No shield is in force on this record any more. Nothing has changed."


class JustificationMissing(refusals.Invalid):
    words = "Say in a sentence why this record needs a shield; the review in six months will need it."
    about = "justification"


class NoReasonGiven(refusals.Invalid):
    words = "Say in a sentence why. The next officer who looks at this shield reads it."
    about = "reason"


class SecondPersonNeeded(refusals.Conflict):
    words = "A shield is lifted by two people: one asks, another officer agrees. Nothing has changed."


@dataclass(frozen=True, slots=True)
class Step:
    """What an officer decided on a shield, why, and when."""

    what: str
    reason: str
    done_at: datetime
    done_by: str


@dataclass(frozen=True, slots=True)
class InForce:
    """All that an officer is shown of a shield in force before they decide on it."""

    tier: str
    grounds: str
    justification: str
    imposed_at: datetime
    imposed_by: str
    review_due: date
    is_overdue: bool
    lift_asked: bool
    lift_asked_by_me: bool
    steps: tuple[Step, ...]
    """The newest first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A shield in force as a list shows it: of which record, by reference alone, and when it has to be looked at."""

    child: str
    tier: str
    review_due: date
    is_overdue: bool
    lift_asked: bool


def tier_of(child: int) -> Tier:
    """The child's tier as it is now. Without a shield in force it is open."""
    return tier_in(Shield.objects.in_force().filter(child=child).values_list("tier", flat=True).first())


def tier_at(child: Given) -> Subquery:
    """The tier of the shield in force, at the instant of the query that this is a part of; ``tier_in`` takes it."""
    return Subquery(Shield.objects.in_force().filter(child=child).values("tier"))


def tier_in(value: str | None) -> Tier:
    """The tier that was read. Without a shield in force a child is open."""
    return Tier(value) if value else Tier.OPEN


def tiers_of(children: Collection[int]) -> dict[int, Tier]:
    """The tiers of those children that have a shield in force; the others are open."""
    found = Shield.objects.in_force().filter(child__in=children).values_list("child_id", "tier")
    return {child: Tier(tier) for child, tier in found}


def in_force(child: int) -> Shield | None:
    """The child's shield in force, for the officer's page."""
    return Shield.objects.in_force().filter(child=child).first()


def in_own_authority(*, by: Searcher, now: datetime, page: str = "") -> Page[Listed]:
    """A page of the shields in force of the officer's own authority, the review due first at the top.

    A shield that is overdue for review stays in force. The reading itself is in the trail.
    """
    policy.require(by, Permission.IMPOSE_SHIELD)
    today = timezone.localdate(now)
    rows = Shield.objects.in_force().within(by).order_by("review_due", "pk").select_related("child")
    return worklists.read(
        "shields",
        lambda: paging.page_of(rows, page, lambda found: [_listed(row, today) for row in found]),
        actor=by.actor(),
        now=now,
        child_of=lambda listed: listed.child,
    )


def _listed(row: Shield, today: date) -> Listed:
    return Listed(
        child=row.child.reference,
        tier=row.get_tier_display(),
        review_due=row.review_due,
        is_overdue=row.review_due < today,
        lift_asked=bool(row.lift_asked_by),
    )


def reviews_due(*, by: Searcher, today: date) -> QuerySet[Shield]:
    """Those of the list whose review is due today or was due before."""
    policy.require(by, Permission.IMPOSE_SHIELD)
    return Shield.objects.in_force().within(by).filter(review_due__lte=today)


def lifts_to_agree(*, by: Searcher) -> QuerySet[Shield]:
    """Those of the list that another officer has asked to lift: the second person is needed."""
    policy.require(by, Permission.LIFT_SHIELD)
    return Shield.objects.in_force().within(by).exclude(lift_asked_by__in=("", by.account))


def impose(
    reference: str,
    *,
    tier: Tier,
    grounds: Shield.Grounds,
    justification: str,
    by: Searcher,
    now: datetime,
    also: Collection[str] = (),
) -> None:
    """Put a shield on the record at once, and the same on ``also``. From the commit on, nobody is shown what they hide.

    ``also`` are references: the others of the household whom the officer chose. All are covered or none. Those of
    them who have a shield keep the one they have.

    Raises ``records.NoSuchChild`` (for any of them), ``AlreadyShielded`` or ``JustificationMissing``.
    """
    policy.require(by, Permission.IMPOSE_SHIELD)
    with transaction.atomic():
        child, *others = _all_locked([reference, *sorted({*also} - {reference})], by)
        shielded = _shielded_among([child, *others])
        if child.id in shielded:
            raise AlreadyShielded
        said = " ".join(justification.split())
        if sum(letter.isalpha() for letter in said) < JUSTIFICATION_LETTERS:
            raise JustificationMissing
        covered = [child, *(other for other in others if other.id not in shielded)]
        for one in covered:
            _put_on(one, tier=tier, grounds=grounds, said=said, officer=by, now=now)
        keys.rewrite([one.id for one in covered], tiers={one.id: tier for one in covered})


def read(reference: str, *, by: Searcher, now: datetime) -> InForce:
    """Why the record has a shield, and what officers have decided on it since. The reading itself is in the trail.

    Call it from a door, outside any transaction. Raises ``records.NoSuchChild`` or ``NotShielded``.
    """
    policy.require(by, Permission.IMPOSE_SHIELD)
    with transaction.atomic(durable=True):
        child = of_own_authority(records.find(reference), by)
        shield = in_force(child.id)
        trail.record(
            Verb.SHIELD_READ,
            actor=by.actor(),
            at=now,
            reference=reference,
            outcome="shown" if shield else "no shield",
        )
        found = _read(shield, child, by, timezone.localdate(now)) if shield else None
    if found is None:
        raise NotShielded
    return found


def review(reference: str, *, reason: str, by: Searcher, now: datetime) -> None:
    """Record that the shield was looked at again and stays, and why. The next review is due in six months."""
    policy.require(by, Permission.IMPOSE_SHIELD)
    with transaction.atomic():
        child = _locked(reference, by)
        shield = _in_force(child)
        _step(shield, child, ShieldStep.Kind.REVIEWED, reason, officer=by, now=now)
        shield.review_due = _review_after(timezone.localdate(now))
        shield.lift_asked_at, shield.lift_asked_by = None, ""
        shield.save(update_fields=["review_due", "lift_asked_at", "lift_asked_by"])
        trail.record(Verb.SHIELD_REVIEWED, actor=by.actor(), at=now, reference=reference, outcome="stays")


def ask_lift(reference: str, *, reason: str, by: Searcher, now: datetime, also: Collection[str] = ()) -> None:
    """Ask for the shield to be lifted, and those of ``also``, and say why. Nothing changes until another agrees.

    ``also`` are references: others of the household whom the officer chose. Those who have no shield are passed over.
    """
    policy.require(by, Permission.LIFT_SHIELD)
    with transaction.atomic():
        for child, shield in _shields_of(reference, also, by):
            if not shield.lift_asked_by:
                _step(shield, child, ShieldStep.Kind.LIFT_ASKED, reason, officer=by, now=now)
                shield.lift_asked_at, shield.lift_asked_by = now, by.account
                shield.save(update_fields=["lift_asked_at", "lift_asked_by"])
                trail.record(
                    Verb.SHIELD_LIFT_ASKED,
                    actor=by.actor(),
                    at=now,
                    reference=child.reference,
                    outcome="asked",
                )


def agree_lift(
    reference: str, *, reason: str, by: Searcher, now: datetime, also: Collection[str] = ()
) -> None:
    """Agree to lift the shield that another officer asked to lift, and those of ``also``: all of them or none.

    Raises ``SecondPersonNeeded`` where nobody else has asked for one of them.
    """
    policy.require(by, Permission.LIFT_SHIELD)
    with transaction.atomic():
        found = _shields_of(reference, also, by)
        if any(shield.lift_asked_by in ("", by.account) for _, shield in found):
            raise SecondPersonNeeded
        for child, shield in found:
            _step(shield, child, ShieldStep.Kind.LIFTED, reason, officer=by, now=now)
            shield.lifted_at, shield.lifted_by = now, by.account
            shield.save(update_fields=["lifted_at", "lifted_by"])
            trail.record(
                Verb.SHIELD_LIFTED, actor=by.actor(), at=now, reference=child.reference, outcome="lifted"
            )
        keys.rewrite([child.id for child, _ in found], tiers={})


def lifts_asked(children: Collection[int]) -> dict[int, str]:
    """Who asked (account reference) for the shields in force of these children to be lifted, where somebody did."""
    rows = Shield.objects.in_force().filter(child__in=children).exclude(lift_asked_by="")
    return dict(rows.values_list("child_id", "lift_asked_by"))


def of_own_authority(child: records.Anchor | None, by: Searcher | Viewer) -> records.Anchor:
    """The record, if it is in the officer's authority. Of one that does not exist the same is asked.

    Raises ``records.NoSuchChild``: there is none, it was retired, or another authority looks after it.
    """
    policy.require_scope(by, records.authority_of(child.id if child else 0), refusal=records.NoSuchChild)
    if child is None or child.is_retired:
        raise records.NoSuchChild
    return child


def _locked(reference: str, by: Searcher) -> records.Anchor:
    return of_own_authority(records.lock(reference), by)


def _all_locked(references: Sequence[str], by: Searcher) -> list[records.Anchor]:
    """The records in the order in which they were named; they are locked in the one order of all writers."""
    found = records.lock_all(references)
    return [of_own_authority(found.get(reference), by) for reference in references]


def _shielded_among(children: Sequence[records.Anchor]) -> set[int]:
    rows = Shield.objects.in_force().select_for_update().filter(child__in=[child.id for child in children])
    return set(rows.order_by("child").values_list("child_id", flat=True))


def _put_on(
    child: records.Anchor, *, tier: Tier, grounds: Shield.Grounds, said: str, officer: Searcher, now: datetime
) -> None:
    Shield.objects.create(
        child_id=child.id,
        tier=tier,
        grounds=grounds,
        justification=crypto.seal(said, context=_sealed_for(child)),
        imposed_at=now,
        imposed_by=officer.account,
        review_due=_review_after(timezone.localdate(now)),
    )
    trail.record(
        Verb.SHIELD_IMPOSED,
        actor=officer.actor(),
        at=now,
        reference=child.reference,
        reason=grounds.label,
        outcome=tier,
    )


def _read(shield: Shield, child: records.Anchor, by: Searcher, today: date) -> InForce:
    steps = list(shield.steps.order_by("-done_at", "-pk"))
    people = {shield.imposed_by, *(step.done_by for step in steps)}
    names = dict(Account.objects.filter(reference__in=people).values_list("reference", "full_name"))
    return InForce(
        tier=shield.get_tier_display(),
        grounds=shield.get_grounds_display(),
        justification=crypto.unseal(shield.justification, context=_sealed_for(child)),
        imposed_at=shield.imposed_at,
        imposed_by=names.get(shield.imposed_by, ""),
        review_due=shield.review_due,
        is_overdue=shield.review_due < today,
        lift_asked=bool(shield.lift_asked_by),
        lift_asked_by_me=shield.lift_asked_by == by.account,
        steps=tuple(
            Step(
                what=step.get_kind_display(),
                reason=crypto.unseal(step.reason, context=_sealed_for(child)),
                done_at=step.done_at,
                done_by=names.get(step.done_by, ""),
            )
            for step in steps
        ),
    )


def _step(
    shield: Shield,
    child: records.Anchor,
    kind: ShieldStep.Kind,
    reason: str,
    *,
    officer: Searcher,
    now: datetime,
) -> None:
    """Keep with the shield what was decided, and why. Raises ``NoReasonGiven``."""
    said = " ".join(reason.split())
    if sum(letter.isalpha() for letter in said) < REASON_LETTERS:
        raise NoReasonGiven
    ShieldStep.objects.create(
        shield=shield,
        kind=kind,
        reason=crypto.seal(said, context=_sealed_for(child)),
        done_at=now,
        done_by=officer.account,
    )


def _sealed_for(child: records.Anchor) -> str:
    return f"shield:{child.reference}"


def _in_force(child: records.Anchor) -> Shield:
    shield = Shield.objects.in_force().select_for_update().filter(child=child.id).first()
    if shield is None:
        raise NotShielded
    return shield


def _shields_of(reference: str, also: Collection[str], by: Searcher) -> list[tuple[records.Anchor, Shield]]:
    """The record and those of ``also`` with their shields in force, all locked; the first one has to have one."""
    child, *others = _all_locked([reference, *sorted({*also} - {reference})], by)
    found = [(child, _in_force(child))]
    shielded = _shielded_among(others)
    return [*found, *((other, _in_force(other)) for other in others if other.id in shielded)]


def _review_after(day: date) -> date:
    return day + relativedelta(months=statute.SHIELD_REVIEW.value)
