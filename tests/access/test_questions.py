"""What may be typed into a line and into a date."""

from datetime import date

import pytest
import time_machine

from access.questions import DateQuestion, Line, Questions


class Form(Questions):
    born = DateQuestion(label="Date of birth", what="the date of birth")
    name = Line(what="the name", label="Name", required=False)


def read(*parts: str, name: str = "") -> Form:
    return Form({**{f"born_{at}": part for at, part in enumerate(parts)}, "name": name})


@pytest.fixture(autouse=True)
def today() -> object:
    with time_machine.travel("2026-11-02", tick=False):
        yield


@pytest.mark.parametrize(
    "parts",
    [
        ("14", "3", "2015"),
        ("14", "March", "2015"),
        ("14", "mar", "2015"),
        ("14th", "MAR.", "2015"),
        ("\u00a014", "\u200b03", "2015\ufeff"),
        ("14/03/2015",),
        ("14.3.2015",),
        ("14-03-2015",),
        ("14\u201303\u20132015",),
        ("14032015",),
        ("2015-03-14",),
        ("14 March 2015",),
        ("14\u00a0March\u00a02015",),
        ("Saturday 14th of March, 2015",),
        ("March 14, 2015",),
        ("14mar2015",),
    ],
)
def test_a_date_is_read_as_people_write_it(parts: tuple[str, ...]) -> None:
    form = read(*parts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(2015, 3, 14)


@pytest.mark.parametrize(
    ("month", "number"), [("Jan", 1), ("sept", 9), ("June", 6), ("jul", 7), ("december", 12)]
)
def test_months_are_known_by_their_words(month: str, number: int) -> None:
    form = read("1", month, "2015")
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(2015, number, 1)


@pytest.mark.parametrize(
    ("parts", "year"),
    [
        (("14", "3", "15"), 2015),
        (("14 March 15",), 2015),
        (("14/03/26",), 2026),
        (("14", "3", "27"), 1927),
        (("14", "3", "'98"), 1998),
    ],
)
def test_a_year_of_two_digits_is_asked_back_and_never_guessed(parts: tuple[str, ...], year: int) -> None:
    message = f"Enter the year of the date of birth with all four digits. Did you mean {year}?"
    assert read(*parts).errors["born"] == [message]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("14", "ma", "2015"), "must be a real date"),
        (("14", "marchs", "2015"), "must be a real date"),
        (("03/14/2015",), "must be a real date"),
        (("30 February 2015",), "must be a real date"),
        (("31", "2", "15"), "must be a real date"),
        (("next Tuesday",), "must include a month and a year"),
        (("14 March",), "must include a month and a year"),
        (("14", "3", ""), "must include a year"),
        (("\u200b", "\ufeff", " "), "Enter the date of birth"),
        (("\u0663", "3", "2015"), "must be a real date"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(parts: tuple[str, ...], message: str) -> None:
    assert message in read(*parts).errors["born"][0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Mary\u00a0\u2003Ann\r\nExample ", "Mary Ann Example"),
        ("\ufeffMa\u00adry\u200b", "Mary"),
        ("\u202eMary\u202c\x00", "Mary"),
        ("\u0646\u06cc\u200c\u0646\u0627", "\u0646\u06cc\u200c\u0646\u0627"),
        ("\u0dc1\u0dca\u200d\u0dbb\u0dd3", "\u0dc1\u0dca\u200d\u0dbb\u0dd3"),
        ("M\u200cary", "Mary"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u200b\u2060", ""),
    ],
)
def test_a_line_is_what_can_be_seen_of_it(typed: str, kept: str) -> None:
    form = read("14", "3", "2015", name=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == kept


def test_a_line_that_must_be_there_is_missing_where_nothing_of_it_can_be_seen() -> None:
    class Needed(Questions):
        name = Line(what="the name", label="Name")

    assert Needed({"name": "\u200b\u2060"}).errors["name"] == ["Enter the name"]
    assert Needed({"name": "x" * 101}).errors["name"] == ["The name must be 100 characters or fewer"]
