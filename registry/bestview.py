"""The best view: one value for each part of the record, chosen from all that the linked sources say.

For each part the newest statement that speaks of it stands, by the date it was true and then by the date it came. A
value keeps its source and its dates. The view is derived: it can be thrown away and made again from the statements.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from access.models import Authority, Organisation, Service
from ground import crypto
from registry import names
from registry.models import (
    Address,
    Birth,
    Carer,
    Education,
    Gender,
    Identifier,
    Involvement,
    Name,
    Practice,
    Responsibility,
)

_DERIVED = (Name, Birth, Gender, Carer, Address, Education, Practice, Identifier, Responsibility)
_CARERS = (1, 2)


@dataclass(frozen=True, slots=True)
class Said:
    """What one source record says now: internal keys of record and source, the dates, and the payload."""

    record: int
    source: int
    as_at: date
    received_at: datetime
    payload: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Internal keys of the directory's codes, read once for a batch."""

    authorities: Mapping[str, int]
    organisations: Mapping[str, int]
    services: Mapping[str, int]

    @classmethod
    def read(cls) -> "Dictionary":
        return cls(
            authorities=dict(Authority.objects.values_list("code", "pk")),
            organisations=dict(Organisation.objects.values_list("code", "pk")),
            services=dict(Service.objects.values_list("code", "pk")),
        )


_NO_DICTIONARY = Dictionary({}, {}, {})


@dataclass(slots=True)
class _Rows:
    """The rows of a batch of records, table by table."""

    by_model: dict[type, list[Any]] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        self.by_model.setdefault(type(row), []).append(row)


def write(views: Mapping[int, Iterable[Said]], *, dictionary: Dictionary) -> None:
    """Write the record of each child (internal key) anew from what its sources say.

    Involvements that practitioners recorded here themselves are theirs, not a source's, and stay as they are. One that
    a source told of and that its practitioner has ended here stays ended until the source knows better of a later day.
    """
    rows = _Rows()
    for child, statements in views.items():
        _compose(
            child, sorted(statements, key=lambda s: (s.as_at, s.received_at, s.record)), dictionary, rows
        )
    for model in _DERIVED:
        model.objects.filter(child__in=views.keys()).delete()
        model.objects.bulk_create(rows.by_model.get(model, []))
    involved = rows.by_model.get(Involvement, [])
    told = _of_sources(views.keys())
    told.exclude(record__in=[row.record_id for row in involved]).delete()
    ended_here = dict(told.exclude(source=F("record__source")).values_list("record_id", "as_at"))
    Involvement.objects.bulk_create(
        [row for row in involved if row.as_at > ended_here.get(row.record_id, date.min)],
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=[
            f.attname for f in Involvement._meta.concrete_fields if f.attname not in ("id", "record_id")
        ],
    )


def _of_sources(children: Iterable[int]) -> QuerySet[Involvement]:
    """The involvements that a source told of. One that no linked source tells of any more has to go."""
    return Involvement.objects.filter(child__in=children, record__isnull=False)


def _compose(child: int, statements: list[Said], dictionary: Dictionary, rows: _Rows) -> None:
    newest: dict[str, Said] = {}
    for said in statements:
        for part, speaks in _SPEAKS_OF.items():
            if speaks(said.payload):
                newest[part] = said
        if said.payload.get("service_code"):
            rows.add(_involvement(child, said, dictionary))
    for part, said in newest.items():
        for row in _MAKERS[part](said.payload, dictionary):
            row.child_id = child
            row.source_id, row.as_at, row.received_at = said.source, said.as_at, said.received_at
            rows.add(row)


