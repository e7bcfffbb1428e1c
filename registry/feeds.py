"""What other systems send: two formats of files, as tables of fields, and the reader of such files.

A table is the only description of its format. The parser, the messages in reject reports and the
documentation (docs/feeds.md) are made from it. What is not in a table cannot be sent: there is no column for
a photograph, for a telephone number of the child or the home, for a note, a score or a reason (Children Act
2004 s. 12(4); Making ContactPoint Work, Children's Rights Director 2007).

Sending what is right is the sender's duty; saying exactly what is not right is ours. A message says which
field, what is wrong and what to do. It never repeats what was sent.
"""

import collections
import csv
import functools
import operator
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from ground import statute
from registry import classes, formats, names

LONGEST_LINE = 64 * 1024
"""Bytes. A line of either format has under 2,000; what is longer is not a line of a feed."""
MOST_LINES_IN_QUOTES = 50
"""Physical lines. A quotation mark that is not closed within them was never opened on purpose."""
LONGEST_ESTIMATE_YEARS = 5
NAME_LENGTH = 100
TEXT_LENGTH = 100
DATE_REMEDY = "Check the year, and that the month stands before the day."
LINE = "line"
"""Stands in the place of a field's name where the line as a whole is wrong."""

Payload = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a line: the field, what is wrong, what to do."""

    field: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line that can be believed: what it says, the sender's key of the record, the day it was true.

    The payload has every column of the format but these two, each with a normalised text; nothing said is
    an empty text.
    """

    payload: Payload
    key: str
    as_at: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file by its number (the header is line 1): parsed, or its problems, never both."""

    number: int
    parsed: Parsed | None
    problems: tuple[Problem, ...] = ()


class HeaderError(Exception):
    """The first line does not name the columns of the format. Nothing of the file is read."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(f"{problem.problem} {problem.remedy}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Parser:
    """How a field is written: in words for the documentation, and the function that reads it."""

    words: str
    read: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `default` is what an empty field means; `remedy` says what to do if a required one is
    empty; `record_class` says who may be shown it."""

    name: str
    meaning: str
    parser: Parser
    example: str
    record_class: classes.FieldClass
    required: bool = False
    remedy: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What has to hold between fields that are each well written. The check gets the complete payload; dates
    in it can be compared as they are written."""

    words: str
    check: Callable[[Payload], Sequence[Problem]]


