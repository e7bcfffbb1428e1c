"""Whether two names may be one name, and how surely. Search, matching, the vetoes and the near matches all ask here.

A search shows one child or none, so it has to know *how* like two names are (``given``, ``family``). They are like
where there is a reason why one person wrote one and another the other: the same letters in another script, a short
form, another spelling of what is heard, a part of a double name, a slip of the finger. How many letters two names
happen to share is no such reason: Oliver and Olivia share five.

A slip of the finger is hardly ever a name. So where the name that was typed is one that others bear, a difference of a
letter or two is no slip, and the names are in doubt. Where nobody bears it, more slips than usual may have made it.

What decides on incoming statements asks only whether two names may be one (``alike``, ``may_be_mistyped``). Pure.
"""

import functools
import itertools
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from registry import hearing, names

LIKE = 0.80
"""From here on two names are like."""
WEAK = 0.78
"""Nobody bears the name that was typed, and several slips may have made it out of the held one."""
SAME = 0.97
"""From here on the names differ in their script or in the order of their parts alone."""
DOUBT = 0.75
"""Others bear the name that was typed, and a slip or the end of it may have made it out of the held one."""

_IN_LATIN_LETTERS = 0.98
_CUT_SHORT = 0.86
_BEST_SLIP, _BEST_SLIPS = 0.96, 0.88
"""What one slip of the finger is worth at most, and what several are."""
_LETTERS_ALONE = 0.4
_MOST_PARTS = 4
_NEAR_A_VARIANT = 0.85
_NEAR = 0.75
_CUT_LETTERS = 3
_STEM_LETTERS = 4
_TELLING_SOUNDS = 3

_PREFIX = re.compile(
    r"^(?:o|ma?c|ni|nic|ui|ap|al|el|ul|d|de|di|da|la|le|van|von|st|saint|abu|ibn|bin|ben|fitz)(?=[^\W\d_]{4})"
)
_GENDERED = (
    re.compile(r"(?<=[sc]k)(?:iy|ij|yi|yy|aya|aja|[aiy])$"),
    re.compile(r"(?<=[oe]v)a$|(?<=in)a$"),
    re.compile(r"ova$"),
    re.compile(r"(?:[aiyu]s|iene|aite|yte|ute)$"),
)
"""Kowalski and Kowalska; Ivanov and Ivanova; Novak and Novakova; Kazlauskas and Kazlauskaite."""
_PET_ENDING = re.compile(r"(?:ie|ey|y|i)$")


class Likeness(NamedTuple):
    """How like two names are, from 0 to 1."""

    value: float
    is_slip: bool = False
    """Whether a slip of the finger, or of the ear, may be all that parts them."""
    is_by_letters: bool = False
    """Whether there is no other reason, so that it matters whether others bear the name that was typed."""


