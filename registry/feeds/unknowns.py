"""The national codes that say "not known" or "none": what they say, and who has fixed them.

A system that has to fill a field sends one of them. It is no mistake and no code of the directory: the fact is simply
not stated, and the line counts for all the rest.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unknown:
    """One code that says that a fact is not known: its field, its meaning, and who has fixed it."""

    field: str
    code: str
    words: str
    source: str


_ORGANISATION_DATA_SERVICE = "NHS Data Dictionary, default codes of the Organisation Data Service"
_VACCINATIONS = "NHS England, Manage vaccinations in schools, importing cohorts"
_LOOKED_AFTER = (
    "Department for Education, children looked after return (SSDA903), default codes of an unknown UPN"
)

UNKNOWNS = (
    Unknown("practice_code", "V81997", "no registered general practice", _ORGANISATION_DATA_SERVICE),
    Unknown("practice_code", "V81998", "practice code not applicable", _ORGANISATION_DATA_SERVICE),
    Unknown("practice_code", "V81999", "practice code not known", _ORGANISATION_DATA_SERVICE),
    Unknown("school_code", "888888", "school not known", _VACCINATIONS),
    Unknown("school_code", "999999", "educated at home", _VACCINATIONS),
    *(Unknown("upn", f"UN{reason}", "number not known", _LOOKED_AFTER) for reason in range(1, 6)),
)


def codes_of(field: str) -> frozenset[str]:
    """The codes of this field that say that it is not known, in capitals."""
    return frozenset(unknown.code for unknown in UNKNOWNS if unknown.field == field)
