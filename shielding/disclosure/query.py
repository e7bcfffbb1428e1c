"""What a person typed to find a child, and which facts there are to type. Pure: it asks and finds nothing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fact(StrEnum):
    """Something that a person may know of a child, in the words of the page."""

    BIRTH_DATE = "the exact date of birth"
    POSTCODE = "the postcode"
    GENDER = "the gender"
    SCHOOL = "the school"
    CARER = "a parent's or carer's name"


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, validated. ``born`` is a birth date; without it ``ages`` is the span of possible ones."""

    number: str = ""
    given: str = ""
    family: str = ""
    born: date | None = None
    ages: tuple[date, date] | None = None
    gender: str = ""
    postcode: str = ""
    school: str = ""
    carer: str = ""

    @property
    def gives_withheld_fact(self) -> bool:
        """Whether a kind of fact was given that a shield withholds."""
        return bool(self.postcode or self.school or self.carer)

    @property
    def is_name_and_birth(self) -> bool:
        """Whether just this was typed: given name, family name and birth date."""
        return self.terms().keys() == {"given", "family", "born"}

    def terms(self) -> dict[str, str]:
        """What was typed, for the sealed side of the trail."""
        spoken = {
            "number": self.number,
            "given": self.given,
            "family": self.family,
            "born": self.born.isoformat() if self.born else "",
            "ages": " to ".join(day.isoformat() for day in self.ages) if self.ages else "",
            "gender": self.gender,
            "postcode": self.postcode,
            "school": self.school,
            "carer": self.carer,
        }
        return {name: text for name, text in spoken.items() if text}

    def missing(self) -> tuple[Fact, ...]:
        """The facts that were not given, in the order in which they help."""
        given = {
            Fact.BIRTH_DATE: self.born,
            Fact.POSTCODE: self.postcode,
            Fact.GENDER: self.gender,
            Fact.SCHOOL: self.school,
            Fact.CARER: self.carer,
        }
        return tuple(fact for fact, value in given.items() if not value)
