"""How a name sounds to somebody who hears it and writes it down, and how it reads in Latin letters.

Names are heard by people at a counter or on the telephone and written as they would be written in English. So a name is
taken apart into sounds: `heard` gives the same sounds for `Clark` and `Clarke`, for `Philip` and `Filip`. Irish, Welsh
and Gaelic spelling have rules of their own; a name that shows one of them is said by those rules as well (`Caoimhe` is
heard as `Keeva`). A name of another script is first written in Latin letters; Arabic and Hebrew write no short vowels,
so of their names only the consonants are compared.

Everything here takes names that `names.normalise` has returned. It is pure.
"""

import functools
import re

from anyascii import anyascii

REMEMBERED = 1 << 16

_NOT_LATIN = re.compile(r"[^a-z0-9]")
_WITHOUT_VOWELS = re.compile("[\u0590-\u08ff\u0900-\u0dff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew, Arabic and the scripts between them; and those of India, where the commonest vowel is not written."""
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_LONG_A = str.maketrans("\u0627\u0671\u0639\u05d0\u05e2", "aaaaa")
"""Alef and ayin, which a library that writes letter by letter leaves out."""

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), sound) for pattern, sound in pairs)


def _apply(rules: Rules, text: str) -> str:
    for pattern, sound in rules:
        text = pattern.sub(sound, text)
    return text


# --- in Latin letters -------------------------------------------------------------------------------------------

_GREEK_SOUNDS = _rules(
    ("oy", "ou"),
    ("gg", "ng"),
    ("ey(?=[abdeghilmnorvz])", "ev"),
    ("ay(?=[abdeghilmnorvz])", "av"),
    ("^mp", "b"),
    ("^nt", "d"),
)


@functools.lru_cache(maxsize=REMEMBERED)
def latin(name: str) -> str:
    """The name in the letters a to z, as it would be written in English; a Latin name is returned as it is."""
    if name.isascii():
        return name
    written = _NOT_LATIN.sub("", anyascii(name.translate(_LONG_A)).lower())
    return _apply(_GREEK_SOUNDS, written) if _GREEK.search(name) else written


def writes_no_vowels(name: str) -> bool:
    """Whether the name is in a script that leaves short vowels out."""
    return not name.isascii() and bool(_WITHOUT_VOWELS.search(name))


# --- consonants -------------------------------------------------------------------------------------------------

_CONSONANTS = _rules(
    ("sch|sh", "S"),
    ("ch", "C"),
    ("ph", "f"),
    ("([kgdt])h", r"\1"),
    ("q|ck|c", "k"),
    ("x", "ks"),
    (r"(.)\1+", r"\1"),
    ("(?<=.)[aeiouyw]", ""),
    ("^[aeiou]", "A"),
    ("^y(?=.)", "Y"),
    ("^w(?=.)", "W"),
    ("h$", ""),
)


@functools.lru_cache(maxsize=REMEMBERED)
def consonants(name: str) -> str:
    """The consonants of a name in the order in which they are heard; a vowel counts at the beginning alone."""
    return _apply(_CONSONANTS, latin(name))


_METAPHONE = str.maketrans(
    {"S": "X", "C": "X", "Y": "A", "W": "A", "d": "T", "b": "P", "g": "K", "v": "F", "z": "S"}
)


def code_without_vowels(name: str) -> str:
    """The sounds of a name that is written without vowels, in the letters of a phonetic code."""
    return consonants(name).translate(_METAPHONE).upper()


# --- sounds -----------------------------------------------------------------------------------------------------

