"""References: the only name of a record that may stand in a URL, a log, a task's arguments or the trail.

A reference is 128 random bits. It says nothing about the child, the authority or the time of creation, and cannot be
counted through (the children consulted in 2007 feared people "scrolling through").
"""

import re
import secrets

LENGTH = 32
_PATTERN = re.compile(r"[0-9a-f]{32}")


def new() -> str:
    """A fresh reference: 32 lower-case hexadecimal characters."""
    return secrets.token_hex(LENGTH // 2)


def is_reference(text: str) -> bool:
    """Whether the text has a reference's form. It says nothing about whether such a record exists."""
    return _PATTERN.fullmatch(text) is not None


class ReferenceConverter:
    """The URL converter ``<reference:...>``: anything of another form does not match and gets the not-found page."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