_EXACT = Likeness(1.0)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A name as it was typed, with all that it may be written for."""

    whole: str
    latin: str
    parts: tuple[str, ...]
    orders: frozenset[str]
    variants: frozenset[str]
    sounds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Held:
    """A name as a search key has it."""

    whole: str
    latin: str
    parts: tuple[str, ...]
    is_given: bool


@functools.lru_cache(maxsize=1 << 12)
def _typed(text: str, *, is_given: bool) -> _Typed:
    whole, parts = names.normalise(text), names.parts(text)
    variants = _variants(text, is_given=is_given)
    several = 1 < len(parts) <= _MOST_PARTS
    orders = frozenset(map("".join, itertools.permutations(parts))) if several else frozenset[str]()
    sounds = _telling_sounds(variants)
    return _Typed(whole, hearing.latin(whole), parts or (whole,), orders, variants, sounds)


@functools.lru_cache(maxsize=names.REMEMBERED)
def given(typed: str, held: str, parts: str, is_borne: bool) -> Likeness:
    """Return how like a given name that was typed is to a held one.

    ``held`` is normalised; ``parts`` are its parts with spaces between them, or empty where the whole says the same;
    ``is_borne`` tells whether others bear the name that was typed.
    """
    return _alike(typed, held, parts, is_given=True, is_borne=is_borne)


@functools.lru_cache(maxsize=names.REMEMBERED)
def family(typed: str, held: str, parts: str, is_borne: bool) -> Likeness:
    """Return the same for family names."""
    return _alike(typed, held, parts, is_given=False, is_borne=is_borne)


def _alike(text: str, whole: str, parts: str, *, is_given: bool, is_borne: bool) -> Likeness:
    typed = _typed(text, is_given=is_given)
    if not (typed.whole and whole):
        return Likeness(0.0)
    if typed.whole == whole:
        return _EXACT
    held = _Held(whole, hearing.latin(whole), tuple(parts.split()) or (whole,), is_given)
    if typed.latin == held.latin:
        return Likeness(_IN_LATIN_LETTERS)
    for value, holds in _REASONS:
        if holds(typed, held):
            return Likeness(value, is_slip=_is_one_slip(typed, held) or _is_heard(typed, held))
    return _by_letters(typed, held, is_borne=is_borne)


def _by_letters(typed: _Typed, held: _Held, *, is_borne: bool) -> Likeness:
    """How like two names are of which people do not write one for the other, but may get one wrong."""
    written = JaroWinkler.similarity(*sorted((typed.latin, held.latin)))
    found = Likeness(_LETTERS_ALONE * written)
    if _is_slip(typed, held):
        most = _BEST_SLIP if _is_one_slip(typed, held) else _BEST_SLIPS
        found = Likeness(
            DOUBT if is_borne else max(LIKE, min(written, most)), is_slip=True, is_by_letters=True
        )
    elif held.is_given and _is_cut_short(typed.latin, held.latin):
        found = Likeness(DOUBT if is_borne else _CUT_SHORT, is_by_letters=True)
    elif not is_borne and _are_many_slips(typed, held, written):
        found = Likeness(WEAK, is_slip=True, is_by_letters=True)
    return found


# --- reasons --------------------------------------------------------------------------------------------------------


def _are_several(typed: _Typed, held: _Held) -> bool:
    return typed.parts != (typed.whole,) or held.parts != (held.whole,)


def _has_the_same_parts(typed: _Typed, held: _Held) -> bool:
    """`Penrice-Whitmore` and `Whitmore-Penrice`."""
    same = sorted(typed.parts) == sorted(held.parts)
    return held.whole in typed.orders or (same and _are_several(typed, held))


def _is_variant(typed: _Typed, held: _Held) -> bool:
    """`Kate` and `Katherine`; `Mukherjee` and `Mukhopadhyay`."""
    return held.whole in typed.variants or typed.whole in _variants(held.whole, is_given=held.is_given)


def _is_heard(typed: _Typed, held: _Held) -> bool:
    """`Keeva` and `Caoimhe`; `Clark` and `Clarke`."""
    return hearing.sound_alike(typed.whole, held.whole)


def _has_the_same_stem(typed: _Typed, held: _Held) -> bool:
    """`Kowalska` and `Kowalski`; `Brien` and `O'Brien`."""
    ended = not held.is_given and not _stems(typed.latin).isdisjoint(_stems(held.latin))
    return ended or _bare(typed.latin) == _bare(held.latin)


def _has_all_parts(typed: _Typed, held: _Held) -> bool:
    """`Smith` and `Smith-Jones`."""
    one, other = set(typed.parts), set(held.parts)
    return _are_several(typed, held) and (one <= other or other <= one)


def _has_like_parts(typed: _Typed, held: _Held) -> bool:
    """`Smyth` and `Smith-Jones`."""
    short, long = sorted((typed.parts, held.parts), key=len)
    return _are_several(typed, held) and all(
        any(_is_same_part(one, other, typed.variants) for other in long) for one in short
    )


def _is_same_part(one: str, other: str, variants: Collection[str]) -> bool:
    return one == other or {one, other} <= set(variants) or hearing.sound_alike(one, other)


def _is_variant_by_ear(typed: _Typed, held: _Held) -> bool:
    """`Cathie` and `Katherine`: a variant is `Cathy`."""
    return hearing.sounds(held.whole) in typed.sounds or hearing.sounds(typed.whole) in _sounds_of_variants(
        held.whole, is_given=held.is_given
    )


def _is_initial_of(typed: _Typed, held: _Held) -> bool:
    """`J` and `James`."""
    return min(len(typed.latin), len(held.latin)) == 1 and typed.latin[0] == held.latin[0]


_REASONS: tuple[tuple[float, Callable[[_Typed, _Held], bool]], ...] = (
    (SAME, _has_the_same_parts),
    (0.95, _is_variant),
    (0.93, _is_heard),
    (0.92, _has_the_same_stem),
    (0.90, _has_all_parts),
    (0.88, _has_like_parts),
    (0.84, _is_variant_by_ear),
    (0.82, _is_initial_of),
)
"""Why two names that are written differently may be one, and how like they are then; the first that holds counts."""


def _variants(name: str, *, is_given: bool) -> frozenset[str]:
    return names.nicknames(name) if is_given else names.family_variants(name)


@functools.lru_cache(maxsize=names.REMEMBERED)
def _sounds_of_variants(held: str, *, is_given: bool) -> frozenset[str]:
    return _telling_sounds(_variants(held, is_given=is_given))


def _telling_sounds(variants: Iterable[str]) -> frozenset[str]:
    """Their sounds, but for those of a short name: too many names sound like `Sue`."""
    return frozenset(sound for sound in map(hearing.sounds, variants) if len(sound) >= _TELLING_SOUNDS)


# --- slips ----------------------------------------------------------------------------------------------------------


def _is_slip(typed: _Typed, held: _Held) -> bool:
    """Whether a slip or two of the finger make one name of the other, or of one of its parts."""
    parts = held.parts if len(held.parts) > 1 else ()
    return any(_are_few_slips(typed.latin, one) for one in (held.latin, *map(hearing.latin, parts)))


def _is_one_slip(typed: _Typed, held: _Held) -> bool:
    return OSA.distance(typed.latin, held.latin, score_cutoff=1) <= 1


def _are_few_slips(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    most = 0 if longest < 3 else 1 if longest < 6 else 2 if longest < 10 else 3
    return bool(most) and OSA.distance(one, other, score_cutoff=most) <= most


def _are_many_slips(typed: _Typed, held: _Held, written: float) -> bool:
    """Whether the name can still be recognised: half of it at least, or one of its variants with a slip."""
    longest = max(len(typed.latin), len(held.latin))
    if written >= _NEAR or 2 * OSA.distance(typed.latin, held.latin, score_cutoff=longest) <= longest:
        return True
    variants = _variants(held.whole, is_given=held.is_given)
    return any(JaroWinkler.similarity(typed.latin, variant) >= _NEAR_A_VARIANT for variant in variants)


def _is_cut_short(one: str, other: str) -> bool:
    """Whether one is the beginning or the end of the other, or its beginning with the ending of a pet name."""
    short, long = sorted((one, other), key=len)
    if len(short) < _CUT_LETTERS:
        return False
    if long.startswith(short) or (len(short) > _CUT_LETTERS and long.endswith(short)):
        return True
    stem = _PET_ENDING.sub("", short)
    return (
        len(stem) >= _CUT_LETTERS
        and stem != short
        and (long.startswith(stem) or (long.startswith(stem[:-1]) and stem[-1] == stem[-2]))
    )


@functools.lru_cache(maxsize=names.REMEMBERED)
def _stems(name: str) -> frozenset[str]:
    """A family name without the ending that says whether a man or a woman bears it, and as it is."""
    found = {ending.sub("", name) for ending in _GENDERED} - {name}
    return frozenset(stem for stem in {*found, name} if len(stem) >= _STEM_LETTERS)


@functools.lru_cache(maxsize=names.REMEMBERED)
def _bare(name: str) -> str:
    """A family name without what stands before it: O', Mac, al-, van."""
    return _PREFIX.sub("", name)


