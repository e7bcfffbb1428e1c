"""The numbers and the closed lists that the law fixes: their table, their sources, and how years are counted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground import statute

TABLE = Path(__file__).resolve().parents[2] / "docs" / "numbers.md"


def test_every_number_has_a_unit_words_and_a_source() -> None:
    for rule in statute.rules().values():
        assert rule.value > 0
        assert rule.unit
        assert rule.words.endswith(".")
        assert rule.source


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("CHILDHOOD_ENDS", 18, "years"),
        ("EXTENSION_ENDS", 25, "years"),
        ("INVOLVEMENT_SHOWN_AFTER_END", 365, "days"),
        ("ARCHIVE_KEPT", 6, "years"),
        ("DEATH_KEPT", 1, "years"),
        ("LEFT_ENGLAND_KEPT", 3, "years"),
        ("TRAIL_KEPT", 6, "years"),
        ("UNUSED_KEPT", 1, "years"),
        ("WORDS_KEPT", 24, "hours"),
        ("SHIELD_REVIEW", 6, "months"),
        ("DISCLOSURE_CERTIFICATE_VALID", 3, "years"),
        ("COMPLAINT_ANSWERED", 20, "calendar days"),
        ("COMPLAINT_ACKNOWLEDGED", 2, "working days"),
        ("COMPLAINT_ACKNOWLEDGED_BY_LAW", 30, "calendar days"),
        ("COMPLAINT_TOLD_MEANWHILE", 10, "calendar days"),
        ("IDENTITY_ASKED_AGAIN", 14, "calendar days"),
        ("SECOND_STAGE_ANSWERED", 20, "calendar days"),
        ("SUBJECT_ACCESS_ANSWERED", 1, "months"),
        ("CORRECTION_ANSWERED", 1, "months"),
        ("OBJECTION_ANSWERED", 1, "months"),
        ("ANSWER_EXTENDED", 2, "months"),
        ("WORRY_LOOKED_AT", 4, "hours"),
        ("WORRY_DECIDED", 2, "working days"),
        ("DRAFT_KEPT", 1, "hours"),
        ("CASE_KEPT", 6, "years"),
        ("CASE_WORDS_KEPT", 1, "years"),
        ("CONSULTATION_KEPT", 6, "years"),
        ("VOICE_KEPT", 1, "years"),
        ("TRY_KEPT", 1, "hours"),
        ("SMALLEST_BAND", 5, "people"),
        ("AGE_BAND_WIDEST", 2, "years"),
    ],
)
def test_each_number_is_the_one_that_was_promised(name: str, value: int, unit: str) -> None:
    rule = statute.rules()[name]
    assert (rule.value, rule.unit) == (value, unit)


def test_no_number_is_left_out_of_the_promises() -> None:
    assert len(statute.rules()) == 31


def test_the_published_table_says_what_the_code_says() -> None:
    assert TABLE.read_text(encoding="utf-8") == statute.documentation()


def test_the_purposes_are_closed_and_serve_support_and_protection_alone() -> None:
    assert statute.Purpose.values == [
        "find-others",
        "assess-support",
        "protect",
        "keep-support",
        "education-and-health",
    ]
    words = " ".join(statute.Purpose.labels).lower()
    for forbidden in ("police", "crime", "immigration", "benefit", "attendance", "research", "statistic"):
        assert forbidden not in words


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        ("2008-02-29", 18, "2026-03-01"),
        ("2008-02-29", 4, "2012-02-29"),
        ("2008-02-28", 1, "2009-02-28"),
        ("2011-12-31", 2, "2013-12-31"),
    ],
)
def test_a_birthday_on_29_february_is_kept_on_1_march(day: str, years: int, then: str) -> None:
    assert statute.years_after(date.fromisoformat(day), years) == date.fromisoformat(then)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2012-02-29", "2028-02-29", 16),
        ("2011-03-14", "2026-03-13", 14),
        ("2011-03-14", "2026-03-14", 15),
        ("2026-03-14", "2026-03-14", 0),
    ],
)
def test_an_age_is_attained_when_the_birthday_begins(born: str, day: str, age: int) -> None:
    assert statute.age_on(date.fromisoformat(day), born=date.fromisoformat(born)) == age


@given(st.dates(date(1900, 3, 1), date(2010, 1, 1)), st.integers(0, 25), st.integers(-2, 2))
def test_every_rule_counts_one_birthday(born: date, age: int, days: int) -> None:
    birthday = statute.years_after(born, age)
    day = birthday + timedelta(days=days)
    assert (
        (statute.age_on(day, born=born) >= age)
        == (day >= birthday)
        == (born <= statute.born_by(day, age=age))
    )
    assert statute.months_between(born, birthday) == age * 12


@given(st.dates(date(1900, 3, 1), date(2100, 1, 1)), st.integers(0, 90))
def test_years_back_and_years_on_meet_again(day: date, years: int) -> None:
    there_and_back = statute.years_before(statute.years_after(day, years), years)
    assert there_and_back == day or (day.month, day.day) == (2, 29)
