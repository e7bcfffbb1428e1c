"""A case's reference as people read it out: 128 random bits in Crockford's base 32, with a check at the end.

No letter of it can be taken for a digit. What somebody writes for one (O, I, L), in small letters, with other spaces or
hyphens, is read as it is meant; the last two characters tell a slip from a reference that nobody holds.
"""

import re
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BYTES = 16
_SYMBOLS = 26
"""What 128 bits take."""
_GROUP = 4
_CHECKS = len(_ALPHABET) ** 2 - 3
"""The largest prime below the number of values that two characters have."""


def new() -> str:
    """A fresh reference, in seven groups of four."""
    return written(secrets.token_bytes(_BYTES))


def written(raw: bytes) -> str:
    """These 16 bytes as they are read out."""
    value = int.from_bytes(raw)
    text = _digits(value, _SYMBOLS) + _digits(value % _CHECKS, 2)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read(text: str) -> str | None:
    """The reference that somebody typed, as it is written; ``None`` where it is none."""
    symbols = re.sub(r"[\s\u2010-\u2015.-]+", "", text.upper()).translate(_MEANT)
    if len(symbols) != _SYMBOLS + 2 or not set(symbols) <= set(_ALPHABET):
        return None
    value = _value(symbols[:_SYMBOLS])
    if value >= 1 << (8 * _BYTES) or value % _CHECKS != _value(symbols[_SYMBOLS:]):
        return None
    return written(value.to_bytes(_BYTES))


def _digits(value: int, length: int) -> str:
    found = ""
    for _ in range(length):
        value, digit = divmod(value, len(_ALPHABET))
        found = _ALPHABET[digit] + found
    return found


def _value(symbols: str) -> int:
    value = 0
    for symbol in symbols:
        value = value * len(_ALPHABET) + _ALPHABET.index(symbol)
    return value