def says_who(payload: Mapping[str, str]) -> bool:
    """Whether the payload says who the child is (a census line, a proposal), and not only of whom it speaks."""
    return "gender" in payload


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What even a shielded record shows, and the former name, which ties a new name to an old one."""

    name: tuple[str, str] | None = None
    former: tuple[str, str] | None = None
    born: tuple[str, str] | None = None
    gender: str = ""


def open_part_of(payload: Mapping[str, str]) -> OpenPart:
    """The open part that a payload which says who the child is would give to a record."""
    by_kind = {name.kind: (name.given, name.family) for name in _names(payload, _NO_DICTIONARY)}
    return OpenPart(
        name=by_kind[Name.Kind.CURRENT],
        former=by_kind.get(Name.Kind.FORMER),
        born=(payload["birth_date"], payload.get("birth_date_to") or payload["birth_date"]),
        gender=payload["gender"],
    )


def open_parts_held(children: Iterable[int]) -> dict[int, OpenPart]:
    """The open part of the records of these children (internal keys) as it stands now."""
    children = list(children)
    names_held = {
        (child, kind): (given, family)
        for child, kind, given, family in Name.objects.filter(child__in=children).values_list(
            "child_id", "kind", "given", "family"
        )
    }
    births = {
        child: (first.isoformat(), last.isoformat())
        for child, first, last in Birth.objects.filter(child__in=children).values_list(
            "child_id", "first", "last"
        )
    }
    genders = dict(Gender.objects.filter(child__in=children).values_list("child_id", "code"))
    return {
        child: OpenPart(
            name=names_held.get((child, Name.Kind.CURRENT)),
            former=names_held.get((child, Name.Kind.FORMER)),
            born=births.get(child),
            gender=genders.get(child, ""),
        )
        for child in children
    }


def _names(payload: Mapping[str, str], _: Dictionary) -> list[Name]:
    found = [Name(kind=Name.Kind.CURRENT, given=payload["given_name"], family=payload["family_name"])]
    if payload.get("former_family_name") or payload.get("former_given_name"):
        found.append(
            Name(
                kind=Name.Kind.FORMER,
                given=payload.get("former_given_name") or payload["given_name"],
                family=payload.get("former_family_name") or payload["family_name"],
            )
        )
    return found


def _birth(payload: Mapping[str, str], _: Dictionary) -> list[Birth]:
    first = payload["birth_date"]
    return [Birth(first=first, last=payload.get("birth_date_to") or first)]


def _gender(payload: Mapping[str, str], _: Dictionary) -> list[Gender]:
    return [Gender(code=payload["gender"])]


def _carers(payload: Mapping[str, str], _: Dictionary) -> list[Carer]:
    found = []
    for position in _CARERS:
        given, family = (
            payload.get(f"carer_{position}_given_name"),
            payload.get(f"carer_{position}_family_name"),
        )
        if given and family:
            fingerprint = crypto.fingerprint(names.normalise(given), names.normalise(family), kind="carer")
            found.append(
                Carer(
                    position=position,
                    given=given,
                    family=family,
                    responsibility=payload[f"carer_{position}_responsibility"],
                    carer=fingerprint,
                )
            )
    return found


def _address(payload: Mapping[str, str], _: Dictionary) -> list[Address]:
    status = payload["whereabouts"]
    if status not in (Address.Status.CURRENT, Address.Status.LAST_KNOWN):
        return [Address(status=status)]
    line_1, postcode = payload.get("address_line_1", ""), payload.get("postcode", "")
    return [
        Address(
            status=status,
            line_1=line_1,
            line_2=payload.get("address_line_2", ""),
            town=payload.get("town", ""),
            postcode=postcode,
            dwelling=crypto.fingerprint(names.normalise(line_1), postcode, kind="dwelling"),
        )
    ]


def _education(payload: Mapping[str, str], dictionary: Dictionary) -> list[Education]:
    kind = payload["education"]
    at_school = kind == Education.Kind.SCHOOL
    return [
        Education(
            kind=kind,
            school_id=dictionary.organisations[payload["school_code"]] if at_school else None,
            started_on=(payload.get("school_start_date") or None) if at_school else None,
        )
    ]


def _practice(payload: Mapping[str, str], dictionary: Dictionary) -> list[Practice]:
    return [Practice(practice_id=dictionary.organisations[payload["practice_code"]])]


def _identifiers(kind: Identifier.Kind, column: str) -> Any:
    def make(payload: Mapping[str, str], _: Dictionary) -> list[Identifier]:
        number = payload[column]
        return [
            Identifier(
                kind=kind,
                sealed=crypto.seal(number, context=f"identifier:{kind}"),
                digest=crypto.fingerprint(number, kind=kind),
            )
        ]

    return make


def _responsibility(payload: Mapping[str, str], dictionary: Dictionary) -> list[Responsibility]:
    return [Responsibility(authority_id=dictionary.authorities[payload["authority"]])]


_SPEAKS_OF: Mapping[str, Any] = {
    "names": says_who,
    "birth": says_who,
    "gender": says_who,
    "carers": says_who,
    "address": lambda payload: bool(payload.get("whereabouts")),
    "education": lambda payload: bool(payload.get("education")),
    "practice": lambda payload: bool(payload.get("practice_code")),
    "nhs_number": lambda payload: bool(payload.get("nhs_number")),
    "upn": lambda payload: bool(payload.get("upn")),
    "responsibility": lambda payload: bool(payload.get("authority")),
}
_MAKERS: Mapping[str, Any] = {
    "names": _names,
    "birth": _birth,
    "gender": _gender,
    "carers": _carers,
    "address": _address,
    "education": _education,
    "practice": _practice,
    "nhs_number": _identifiers(Identifier.Kind.NHS_NUMBER, "nhs_number"),
    "upn": _identifiers(Identifier.Kind.UPN, "upn"),
    "responsibility": _responsibility,
}


def _involvement(child: int, said: Said, dictionary: Dictionary) -> Involvement:
    payload = said.payload
    return Involvement(
        child_id=child,
        record_id=said.record,
        source_id=said.source,
        as_at=said.as_at,
        received_at=said.received_at,
        service_id=dictionary.services[payload["service_code"]],
        practitioner=payload["practitioner_name"],
        job_title=payload["job_title"],
        telephone=payload.get("telephone", ""),
        email=payload.get("email", ""),
        started_on=payload["start_date"],
        ended_on=payload.get("end_date") or None,
        lead_professional=payload.get("lead_professional") == "Y",
        caf_holder=payload.get("caf_holder") == "Y",
    )
