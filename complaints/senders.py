"""The systems that send to the register now, by council, as the public is told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.plain_words import SENDERS
from registry.models import Source

_WORDS: Mapping[str, str] = {str(kind): words for kind, words in SENDERS.items()}
_OF_ANOTHER_KIND = "Sends facts about children."


@dataclass(frozen=True, slots=True)
class Sender:
    """One system that sends, and what it says in plain words."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Place:
    """A council, or all of England where a system belongs to none, and the systems that send for it."""

    name: str
    senders: tuple[Sender, ...]


def by_place() -> Sequence[Place]:
    """Every source that is switched on, all of England first, then the councils by name."""
    found: dict[str, list[Sender]] = {}
    rows = Source.objects.filter(live=True).select_related("authority").order_by("authority__name", "name")
    for row in rows:
        place = row.authority.name if row.authority else ""
        found.setdefault(place, []).append(Sender(row.name, _WORDS.get(row.kind, _OF_ANOTHER_KIND)))
    return [Place(name or "All of England", tuple(senders)) for name, senders in sorted(found.items())]
