"""How names are compared.

People's names reach the register from many hands: with and without an accent, run together or in two
parts, by ear, in the short form used at home. The functions here say when two spellings may stand for one
name. They are pure: the same text always gives the same answer, on the side that stores a key and on the
side that searches for it.

Letters of every script are letters. A name in Greek, Arabic, Bengali or Chinese letters is kept, compared
and found as it is written; only its sound is not compared.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

import metaphone
from rapidfuzz.distance import OSA, JaroWinkler

from ground import writing
from registry import family_names, hearing
from registry import nicknames as table

CODE_LENGTH = 4
SOUNDS = "0AFHJKLMNPRSTX"
"""The sounds that a code is made of (0 is the sound of `th`, X that of `sh`, A any vowel at the beginning)."""
# More distinct names than a county has; old ones make room for new ones.
REMEMBERED = 1 << 16
# Four sounds are always heard within these letters.
HEARD_LETTERS = 40

# Latin letters that Unicode does not take apart into a letter and a mark.
LATIN_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ı": "i",
        "ŧ": "t",
        "ŋ": "ng",
        "ə": "e",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        "ɛ": "e",
        "ɔ": "o",
        # Written like letters, meant as an apostrophe or as a lengthening stroke.
        "ʼ": "",
        "ʻ": "",
        "ʽ": "",
        "ʾ": "",
        "ʿ": "",
        "ˈ": "",
        "ـ": "",
    }
)
NOT_ASCII_ALPHANUMERIC = re.compile(r"[^a-z0-9]")
BETWEEN_PARTS = re.compile(r"[\s\-\u2010-\u2015\u2212\uff0d/,.]+")
# Words that stand in very many names and so say nothing about one of them.
PARTICLES = re.compile(
    r"al|el|ul|bin|ben|ibn|bint|begum|de|da|do|dos|das|del|della|di|du|la|le|van|von|der|den|ter|te"
    r"|st|mc|mac|o|ap|ab"
)
# Marks without a reordering class are vowels in the scripts of India and South-East Asia; these are not.
EMPTY_MARKS = frozenset([0x034F, 0x180B, 0x180C, 0x180D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])

INVISIBLE = writing.INVISIBLE
without_needed_joiners = writing.without_needed_joiners
clean_display = writing.clean_display


def _is_letter(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] == "L" or category == "Nd":
        return True
    if category not in ("Mn", "Mc") or ord(character) in EMPTY_MARKS:
        return False
    return unicodedata.combining(character) == 0


@functools.lru_cache(maxsize=REMEMBERED)
def normalise(text: str) -> str:
    """Return the letters and digits of a name: lower case, without accents, punctuation and spaces.

    `O'Brien`, `OBRIEN` and `o’brien` are one name, and so are `Łukasz` and `Lukasz`. A vowel sign of an
    Indian script is part of the name and stays. The result is a fixed point: normalising it again changes
    nothing. A text without a letter or digit gives an empty text.
    """
    if text.isascii():
        return NOT_ASCII_ALPHANUMERIC.sub("", text.lower())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(filter(_is_letter, folded.translate(LATIN_LETTERS)))
    return unicodedata.normalize("NFC", kept)


def _tells(part: str) -> bool:
    return bool(part) and not PARTICLES.fullmatch(part) and not (len(part) == 1 and part.isascii())


@functools.lru_cache(maxsize=REMEMBERED)
def parts(text: str) -> tuple[str, ...]:
    """Return the normalised parts of a spaced or double-barrelled name, without mere particles.

    A name of one part has no parts but itself. Initials are left out: they fit too many names.
    """
    every = [normalise(part) for part in BETWEEN_PARTS.split(text)]
    telling = [part for part in every if _tells(part)]
    return tuple(dict.fromkeys(telling)) or ((normalise(text),) if normalise(text) else ())


def telling_parts(text: str) -> str:
    """Return the parts with spaces between them, or nothing where the whole name says the same."""
    telling = parts(text)
    return "" if telling == (normalise(text),) else " ".join(telling)


@functools.lru_cache(maxsize=REMEMBERED)
def _sounds(normalised: str) -> tuple[str, ...]:
    """Return the codes of one normalised word: the first way to say it, then the second if there is one.

    A word that the English rules cannot say (other scripts, digits, `Hh`) is coded by its first letters,
    in lower case, so that it never meets a spoken code and is never empty.
    """
    if not normalised:
        return ()
    first, second = metaphone.doublemetaphone(normalised[:HEARD_LETTERS])
    spoken = tuple(dict.fromkeys(code[:CODE_LENGTH].strip() for code in (first, second) if code.strip()))
    return spoken or (normalised[:CODE_LENGTH],)


def primary_code(text: str) -> str:
    """Return the code of the first way to say the whole name (`Smith` gives `SM0`); at most 4 characters.

    Empty only for a text that has no letter and no digit.
    """
    spoken = _sounds(normalise(text))
    return spoken[0] if spoken else ""


@functools.lru_cache(maxsize=REMEMBERED)
def near_codes(text: str) -> frozenset[str]:
    """Return the codes under which a name may stand if a finger slipped when it was typed, its own among them.

    Most slips add, drop or change one sound; those that change two (`Muprhy` for Murphy) are letters swapped or
    a letter too many, which can be taken back.
    """
    normalised = normalise(text)[:HEARD_LETTERS]
    if not normalised:
        return frozenset()
    taken_back = {normalised[:at] + normalised[at + 1 :] for at in range(len(normalised))}
    taken_back |= {
        f"{normalised[:at]}{normalised[at + 1]}{normalised[at]}{normalised[at + 2 :]}"
        for at in range(len(normalised) - 1)
    }
    ways = {code.strip() for code in metaphone.doublemetaphone(normalised)} - {""}
    return frozenset(_sounds(normalised)).union(*map(_one_sound_away, ways), *map(_sounds, taken_back))


def near_initials(text: str) -> frozenset[str]:
    """Return the letters with which a name may begin that was typed so: its first two, of which one may be a slip."""
    return frozenset(normalise(text)[:2])


def _one_sound_away(heard: str) -> set[str]:
    """The codes with one sound more, one less or another one. Sounds beyond a code's length count: where one
    within it is left out, the next one moves up."""
    found = {heard, *(heard + sound for sound in SOUNDS)}
    for at in range(min(len(heard), CODE_LENGTH)):
        before, after = heard[:at], heard[at + 1 :]
        found |= {before + after, *(before + sound + after for sound in SOUNDS)}
        found |= {before + sound + heard[at:] for sound in SOUNDS}
    return {code[:CODE_LENGTH] for code in found if code}


@functools.lru_cache(maxsize=REMEMBERED)
def codes(text: str) -> frozenset[str]:
    """Return every code under which a name may be heard: of the whole name and of each of its parts.

    `Smith-Jones` is found under Smith, under Jones and under both run together; `Caoimhe` under Keeva; a name of
    another script under its sound in Latin letters.
    """
    words = dict.fromkeys((normalise(text), *parts(text)))
    return frozenset(code for word in words for code in (*_sounds(word), *_heard_codes(word)))


def key_codes(text: str) -> frozenset[str]:
    """Return the codes under which a held name is kept: one for the whole name, for each of its parts, and for each
    way in which it is heard or written in Latin letters."""
    words = dict.fromkeys((normalise(text), *parts(text)))
    found = {code for word in words for code in (*_sounds(word)[:1], *_heard_codes(word))}
    return frozenset(found) or frozenset({""})


@functools.lru_cache(maxsize=REMEMBERED)
def _heard_codes(normalised: str) -> tuple[str, ...]:
    """The first code of each way to write the name by ear: by the rules of another spelling, or in Latin letters."""
    if hearing.writes_no_vowels(normalised):
        return (hearing.code_without_vowels(normalised)[:CODE_LENGTH],)
    if not normalised.isascii():
        return _sounds(hearing.latin(normalised))[:1]
    if not hearing.is_marked(normalised):
        return ()
    return tuple(code for way in sorted(hearing.respelled(normalised)) for code in _sounds(way)[:1])


def _gather(groups: Iterable[str], stars: Iterable[str] = ()) -> dict[str, frozenset[str]]:
    """Each name with those of its groups; of a star the first is tied to each of the others, and they to it alone."""
    gathered: dict[str, set[str]] = {}
    for line in groups:
        group = {normalise(word) for word in line.split()}
        for name in group:
            gathered.setdefault(name, set()).update(group)
    for line in stars:
        first, *others = (normalise(word) for word in line.split())
        gathered.setdefault(first, {first}).update(others)
        for name in others:
            gathered.setdefault(name, {name}).add(first)
    return {name: frozenset(variants) for name, variants in gathered.items()}


SPELLED_LETTERS = 5
"""From so many letters on two names that differ in vowels, or in how consonants are written, may be one name."""


def _are_spellings(one: str, other: str, *, most: int) -> bool:
    return (
        min(len(one), len(other)) >= SPELLED_LETTERS
        and one[-1] == other[-1]
        and OSA.distance(one, other, score_cutoff=most) <= most
        and hearing.consonants(one) == hearing.consonants(other)
    )


def _with_spellings(gathered: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The table, in which the spellings of one name share what it says of each: `Katherine` and `Catherine`."""
    shared = {name: set(variants) for name, variants in gathered.items()}
    for name, variants in gathered.items():
        for spelling in variants - {name}:
            if _are_spellings(name, spelling, most=2):
                for variant in gathered[spelling]:
                    shared[name].add(variant)
                    shared[variant].add(name)
    return {name: frozenset(variants) for name, variants in shared.items()}