Step = tuple[str, Callable[[str], str], bool, str, str]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its columns in their usual order, and the rules between them."""

    name: str
    title: str
    words: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    examples: tuple[Mapping[str, str], ...] = ()
    steps: tuple[Step, ...] = field(init=False, repr=False)
    past_dates: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        steps = tuple((f.name, f.parser.read, f.required, f.remedy, f.default) for f in self.fields)
        object.__setattr__(self, "steps", steps)
        past_dates = tuple(f.name for f in self.fields if f.parser is DAY_COME)
        object.__setattr__(self, "past_dates", past_dates)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def parse(self, row: Mapping[str, str], *, today: date) -> Parsed | list[Problem]:
        """Read one row, given by column names. A column that is missing is an empty field; a column that the
        format does not have is a problem."""
        unknown = [_unknown_column(name) for name in row if name not in self.columns]
        if unknown:
            return unknown
        return self.judge([row.get(name, "") for name in self.columns], today.isoformat())

    def judge(self, texts: Sequence[str], today: str) -> Parsed | list[Problem]:
        """Read the fields of one line, given in the order of `columns`."""
        payload: Payload = {}
        problems: list[Problem] = []
        for (name, read, required, remedy, default), text in zip(self.steps, texts, strict=True):
            if not text or not (stated := text.strip()):
                payload[name] = default
                if required:
                    problems.append(Problem(name, "This field is empty.", remedy))
                continue
            try:
                payload[name] = read(stated)
            except formats.Invalid as refusal:
                problems.append(Problem(name, refusal.problem, refusal.remedy))
        if problems:
            return problems
        problems += [
            Problem(name, "This date lies in the future.", DATE_REMEDY)
            for name in self.past_dates
            if payload[name] > today
        ]
        for rule in self.rules:
            problems += rule.check(payload)
        if problems:
            return problems
        key, as_at = payload.pop("record_id"), payload.pop("as_at")
        return Parsed(payload, key, formats.calendar_date(as_at))

    def reading_order(self, header: Sequence[str]) -> Callable[[list[str]], Sequence[str]]:
        """Return the function that puts the cells of a line into the order of `columns`.

        Columns may come in any order; optional ones may be left out. Raises `HeaderError` for columns that
        are missing, unknown or named twice.
        """
        found = [name.strip() for name in header]
        missing = [f for f in self.fields if f.required and f.name not in found]
        if len(missing) * 2 > sum(f.required for f in self.fields):
            # Perhaps it is the first child's line: repeat nothing of it.
            raise HeaderError(
                Problem(
                    LINE,
                    f"The first line does not name the columns of the format {self.name}.",
                    "Begin the file with the line of column names, separated by commas, as documented.",
                )
            )
        problems = [
            Problem(f.name, f"The required column {f.name} is missing.", "Add the column.") for f in missing
        ]
        problems += [_unknown_column(name) for name in found if name not in self.columns]
        problems += [
            Problem(name, f"The column {name} is named {times} times.", "Name each column once.")
            for name, times in collections.Counter(found).items()
            if times > 1 and name in self.columns
        ]
        if problems:
            raise HeaderError(*problems)
        if tuple(found) == self.columns:
            return list
        places = {name: place for place, name in enumerate(found)}
        # A column that was left out is read from an empty cell put after the last.
        wanted = [places.get(name, len(found)) for name in self.columns]
        pick = operator.itemgetter(*wanted)
        return lambda cells: pick([*cells, ""])


# --- reading a file ---------------------------------------------------------------------------------------------


def read(stream: BinaryIO, form: Format, *, today: date) -> Iterator[Line]:
    """Read a file line by line; whatever bytes it has, every line is accounted for once.

    Raises `HeaderError` at once where the first line does not name the columns. Afterwards nothing raises:
    a line that cannot be believed is yielded with its problems. Blank lines are passed over. Memory does not
    grow with the file or with a line.
    """
    source = _Source(stream)
    header = _header(source)
    return _lines(source, form, form.reading_order(header), today.isoformat(), len(header))


Physical = tuple[int, bytes | None]


class _Source:
    """The physical lines of a stream with their numbers, one of which may be put back.

    A line that is too long comes as nothing, after its end has been found.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._number = 0
        self._returned: collections.deque[Physical] = collections.deque()

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> Physical:
        if self._returned:
            return self._returned.popleft()
        raw = self._stream.readline(LONGEST_LINE + 1)
        if not raw:
            raise StopIteration
        self._number += 1
        if len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            return self._number, None
        return self._number, raw

    def put_back(self, lines: Sequence[Physical]) -> None:
        self._returned.extendleft(reversed(lines))


def _header(source: _Source) -> list[str]:
    _, raw = next(source, (0, b""))
    if raw is None:
        raise HeaderError(
            Problem(LINE, "The first line is too long.", "Send a file of comma-separated values.")
        )
    try:
        text = raw.decode("utf-8-sig")
        cells = next(csv.reader([text], strict=True, skipinitialspace=True), [])
    except (UnicodeDecodeError, csv.Error):
        raise HeaderError(
            Problem(
                LINE, "The first line cannot be read.", "Save the file as comma-separated values in UTF-8."
            )
        ) from None
    if not "".join(cells).strip():
        raise HeaderError(
            Problem(
                LINE,
                "The file does not begin with column names.",
                "Begin the file with the line of column names.",
            )
        )
    return cells


TOO_LONG = Problem(
    LINE,
    f"The line is longer than {LONGEST_LINE // 1024} KiB.",
    "Look for a missing line end or for content that does not belong in the file.",
)
NOT_UTF_8 = Problem(
    LINE, "The line is not written in UTF-8.", "Save the file in UTF-8 and send the line again."
)
QUOTES = Problem(
    LINE,
    "The quotation marks of the line do not fit.",
    "Put quotation marks around whole fields, and double them inside.",
)


