"""The one place where a record becomes something that a person may read.

``disclose`` reads what is granted, turns it into a frozen ``Disclosure`` and writes one event to the trail, in one
transaction that is committed before anything is returned: no trail, no disclosure. Pages, letters and answers to
machines receive the ``Disclosure`` and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils import timezone

from access import policy
from access.eyes import Searcher, Viewer
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals
from registry import involvements, records
from registry.classes import METADATA, NOTICE, OFFICERS, OPEN, PERSONAL, SENSITIVE, WHEREABOUTS, FieldClass
from shielding import shields
from shielding.models import Tier
from shielding.sensitive import involvements as sensitive


class Withheld:
    """What stands in the place of every value that this viewer is not shown. It is false and has one constant text."""

    __slots__ = ()
    WORDS = "Withheld"

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self.WORDS

    def __repr__(self) -> str:
        return "WITHHELD"

    def __reduce__(self) -> str:
        """Copied or carried elsewhere, it is the same one: whoever asks ``is WITHHELD`` gets the true answer."""
        return "WITHHELD"


WITHHELD: Final = Withheld()


class ViewEnded(refusals.Conflict):
    words = "The reason was given too long ago, or for another record. It must be given again."


class Eyes(StrEnum):
    """How a person stands to one record."""

    READER = "reader"
    """A practitioner, who reads nationally."""
    OFFICER = "officer"
    """The shielding officer of the authority that looks after the record."""
    PROPOSER = "proposer"
    """Whoever proposed a record that is still being checked, as long as they may propose records."""


_EVERYTHING_OPEN = frozenset({OPEN, PERSONAL, WHEREABOUTS, METADATA, NOTICE})
_ALL = _EVERYTHING_OPEN | {SENSITIVE, OFFICERS}

GRANTS: Mapping[tuple[Tier, Eyes], frozenset[FieldClass]] = {
    (Tier.OPEN, Eyes.READER): _EVERYTHING_OPEN,
    (Tier.ASK_FIRST, Eyes.READER): frozenset({OPEN}),
    (Tier.RAISED, Eyes.READER): frozenset({OPEN}),
    (Tier.SHIELDED, Eyes.READER): frozenset({OPEN}),
    (Tier.UNLISTED, Eyes.READER): frozenset(),
    **{(tier, Eyes.OFFICER): _ALL for tier in Tier},
    **{(tier, Eyes.PROPOSER): frozenset({OPEN, PERSONAL, WHEREABOUTS, METADATA}) for tier in (Tier.OPEN,)},
    **{(tier, Eyes.PROPOSER): frozenset() for tier in Tier if tier != Tier.OPEN},
}
"""Which classes each pair of eyes is granted in each tier. An empty grant answers as "no such child"."""


@dataclass(frozen=True, slots=True)
class Card:
    """The least by which a person recognises the child they asked for, before they say why they need the record."""

    reference: str
    name: str
    known_before_as: tuple[str, ...]
    birth: records.BirthHeld
    gender: str
    district: str | Withheld

    @property
    def fields_shown(self) -> tuple[str, ...]:
        return tuple(
            f.name for f in fields(self) if f.name != "reference" and getattr(self, f.name) is not WITHHELD
        )


@dataclass(frozen=True, slots=True)
class ShieldShown:
    """What an officer is shown of a shield in force."""

    tier: str
    grounds: str
    imposed_at: datetime
    review_due: date
    lift_asked: bool
    lift_asked_by_me: bool


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A record as one viewer may read it. Every part holds a value or ``WITHHELD``."""

    reference: str
    number: str
    names: tuple[records.NameHeld, ...]
    birth: records.BirthHeld | None
    gender: records.GenderHeld | None
    is_provisional: bool
    is_open: bool
    death: records.DeathHeld | Withheld | None
    carers: tuple[records.CarerHeld, ...] | Withheld
    address: records.AddressHeld | Withheld | None
    education: records.EducationHeld | Withheld | None
    practice: records.PracticeHeld | Withheld | None
    involvements: tuple[records.InvolvementHeld, ...] | Withheld
    notice: str | Withheld
    sensitive_involvements: tuple[records.InvolvementHeld, ...] | Withheld
    shield: ShieldShown | Withheld | None
    i_am_involved: bool
    i_have_consent: bool

    @property
    def name(self) -> str:
        """The current name."""
        return next((str(name) for name in self.names if not name.former), "Name not known")

    @property
    def is_withheld(self) -> bool:
        """Whether this viewer is shown no more than who the child is."""
        return self.address is WITHHELD

    @property
    def is_for_officer(self) -> bool:
        """Whether this viewer is shown the shield, or that there is none."""
        return self.shield is not WITHHELD

    @property
    def former_names(self) -> tuple[records.NameHeld, ...]:
        return tuple(name for name in self.names if name.former)

    @property
    def working_now(self) -> tuple[records.InvolvementHeld, ...]:
        return tuple(i for i in _listed(self.involvements) if i.ended_on is None)

    @property
    def worked_before(self) -> tuple[records.InvolvementHeld, ...]:
        return tuple(i for i in _listed(self.involvements) if i.ended_on is not None)

    @property
    def fields_shown(self) -> tuple[str, ...]:
        """The names of the parts that hold a value, for the trail."""
        hidden = ("reference", "is_provisional", "is_open", "i_am_involved", "i_have_consent")
        return tuple(
            f.name for f in fields(self) if f.name not in hidden and getattr(self, f.name) is not WITHHELD
        )