# --- may two names be one? ------------------------------------------------------------------------------------------

ALIKE = 0.92
"""From this similarity on two spellings may be one name; below it, `Kelly` and `Karen` would be."""

_LETTERS_OF_ONE_SLIP, _LETTERS_OF_TWO = 2, 6
"""How long a name has to be for one slip of a finger in it to be forgiven, and for two."""


@functools.lru_cache(maxsize=names.REMEMBERED)
def alike(one: str, other: str) -> bool:
    """Whether two spellings may be one name: written alike, heard alike, a short form, or one a part of the other."""
    return (
        names.similarity(one, other) >= ALIKE
        or not names.codes(one).isdisjoint(names.codes(other))
        or not names.nicknames(one).isdisjoint(names.nicknames(other))
        or _is_initial(one, other)
    )


@functools.lru_cache(maxsize=names.REMEMBERED)
def may_be_mistyped(one: str, other: str) -> bool:
    """Whether two spellings may be one name, or one is the other with a slip or two.

    Wider than ``alike``: asked where a missed child would be given away, never where two children would be joined.
    """
    if alike(one, other):
        return True
    first, second = names.normalise(one), names.normalise(other)
    shorter = min(len(first), len(second))
    forgiven = (shorter >= _LETTERS_OF_ONE_SLIP) + (shorter >= _LETTERS_OF_TWO)
    return OSA.distance(first, second) <= forgiven


def alike_in_full(given: str, family: str, other_given: str, other_family: str) -> bool:
    """Whether both names are alike, in this order or swapped."""
    return _both(alike, given, family, other_given, other_family)


def mistyped_in_full(given: str, family: str, other_given: str, other_family: str) -> bool:
    """Whether both names may be one name each, or a slip of a finger away from it, in this order or swapped."""
    return _both(may_be_mistyped, given, family, other_given, other_family)


def _both(
    like: Callable[[str, str], bool], given: str, family: str, other_given: str, other_family: str
) -> bool:
    return (like(given, other_given) and like(family, other_family)) or (
        like(given, other_family) and like(family, other_given)
    )


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((names.normalise(one), names.normalise(other)), key=len)
    return len(short) == 1 and long.startswith(short)
