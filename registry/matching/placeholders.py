"""What is written where a name or a birth date is not known, and so is no name and no birth date at all.

Matching, the near matches around shielded children and the vetoes ask here, so that they agree.
"""

import re
from datetime import date

from registry import names

_PLACEHOLDER_GIVEN = re.compile(
    r"(?:un)?(?:baby|bby|infant|newborn|born|neonate|twin|triplet|quad|foetus|fetus)"
    r"(?:boy|girl|male|female|son|daughter|of\w+|one|two|three|first|second|third|[abc]|i{1,3}|[0-9]+)*"
    r"|(?:un|not)(?:known|named|given|stated|specified|recorded|available|applicable|disclosed)"
    r"|no(?:first|fore|given|sur|last|family)?name(?:given)?"
    r"|(?:boy|girl|male|female|child|son|daughter)(?:one|two|three|[0-9]+)?"
    r"|anon(?:ymous)?|tb[acd]|n[ak]|nil|none|null|dummy|test(?:er|ing|child|pupil)?|(.)\1{2,}"
)
_PLACEHOLDER_FAMILY = re.compile(
    r"(?:un|not)(?:known|named|given|stated|specified|recorded|available|applicable|disclosed)"
    r"|no(?:sur|last|family)?name(?:given)?|anon(?:ymous)?|tb[acd]|n[ak]|nil|none|null|dummy|(.)\1{2,}"
)
_DEFAULT_DAYS = frozenset({(1, 1), (7, 1), (12, 31)})
"""Month and day that systems and people write where they know the year alone."""


def is_placeholder_given(name: str) -> bool:
    """Whether this is what is written where a given name is not known: `Baby`, `Twin 1`, `Unknown`."""
    return bool(_PLACEHOLDER_GIVEN.fullmatch(names.normalise(name)))


def is_placeholder_family(name: str) -> bool:
    """Whether this is what is written where a family name is not known."""
    return bool(_PLACEHOLDER_FAMILY.fullmatch(names.normalise(name)))


def is_default_day(born: date) -> bool:
    """Whether a birth date has a day that is written where the day is not known, such as 1 January."""
    return (born.month, born.day) in _DEFAULT_DAYS