@dataclass(frozen=True, slots=True)
class Held:
    """All that was read for one disclosure: the record, the tier, and the parts of this floor."""

    record: records.Record
    tier: Tier
    granted: frozenset[FieldClass]
    specialist: bool = False
    sensitive_involvements: tuple[records.InvolvementHeld, ...] = ()
    shield: ShieldShown | None = None
    i_am_involved: bool = False
    i_have_consent: bool = False


def disclose(reference: str, *, to: Viewer, now: datetime) -> Disclosure:
    """The record as this viewer may read it, after one durable event in the trail.

    Call it from a door, outside any transaction. Raises ``records.NoSuchChild`` (an event stands for the refusal too),
    ``ViewEnded``, and ``audit.trail.TrailUnavailable`` where the event cannot be written: nothing is shown then.
    """
    policy.require(to, Permission.OPEN_RECORD)
    if to.reference != reference or now >= to.until:
        raise ViewEnded
    with transaction.atomic(durable=True):
        held = _hold(reference, to=to.searcher, now=now)
        disclosure = project(held, today=timezone.localdate(now)) if held else None
        trail.record(
            Verb.DISCLOSED if disclosure else Verb.REFUSED,
            actor=to.actor(),
            at=now,
            reference=reference,
            purpose=to.purpose,
            reason=to.reason,
            fields=disclosure.fields_shown if disclosure else (),
            outcome="shown" if disclosure else "not found",
        )
    if disclosure is None:
        raise records.NoSuchChild
    return disclosure


def project(held: Held, *, today: date) -> Disclosure:
    """Turn what was read into what is shown. Pure: it reads nothing and writes nothing."""
    record, granted = held.record, held.granted
    return Disclosure(
        reference=record.anchor.reference,
        number=record.anchor.number,
        names=record.names or (),
        birth=record.birth,
        gender=record.gender,
        is_provisional=record.anchor.is_provisional,
        is_open=held.tier == Tier.OPEN,
        death=record.death if PERSONAL in granted else WITHHELD,
        carers=record.carers or () if PERSONAL in granted else WITHHELD,
        address=record.address if WHEREABOUTS in granted else WITHHELD,
        education=record.education if WHEREABOUTS in granted else WITHHELD,
        practice=record.practice if WHEREABOUTS in granted else WITHHELD,
        involvements=_still_listed(record.involvements or (), today) if WHEREABOUTS in granted else WITHHELD,
        notice=(sensitive.NOTICE if held.specialist else "") if NOTICE in granted else WITHHELD,
        sensitive_involvements=held.sensitive_involvements if SENSITIVE in granted else WITHHELD,
        shield=held.shield if OFFICERS in granted else WITHHELD,
        i_am_involved=held.i_am_involved,
        i_have_consent=held.i_have_consent,
    )


def card(found: records.Anchor | None, *, to: Searcher) -> Card | None:
    """The card of one child for this searcher, or ``None`` where there is no such child for them.

    Call it inside the transaction of the search, whose event counts it as shown. The tier is read again at the end: a
    shield that came in between hides at once. Where nobody was found, the same is asked as of somebody who is refused.
    """
    anchor = found or _NOBODY
    tier = shields.tier_of(anchor.id)
    while True:
        made = _card(anchor, tier=tier, to=to)
        tier_now = shields.tier_of(anchor.id)
        if tier_now == tier:
            return made
        tier = tier_now