def _lines(
    source: _Source, form: Format, order: Callable[[list[str]], Sequence[str]], today: str, width: int
) -> Iterator[Line]:
    judge = form.judge
    for number, raw in source:
        if raw is None:
            yield Line(number, None, (TOO_LONG,))
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            yield Line(number, None, (NOT_UTF_8,))
            continue
        if '"' in text:
            cells = _quoted_cells(text, source)
        elif text.isspace():
            continue
        else:
            cells = text.rstrip("\r\n").split(",")
        if cells is None:
            yield Line(number, None, (QUOTES,))
        elif len(cells) != width:
            yield Line(number, None, (_wrong_width(len(cells), width),))
        else:
            verdict = judge(order(cells), today)
            if isinstance(verdict, Parsed):
                yield Line(number, verdict)
            else:
                yield Line(number, None, tuple(verdict))


def _quoted_cells(first: str, source: _Source) -> list[str] | None:
    """Return the cells of a line with quotation marks, taking further physical lines while one is open.

    If the marks do not fit, the line alone is lost: what was taken is put back and read as lines.
    """
    taken: list[Physical] = []

    def texts() -> Iterator[str]:
        yield first
        size = len(first)
        for physical in source:
            taken.append(physical)
            raw = physical[1]
            size += LONGEST_LINE if raw is None else len(raw)
            if raw is None or size > LONGEST_LINE or len(taken) > MOST_LINES_IN_QUOTES:
                return
            yield raw.decode()

    try:
        return next(csv.reader(texts(), strict=True, skipinitialspace=True))
    except (csv.Error, UnicodeDecodeError):
        source.put_back(taken)
        return None


def _wrong_width(cells: int, columns: int) -> Problem:
    return Problem(
        LINE,
        f"The line has {cells} fields, the header has {columns}.",
        "Look for a comma inside a field; put quotation marks around such a field.",
    )


PLAIN_COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def _unknown_column(name: str) -> Problem:
    if not PLAIN_COLUMN.fullmatch(name):
        return Problem(LINE, "A column has a name that is not part of the format.", "Leave the column out.")
    return Problem(
        name,
        f"The column {name} is not part of the format.",
        "Leave it out. The register may hold nothing but the documented columns.",
    )


# --- how fields are written -------------------------------------------------------------------------------------

BREAKS = {*range(0x20), 0x85, 0x2028, 0x2029}
UNSEEN = re.compile(f"[{''.join(map(chr, sorted(names.INVISIBLE | BREAKS)))}]")
ANGLES = re.compile(r"[<>]")
PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 '.-]*")
PLAIN_TEXT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 '.,/()-]*")
NAME_PUNCTUATION = frozenset(" '’‘ʼ`´.,-‐‑–/()·")
NINE_DIGITS = re.compile(r"(?:[0-9][\s().-]*){9}")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,19}")
AUTHORITY_CODE = re.compile(r"[A-Za-z0-9]{1,8}")


