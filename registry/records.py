"""Reading records: an anchor by its reference, and of a record only the classes that were granted.

What is not granted is not selected: the database is not asked for it, so nothing withheld can change what a reader
observes. These values never leave the house by themselves: only the one place of disclosure turns them into something
that a person may read.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from access.eyes import Searcher
from ground import refusals
from ground.asking import Query, Question, Row
from registry.classes import METADATA, OPEN, PERSONAL, WHEREABOUTS, FieldClass
from registry.models import (
    Address,
    Carer,
    Child,
    Death,
    Education,
    Gender,
    Involvement,
    Name,
    Responsibility,
)

GENDERS = tuple(Gender.Code.choices)
WHEREABOUTS_STATED = tuple(Address.Status.choices)
RESPONSIBILITIES = tuple(Carer.Responsibility.choices)
"""The closed lists of the record, as code and words, for the forms that ask for them."""


class NoSuchChild(refusals.NotFound):
    """There is no such record for this person. Non-existent, retired, unlisted and out of scope are one answer."""

    words = "There is no such record."


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record that exists: its internal key, reference, number and state. It says nothing about the child."""

    id: int
    reference: str
    number: str
    state: str
    proposed_by: str

    @property
    def is_live(self) -> bool:
        return self.state == Child.State.LIVE

    @property
    def is_retired(self) -> bool:
        return self.state == Child.State.RETIRED

    @property
    def is_provisional(self) -> bool:
        return self.state == Child.State.PROVISIONAL


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value came from, when it was true, and when it came."""

    source: str
    as_at: date
    received_at: datetime


@dataclass(frozen=True, slots=True)
class NameHeld:
    given: str
    family: str
    former: bool
    provenance: Provenance | None

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class BirthHeld:
    """A birth date as a span; exact where both ends are equal."""

    first: date
    last: date
    provenance: Provenance | None = None

    @property
    def is_exact(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class GenderHeld:
    words: str
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class DeathHeld:
    died_on: date
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class CarerHeld:
    given: str
    family: str
    responsibility: str
    provenance: Provenance | None

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class AddressHeld:
    status: str
    words: str
    lines: tuple[str, ...]
    postcode: str
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class EducationHeld:
    words: str
    school: str
    telephone: str
    started_on: date | None
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class PracticeHeld:
    practice: str
    telephone: str
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class InvolvementHeld:
    """That somebody works or worked with the child: who, what they are, where, and how to reach them."""

    practitioner: str
    job_title: str
    service: str
    organisation: str
    telephone: str
    email: str
    started_on: date
    ended_on: date | None
    shown_after_end_days: int
    lead_professional: bool = False
    caf_holder: bool = False
    account: str = ""
    provenance: Provenance | None = None

    def is_same_person_as(self, other: "InvolvementHeld") -> bool:
        """Whether both speak of one person in one service: by their work e-mail address, else by their name."""
        if (self.organisation, self.service) != (other.organisation, other.service):
            return False
        if self.email and other.email:
            return self.email.casefold() == other.email.casefold()
        return self.practitioner.casefold() == other.practitioner.casefold()


@dataclass(frozen=True, slots=True)
class Record:
    """What was loaded of a record. A part whose class was not granted is ``None``: it was not read."""

    anchor: Anchor
    names: tuple[NameHeld, ...] | None = None
    birth: BirthHeld | None = None
    gender: GenderHeld | None = None
    death: DeathHeld | None = None
    carers: tuple[CarerHeld, ...] | None = None
    address: AddressHeld | None = None
    education: EducationHeld | None = None
    practice: PracticeHeld | None = None
    involvements: tuple[InvolvementHeld, ...] | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another child, by internal key, and what it shares with the one that was asked about."""

    child: int
    home: bool
    carer: bool


def find(reference: str) -> Anchor | None:
    """The anchor of the record with this reference, or ``None``."""
    return _anchor(_ask_by_reference.first(reference))


def lock(reference: str) -> Anchor | None:
    """The same, locked until the transaction ends. Every writer locks the child first, then its shields."""
    rows = Child.objects.select_for_update().filter(reference=reference)
    return _anchor(rows.values_list(*_ANCHOR).first())


def lock_all(references: Collection[str]) -> dict[str, Anchor]:
    """Those of these records that exist, by reference, locked in the one order in which every writer locks several."""
    rows = Child.objects.select_for_update().filter(reference__in=references).order_by("pk")
    return {row[1]: Anchor(*row) for row in rows.values_list(*_ANCHOR)}


def find_by_number(number: str) -> Anchor | None:
    """The anchor of the live record with this number, or ``None``."""
    return _anchor(_ask_by_number.first(number))


def find_by_id(child: int) -> Anchor | None:
    """The anchor of the record with this internal key, or ``None``."""
    return _anchor(_ask_by_id.first(child))


