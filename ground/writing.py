"""How text is written that people read: what can be seen of it, and the joiners that some scripts need.

Pure. Pages and files clean what they are given by the same rule, so that one name has one form wherever it is typed.
"""

import re
import unicodedata

INVISIBLE = {
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    0x00AD,
    0x034F,
    0x061C,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0x3164,
    *range(0xD800, 0xE000),
    *range(0xFE00, 0xFE10),
    0xFEFF,
    0xFFA0,
    *range(0xFFF9, 0xFFFC),
    *range(0x1D173, 0x1D17B),
    *range(0xE0000, 0xE0200),
}
"""Characters that a reader does not see: control characters, marks of writing direction, zero-width
characters, variation selectors, tags, fillers, halves of surrogate pairs. They can make one name look
like another, so no name has them."""
WITHOUT_INVISIBLE = dict.fromkeys(INVISIBLE)

# The scripts in which a joiner (U+200C, U+200D) tells how two letters are written: Arabic and Syriac letters, and the
# consonants of the scripts of India, Sri Lanka, Myanmar and Cambodia.
SCRIPTS_WITH_JOINERS = (
    *(range(0x0600, 0x0780), range(0x0860, 0x0900)),
    *(range(0x0900, 0x0E00), range(0x1000, 0x10A0), range(0x1780, 0x1800)),
    *(range(0xFB50, 0xFE00), range(0xFE70, 0xFEFF)),
)


LETTERS_WITH_JOINERS = "".join(
    chr(code)
    for block in SCRIPTS_WITH_JOINERS
    for code in block
    if code not in INVISIBLE and unicodedata.category(chr(code))[0] in "LM"
)
VIRAMAS = "".join(letter for letter in LETTERS_WITH_JOINERS if unicodedata.combining(letter) == 9)
NEEDED_JOINER = re.compile(
    f"((?<=[{LETTERS_WITH_JOINERS}])[\u200c\u200d](?=[{LETTERS_WITH_JOINERS}])"
    f"|(?<=[{VIRAMAS}])[\u200c\u200d](?=[\\s'’.,-]|$))"
)
"""A joiner where its script needs it: between two letters, or after the virama that ends a word (RFC 5892 appendix A;
Unicode 17 section 23.2). A joiner anywhere else is invisible and nothing more."""


def without_needed_joiners(text: str) -> str:
    """Return the text without the joiners that its script needs; what is left of joiners has no business in it."""
    return text if text.isascii() else NEEDED_JOINER.sub("", text)


def clean_display(text: str) -> str:
    """Return a name fit to be shown: composed letters (NFC), single spaces, nothing invisible but needed joiners."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    pieces = NEEDED_JOINER.split(text)
    # Every second piece is a joiner that was found.
    pieces[::2] = [piece.translate(WITHOUT_INVISIBLE) for piece in pieces[::2]]
    return " ".join(unicodedata.normalize("NFC", "".join(pieces)).split())
