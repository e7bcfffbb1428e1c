"""The person in a statement, and the keys by which people are compared.

Everything is compared by keyed fingerprint, so this floor compares addresses of shielded children without reading them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ground import crypto
from registry import formats, names
from registry.matching import placeholders
from registry.models import MatchKey

Kind = MatchKey.Kind


@dataclass(frozen=True, slots=True)
class Person:
    """What a statement says of who the child is."""

    given: str
    family: str
    born_first: str
    born_last: str
    postcode: str = ""
    nhs_number: str = ""
    upn: str = ""
    former_given: str = ""
    former_family: str = ""
    gender: str = ""

    @property
    def born(self) -> tuple[date, date]:
        """The earliest and the latest possible birth date."""
        return date.fromisoformat(self.born_first), date.fromisoformat(self.born_last)

    @property
    def is_birth_exact(self) -> bool:
        return self.born_first == self.born_last

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Given and family name of now, and of before where the statement has them."""
        now = (self.given, self.family)
        if not (self.former_given or self.former_family):
            return (now,)
        return (now, (self.former_given or self.given, self.former_family or self.family))

    @property
    def has_placeholder(self) -> bool:
        """Whether a name is missing and something is written in its place."""
        return placeholders.is_placeholder_given(self.given) or placeholders.is_placeholder_family(
            self.family
        )


def person_in(payload: Mapping[str, str]) -> Person:
    """The person in a statement's payload, whichever feed it came by."""
    first = payload["birth_date"]
    return Person(
        given=payload["given_name"],
        family=payload["family_name"],
        born_first=first,
        born_last=payload.get("birth_date_to") or first,
        postcode=payload.get("postcode", ""),
        nhs_number=payload.get("nhs_number", ""),
        upn=payload.get("upn", ""),
        former_given=payload.get("former_given_name", ""),
        former_family=payload.get("former_family_name", ""),
        gender=payload.get("gender", ""),
    )


def keys_of(person: Person) -> dict[Kind, bytes]:
    """The person's match keys, at most one of each kind.

    What says nothing has no key: a placeholder is no name, a pseudo postcode is no place.
    """
    name = (names.normalise(person.given), names.normalise(person.family))
    born = (person.born_first, person.born_last)
    keys = {Kind.BIRTH: crypto.fingerprint(*born, kind=Kind.BIRTH)}
    if not person.has_placeholder:
        keys[Kind.NAME_BIRTH] = crypto.fingerprint(*name, *born, kind=Kind.NAME_BIRTH)
        if person.postcode and not formats.is_pseudo_postcode(person.postcode):
            keys[Kind.NAME_BIRTH_POSTCODE] = crypto.fingerprint(
                *name, *born, person.postcode, kind=Kind.NAME_BIRTH_POSTCODE
            )
    for kind, number in ((Kind.NHS_NUMBER, person.nhs_number), (Kind.UPN, person.upn)):
        if number:
            keys[kind] = crypto.fingerprint(number, kind=kind)
    return keys
