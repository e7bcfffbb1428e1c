"""What surrounds a child and gives it away: the home, the parents and carers, the school; compared by fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass

from ground import crypto
from registry import names
from registry.matching import dwellings

_CARERS = (1, 2)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The dwelling's fingerprint where the home is known, the carers' names, and the school's code."""

    dwelling: bytes | None = None
    carers: tuple[tuple[str, str], ...] = ()
    school: str = ""

    @property
    def carer_fingerprints(self) -> frozenset[bytes]:
        return frozenset(carer(given, family) for given, family in self.carers)


def surroundings_in(payload: Mapping[str, str]) -> Surroundings:
    """The surroundings that a statement's payload speaks of, whichever feed it came by."""
    return Surroundings(
        dwelling=dwellings.fingerprint(
            (payload.get("address_line_1", ""), payload.get("address_line_2", "")),
            payload.get("postcode", ""),
        ),
        carers=tuple(
            (given, family)
            for position in _CARERS
            if (given := payload.get(f"carer_{position}_given_name"))
            and (family := payload.get(f"carer_{position}_family_name"))
        ),
        school=payload.get("school_code", ""),
    )


def carer(given: str, family: str) -> bytes:
    """The keyed fingerprint (32 bytes) of a parent's or carer's name."""
    return crypto.fingerprint(names.normalise(given), names.normalise(family), kind="carer")
