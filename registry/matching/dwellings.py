"""When two addresses are one home. A dwelling is the whole address down to the flat; a placeholder is no dwelling.

The same home is written in many ways: `Flat 2, 14 Quay Street` and `14 Quay St, Flat 2` are one. The postcode, the
number of the house with the name of its street and the number of the flat say which home it is; where a house has a
name and no number, its words do. The first line of a hostel, a refuge or a block says which building, not which home:
without a room it is no dwelling.
"""

import re
import unicodedata

from ground import crypto
from registry import formats

_SHORT_FORMS = {
    "apartment": "flat",
    "apt": "flat",
    "av": "avenue",
    "ave": "avenue",
    "bldg": "building",
    "bldgs": "buildings",
    "blk": "block",
    "bung": "bungalow",
    "cl": "close",
    "cott": "cottage",
    "cotts": "cottages",
    "cres": "crescent",
    "crt": "court",
    "ct": "court",
    "dr": "drive",
    "est": "estate",
    "fl": "flat",
    "flt": "flat",
    "gdns": "gardens",
    "grn": "green",
    "gr": "grove",
    "hse": "house",
    "la": "lane",
    "ln": "lane",
    "maisonette": "flat",
    "mt": "mount",
    "pde": "parade",
    "pk": "park",
    "pl": "place",
    "rd": "road",
    "rm": "room",
    "sq": "square",
    "st": "street",
    "studio": "flat",
    "suite": "flat",
    "ter": "terrace",
    "terr": "terrace",
    "tce": "terrace",
    "unit": "flat",
    "bedsit": "flat",
}
_UNITS = frozenset({"flat", "room", "berth", "pitch", "plot", "caravan", "mooring"})
_SHARED = frozenset(
    {
        "accommodation",
        "apartments",
        "barracks",
        "block",
        "breakfast",
        "building",
        "buildings",
        "care",
        "court",
        "flats",
        "foyer",
        "hall",
        "halls",
        "hostel",
        "hotel",
        "inn",
        "mansions",
        "motel",
        "refuge",
        "residence",
        "residences",
        "services",
        "shelter",
        "site",
        "tower",
        "towers",
    }
)
"""Words for a building or a place in which many live: without the room it is not known which home is meant."""
_BUILDINGS = frozenset({"barracks", "foyer", "hostel", "hotel", "motel", "refuge", "shelter"})
"""Those of them that name such a building even where the street and its number follow."""
_STREETS = frozenset(
    {
        *("avenue", "close", "crescent", "drive", "gardens", "grove", "lane", "mount", "parade", "place"),
        *("road", "square", "street", "terrace", "the", "way"),
    }
)
"""What a street may be called or not: `14 Quay` is 14 Quay Street."""
_NO_HOME = re.compile(
    r"\b(?:no|not|none|un)[ -]?(?:fixed|known|permanent|current|stated|given|abode|address|applicable)\b"
    r"|\bn\W?f\W?a\b|\bunknown\b|\bhomeless\b|\baddress withheld\b|\brough sleep|\bsofa surfing\b|\bof no\b"
    r"|\bt\W?b\W?[cad]\b|\bn/a\b|^[\W_x0]*$"
)
_WORD = re.compile(r"[0-9]+(?:-[0-9]+)?[a-z]?\b|[^\W\d_]+(?:'[^\W\d_]+)*|[0-9]+[^\W_]+")
_WHICH = frozenset(
    {
        *("top", "ground", "first", "second", "third", "basement", "garden", "attic", "floor"),
        *("upper", "lower", "front", "rear", "back", "left", "right", "annexe"),
    }
)
"""Words that say which flat it is, where it has no number: `top flat`, `ground floor flat`."""
_NUMBER = re.compile(r"([0-9]+(?:-[0-9]+)?)([a-z]?)")


def fingerprint(lines: tuple[str, ...], postcode: str) -> bytes | None:
    """The keyed fingerprint of the home at these lines of an address (house and street first) and this postcode.

    ``None`` where they do not say which home it is. 32 bytes, equal for the ways of writing one home.
    """
    home = home_of(lines, postcode)
    return crypto.fingerprint(postcode, *home, kind="dwelling") if home else None


def home_of(lines: tuple[str, ...], postcode: str) -> tuple[str, ...]:
    """What says which home it is within the postcode; nothing where that is not known."""
    text = _folded(", ".join(line for line in lines if line))
    if not postcode or formats.is_pseudo_postcode(postcode) or not text or _NO_HOME.search(text):
        return ()
    segments = [_words(segment) for segment in text.split(",")]
    units: set[str] = set()
    numbers: set[str] = set()
    street: set[str] = set()
    named: list[set[str]] = []
    is_building = False
    for words in segments:
        known = len(numbers)
        others = _sort_out(words, units, numbers)
        if numbers and not street:
            street = others - _STREETS
        is_building |= len(numbers) == known and not _BUILDINGS.isdisjoint(others)
        named += [others] if others else []
    if is_building and not units:
        return ()
    if numbers:
        return (*sorted(numbers), *sorted(street), *sorted(units))
    if not named or (not units and not _SHARED.isdisjoint(named[0])):
        return ()
    return (*sorted(named[0]), *sorted(units))


def _words(segment: str) -> list[str]:
    return [_SHORT_FORMS.get(word, word) for word in _WORD.findall(segment)]


def _sort_out(words: list[str], units: set[str], numbers: set[str]) -> set[str]:
    """Add the flats and rooms, and the numbers of houses, of one part of an address; return its other words."""
    others: set[str] = set()
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
        if word in _UNITS and (_NUMBER.fullmatch(after) or len(after) == 1):
            units.add(f"{word} {after}")
            at += 1
        elif word in _UNITS and (which := others & _WHICH):
            units.add(" ".join((word, *sorted(which - {"floor"}))))
            others -= which
        elif found := _NUMBER.fullmatch(word):
            number, letter = found.groups()
            numbers.add(number)
            if letter:
                units.add(f"flat {letter}")
        else:
            others.add(word)
        at += 1
    return others


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold().replace("\u2019", "'")
    return "".join(character for character in folded if not unicodedata.combining(character))
