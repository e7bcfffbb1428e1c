"""How a field is written: in words for the documentation, and the function that reads it.

Sending what is right is the sender's duty; saying exactly what is not right is ours. A message says what is wrong and
what to do. It never repeats what was sent.
"""

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from registry import formats, names
from registry.feeds import mojibake, spreadsheets, unknowns

NAME_LENGTH = 100
TEXT_LENGTH = 100
LONGEST_NOTHING = max(map(len, spreadsheets.NOTHING))


@dataclass(frozen=True, slots=True)
class Parser:
    """How a field is written: in words for the documentation, and the function that reads it. Where a text cannot be
    read, `explain` may know better why."""

    words: str
    read: Callable[[str], str]
    explain: Callable[[str], formats.Invalid | None] = spreadsheets.explain


BREAKS = {*range(0x20), 0x85, 0x2028, 0x2029}
UNSEEN = re.compile(f"[{''.join(map(chr, sorted(names.INVISIBLE | BREAKS)))}]")
ANGLES = re.compile(r"[<>]")
PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 '.-]*")
PLAIN_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 '.,/()-]*")
NAME_PUNCTUATION = frozenset(" '’‘ʼ`´.,-‐‑–/()·")
IN_NAMES = frozenset(("Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No", "Zs"))
NINE_DIGITS = re.compile(r"(?:[0-9][\s().-]*){9}")
KEY = re.compile(rf"{spreadsheets.NOT_A_CODE_AHEAD}[A-Za-z0-9][A-Za-z0-9._:/+-]{{0,99}}")
CODE = re.compile(rf"{spreadsheets.NOT_A_CODE_AHEAD}[A-Za-z0-9][A-Za-z0-9._/-]{{0,19}}")
AUTHORITY_CODE = re.compile(rf"{spreadsheets.NOT_A_CODE_AHEAD}[A-Za-z0-9]{{1,8}}")


def _seen(text: str, length: int) -> None:
    """Refuse what no written line of text has: too much of it, what cannot be seen, markup, a number to call."""
    if len(text) > length:
        raise formats.Invalid(
            f"This is longer than {length} characters.", "Shorten it, or check the columns."
        )
    if UNSEEN.search(names.without_needed_joiners(text)):
        raise formats.Invalid(
            "This has a character that cannot be seen: a control character, a line break, or a mark of zero width "
            "or of writing direction.",
            "Type it again, without copying.",
        )
    if ANGLES.search(text):
        raise formats.Invalid(
            "This has an angle bracket, as markup has.", "Take out < and >; send the plain words alone."
        )
    if "@" in text or NINE_DIGITS.search(text):
        raise formats.Invalid(
            "This seems to hold a telephone number or an e-mail address.",
            "Take it out. The register never holds how to reach a child at home.",
        )


@functools.lru_cache(maxsize=names.REMEMBERED)
def _name(text: str) -> str:
    if text in spreadsheets.NOTHING_AS_A_NAME:
        raise formats.Invalid(spreadsheets.EMPTY_FIELD, spreadsheets.LEAVE_EMPTY)
    if len(text) <= NAME_LENGTH and PLAIN_NAME.fullmatch(text) and not NINE_DIGITS.search(text):
        return names.clean_display(text)
    mojibake.refuse_in_name(text[: NAME_LENGTH + 1])
    _seen(text, NAME_LENGTH)
    for character in names.without_needed_joiners(text):
        if character not in NAME_PUNCTUATION and unicodedata.category(character) not in IN_NAMES:
            raise formats.Invalid(
                "This name has a character that no name has.",
                "Send letters, apostrophes, hyphens, full stops and spaces alone.",
            )
    if not any(character.isalpha() for character in text) or not names.normalise(text):
        raise formats.Invalid("This name has no letter.", "Send the name as the family writes it.")
    return names.clean_display(text)


def _text(text: str) -> str:
    if len(text) <= LONGEST_NOTHING and text.casefold() in spreadsheets.NOTHING:
        raise formats.Invalid(spreadsheets.EMPTY_FIELD, spreadsheets.LEAVE_EMPTY)
    if len(text) <= TEXT_LENGTH and PLAIN_TEXT.fullmatch(text) and not NINE_DIGITS.search(text):
        return names.clean_display(text)
    mojibake.refuse_in_text(text[: TEXT_LENGTH + 1])
    _seen(text, TEXT_LENGTH)
    if text[0] in "=#" and (reason := spreadsheets.explain(text)):
        raise reason
    if not any(character.isalnum() for character in text):
        raise formats.Invalid("This has no letter and no digit.", "Send the words, or leave the field empty.")
    return names.clean_display(text)


@functools.lru_cache(maxsize=names.REMEMBERED)
def _date(text: str) -> str:
    formats.calendar_date(text)
    return text


UNKNOWN_UPN = unknowns.codes_of("upn")


