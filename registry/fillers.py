"""Numbers that many children carry: filler, whatever it looks like.

By its form a filler is known where it is one digit throughout or digits in order (``registry.formats``). A system may
fill the box with any other number, though: its own telephone number, or that of the first pupil. Such a number is known
by how many different birth dates it came with, from whichever source: a child has one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ground import crypto
from registry.feeds.fields import Problem
from registry.models import CarriedNumber, MatchKey

MOST_BIRTH_DATES = 3
"""With so many birth dates a number may come. One child's is now and then mistyped, by one system and by another; that
the same number is mistyped in a third way was never seen, so a fourth birth date is another child's."""

_NUMBERS = (("nhs_number", MatchKey.Kind.NHS_NUMBER), ("upn", MatchKey.Kind.UPN))
Carried = tuple[bytes, bytes]
"""The fingerprints of a number and of the birth date with which it came."""


@dataclass(slots=True)
class Counted:
    """The birth dates with which numbers have come, and those that came with the lines at hand."""

    births: dict[bytes, set[bytes]]
    new: dict[Carried, int] = field(default_factory=dict)
    """What has to be kept, and by which line (its number in the file) it came first."""

    def problems_with(self, payload: Mapping[str, str], *, line: int) -> Sequence[Problem]:
        """What is filler in this line. A line without one is counted."""
        carried = [(name, pair) for name, pair in _carried(payload)]
        fillers = [name for name, pair in carried if self._is_filler(pair)]
        if not fillers:
            for _, (number, birth) in carried:
                if birth not in self.births.setdefault(number, set()):
                    self.births[number].add(birth)
                    self.new[number, birth] = line
        return [
            Problem(
                name,
                "This is not a number but filler: children of many birth dates carry it.",
                "Leave the field empty where the number is not known.",
            )
            for name in fillers
        ]

    def _is_filler(self, pair: Carried) -> bool:
        number, birth = pair
        births = self.births.get(number, set())
        return birth not in births and len(births) >= MOST_BIRTH_DATES


def count(payloads: Iterable[Mapping[str, str]]) -> Counted:
    """How the numbers of these payloads stand, from one look at those numbers alone.

    It costs the same however many children are held: of each number at most ``MOST_BIRTH_DATES`` rows are kept.
    """
    numbers = {number for payload in payloads for _, (number, _) in _carried(payload)}
    births: dict[bytes, set[bytes]] = {}
    rows = CarriedNumber.objects.filter(number__in=numbers) if numbers else CarriedNumber.objects.none()
    for number, birth in rows.values_list("number", "birth"):
        births.setdefault(bytes(number), set()).add(bytes(birth))
    return Counted(births)


def keep(counted: Counted, record_of: Mapping[int, int]) -> None:
    """Keep what was counted. ``record_of``: the source record (internal key) by the number of the line."""
    CarriedNumber.objects.bulk_create(
        [
            CarriedNumber(record_id=record_of[line], number=number, birth=birth)
            for (number, birth), line in counted.new.items()
        ],
        ignore_conflicts=True,
    )


def _carried(payload: Mapping[str, str]) -> list[tuple[str, Carried]]:
    born = (payload["birth_date"], payload.get("birth_date_to") or payload["birth_date"])
    return [
        (
            name,
            (
                crypto.fingerprint(number, kind=kind),
                crypto.fingerprint(*born, kind=MatchKey.Kind.BIRTH),
            ),
        )
        for name, kind in _NUMBERS
        if (number := payload.get(name))
    ]