def _seen(text: str, length: int) -> None:
    """Refuse what no written line of text has: too much of it, what cannot be seen, markup, a number to call."""
    if len(text) > length:
        raise formats.Invalid(
            f"This is longer than {length} characters.", "Shorten it, or check the columns."
        )
    if UNSEEN.search(text):
        raise formats.Invalid(
            "This has a character that cannot be seen: a control character, a line break, or a mark of zero width "
            "or of writing direction.",
            "Type it anew, without copying.",
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
    if len(text) <= NAME_LENGTH and PLAIN_NAME.fullmatch(text) and not NINE_DIGITS.search(text):
        return names.clean_display(text)
    _seen(text, NAME_LENGTH)
    for character in text:
        if character not in NAME_PUNCTUATION and unicodedata.category(character)[0] not in "LMN":
            raise formats.Invalid(
                "This name has a character that no name has.",
                "Send letters, apostrophes, hyphens, full stops and blanks alone.",
            )
    if not any(character.isalpha() for character in text) or not names.normalise(text):
        raise formats.Invalid("This name has no letter.", "Send the name as the family writes it.")
    return names.clean_display(text)


def _text(text: str) -> str:
    if len(text) <= TEXT_LENGTH and PLAIN_TEXT.fullmatch(text) and not NINE_DIGITS.search(text):
        return names.clean_display(text)
    _seen(text, TEXT_LENGTH)
    if not any(character.isalnum() for character in text):
        raise formats.Invalid("This has no letter and no digit.", "Send the words, or leave the field empty.")
    return names.clean_display(text)


@functools.lru_cache(maxsize=names.REMEMBERED)
def _date(text: str) -> str:
    formats.calendar_date(text)
    return text


def _written_as(pattern: re.Pattern[str], problem: str, remedy: str) -> Callable[[str], str]:
    @functools.lru_cache(maxsize=names.REMEMBERED)
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise formats.Invalid(problem, remedy)
        return text

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
DAY = Parser("a date, year-month-day", _date)
DAY_COME = Parser("a date, year-month-day, not in the future", _date)
POSTCODE = Parser("a whole postcode", formats.postcode)
NHS_NUMBER = Parser("ten digits; the check digit is checked", formats.nhs_number)
UPN = Parser("a letter, eleven digits, a digit or letter; the check letter is checked", formats.upn)
TELEPHONE = Parser("a work telephone number with its area code; an extension after x", formats.telephone)
EMAIL = Parser("a work e-mail address", formats.email)
RECORD_KEY = Parser(
    "at most 100 letters, digits and . _ : / + -",
    _written_as(
        KEY,
        "This is not a key: it has a blank or a sign that keys do not have, or is too long.",
        "Send at most 100 letters, digits and . _ : / + - and begin with a letter or digit.",
    ),
)
ORGANISATION_CODE = Parser(
    "a code from the directory of organisations, at most 20 characters",
    _written_as(
        CODE, "This is not a code of the directory.", "Use the code, not the name, from the directory."
    ),
)
AUTHORITY = Parser(
    "the code of an authority, at most 8 letters and digits",
    _written_as(
        AUTHORITY_CODE, "This is not an authority's code.", "Use the code, not the name, of the authority."
    ),
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


# --- what has to hold between fields ----------------------------------------------------------------------------


def _not_before(later: str, earlier: str, problem: str) -> Callable[[Payload], Sequence[Problem]]:
    refusal = (Problem(later, problem, "Check both dates; the month stands before the day."),)

    def check(payload: Payload) -> Sequence[Problem]:
        return refusal if payload[later] and payload[later] < payload[earlier] else ()

    return check


@functools.lru_cache(maxsize=names.REMEMBERED)
def _years_on(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}"


def _is_a_childs_age(payload: Payload) -> Sequence[Problem]:
    latest = payload["birth_date_to"] or payload["birth_date"]
    if _years_on(latest, statute.EXTENSION_ENDS.value) > payload["as_at"]:
        return ()
    return (
        Problem(
            "birth_date",
            f"This is the birth date of a person of {statute.EXTENSION_ENDS.value} or more.",
            "Check the year, and that it is the child's birth date.",
        ),
    )


def _estimate_is_narrow(payload: Payload) -> Sequence[Problem]:
    latest = payload["birth_date_to"]
    if not latest or latest <= _years_on(payload["birth_date"], LONGEST_ESTIMATE_YEARS):
        return ()
    return (
        Problem(
            "birth_date_to",
            f"The estimate spans more than {LONGEST_ESTIMATE_YEARS} years.",
            "Give the narrowest span that the service has good reason for.",
        ),
    )


BIRTH_RULES = (
    Rule(
        "`birth_date_to` is not before `birth_date`.",
        _not_before(
            "birth_date_to", "birth_date", "The latest possible birth date lies before the earliest."
        ),
    ),
    Rule(f"An estimated birth date spans at most {LONGEST_ESTIMATE_YEARS} years.", _estimate_is_narrow),
    Rule(
        "`birth_date` is not after `as_at`.",
        _not_before("as_at", "birth_date", "This lies before the birth."),
    ),
    Rule(f"On the day `as_at` the person is younger than {statute.EXTENSION_ENDS.value}.", _is_a_childs_age),
)

ADDRESS = ("address_line_1", "address_line_2", "town", "postcode")
WITH_ADDRESS = frozenset({"current", "last-known"})
CARERS = tuple(
    (f"carer_{place}_given_name", f"carer_{place}_family_name", f"carer_{place}_responsibility")
    for place in (1, 2)
)


def _address_fits(payload: Payload) -> Sequence[Problem]:
    if payload["whereabouts"] in WITH_ADDRESS:
        return [
            Problem(
                name,
                "This field is empty, though the child has an address.",
                "Give it; or state in whereabouts that no address is known or that the child has left England.",
            )
            for name in ("address_line_1", "postcode")
            if not payload[name]
        ]
    return [
        Problem(
            name,
            "There is an address, though whereabouts says that there is none.",
            "Empty the field, or state in whereabouts that the address is current or last-known.",
        )
        for name in ADDRESS
        if payload[name]
    ]


def _school_fits(payload: Payload) -> Sequence[Problem]:
    if payload["education"] == "school":
        return [
            Problem(
                name,
                "This field is empty, though the child is at a school.",
                "Give it, or state in education that the child is educated elsewhere or at home.",
            )
            for name in ("school_code", "school_start_date")
            if not payload[name]
        ]
    return [
        Problem(
            name,
            "There is a school, though education says that there is none.",
            "Empty the field, or state in education that the child is at a school.",
        )
        for name in ("school_code", "school_start_date")
        if payload[name]
    ]


def _carers_are_whole(payload: Payload) -> Sequence[Problem]:
    problems: list[Problem] = []
    for columns in CARERS:
        empty = [name for name in columns if not payload[name]]
        if empty and len(empty) < len(columns):
            problems += [
                Problem(
                    name,
                    "This field is empty, though the carer is named in part.",
                    "Give both names and the responsibility of the carer, or none of them.",
                )
                for name in empty
            ]
    return problems


def _can_be_reached(payload: Payload) -> Sequence[Problem]:
    if payload["telephone"] or payload["email"]:
        return ()
    return (
        Problem(
            "telephone",
            "There is no way to reach the practitioner.",
            "Give a work telephone number or a work e-mail address.",
        ),
    )


CONSENT = ("consent_given_by", "consent_on", "consent_method")


def _consent_is_whole(payload: Payload) -> Sequence[Problem]:
    empty = [name for name in CONSENT if not payload[name]]
    if len(empty) == len(CONSENT) and not payload["consent_withdrawn_on"]:
        return ()
    problems = [
        Problem(
            name,
            "This field is empty, though consent is stated in part.",
            "State who consented, when and how; or nothing about consent.",
        )
        for name in empty
    ]
    if payload["significant_harm"] == "Y":
        problems.append(
            Problem(
                "significant_harm",
                "The line says both that consent was given and that there was none.",
                "State the consent, or that there was none because significant harm is suspected.",
            )
        )
    return problems


# --- the formats ------------------------------------------------------------------------------------------------

RECORD_ID = Field(
    "record_id",
    "The record's own key in the sending system. The same key is the same record for ever.",
    RECORD_KEY,
    "WM-000417",
    classes.INTERNAL,
    required=True,
    remedy="Give the key under which the sending system keeps this record.",
)
AS_AT = Field(
    "as_at",
    "The day on which the line was true. A line with an older day than one received before changes nothing.",
    DAY_COME,
    "2009-05-18",
    classes.METADATA,
    required=True,
    remedy="Give the day on which the sending system last confirmed what the line says.",
)
UPN_FIELD = Field(
    "upn", "Unique pupil number, where there is one.", UPN, "V998417209001", classes.BODY_NUMBER
)
NHS_NUMBER_FIELD = Field(
    "nhs_number", "NHS number, where the service holds it.", NHS_NUMBER, "9990000018", classes.BODY_NUMBER
)
GIVEN_NAME = Field(
    "given_name",
    "Given name in use now; several in one field, with a blank between them.",
    NAME,
    "Zoë",
    classes.OPEN,
    required=True,
    remedy="Give the child's given name. For a baby without one, send what the birth notification has.",
)
FAMILY_NAME = Field(
    "family_name",
    "Family name in use now.",
    NAME,
    "O'Dowd-Marsh",
    classes.OPEN,
    required=True,
    remedy="Give the child's family name. A person of one name has it in both fields.",
)
BIRTH_DATE = Field(
    "birth_date",
    "Birth date; where it is estimated, the earliest possible one.",
    DAY_COME,
    "1997-11-02",
    classes.OPEN,
    required=True,
    remedy="Give the birth date. Where it is not known, give the earliest and the latest possible one.",
)
BIRTH_DATE_TO = Field(
    "birth_date_to", "The latest possible birth date, only where it is estimated.", DAY_COME, "", classes.OPEN
)


def _carer_fields(place: int, given: str, family: str) -> tuple[Field, ...]:
    return (
        Field(f"carer_{place}_given_name", "Given name of a parent or carer.", NAME, given, classes.PERSONAL),
        Field(
            f"carer_{place}_family_name",
            "Family name of that parent or carer.",
            NAME,
            family,
            classes.PERSONAL,
        ),
        Field(
            f"carer_{place}_responsibility",
            "Why that person is named.",
            RESPONSIBILITY,
            "parental-responsibility" if given else "",
            classes.PERSONAL,
        ),
    )


SCHOOL_CENSUS = Format(
    name="school-census",
    title="School census",
    words="One line for each pupil, or for each child whom the authority knows: who the child is, where the child "
    "lives, who cares for the child, and where the child is educated.",
    fields=(
        RECORD_ID,
        AS_AT,
        UPN_FIELD,
        GIVEN_NAME,
        FAMILY_NAME,
        Field("former_given_name", "A given name the child had before.", NAME, "", classes.OPEN),
        Field("former_family_name", "A family name the child had before.", NAME, "Marsh", classes.OPEN),
        BIRTH_DATE,
        BIRTH_DATE_TO,
        Field(
            "gender",
            "Gender, or the statement that it is not specified.",
            GENDER,
            "F",
            classes.OPEN,
            required=True,
            remedy="Give F or M, or N to state that it is not specified.",
        ),
        Field(
            "whereabouts",
            "Which of the statements about an address the regulations allow is made.",
            WHEREABOUTS,
            "current",
            classes.WHEREABOUTS,
            default="current",
        ),
        Field("address_line_1", "House and street.", STREET, "14 Saltmarsh Row", classes.WHEREABOUTS),
        Field("address_line_2", "Second line of the address.", STREET, "Nether Quay", classes.WHEREABOUTS),
        Field("town", "Town or village.", TEXT, "Westmarch Haven", classes.WHEREABOUTS),
        Field("postcode", "Postcode of the address.", POSTCODE, "ZZ4 7QD", classes.WHEREABOUTS),
        *_carer_fields(1, "Maeve", "O'Dowd"),
        *_carer_fields(2, "", ""),
        Field("school_code", "The school.", ORGANISATION_CODE, "X01-S004", classes.WHEREABOUTS),
        Field(
            "school_start_date", "The day the child started there.", DAY, "2009-01-05", classes.WHEREABOUTS
        ),
        Field(
            "education",
            "Where the child is educated.",
            EDUCATION,
            "school",
            classes.WHEREABOUTS,
            default="school",
        ),
        Field(
            "authority",
            "The authority in whose area the child lives.",
            AUTHORITY,
            "X01",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the code of the authority in whose area the child lives.",
        ),
    ),
    rules=(
        *BIRTH_RULES,
        Rule(
            "`address_line_1` and `postcode` are needed where `whereabouts` is `current` or `last-known`; otherwise "
            "every part of the address is empty.",
            _address_fits,
        ),
        Rule(
            "`school_code` and `school_start_date` are needed where `education` is `school`; otherwise both are empty.",
            _school_fits,
        ),
        Rule(
            "`school_start_date` is not before `birth_date`.",
            _not_before("school_start_date", "birth_date", "The school starts before the birth."),
        ),
        Rule("A carer has both names and a responsibility, or nothing.", _carers_are_whole),
    ),
    examples=(
        {},
        {
            "record_id": "WM-000418",
            "upn": "",
            "given_name": "Tomasz",
            "family_name": "Łęcki",
            "former_family_name": "",
            "birth_date": "2005-01-01",
            "birth_date_to": "2005-12-31",
            "gender": "M",
            "whereabouts": "left-returning",
            "address_line_1": "",
            "address_line_2": "",
            "town": "",
            "postcode": "",
            "carer_1_given_name": "",
            "carer_1_family_name": "",
            "carer_1_responsibility": "",
            "school_code": "",
            "school_start_date": "",
            "education": "elsewhere",
        },
    ),
)

SERVICE_INVOLVEMENTS = Format(
    name="service-involvements",
    title="Service involvements",
    words="One line for each service that works or has worked with a child: who there, since when, until when, and "
    "how to reach that person at work. Never what for.",
    fields=(
        RECORD_ID,
        AS_AT,
        NHS_NUMBER_FIELD,
        UPN_FIELD,
        GIVEN_NAME,
        FAMILY_NAME,
        BIRTH_DATE,
        BIRTH_DATE_TO,
        Field(
            "postcode",
            "The child's postcode, where the service holds it; used to find the right child.",
            POSTCODE,
            "ZZ4 7QD",
            classes.WHEREABOUTS,
        ),
        Field(
            "practice_code",
            "The general practice with which the child is registered, where the service holds it.",
            ORGANISATION_CODE,
            "X01-P002",
            classes.WHEREABOUTS,
        ),
        Field(
            "service_code",
            "The service that works with the child.",
            ORGANISATION_CODE,
            "X01-YOUTH",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the service's code from the directory of services.",
        ),
        Field(
            "practitioner_name",
            "Who works with the child there.",
            TEXT,
            "Ivor Penhallow",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the name of the practitioner, or of the team where there is nobody yet.",
        ),
        Field(
            "job_title",
            "That person's job title.",
            TEXT,
            "Youth worker",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the job title, as the directory shows it to other practitioners.",
        ),
        Field(
            "telephone",
            "That person's telephone number at work.",
            TELEPHONE,
            "01632 960311",
            classes.WHEREABOUTS,
        ),
        Field(
            "email",
            "That person's e-mail address at work.",
            EMAIL,
            "i.penhallow@youth.example",
            classes.WHEREABOUTS,
        ),
        Field(
            "start_date",
            "The day the involvement began.",
            DAY_COME,
            "2009-03-02",
            classes.WHEREABOUTS,
            required=True,
            remedy="Give the day on which the service began to work with the child.",
        ),
        Field("end_date", "The day it ended; empty while it goes on.", DAY_COME, "", classes.WHEREABOUTS),
        Field(
            "lead_professional",
            "Whether this person is the child's lead professional.",
            YES_NO,
            "N",
            classes.WHEREABOUTS,
            default="N",
        ),
        Field(
            "caf_holder",
            "Whether this person holds a common assessment of the child. Never what is in it.",
            YES_NO,
            "Y",
            classes.WHEREABOUTS,
            default="N",
        ),
        Field(
            "consent_given_by",
            "For a sensitive service: who consented to its being recorded.",
            CONSENT_BY,
            "",
            classes.OFFICERS,
        ),
        Field(
            "consent_on", "For a sensitive service: the day of the consent.", DAY_COME, "", classes.OFFICERS
        ),
        Field(
            "consent_method",
            "For a sensitive service: how it was given.",
            CONSENT_METHOD,
            "",
            classes.OFFICERS,
        ),
        Field(
            "consent_withdrawn_on",
            "For a sensitive service: the day the consent was withdrawn. The entry is no longer shown from then on.",
            DAY_COME,
            "",
            classes.OFFICERS,
        ),
        Field(
            "significant_harm",
            "For a sensitive service: whether it is recorded without consent because significant harm is suspected "
            "(Children Act 1989 s. 31; SI 2007/2182 reg. 11(3)(b)).",
            YES_NO,
            "N",
            classes.OFFICERS,
            default="N",
        ),
    ),
    rules=(
        *BIRTH_RULES,
        Rule(
            "`start_date` is not before `birth_date`.",
            _not_before("start_date", "birth_date", "The involvement begins before the birth."),
        ),
        Rule(
            "`end_date` is not before `start_date`.",
            _not_before("end_date", "start_date", "The involvement ends before it begins."),
        ),
        Rule("There is a `telephone` or an `email`.", _can_be_reached),
        Rule(
            "`consent_given_by`, `consent_on` and `consent_method` are stated together or not at all, and never "
            "together with `significant_harm`.",
            _consent_is_whole,
        ),
        Rule(
            "`consent_withdrawn_on` is not before `consent_on`.",
            _not_before("consent_withdrawn_on", "consent_on", "Consent is withdrawn before it is given."),
        ),
    ),
    examples=(
        {},
        {
            "record_id": "WM-000902",
            "nhs_number": "",
            "upn": "",
            "service_code": "X01-HARBOUR",
            "practice_code": "",
            "practitioner_name": "Nell Fairweather",
            "job_title": "Young people's worker",
            "telephone": "01632 960377",
            "email": "",
            "start_date": "2009-04-20",
            "caf_holder": "N",
            "consent_given_by": "child",
            "consent_on": "2009-04-20",
            "consent_method": "written",
        },
    ),
)

FORMATS: dict[str, Format] = {form.name: form for form in (SCHOOL_CENSUS, SERVICE_INVOLVEMENTS)}


# --- documentation ----------------------------------------------------------------------------------------------

OPENING = """\
# Feeds

This page is made from the tables that read the files (`manage.py write_feed_docs`). Do not edit it by hand.

A service keeps its own system; what is in it is entered once. The register learns of it from files, one for each
source and delivery:

    manage.py load_feed SOURCE FILE

`SOURCE` is the code of a source that has been accepted; it decides which of the formats below `FILE` has. Loading the
same file again changes nothing. A load that was cut off goes on where it stopped.

## How a file is written

- Comma-separated values (RFC 4180) in UTF-8, with or without a byte-order mark; lines end with LF or CR LF.
- The first line names the columns, in any order. A column that is not required may be left out. A column that is
  not in the table is refused, and with it the whole file: the register may hold nothing else. There is no column
  for a photograph, for a telephone number of a child or a home, or for notes.
- A field with a comma or a quotation mark stands in quotation marks; a quotation mark inside is doubled.
- An empty field says nothing, or what the table gives as its meaning when empty.
- A line has at most {longest} KiB. Blank lines are passed over.
- Names are sent as the family writes them, in any script, with apostrophes, hyphens and accents. Characters that
  cannot be seen (control characters, line breaks, marks of zero width or of writing direction) and angle brackets
  are refused.

## What becomes of every line

    received = applied + superseded + duplicate + rejected + quarantined

| Outcome | Meaning |
|---|---|
| received | Lines of the file without the header and without blank lines. |
| applied | Believed, and part of the record now. |
| superseded | Believed, but older than what is known of the same `record_id` already; kept, not shown. |
| duplicate | Says what the last line of the same `record_id` and day has said. |
| rejected | Not believed. Each problem stands in the reject report; correct it at the source and send it again. |
| quarantined | Set aside for a person to decide, because it is not certain which child is meant or what it may show. |

The balance holds for each delivery. A sender is told what was accepted, rejected and duplicate.

## The reject report

One row for each problem; a line may have several.

| Column | Meaning |
|---|---|
| line | Its number in the file, the header being 1. Of a line broken inside quotation marks, its first part. |
| field | The column, or `line` where the line as a whole is wrong. |
| problem | What is wrong. |
| remedy | What to do. |

The report never repeats what was sent, so it can be passed on and logged.

## Who may be shown a field

The last column of each table is the field's class: *open* fields show even on a shielded record; *personal* and
*whereabouts* fields are withheld there; a *body-number* is shown only to the body that gives it; *officers* see
consent receipts; *metadata* and *internal* fields are not shown on a record.
"""


def documentation() -> str:
    """Return the text of docs/feeds.md."""
    return "\n".join([OPENING.format(longest=LONGEST_LINE // 1024), *map(_describe, FORMATS.values())])


def example_file(form: Format) -> str:
    """Return a small correct file of the format: its header and its examples."""
    usual = {f.name: f.example for f in form.fields}
    rows = [usual | dict(example) for example in form.examples]
    return "\n".join(",".join(cells) for cells in [form.columns, *(row.values() for row in rows)]) + "\n"


def _describe(form: Format) -> str:
    rows = [
        f"| `{f.name}` | {_need(f)} | {f.meaning} | {f.parser.words} | {_shown(f.example)} | {f.record_class} |"
        for f in form.fields
    ]
    rules = [f"- {rule.words}" for rule in form.rules]
    return "\n".join(
        [
            f"## {form.title}: `{form.name}`\n",
            form.words + "\n",
            "| Column | Needed | What it says | How it is written | Example | Class |",
            "|---|---|---|---|---|---|",
            *rows,
            "\nBetween the fields:\n",
            *rules,
            "\nA file:\n",
            "```csv",
            example_file(form) + "```\n",
        ]
    )


def _need(described: Field) -> str:
    if described.required:
        return "yes"
    return f"empty means `{described.default}`" if described.default else "no"


def _shown(example: str) -> str:
    return f"`{example}`" if example else ""