_ANCHOR = ("id", "reference", "number", "state", "proposed_by")


@Question
def _ask_by_reference(reference: str) -> Query:
    return Child.objects.filter(reference=reference).values_list(*_ANCHOR)


@Question
def _ask_by_number(number: str) -> Query:
    return Child.objects.filter(number=number, state=Child.State.LIVE).values_list(*_ANCHOR)


@Question
def _ask_by_id(child: int) -> Query:
    return Child.objects.filter(pk=child).values_list(*_ANCHOR)


def _anchor(row: Row | None) -> Anchor | None:
    return Anchor(*row) if row else None


def authority_of(child: int) -> str:
    """The code of the authority that looks after the record, or an empty text. For officers' scope alone."""
    row = _ask_authority.first(child)
    return row[0] if row else ""


@Question
def _ask_authority(child: int) -> Query:
    return Responsibility.objects.filter(child=child).values_list("authority__code")


def sharing_with(child: int, *, by: Searcher) -> tuple[Sharing, ...]:
    """The other live children who share the dwelling, or a parent or carer, with this one. For officers alone.

    Children who are not in the officer's scope are left out by the query itself: that they are there must not change
    what an officer finds. Fingerprints are compared; nothing is stored of who belongs together. Where no address is
    known, no dwelling is shared.
    """
    own_home = Address.objects.filter(child=child, dwelling__isnull=False)
    own_carers = Carer.objects.filter(child=child)
    home = _others_within(Address.objects.filter(dwelling__in=own_home.values("dwelling")), child, by)
    carer = _others_within(Carer.objects.filter(carer__in=own_carers.values("carer")), child, by)
    return tuple(Sharing(other, other in home, other in carer) for other in sorted(home | carer))


def _others_within(rows: Query, child: int, by: Searcher) -> set[int]:
    in_scope = Responsibility.objects.within(by).values("child")
    live = rows.filter(child__in=in_scope, child__state=Child.State.LIVE)
    return set(live.exclude(child=child).values_list("child_id", flat=True))


def district_of(child: int) -> str:
    """The first half of the postcode, for the card of an open child; empty where there is none."""
    row = _ask_postcode.first(child)
    return row[0].partition(" ")[0] if row else ""


@Question
def _ask_postcode(child: int) -> Query:
    return Address.objects.filter(child=child).values_list("postcode")


def load(anchor: Anchor, classes: Collection[FieldClass], *, with_former_names: bool | None = None) -> Record:
    """Read from the record the granted classes and nothing else: for each class one query for all that there is one of,
    and one for each list.

    A former name is granted with the personal part, unless the caller says otherwise: beneath a shield it would tie the
    new name to the old one, as happened to adopted children in 2009.
    """
    dated = METADATA in classes
    with_former = PERSONAL in classes if with_former_names is None else with_former_names
    parts: dict[str, object] = {}
    if OPEN in classes:
        parts["names"] = _names(anchor.id, dated, with_former=with_former)
        parts |= _birth_and_gender(anchor.id, dated)
    if PERSONAL in classes:
        parts["death"] = _death(anchor.id, dated)
        parts["carers"] = _carers(anchor.id, dated)
    if WHEREABOUTS in classes:
        parts |= _whereabouts(anchor.id, dated)
        parts["involvements"] = _involvements(anchor.id, dated)
    return Record(anchor=anchor, **parts)  # type: ignore[arg-type]


def _dated(columns: tuple[str, ...], dated: bool, *, of: str = "") -> tuple[str, ...]:
    """The columns of a value, and where it came from if that is asked for; ``of`` is the value's place in the query."""
    every = (*columns, "source__name", "as_at", "received_at") if dated else columns
    return tuple(f"{of}__{column}" for column in every) if of else every


def _provenance(row: tuple[object, ...], width: int) -> Provenance | None:
    return Provenance(*row[width:]) if len(row) > width else None  # type: ignore[arg-type]


@Question
def _ask_names(child: int, *, dated: bool, with_former: bool) -> Query:
    kinds = Name.Kind.values if with_former else [Name.Kind.CURRENT]
    rows = Name.objects.filter(child=child, kind__in=kinds).order_by("kind", "family", "given")
    return rows.values_list(*_dated(("given", "family", "kind"), dated))


def _names(child: int, dated: bool, *, with_former: bool) -> tuple[NameHeld, ...]:
    return tuple(
        NameHeld(given, family, kind == Name.Kind.FORMER, Provenance(*rest) if rest else None)
        for given, family, kind, *rest in _ask_names.rows(child, dated=dated, with_former=with_former)
    )


_BIRTH, _GENDER = ("first", "last"), ("code",)


@Question
def _ask_birth_and_gender(child: int, *, dated: bool) -> Query:
    columns = (*_dated(_BIRTH, dated, of="birth"), *_dated(_GENDER, dated, of="gender"))
    return Child.objects.filter(pk=child).values_list(*columns)


