"""The written forms of numbers, postcodes and dates in England, and of the register's own number.

Every reader takes a text as people write it, returns it in one form, and raises `Invalid` with what is
wrong and what to do. Neither sentence repeats the text: it may tell who somebody is, and the sentences
travel in reports and logs.
"""

import datetime
import functools
import re
import secrets

from stdnum.gb import nhs
from stdnum.gb import upn as pupil_number
from stdnum.iso7064 import mod_97_10

from ground import refusals

EARLIEST_YEAR = 1900
DATE_REMEDY = "Write four digits of the year, two of the month, two of the day: 2009-03-31."
NUMBER_LENGTH = 12
EMAIL_LENGTH = 254

REMEMBERED = 1 << 16

SEPARATORS = re.compile(r"[\s\-]+")
NHS_NUMBER = re.compile(r"[0-9]{10}")
UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
NUMBER = re.compile(r"[1-9][0-9]{11}")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The six shapes of Royal Mail's programmers' guide to the Postcode Address File, with the letters that may
# stand in each place. ZZ is no area of the post: it serves for people without a postal address and for
# everything made up.
POSTCODE = re.compile(
    r"(?P<outward>GIR(?= ?0AA$)"
    r"|(?:ZZ|[A-PR-UWYZ][A-HK-Y]?)[0-9]{1,2}"
    r"|[A-PR-UWYZ][0-9][ABCDEFGHJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])"
    r" ?(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})"
)
TELEPHONE = re.compile(r"(?:(?:\+44|0)(?=[1235678])[0-9]{9,10}|\+(?!44)[1-9][0-9]{7,14})(?:x[0-9]{1,6})?")
"""In the United Kingdom nine or ten digits after the zero, none of them a premium rate's 09; abroad eight to fifteen
after the plus sign (Ofcom's National Telephone Numbering Plan; ITU-T E.164)."""
FILLER = re.compile(r"[+0-9]*?([0-9])\1{7,}(?:x[0-9]+)?")
"""A number that ends in eight or more of one digit: typed to get past the question."""
TELEPHONE_SEPARATORS = re.compile(r"[\s().\-]+")
EXTENSION = re.compile(r"\s*(?:ext(?:ension)?\.?|x)\s*", re.IGNORECASE)
EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


RUNS = ("0123456789" * 3, "9876543210" * 3)
FILLERS = {
    length: frozenset(
        run[at : at + length] for run in (*RUNS, *(digit * 30 for digit in RUNS[0][:10])) for at in range(10)
    )
    for length in (10, 11)
}
"""Digits that people type to fill a box: one again and again, or all in order up or down. By their number."""


class Invalid(refusals.Invalid, ValueError):
    """A text is not in the form it has to be in. Says what is wrong and what to do, never the text."""

    code = "malformed"
    words = "A text is not in the form it has to be in."

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


def nhs_number(text: str) -> str:
    """Return the ten digits of an NHS number, checked by its last digit (modulus 11)."""
    digits = text if NHS_NUMBER.fullmatch(text) else SEPARATORS.sub("", text)
    if not NHS_NUMBER.fullmatch(digits):
        _refuse_filler(digits)
        raise Invalid(
            "This is not an NHS number: it does not have ten digits.",
            "Give the ten digits, with or without spaces, or leave the field empty.",
        )
    # Some of them pass the check.
    if digits in FILLERS[10]:
        _refuse_filler(digits)
    if nhs.checksum(digits) != 0:
        raise Invalid(
            "This is not an NHS number: its check digit does not fit.",
            "Look for mistyped or swapped digits, or leave the field empty.",
        )
    return digits


def _refuse_filler(text: str) -> None:
    """Refuse what was typed only to fill a box: one character throughout, or three or more digits in order."""
    is_filler = len(set(text)) == 1 or (len(text) > 2 and any(text in run for run in RUNS))
    if is_filler:
        raise Invalid(
            "This is not a number but filler: one digit throughout, or digits in order.",
            "Leave the field empty where the number is not known.",
        )