VARIANTS = _with_spellings(_gather(table.GROUPS, table.SHORT_FORMS))
FAMILY_VARIANTS = _gather(family_names.GROUPS, family_names.READINGS)


def _by_consonants() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(VARIANTS):
        found.setdefault(hearing.consonants(name), []).append(name)
    return found


SPELLINGS = _by_consonants()


def _variants(normalised: str) -> frozenset[str]:
    """The variants of a name in the table; of another name those of the names of which it may be a spelling."""
    if normalised in VARIANTS:
        return VARIANTS[normalised]
    like = SPELLINGS.get(hearing.consonants(normalised), ())
    return frozenset().union(*(VARIANTS[name] for name in like if _are_spellings(name, normalised, most=1)))


@functools.lru_cache(maxsize=REMEMBERED)
def nicknames(given: str) -> frozenset[str]:
    """Return the normalised names under which a person of this given name may be known, with itself.

    Variants belong to whole names and to the first part of a given name of several parts (`Mary Ann` may be
    `Molly`). For names of one part that are in the table the relation is mutual: if `Libby` may be `Elizabeth`,
    `Elizabeth` may be `Libby`. Empty for a text without a letter or digit.
    """
    whole = normalise(given)
    if not whole:
        return frozenset()
    variants = _variants(whole) | {whole}
    several = parts(given)
    if len(several) > 1:
        variants |= _variants(several[0]) | {several[0]}
    return variants


def family_variants(family: str) -> frozenset[str]:
    """Return the normalised family names that may be this one, written by another family or in another language."""
    whole = normalise(family)
    return FAMILY_VARIANTS.get(whole, frozenset()) | {whole} if whole else frozenset()


def similarity(a: str, b: str) -> float:
    """Return how alike two names are written, from 0 to 1 (Jaro-Winkler on normalised letters).

    1 only if nothing but accents, case, spaces and punctuation differ; 0 if either has no letter. Short
    forms and swapped names are the caller's question.
    """
    # In a fixed order, because the measure itself may prefer one side by a hair.
    first, second = sorted((normalise(a), normalise(b)))
    if not first:
        return 0.0
    if first == second:
        return 1.0
    return min(JaroWinkler.similarity(first, second), 0.999)
