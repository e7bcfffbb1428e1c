"""What was sent: the facts of a statement as an officer reads them beside the record that it may be about.

Numbers of other bodies are shown to nobody; of each is said whether it is the one that is held.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from access.models import Authority, Organisation, Service
from registry.matching import held
from registry.matching.people import Kind, Person, keys_of
from registry.models import Address, Education, Gender
from registry.parts import birth
from shielding.sensitive import involvements as sensitive


class Number(StrEnum):
    """How the number that was sent stands to the one that is held."""

    SAME = "The same"
    DIFFERENT = "Different"
    NEW = "Not held yet"
    NOT_SENT = "Not sent"
    NEITHER = "Neither sent nor held"


@dataclass(frozen=True, slots=True)
class Sent:
    """Each fact as lines of text, none where the statement says nothing of it."""

    name: str
    former_name: str
    birth: birth.BirthHeld
    gender: str
    address: tuple[str, ...]
    carers: tuple[str, ...]
    school: tuple[str, ...]
    practice: tuple[str, ...]
    work: tuple[str, ...]
    authority: str
    says_who: bool
    is_sensitive: bool


def read(said: Mapping[str, str], *, says_who: bool, is_sealed: bool, in_scope: bool) -> Sent:
    """The facts of what was said (a payload, unsealed).

    Of a sensitive service (``is_sealed``) the work is told only to an officer in whose scope its sender is, and only
    where consent was given: without it nobody reads which service it is.
    """
    tells_work = not is_sealed or (in_scope and sensitive.Consent.read(said) is not None)
    return Sent(
        name=f"{said['given_name']} {said['family_name']}",
        former_name=_former_name(said),
        birth=birth.said_in(said),
        gender=Gender.Code(said["gender"]).label if said.get("gender") else "",
        address=_address(said),
        carers=_carers(said),
        school=_school(said),
        practice=_called(Organisation, said.get("practice_code", "")),
        work=_work(said) if tells_work else (sensitive.NOTICE,),
        authority=" ".join(_called(Authority, said.get("authority", ""))),
        says_who=says_who,
        is_sensitive=is_sealed,
    )


def numbers(person: Person, children: Collection[int]) -> dict[int, tuple[tuple[str, Number], ...]]:
    """Of each of these children (internal keys) what is to be said of the NHS number and the unique pupil number."""
    keys = keys_of(person)
    found = held.of(children)
    return {
        child: tuple(
            (words, _stands(keys.get(kind), found[child].numbers.get(kind)))
            for kind, words in ((Kind.NHS_NUMBER, "NHS number"), (Kind.UPN, "Unique pupil number"))
        )
        for child in children
    }


def _stands(sent: bytes | None, known: bytes | None) -> Number:
    if sent is None:
        return Number.NOT_SENT if known else Number.NEITHER
    if known is None:
        return Number.NEW
    return Number.SAME if sent == known else Number.DIFFERENT


def _former_name(said: Mapping[str, str]) -> str:
    given, family = said.get("former_given_name", ""), said.get("former_family_name", "")
    if not (given or family):
        return ""
    return f"{given or said['given_name']} {family or said['family_name']}"


def _address(said: Mapping[str, str]) -> tuple[str, ...]:
    names = ("address_line_1", "address_line_2", "town", "postcode")
    lines = tuple(filter(None, (said.get(name, "") for name in names)))
    status = said.get("whereabouts", "")
    if status in ("", Address.Status.CURRENT):
        return lines
    return (Address.Status(status).label, *lines)


def _carers(said: Mapping[str, str]) -> tuple[str, ...]:
    pairs = ((said.get(f"carer_{n}_given_name"), said.get(f"carer_{n}_family_name")) for n in (1, 2))
    return tuple(f"{given} {family}" for given, family in pairs if given and family)


def _school(said: Mapping[str, str]) -> tuple[str, ...]:
    kind = said.get("education", "")
    if kind and kind != Education.Kind.SCHOOL:
        return (Education.Kind(kind).label,)
    return _called(Organisation, said.get("school_code", ""))


def _work(said: Mapping[str, str]) -> tuple[str, ...]:
    if not said.get("service_code"):
        return ()
    service = Service.objects.select_related("organisation").get(code=said["service_code"])
    until = f", until {_written(said['end_date'])}" if said.get("end_date") else ""
    who = f"{said['practitioner_name']}, {said['job_title']}, {service.name}, {service.organisation.name}"
    return (f"{who}, from {_written(said['start_date'])}{until}",)


def _written(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _called(model: type[Authority] | type[Organisation], code: str) -> tuple[str, ...]:
    """The name of the directory's entry with this code; nothing where none was given."""
    return tuple(model.objects.filter(code=code).values_list("name", flat=True)) if code else ()
