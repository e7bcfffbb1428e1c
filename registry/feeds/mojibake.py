"""Letters that were ruined on the way: UTF-8 read in another encoding and saved again, or letters lost altogether.

`Zoë` becomes `ZoÃ«` when a program reads a file in UTF-8 as if it were Windows-1252, and writes what it sees. Nobody
can tell afterwards whether the sender's system has the name right, so the line is refused and says what happened.

A text counts as ruined if part of it can be read as the bytes of UTF-8, and what comes out is better written than
what went in: fewer signs that no name has, fewer capitals in the middle of a word, no mixing of scripts. A name that
is well written as it is, in whatever language, is never taken for ruined.
"""

import re
import unicodedata

from registry import formats

RUINED = (
    "This has ruined letters: text in UTF-8 was read as if it were in another encoding, and saved again.",
    "Export the file again from the sending system, in UTF-8, without opening and saving it in between.",
)
LOST = (
    "A letter of this was lost on the way: a question mark or a replacement character is in its place.",
    "Export the file again from the sending system, in UTF-8, so that the letter itself is sent.",
)


def _byte_of_characters() -> dict[str, int]:
    """The byte that each character is in Windows-1252, or in Latin-1 where Windows-1252 has none."""
    latin = {chr(byte): byte for byte in range(0x80, 0x100)}
    windows = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
    return latin | {character: byte for character, byte in windows.items() if character}


BYTES = _byte_of_characters()
FOLLOWING = "".join(character for character, byte in BYTES.items() if byte < 0xC0)
SEQUENCE = re.compile(f"[Â-ß][{FOLLOWING}]|[à-ï][{FOLLOWING}]{{2}}|[ð-ô][{FOLLOWING}]{{3}}")
"""Characters that look like one character of UTF-8, byte for byte."""
LETTER_LEFT_WHOLE = re.compile(r"[^\W\d_a-zA-Z]")
LOST_SPACE = re.compile(r"([ÂÃ])(?=\s|$)")
"""The beginning of `à` or of a no-break space, of which the second half was taken for a space and stripped."""
LOST_IN_NAME = re.compile(r"[\ufffd?]")
# At the end of a line it may be meant: there are houses called Why Not?
LOST_IN_TEXT = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=\s*\S)|\?(?=[^\W\d_])")
# What UTF-8 becomes in the encodings of the MS-DOS prompt and of old Macintoshes. No name or address has them.
OF_OLD_SYSTEMS = re.compile(r"[\u2500-\u259f√]|‚Ä|[ΓÔ]Ç[Öÿ]")
# No language has these side by side. (Ä with Š or Ž is left out: Estonian and Slovak have them.)
STRANGE_NEIGHBOURS = re.compile(
    "[ÃÅ][šžŸƒœŠŽŒ]|Ä[ŸƒœŒ]|Ã[‘’–—](?=[^\\W\\d_])|[ÃÅ][‘’–—\u00a0](?=[a-zà-ÿ])|Ä[’–](?=[a-zà-ÿ])"
)
SIGNS_IN_ORDER = frozenset("'’‘`´‐‑–—·")
WORD = re.compile(r"[^\W\d_¹²³¼½¾ʻʼ]+")


def refuse_in_name(text: str) -> None:
    """Raise `formats.Invalid` where letters of the name were ruined or lost on the way."""
    if LOST_IN_NAME.search(text):
        raise formats.Invalid(*LOST)
    _refuse_ruined(text)


def refuse_in_text(text: str) -> None:
    """Raise `formats.Invalid` where letters of the line of text were ruined or lost on the way."""
    if LOST_IN_TEXT.search(text):
        raise formats.Invalid(*LOST)
    _refuse_ruined(text)


def _refuse_ruined(text: str) -> None:
    if not text.isascii() and (OF_OLD_SYSTEMS.search(text) or _is_ruined(text)):
        raise formats.Invalid(*RUINED)


def _is_ruined(text: str) -> bool:
    """Whether the text reads better once it is taken for UTF-8, or for UTF-8 that was ruined twice or three times."""
    read = LOST_SPACE.sub("\\1\u00a0", text)
    if not SEQUENCE.search(read):
        return False
    # Where everything was ruined, no letter with an accent is left whole.
    odd = _oddities(text) - len(LETTER_LEFT_WHOLE.findall(SEQUENCE.sub("", read)))
    for _ in range(3):
        read = SEQUENCE.sub(_decoded, read)
        if _oddities(read) < odd:
            return True
    return False


def _decoded(found: "re.Match[str]") -> str:
    try:
        return bytes(map(BYTES.__getitem__, found[0])).decode()
    except UnicodeDecodeError:
        return found[0]


def _oddities(text: str) -> int:
    """How many things in the text no name has."""
    odd = len(STRANGE_NEIGHBOURS.findall(text))
    for before, character in zip(" " + text, text, strict=False):
        if _is_odd_sign(character):
            # Odder still where it sticks to a letter with which ruined letters begin.
            odd += 2 if "À" <= before <= "ô" else 1
    return odd + sum(map(_is_oddly_written, WORD.findall(text)))


def _is_odd_sign(character: str) -> bool:
    if character.isascii() or character in SIGNS_IN_ORDER:
        return False
    category = unicodedata.category(character)
    return category[0] in "SPC" or category == "No" or character == "ˆ"


def _script(letter: str) -> str:
    """The first word of the letter's name (`LATIN`); nothing for marks and for letters that several scripts share."""
    category = unicodedata.category(letter)
    return "" if category[0] == "M" or category == "Lm" else unicodedata.name(letter, "").partition(" ")[0]


def _is_oddly_written(word: str) -> bool:
    """Whether the word mixes scripts, or has capitals where no word has them (`MacÀidh` has them in order)."""
    if len({_script(letter) for letter in word} - {""}) > 1:
        return True
    if word.isupper() or word.islower():
        return False
    shape = "".join("A" if letter.isupper() else "a" for letter in word)
    return not re.fullmatch(r"a*(?:Aa+)*", shape)
