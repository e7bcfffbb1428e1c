"""What spreadsheets do to a cell, and how to say it.

A file that was opened in a spreadsheet and saved again has lost what the spreadsheet took for something else: long
numbers become powers of ten, codes lose their zeros, dates are turned round or into numbers of days. Where a field
cannot be read, `explain` looks whether that is why.
"""

import re

from registry import formats

AS_TEXT = "In the spreadsheet, format the whole column as text, put the values in again, and save."

NOTHING = frozenset(
    (
        "null",
        "(null)",
        "n/a",
        "n.a.",
        "nan",
        "nil",
        "none",
        "undefined",
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        ".",
        "...",
    )
)
"""Words and signs for an empty field, in small letters."""
NOTHING_AS_A_NAME = frozenset(
    ("NULL", "null", "(null)", "N/A", "n/a", "N.A.", "n.a.", "NaN", "nan", "nil", "none", "undefined")
)
"""The same as programs write them. A family may be called Null, and a girl Nan."""

# What is no key or code, though it has the right letters: a power of ten, an amount, a date, a word for nothing.
# A code such as 7E12 is left alone: spreadsheets write a point or a sign.
POWER_OF_TEN = r"[+-]?[0-9](?:[.,][0-9]+)?[eE][+-][0-9]+|[+-]?[0-9][.,][0-9]+[eE][0-9]+"
AMOUNT = r"[+-]?[0-9]+\.0+"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DAY_LIKE = (
    rf"[0-9]{{1,2}}/[0-9]{{1,2}}/(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|[0-9]{{1,2}}-{_MONTH}(?:-[0-9]{{2,4}})?|{_MONTH}-[0-9]{{2}}"
)
# The first part only saves time: nearly no key goes further.
NOT_A_CODE_AHEAD = (
    r"(?!(?=[0-9]++[.,eE/-]|[A-Za-z]{3}-[0-9]{2}\Z|[A-Za-z/]{3,9}\Z)"
    rf"(?i:{POWER_OF_TEN}|{AMOUNT}|{_DAY_LIKE}|null|n/a|nan|none|nil|undefined)\Z)"
)

LONGEST = 100
"""Characters. Nothing of what is looked for here is longer."""
EMPTY_FIELD = "This is a word or sign for an empty field."
LEAVE_EMPTY = "Leave the field empty."

_Reason = tuple[re.Pattern[str], str, str]


def _reasons(*rows: tuple[str, str, str]) -> tuple[_Reason, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), problem, remedy) for pattern, problem, remedy in rows)


_OF_ANY_FIELD = _reasons(
    (
        r"#(?:n/a|ref!|value!|name\?|div/0!|num!|null!|spill!|calc!|getting_data)",
        "This is the error of a spreadsheet's formula.",
        "Mend the formula, or leave the field empty.",
    ),
    (
        r"#{2,}",
        "These are the signs that a spreadsheet shows where a column is too narrow.",
        "Make the column wider and save the file again.",
    ),
    (
        r"=.*",
        "This is a spreadsheet's formula.",
        "Send what the formula shows: copy the column and paste it as values.",
    ),
    (
        r"['‘’`].+",
        "There is an apostrophe in front, by which a spreadsheet marks text.",
        "Take the apostrophe out.",
    ),
    (
        r'".*"',
        "This has quotation marks of its own inside the field.",
        "Put each field into quotation marks once at most.",
    ),
    (
        POWER_OF_TEN,
        "This is a number in scientific notation: the spreadsheet has dropped its digits.",
        AS_TEXT,
    ),
    (
        AMOUNT,
        "This is a number with a decimal point: a spreadsheet or program took it for an amount.",
        AS_TEXT,
    ),
)
_OF_KEYS = _reasons(
    (
        _DAY_LIKE,
        "This is a date, into which a spreadsheet has turned the key or code.",
        AS_TEXT,
    ),
)
_OF_TELEPHONES = _reasons(
    (
        r"[1-9](?:[ .-]?[0-9]){8,9}",
        "This telephone number has lost the zero in front.",
        AS_TEXT,
    ),
)
_OF_DATES = _reasons(
    (
        r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{4}(?:[ T,].*)?",
        "This date has its year last.",
        formats.DATE_REMEDY,
    ),
    (
        r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{2}(?:[ T,].*)?",
        "This date has a year of two digits.",
        formats.DATE_REMEDY,
    ),
    (
        rf"(?:.*[^a-z])?{_MONTH}[a-z]*[^a-z].*",
        "This date has its month in letters.",
        formats.DATE_REMEDY,
    ),
    (
        r"[0-9]{4}[/. ][0-9]{1,2}[/. ][0-9]{1,2}(?:[ T,].*)?",
        "This date has other signs than hyphens between year, month and day.",
        formats.DATE_REMEDY,
    ),
    (
        r"(?!.{10})[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        "This date has a month or a day of one digit.",
        "Put a zero in front of it: 2009-03-01.",
    ),
    (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T].*|Z|[+-][0-9:]+)",
        "This date has a time of day or a time zone.",
        "Send the date alone: 2009-03-31.",
    ),
    (
        r"[0-9]{8}",
        "This date has no hyphens.",
        formats.DATE_REMEDY,
    ),
    (
        r"[0-9]{5}(?:[.,][0-9]+)?",
        "This is the number by which a spreadsheet counts a day, not a date.",
        "In the spreadsheet, format the column as a date written year-month-day, such as 2009-03-31, and save.",
    ),
    (
        r"(?=\d)(?=.*[^\x00-\x7f])[\d\W]+",
        "This date has digits or signs of another script.",
        "Write it with the digits 0 to 9 and hyphens: 2009-03-31.",
    ),
)


def explain(text: str) -> formats.Invalid | None:
    """What a spreadsheet did to a text that its field cannot read; nothing where it seems to have done nothing."""
    return _told(text, _OF_ANY_FIELD)


def explain_key(text: str) -> formats.Invalid | None:
    """The same for keys and codes."""
    return _told(text, _OF_ANY_FIELD + _OF_KEYS)


def explain_telephone(text: str) -> formats.Invalid | None:
    """The same for telephone numbers."""
    return _told(text, _OF_ANY_FIELD + _OF_TELEPHONES)


def explain_date(text: str) -> formats.Invalid | None:
    """In which other way a date is written."""
    return _told(text, _OF_DATES + _OF_ANY_FIELD)


def _told(text: str, reasons: tuple[_Reason, ...]) -> formats.Invalid | None:
    if len(text) > LONGEST:
        return None
    if text.casefold() in NOTHING:
        return formats.Invalid(EMPTY_FIELD, LEAVE_EMPTY)
    for pattern, problem, remedy in reasons:
        if pattern.fullmatch(text):
            return formats.Invalid(problem, remedy)
    return None
