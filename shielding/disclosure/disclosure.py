"""The one place where a record becomes something that a person may read.

``disclose`` reads what is granted, turns it into a frozen ``Disclosure`` and writes one event to the trail, in one
transaction that is committed before anything is returned: no trail, no disclosure. Pages, letters and answers to
machines receive the ``Disclosure`` and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from access import policy
from access.eyes import Searcher, Viewer
from access.permissions import Permission
from audit import trail
from audit.verbs import Verb
from ground import refusals
from ground.asking import Given, Query, Question, Row, Wanted
from registry import involvements, records
from registry.classes import METADATA, NOTICE, OFFICERS, OPEN, PERSONAL, SENSITIVE, WHEREABOUTS, FieldClass
from registry.models import Child
from registry.parts import address, birth, carers, death, education, gender, names, practice
from registry.parts import involvements as work
from registry.parts.address import AddressHeld
from registry.parts.birth import BirthHeld
from registry.parts.carers import CarerHeld
from registry.parts.death import DeathHeld
from registry.parts.education import EducationHeld
from registry.parts.gender import GenderHeld
from registry.parts.involvements import InvolvementHeld
from registry.parts.names import NameHeld
from registry.parts.part import Part
from registry.parts.practice import PracticeHeld
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
        """Copied or carried elsewhere, it is the same one: code that asks ``is WITHHELD`` gets the true answer."""
        return "WITHHELD"


WITHHELD: Final = Withheld()
Shown = TypeVar("Shown")


class ViewEnded(refusals.Conflict):
    words = "The reason was given too long ago, or for another record. It must be given again."


class Eyes(StrEnum):
    """How a person stands to one record."""

    READER = "reader"
    """A practitioner, who reads nationally."""
    OFFICER = "officer"
    """The shielding officer of the authority that looks after the record."""
    PROPOSER = "proposer"
    """The person who proposed a record that is still being checked, as long as they may propose records."""


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
    birth: BirthHeld
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
    names: tuple[NameHeld, ...]
    birth: BirthHeld | None
    gender: GenderHeld | None
    is_provisional: bool
    is_open: bool
    death: DeathHeld | Withheld | None
    carers: tuple[CarerHeld, ...] | Withheld
    address: AddressHeld | Withheld | None
    education: EducationHeld | Withheld | None
    practice: PracticeHeld | Withheld | None
    involvements: tuple[InvolvementHeld, ...] | Withheld
    notice: str | Withheld
    sensitive_involvements: tuple[InvolvementHeld, ...] | Withheld
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
    def former_names(self) -> tuple[NameHeld, ...]:
        return tuple(name for name in self.names if name.former)

    @property
    def working_now(self) -> tuple[InvolvementHeld, ...]:
        return tuple(i for i in _listed(self.involvements) if i.ended_on is None)

    @property
    def worked_before(self) -> tuple[InvolvementHeld, ...]:
        return tuple(i for i in _listed(self.involvements) if i.ended_on is not None)

    @property
    def fields_shown(self) -> tuple[str, ...]:
        """The names of the parts that hold a value, for the trail."""
        hidden = ("reference", "is_provisional", "is_open", "i_am_involved", "i_have_consent")
        return tuple(
            f.name for f in fields(self) if f.name not in hidden and getattr(self, f.name) is not WITHHELD
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """How one person stands to one record at one instant: its anchor, its tier, and as who this person looks at it."""

    anchor: records.Anchor
    tier: Tier
    eyes: Eyes | None

    @property
    def classes(self) -> frozenset[FieldClass]:
        """What may be read. Nothing: then there is no such child for this person."""
        return GRANTS[self.tier, self.eyes] if self.eyes else frozenset()

    @property
    def is_open(self) -> bool:
        return self.tier == Tier.OPEN


@dataclass(frozen=True, slots=True)
class Held:
    """All that was read for one disclosure, at one instant: the record, what was granted, the parts of this floor."""

    record: records.Record
    tier: Tier
    granted: frozenset[FieldClass]
    specialist: bool = False
    sensitive_involvements: tuple[InvolvementHeld, ...] = ()
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

    def shown(part: Part[Shown]) -> Shown | Withheld:
        return record[part] if part.needs <= granted else WITHHELD

    return Disclosure(
        reference=record.anchor.reference,
        number=record.anchor.number,
        names=(*record[names.CURRENT], *_listed(shown(names.FORMER))),
        birth=record[birth.PART],
        gender=record[gender.PART],
        is_provisional=record.anchor.is_provisional,
        is_open=held.tier == Tier.OPEN,
        death=shown(death.PART),
        carers=shown(carers.PART),
        address=shown(address.PART),
        education=shown(education.PART),
        practice=shown(practice.PART),
        involvements=_still_listed(shown(work.PART), today),
        notice=(sensitive.NOTICE if held.specialist else "") if NOTICE in granted else WITHHELD,
        sensitive_involvements=held.sensitive_involvements if SENSITIVE in granted else WITHHELD,
        shield=held.shield if OFFICERS in granted else WITHHELD,
        i_am_involved=held.i_am_involved,
        i_have_consent=held.i_have_consent,
    )


def card_by_number(number: str, *, to: Searcher) -> Card | None:
    """The card of the live child with this number, or ``None`` where there is no such child for this searcher.

    Of a number that nobody has the same is asked as of one that is refused.
    """
    grant = _find("number", number, to=to)
    if grant is None or OPEN not in grant.classes:
        return None
    return cards({grant.anchor.id: grant.is_open}, to=to).get(grant.anchor.id)


def cards(children: Mapping[int, bool], *, to: Searcher) -> dict[int, Card]:
    """The cards of these children in this order, without those of whom there is no such child for this searcher.

    A child is an internal key; beside it is whether the child is open, as the caller has just read it: what is read
    of a child depends on it. The tier comes with what is read, of the same instant. Where it is another one by then, a
    shield has come or gone in between, and the card is read again: a shield that comes in hides at once.

    Call it inside the transaction of the search, whose event counts the cards as shown.
    """
    made: dict[int, Card | None] = {}
    unread = dict(children)
    while unread:
        changed = {}
        for is_open in set(unread.values()):
            for grant, record in _read_cards([c for c in unread if unread[c] == is_open], is_open, to):
                if grant.is_open == is_open:
                    made[grant.anchor.id] = _card(grant, record)
                else:
                    changed[grant.anchor.id] = grant.is_open
        unread = changed
    return {child: card for child in children if (card := made.get(child))}


def _card(grant: Grant, record: records.Record) -> Card | None:
    if OPEN not in grant.classes:
        return None
    current, born, held = record[names.CURRENT], record[birth.PART], record[gender.PART]
    if not current or born is None:
        return None
    return Card(
        reference=grant.anchor.reference,
        name=str(current[0]),
        known_before_as=tuple(str(name) for name in record[names.FORMER]) if grant.is_open else (),
        birth=born,
        gender=held.words if held else "Not specified",
        district=record[address.DISTRICT] if grant.is_open else WITHHELD,
    )


def faces(children: Sequence[int]) -> dict[int, Card]:
    """Who these live children (internal keys) are, and nothing else, whatever their tier.

    For the officers of an authority to whom a record was offered (``transferring``), inside the transaction of the
    event of that list.
    """
    found = {}
    for record in records.load(children, _ON_EVERY_CARD):
        if record.anchor.is_live:
            card = _card(Grant(record.anchor, Tier.SHIELDED, Eyes.READER), record)
            if card is not None:
                found[record.anchor.id] = card
    return found


_ON_EVERY_CARD: Final = (names.CURRENT, birth.PART, gender.PART)
_ON_A_CARD: Final[Mapping[bool, tuple[Part[Any], ...]]] = {
    False: _ON_EVERY_CARD,
    True: (*_ON_EVERY_CARD, names.FORMER, address.DISTRICT),
}
"""What is read for a card: of a child who is open (``True``) also what a shield would hide."""


def _read_cards(
    children: Sequence[int], is_open: bool, to: Searcher
) -> Iterator[tuple[Grant, records.Record]]:
    wanted = _ON_A_CARD[is_open]
    for row in _ask_cards.rows(*children, is_open=is_open, scoped=_is_scoped(to)):
        grant = _grant_in(row, to)
        yield grant, records.record_in(grant.anchor, row["parts"], wanted)


@Question
def _ask_cards(*children: Given, is_open: bool, scoped: bool) -> tuple[Query, Wanted]:
    parts = records.reading(_ON_A_CARD[is_open], dated=False)
    return Child.objects.filter(pk__in=children), {**_of_a_grant(scoped=scoped), "parts": parts}


def may_see(anchor: records.Anchor, *, to: Searcher) -> bool:
    """Whether this person may be shown anything at all of the record. For commands, under its lock."""
    looked_after_by = records.authority_of(anchor.id) if _is_scoped(to) else ""
    return bool(Grant(anchor, shields.tier_of(anchor.id), _eyes(anchor, looked_after_by, to)).classes)


def _hold(reference: str, *, to: Searcher, now: datetime) -> Held | None:
    """Read the tier, then what is granted, and the tier again with it: a shield that came in between hides at once.

    A record that does not exist is asked the same questions as one that is refused.
    """
    grant = _find("reference", reference, to=to)
    while grant and grant.classes:
        held = _read(grant, to=to, now=now)
        if held is None or held.tier == grant.tier:
            return held
        grant = replace(grant, tier=held.tier)
    return None


def _find(column: str, value: str, *, to: Searcher) -> Grant | None:
    """How this person stands to the record of this reference, or the live one of this number; ``None`` without one."""
    row = _ask_grant.first(value, column=column, scoped=_is_scoped(to))
    return _grant_in(row, to) if row else None


@Question
def _ask_grant(value: Given, *, column: str, scoped: bool) -> tuple[Query, Wanted]:
    children = Child.objects.filter(**{column: value})
    if column == "number":
        children = children.filter(state=Child.State.LIVE)
    return children, _of_a_grant(scoped=scoped)


def _is_scoped(to: Searcher) -> bool:
    """Whether it counts who looks after a record: for officers alone it is asked."""
    return to.may(Permission.SEE_BENEATH_SHIELD) and bool(to.authority)


def _of_a_grant(*, scoped: bool) -> Wanted:
    wanted = {**records.ANCHOR, "tier": shields.tier_at(OuterRef("pk"))}
    return {**wanted, "authority": "responsibility__authority__code"} if scoped else wanted


def _grant_in(row: Row, to: Searcher) -> Grant:
    anchor = records.anchor_in(row)
    return Grant(anchor, shields.tier_in(row["tier"]), _eyes(anchor, row.get("authority") or "", to))


def _read(grant: Grant, *, to: Searcher, now: datetime) -> Held | None:
    """Read what is granted, in one statement, and with it the tier at that instant; ``None`` if the record is gone."""
    granted, today = grant.classes, timezone.localdate(now)
    row = _ask_record.first(
        grant.anchor.id,
        to.account,
        today,
        granted=granted,
        may_work=to.may(Permission.RECORD_INVOLVEMENT),
        may_work_sensitively=to.may(Permission.RECORD_SENSITIVE_INVOLVEMENT),
    )
    if row is None:
        return None
    return Held(
        record=records.record_in(grant.anchor, row["parts"], records.granted(granted)),
        tier=shields.tier_in(row["tier"]),
        granted=granted,
        specialist=row.get("specialist", False),
        sensitive_involvements=tuple(map(work.held, row.get("sensitive_involvements", ()))),
        shield=_shield_shown(grant.anchor.id, to) if OFFICERS in granted else None,
        i_am_involved=row.get("i_work", False) or row.get("i_work_sensitively", False),
        i_have_consent=row.get("i_have_consent", False),
    )


@Question
def _ask_record(
    child: Given,
    account: Given,
    today: Given,
    *,
    granted: frozenset[FieldClass],
    may_work: bool,
    may_work_sensitively: bool,
) -> tuple[Query, Wanted]:
    this = OuterRef("pk")
    wanted: dict[str, Any] = {
        "parts": records.reading(records.granted(granted), dated=METADATA in granted),
        "tier": shields.tier_at(this),
    }
    if may_work:
        wanted["i_work"] = Exists(involvements.ongoing(this, account=account))
    if may_work_sensitively:
        # Of a sensitive service only its own people are asked.
        wanted["i_work_sensitively"] = Exists(sensitive.ongoing(this, account=account))
        wanted["i_have_consent"] = Exists(sensitive.consented(this, account=account))
    if NOTICE in granted:
        wanted["specialist"] = Exists(sensitive.listed(this, today=today))
    if SENSITIVE in granted:
        wanted["sensitive_involvements"] = sensitive.reading(this, today=today)
    return Child.objects.filter(pk=child), wanted


def _eyes(anchor: records.Anchor, looked_after_by: str, to: Searcher) -> Eyes | None:
    if anchor.is_retired:
        return None
    if anchor.is_provisional and anchor.proposed_by == to.account and to.may(Permission.PROPOSE_RECORD):
        return Eyes.PROPOSER
    if to.may(Permission.SEE_BENEATH_SHIELD) and policy.in_scope(to, looked_after_by):
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


def _listed(part: tuple[Shown, ...] | Withheld) -> tuple[Shown, ...]:
    return () if isinstance(part, Withheld) else part


def _still_listed(
    held: tuple[InvolvementHeld, ...] | Withheld, today: date
) -> tuple[InvolvementHeld, ...] | Withheld:
    """An ended involvement stays listed for its service's period: one year, unless set otherwise."""
    if isinstance(held, Withheld):
        return held
    return tuple(
        i for i in held if i.ended_on is None or i.ended_on + timedelta(days=i.shown_after_end_days) >= today
    )