def _card(anchor: records.Anchor, *, tier: Tier, to: Searcher) -> Card | None:
    eyes = _eyes(anchor, to)
    granted = GRANTS[tier, eyes] if eyes else frozenset()
    if OPEN not in granted:
        return None
    is_open = tier == Tier.OPEN
    record = records.load(anchor, {OPEN}, with_former_names=is_open)
    name = next((str(name) for name in record.names or () if not name.former), None)
    if name is None or record.birth is None:
        return None
    return Card(
        reference=anchor.reference,
        name=name,
        known_before_as=tuple(str(name) for name in record.names or () if name.former),
        birth=record.birth,
        gender=record.gender.words if record.gender else "Not specified",
        district=records.district_of(anchor.id) if is_open else WITHHELD,
    )


def may_see(anchor: records.Anchor, *, to: Searcher) -> bool:
    """Whether this person may be shown anything at all of the record. For commands, under its lock."""
    eyes = _eyes(anchor, to)
    return bool(eyes and GRANTS[shields.tier_of(anchor.id), eyes])


_NOBODY = records.Anchor(id=0, reference="", number="", state="", proposed_by="")


def _hold(reference: str, *, to: Searcher, now: datetime) -> Held | None:
    """Read the tier, then the granted tables, then the tier again: a shield that came in between hides at once.

    A record that does not exist is asked the same questions as one that is refused.
    """
    found = records.find(reference)
    anchor = found or _NOBODY
    eyes = _eyes(anchor, to)
    tier = shields.tier_of(anchor.id)
    while True:
        granted = GRANTS[tier, eyes] if found and eyes else frozenset()
        if not granted:
            return None
        held = _read(anchor, tier=tier, granted=granted, to=to, now=now)
        tier_now = shields.tier_of(anchor.id)
        if tier_now == tier:
            return held
        tier = tier_now


def _read(
    anchor: records.Anchor, *, tier: Tier, granted: frozenset[FieldClass], to: Searcher, now: datetime
) -> Held:
    today = timezone.localdate(now)
    held = Held(
        record=records.load(anchor, granted),
        tier=tier,
        granted=granted,
        i_am_involved=_is_involved(anchor.id, to),
        i_have_consent=to.may(Permission.RECORD_SENSITIVE_INVOLVEMENT)
        and sensitive.rests_on_consent(anchor.id, account=to.account),
    )
    if NOTICE in granted:
        held = replace(held, specialist=sensitive.is_recorded(anchor.id, today=today))
    if SENSITIVE in granted:
        held = replace(held, sensitive_involvements=sensitive.held_for(anchor.id, today=today))
    if OFFICERS in granted:
        held = replace(held, shield=_shield_shown(anchor.id, to))
    return held


def _is_involved(child: int, to: Searcher) -> bool:
    """Whether the viewer's own open involvement stands; of a sensitive service only its own people are asked."""
    if to.may(Permission.RECORD_SENSITIVE_INVOLVEMENT) and sensitive.is_open(child, account=to.account):
        return True
    return to.may(Permission.RECORD_INVOLVEMENT) and involvements.is_open(child, account=to.account)


def _eyes(anchor: records.Anchor, to: Searcher) -> Eyes | None:
    may_be_officer = to.may(Permission.SEE_BENEATH_SHIELD)
    is_officer = may_be_officer and policy.in_scope(to, records.authority_of(anchor.id))
    if anchor.is_retired:
        return None
    if anchor.is_provisional and anchor.proposed_by == to.account and to.may(Permission.PROPOSE_RECORD):
        return Eyes.PROPOSER
    if is_officer:
        return Eyes.OFFICER
    return Eyes.READER if anchor.is_live and to.may(Permission.READ_NATIONALLY) else None


def _shield_shown(child: int, to: Searcher) -> ShieldShown | None:
    shield = shields.in_force(child)
    if shield is None:
        return None
    return ShieldShown(
        tier=shield.get_tier_display(),
        grounds=shield.get_grounds_display(),
        imposed_at=shield.imposed_at,
        review_due=shield.review_due,
        lift_asked=bool(shield.lift_asked_by),
        lift_asked_by_me=shield.lift_asked_by == to.account,
    )


def _listed(part: tuple[records.InvolvementHeld, ...] | Withheld) -> tuple[records.InvolvementHeld, ...]:
    return () if isinstance(part, Withheld) else part


def _still_listed(
    held: tuple[records.InvolvementHeld, ...], today: date
) -> tuple[records.InvolvementHeld, ...]:
    """An ended involvement stays listed for its service's period: one year, unless set otherwise."""
    return tuple(
        i for i in held if i.ended_on is None or i.ended_on + timedelta(days=i.shown_after_end_days) >= today
    )