def _upn(text: str) -> str:
    try:
        return formats.upn(text)
    except formats.Invalid:
        # Asked only now: nearly every number is one.
        if text.upper() in UNKNOWN_UPN:
            return ""
        raise


def _written_as(pattern: re.Pattern[str], problem: str, remedy: str) -> Callable[[str], str]:
    @functools.lru_cache(maxsize=names.REMEMBERED)
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise formats.Invalid(problem, remedy)
        return text

    return check


def _unless_unknown(field: str, read: Callable[[str], str]) -> Callable[[str], str]:
    """Read a national code for "not known" in this field as nothing, and everything else as `read` does."""
    unknown = unknowns.codes_of(field)

    @functools.lru_cache(maxsize=names.REMEMBERED)
    def check(text: str) -> str:
        return "" if text.upper() in unknown else read(text)

    return check


def _one_of(**choices: str) -> Parser:
    """One of a few words; small and capital letters are the same."""
    known = {code.casefold(): code for code in choices}
    listed = ", ".join(choices)
    spoken = "; ".join(f"`{code}` {meaning}" for code, meaning in choices.items())

    @functools.lru_cache(maxsize=len(choices) * 2)
    def choose(text: str) -> str:
        code = known.get(text.casefold())
        if code is None:
            raise formats.Invalid("This is not one of the words of this field.", f"Use one of: {listed}.")
        return code

    return Parser(f"one of: {spoken}", choose)


_OR_NOT_KNOWN = "or one of the codes for what is not known"
NAME = Parser(
    f"a name in any script, at most {NAME_LENGTH} characters; apostrophes, hyphens and accents as they are",
    _name,
)
TEXT = Parser(
    f"one line of plain words, at most {TEXT_LENGTH} characters",
    functools.lru_cache(maxsize=names.REMEMBERED)(_text),
)
# The same, but not remembered: nearly every address is another.
STREET = Parser(TEXT.words, _text)
DAY = Parser("a date, year-month-day", _date, spreadsheets.explain_date)
DAY_COME = Parser("a date, year-month-day, not in the future", _date, spreadsheets.explain_date)
POSTCODE = Parser("a whole postcode", formats.postcode)
NHS_NUMBER = Parser("ten digits; the check digit is checked", formats.nhs_number)
UPN = Parser(
    f"a letter, eleven digits, a digit or letter; the check letter is checked; {_OR_NOT_KNOWN}",
    _upn,
)
TELEPHONE = Parser(
    "a work telephone number with its area code; an extension after x",
    formats.telephone,
    spreadsheets.explain_telephone,
)
EMAIL = Parser("a work e-mail address", formats.email)
RECORD_KEY = Parser(
    "at most 100 letters, digits and . _ : / + -",
    _written_as(
        KEY,
        "This is not a key: it has a space or a sign that keys do not have, or is too long.",
        "Send at most 100 letters, digits and . _ : / + - and begin with a letter or digit.",
    ),
    spreadsheets.explain_key,
)
_organisation_code = _written_as(
    CODE, "This is not a code of the directory.", "Use the code, not the name, from the directory."
)
_CODE_WORDS = "a code from the directory of organisations, at most 20 characters"
ORGANISATION_CODE = Parser(_CODE_WORDS, _organisation_code, spreadsheets.explain_key)
PRACTICE_CODE = Parser(
    f"{_CODE_WORDS}; {_OR_NOT_KNOWN}",
    _unless_unknown("practice_code", _organisation_code),
    spreadsheets.explain_key,
)
SCHOOL_CODE = Parser(
    f"{_CODE_WORDS}; {_OR_NOT_KNOWN}",
    _unless_unknown("school_code", _organisation_code),
    spreadsheets.explain_key,
)
AUTHORITY = Parser(
    "the code of an authority, at most 8 letters and digits",
    _written_as(
        AUTHORITY_CODE, "This is not an authority's code.", "Use the code, not the name, of the authority."
    ),
    spreadsheets.explain_key,
)
YES_NO = _one_of(Y="yes", N="no")
GENDER = _one_of(F="female", M="male", N="not specified")
WHEREABOUTS = _one_of(
    **{
        "current": "lives at the address",
        "last-known": "no current address is known, this is the last one",
        "none": "no address is known",
        "left-returning": "has left England, intends to return within 3 years",
        "left-not-returning": "has left England, does not intend to return",
        "left-unknown": "has left England, no information on a return",
    }
)
EDUCATION = _one_of(
    school="at the school of `school_code`", elsewhere="elsewhere or none yet", home="at home"
)
RESPONSIBILITY = _one_of(
    **{
        "parental-responsibility": "has parental responsibility",
        "care": "cares for the child without it",
    }
)
CONSENT_BY = _one_of(child="the child or young person", parent="a parent or carer")
CONSENT_METHOD = _one_of(spoken="by word of mouth", written="in writing")