_BROAD = ("oo", "ou", "ow", "au", "aw", "oa", "oe", "ue", "uw", "ew", "eu")
_ENGLISH = _rules(
    ("^(?:kn|gn|pn)", "n"),
    ("^wr", "r"),
    ("^(?:rh|hr)", "r"),
    ("^wh", "w"),
    ("^ps|^x", "s"),
    ("^ma?c(?=[a-z]{3})", "mk"),
    ("^saint", "st"),
    ("gue$", "g"),
    ("e(?=[^aeiouywh]e$)", "ee"),
    ("(?<=[^aeiouy])e$", ""),
    ("tch|cz", "C"),
    ("sch|sh|sz|zh", "S"),
    ("ch", "C"),
    ("ph", "f"),
    ("dge?", "dj"),
    ("ght", "t"),
    ("gh(?![aeiouy])", ""),
    ("([kgtdbj])h", r"\1"),
    ("ck", "k"),
    ("qu", "kw"),
    ("q", "k"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("mb$", "m"),
    ("v", "f"),
    ("mp(?=[st])", "m"),
    ("(?<=[aeou])j(?![aeiou])", "y"),
    ("^y(?=[aeiou])", "j"),
    ("(?<=.)h", ""),
)
_VOWELS = re.compile(
    "|".join((*("ee", "ea", "ie", "ei", "ey", "iy", "yi"), *("ai", "ay", "ae", "aa"), *_BROAD, "[aeiouy]"))
)
_AFTER_VOWELS = _rules(("(?<=[^AIU])[AIU]?r$", "R"), (r"(.)\1+", r"\1"))


def _vowel(found: re.Match[str]) -> str:
    written = found.group()
    if written in _BROAD or written in "ou":
        return "U"
    return "A" if written in ("a", "e", "ai", "ay", "ae", "aa") else "I"


@functools.lru_cache(maxsize=REMEMBERED)
def sounds(name: str) -> str:
    """The name as it is heard by somebody who says it in English: consonants, and three kinds of vowels."""
    return _apply(_AFTER_VOWELS, _VOWELS.sub(_vowel, _apply(_ENGLISH, latin(name))))


_IRISH_MARKS = re.compile("[bdfm]h|(?<=[aeiou])gh|ao|eo|[ei]s|s[ei]|[iu]a|io|ei|ea|ui|oi")
_IRISH = _rules(
    ("s(?=[ei])|(?<=[ei])s(?=[^aou]|$)", "sh"),
    ("^(?:mh|bh)", "v"),
    ("eadh(?=b)", "ay"),
    ("adh(?=[bgm])", "i"),
    ("omh(?=[^aeiou])", "o"),
    ("[dg]hbh", "v"),
    ("[bm]h", "v"),
    ("fh", ""),
    ("(?<=[aeiou])th$", ""),
    ("(?<=[aeiou])th(?=[aeiou])", "h"),
    ("(?<=[aeiou])[dg]h", ""),
    ("ch|c", "k"),
    ("aoi|ao", "ee"),
    ("eoi|eo", "o"),
    ("eai|ea", "a"),
    ("ua", "oo"),
    ("io|ui", "i"),
    ("oi", "o"),
    ("ei", "ay"),
    ("(?<=[^aeiouy])e$", "a"),
)
_WELSH_MARKS = re.compile("dd|f(?!f)|^i[aeouw]|si[aouw]|w(?=[^aeiouy]|$)|u|^ll|ei|c[eiys]")
_WELSH = _rules(
    ("(?<=.)f(?!f)(?<!ff)", "v"),
    ("dd", "th"),
    ("^siw", "shoo"),
    ("si(?=[aou])", "sh"),
    ("^ieu", "yei"),
    ("^i(?=[aeow])", "y"),
    ("uw$", "ew"),
    ("w(?=[^aeiouy]|$)", "oo"),
    ("u", "i"),
    ("ei", "ay"),
    ("ch|c", "k"),
)
_STRONG_MARKS = re.compile("[bfm]h(?!$)|[bm]h$|(?<=[aeiou])[dg]h|aoi|[^aeiou]ao|^s[ei]o|^eo|oisi|^ie[su]")
"""Spelling that is hardly found but in Irish, Gaelic and Welsh names: they are kept under their own sound too."""


@functools.lru_cache(maxsize=REMEMBERED)
def respelled(name: str) -> frozenset[str]:
    """How somebody who hears the name may write it, if it is Irish, Gaelic or Welsh and said by those rules."""
    if not name.isascii():
        return frozenset()
    found = set()
    if _IRISH_MARKS.search(name):
        said = _apply(_IRISH, name)
        found |= {said, said.replace("ia", "ee")}
    if _WELSH_MARKS.search(name):
        found.add(_apply(_WELSH, name))
    return frozenset(found - {name, ""})


@functools.lru_cache(maxsize=REMEMBERED)
def is_marked(name: str) -> bool:
    """Whether the spelling alone says that the name is Irish, Gaelic or Welsh."""
    return name.isascii() and bool(_STRONG_MARKS.search(name))


@functools.lru_cache(maxsize=REMEMBERED)
def heard(name: str) -> frozenset[str]:
    """All the ways in which the name may be heard."""
    return frozenset({sounds(name), *map(sounds, respelled(name))})


@functools.lru_cache(maxsize=REMEMBERED)
def sound_alike(one: str, other: str) -> bool:
    """Whether two names may be one that was only heard, or one that is written in two scripts."""
    if not one or not other:
        return False
    if writes_no_vowels(one) or writes_no_vowels(other):
        return _ARTICLE.sub("", consonants(one)) == _ARTICLE.sub("", consonants(other))
    if not heard(one).isdisjoint(heard(other)):
        return True
    if not (is_marked(one) or is_marked(other)):
        return False
    long = (set(map(consonants, {one, *respelled(one)})), set(map(consonants, {other, *respelled(other)})))
    return any(len(shared) >= _TELLING_CONSONANTS for shared in long[0] & long[1])


_TELLING_CONSONANTS = 3
_ARTICLE = re.compile("^Al(?=..)")