def _birth_and_gender(child: int, dated: bool) -> dict[str, object]:
    row = _ask_birth_and_gender.first(child, dated=dated) or ()
    birth, gender = _apart(row, len(_dated(_BIRTH, dated)), len(_dated(_GENDER, dated)))
    return {"birth": _birth(birth), "gender": _gender(gender)}


def _apart(row: Row, *widths: int) -> Iterator[Row | None]:
    """The parts of a row that was read of several tables; nothing for a table that had none."""
    columns = iter(row)
    for width in widths:
        part = tuple(islice(columns, width))
        yield part if any(value is not None for value in part) else None


def _birth(row: Row | None) -> BirthHeld | None:
    return BirthHeld(row[0], row[1], _provenance(row, 2)) if row else None


def _gender(row: Row | None) -> GenderHeld | None:
    return GenderHeld(Gender.Code(row[0]).label, _provenance(row, 1)) if row else None


@Question
def _ask_death(child: int, *, dated: bool) -> Query:
    return Death.objects.filter(child=child).values_list(*_dated(("died_on",), dated))


def _death(child: int, dated: bool) -> DeathHeld | None:
    row = _ask_death.first(child, dated=dated)
    return DeathHeld(row[0], _provenance(row, 1)) if row else None


@Question
def _ask_carers(child: int, *, dated: bool) -> Query:
    rows = Carer.objects.filter(child=child).order_by("position")
    return rows.values_list(*_dated(("given", "family", "responsibility"), dated))


def _carers(child: int, dated: bool) -> tuple[CarerHeld, ...]:
    return tuple(
        CarerHeld(given, family, Carer.Responsibility(kind).label, Provenance(*rest) if rest else None)
        for given, family, kind, *rest in _ask_carers.rows(child, dated=dated)
    )


_ADDRESS = ("status", "line_1", "line_2", "town", "postcode")
_EDUCATION = ("kind", "school__name", "school__telephone", "started_on")
_PRACTICE = ("practice__name", "practice__telephone")


@Question
def _ask_whereabouts(child: int, *, dated: bool) -> Query:
    columns = (
        *_dated(_ADDRESS, dated, of="address"),
        *_dated(_EDUCATION, dated, of="education"),
        *_dated(_PRACTICE, dated, of="practice"),
    )
    return Child.objects.filter(pk=child).values_list(*columns)


def _whereabouts(child: int, dated: bool) -> dict[str, object]:
    row = _ask_whereabouts.first(child, dated=dated) or ()
    widths = (len(_dated(columns, dated)) for columns in (_ADDRESS, _EDUCATION, _PRACTICE))
    address, education, practice = _apart(row, *widths)
    return {
        "address": _address(address),
        "education": _education(education),
        "practice": _practice(practice),
    }


def _address(row: Row | None) -> AddressHeld | None:
    if row is None:
        return None
    status, *lines, postcode = row[:5]
    return AddressHeld(
        status=status,
        words=Address.Status(status).label,
        lines=tuple(line for line in lines if line),
        postcode=postcode,
        provenance=_provenance(row, 5),
    )


def _education(row: Row | None) -> EducationHeld | None:
    if row is None:
        return None
    return EducationHeld(
        words=Education.Kind(row[0]).label,
        school=row[1] or "",
        telephone=row[2] or "",
        started_on=row[3],
        provenance=_provenance(row, 4),
    )


def _practice(row: Row | None) -> PracticeHeld | None:
    return PracticeHeld(row[0], row[1], _provenance(row, 2)) if row else None


_INVOLVEMENT = (
    "practitioner",
    "job_title",
    "service__name",
    "service__organisation__name",
    "telephone",
    "email",
    "started_on",
    "ended_on",
    "service__shown_after_end_days",
    "lead_professional",
    "caf_holder",
    "account__reference",
)


@Question
def _ask_involvements(child: int, *, dated: bool) -> Query:
    rows = Involvement.objects.filter(child=child).order_by("-as_at", "-received_at", "-pk")
    return rows.values_list(*_dated(_INVOLVEMENT, dated))


def _involvements(child: int, dated: bool) -> tuple[InvolvementHeld, ...]:
    """Who works or worked with the child, the newest involvement first; everybody once, as last heard of them.

    Somebody who recorded their own work may be told of by their service's system too, and the other way round.
    """
    width = len(_INVOLVEMENT)
    found: list[InvolvementHeld] = []
    for row in _ask_involvements.rows(child, dated=dated):
        one = InvolvementHeld(*(*row[: width - 1], row[width - 1] or "", _provenance(row, width)))
        if not any(one.is_same_person_as(other) for other in found):
            found.append(one)
    found.sort(key=lambda one: one.practitioner)
    return tuple(sorted(found, key=lambda one: one.started_on, reverse=True))
