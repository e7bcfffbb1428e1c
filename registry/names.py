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

import metaphone
from rapidfuzz.distance import JaroWinkler

from ground import writing
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

    `Smith-Jones` is found under Smith, under Jones and under both run together.
    """
    return frozenset(
        code for word in dict.fromkeys((normalise(text), *parts(text))) for code in _sounds(word)
    )


def _gather() -> dict[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for line in table.GROUPS:
        group = {normalise(word) for word in line.split()}
        for name in group:
            gathered.setdefault(name, set()).update(group)
    return {name: frozenset(variants) for name, variants in gathered.items()}


VARIANTS = _gather()


@functools.lru_cache(maxsize=REMEMBERED)
def nicknames(given: str) -> frozenset[str]:
    """Return the normalised names under which a person of this given name may be known, with itself.

    Variants belong to whole names and to the first part of a given name of several parts (`Mary Ann` may be
    `Molly`). For names of one part the relation is mutual: if `Libby` may be `Elizabeth`, `Elizabeth` may be
    `Libby`. Empty for a text without a letter or digit.
    """
    whole = normalise(given)
    if not whole:
        return frozenset()
    variants = VARIANTS.get(whole, frozenset()) | {whole}
    several = parts(given)
    if len(several) > 1:
        variants |= VARIANTS.get(several[0], frozenset()) | {several[0]}
    return variants


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