def upn(text: str) -> str:
    """Return a unique pupil number, checked by its first letter.

    The authority number inside it is not compared with a list: authorities are founded and merged, and
    pupils keep numbers that older or newer ones have given.
    """
    compact = text if UPN.fullmatch(text) else SEPARATORS.sub("", text).upper()
    if not UPN.fullmatch(compact):
        _refuse_filler(compact)
        _refuse_filler(compact[1:] if len(compact) > 3 else "")
        raise Invalid(
            "This is not a unique pupil number: it is not a letter, eleven digits and a digit or letter.",
            "Give the thirteen characters without spaces, or leave the field empty.",
        )
    if compact[1:12] in FILLERS[11]:
        _refuse_filler(compact[1:12])
    if pupil_number.calc_check_digit(compact[1:]) != compact[0]:
        raise Invalid(
            "This is not a unique pupil number: its check letter does not fit.",
            "Look for mistyped or swapped characters, or leave the field empty.",
        )
    return compact


def postcode(text: str) -> str:
    """Return a postcode in capitals with one space before its last three characters."""
    found = POSTCODE.fullmatch(text) or POSTCODE.fullmatch(SEPARATORS.sub("", text).upper())
    if not found:
        raise Invalid(
            "This is not a postcode of the United Kingdom.",
            "Give the whole postcode in a form such as ZZ1 1AA; look for a letter O instead of a zero.",
        )
    return f"{found['outward']} {found['inward']}"


def is_pseudo_postcode(postcode: str) -> bool:
    """Tell whether a postcode, already in its one form, says that there is none: those of the district ZZ99."""
    return outward(postcode) == "ZZ99"


def outward(postcode: str) -> str:
    """Return the district of a postcode that is already in its one form: ZZ1 for ZZ1 1AA."""
    return postcode.partition(" ")[0]


@functools.lru_cache(maxsize=REMEMBERED)
def calendar_date(text: str) -> datetime.date:
    """Return a date written as year-month-day (ISO 8601), not before 1900."""
    if not ISO_DATE.fullmatch(text):
        raise Invalid(
            "This date is not written as year-month-day.",
            DATE_REMEDY,
        )
    try:
        date = datetime.date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "This date is not in the calendar.",
            "Check month and day; the month comes before the day.",
        ) from None
    if date.year < EARLIEST_YEAR:
        raise Invalid("This date lies before 1900.", "Check the year.")
    return date


@functools.lru_cache(maxsize=REMEMBERED)
def telephone(text: str) -> str:
    """Return a work telephone number as digits in one run, an extension after ` x`.

    Only for people at work. The register never holds the number of the place where a child lives.
    """
    compact = TELEPHONE_SEPARATORS.sub("", EXTENSION.sub("x", text).replace("(0)", ""))
    # A program that took the number for an amount has written .0 after it.
    if not TELEPHONE.fullmatch(compact) or FILLER.fullmatch(compact) or text.endswith(".0"):
        raise Invalid(
            "This is not a telephone number.",
            "Give the whole number with its area code, such as 01632 960001, and an extension after x.",
        )
    return compact.replace("x", " x")


@functools.lru_cache(maxsize=REMEMBERED)
def email(text: str) -> str:
    """Return a work e-mail address; the part after the @ in small letters."""
    if len(text) > EMAIL_LENGTH or not EMAIL.fullmatch(text):
        raise Invalid("This is not an e-mail address.", "Give one address such as name@council.example.")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def new_number() -> str:
    """Return a new number of the register: ten random digits and two check digits (ISO 7064, mod 97-10).

    Random, so that it tells nothing about the child, the authority or the day. The first digit is never
    zero, because spreadsheets lose zeros.
    """
    digits = f"{secrets.randbelow(9 * 10**9) + 10**9}"
    return digits + mod_97_10.calc_check_digits(digits)


def number(text: str) -> str:
    """Return the twelve digits of a register number that somebody has written down."""
    digits = SEPARATORS.sub("", text)
    if not is_number(digits):
        raise Invalid(
            "This is not a number of the register.",
            "Give its twelve digits, with or without spaces; look for mistyped or swapped digits.",
        )
    return digits


def is_number(text: str) -> bool:
    """Tell whether a text is the twelve digits of a register number with fitting check digits."""
    return bool(NUMBER.fullmatch(text)) and mod_97_10.is_valid(text)


def spaced(number: str) -> str:
    """Return the twelve digits of a register number in groups of four, as they are read aloud."""
    return " ".join(number[at : at + 4] for at in range(0, NUMBER_LENGTH, 4))
