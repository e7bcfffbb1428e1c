"""Ranking: how well a candidate fits. Names and birth date decide; other facts order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shielding.disclosure import ranking, search
from shielding.disclosure.query import Query
from shielding.disclosure.ranking import Candidate

KELLY = Candidate(
    1,
    "kelly",
    "example",
    date(2011, 3, 4),
    date(2011, 3, 4),
    "F",
    "ZZ1 1AA",
    "brookschool",
    "maria example",
    False,
)
ASKED = Query(given="Kelly", family="Example", born=date(2011, 3, 4))


def score(query: Query = ASKED, candidate: Candidate = KELLY) -> ranking.Scored:
    (scored,) = ranking.rank(query, [candidate])
    return scored


def test_everything_equal_is_the_best_there_is() -> None:
    assert score().base == pytest.approx(1.0)


@pytest.mark.parametrize(
    "query",
    [
        replace(ASKED, given="Keli", family="Exampel"),
        replace(ASKED, given="Example", family="Kelly"),
        replace(ASKED, born=date(2011, 4, 3)),
        replace(ASKED, born=date(2011, 3, 5)),
        replace(ASKED, born=date(2011, 9, 4)),
        replace(ASKED, born=date(2012, 3, 4)),
    ],
)
def test_one_slip_costs_something_and_still_may_be_meant(query: Query) -> None:
    assert search.THRESHOLD <= score(query).base < score().base


@pytest.mark.parametrize(
    "query",
    [
        replace(ASKED, given="Somebody"),
        replace(ASKED, family="Unheard"),
        replace(ASKED, born=date(2012, 5, 4)),
        replace(ASKED, born=date(2013, 7, 9)),
    ],
)
def test_another_person_is_not_meant(query: Query) -> None:
    assert score(query).base < search.THRESHOLD


@pytest.mark.parametrize(
    ("fact", "bonus"),
    [
        ({"gender": "F"}, 0.02),
        ({"postcode": "ZZ1 1AA"}, 0.08),
        ({"postcode": "ZZ1 9ZZ"}, 0.04),
        ({"school": "Brook"}, 0.05),
        ({"carer": "maria"}, 0.06),
        ({"carer": "Maria Example"}, 0.06),
    ],
)
def test_a_fact_that_fits_lifts_the_score_and_not_the_base(fact: dict[str, str], bonus: float) -> None:
    scored = score(replace(ASKED, **fact))
    assert scored.base == score().base
    assert scored.score == pytest.approx(score().score + bonus)


@pytest.mark.parametrize(
    "fact",
    [
        {"gender": "M"},
        {"postcode": "ZZ9 9ZZ"},
        {"school": "Hill"},
        {"carer": "Olga"},
        {"carer": "Maria Olga"},
        {"carer": "…"},
    ],
)
def test_a_fact_that_does_not_fit_costs_nothing(fact: dict[str, str]) -> None:
    assert score(replace(ASKED, **fact)) == score()


def test_a_child_counts_by_its_best_key() -> None:
    former = replace(KELLY, family="before")
    (scored,) = ranking.rank(ASKED, [former, KELLY, former])
    assert scored.base == pytest.approx(1.0)


def test_the_best_comes_first_and_equal_ones_in_a_fixed_order() -> None:
    others = [replace(KELLY, child=n) for n in (5, 3, 4)]
    best = replace(KELLY, child=9)
    ranked = ranking.rank(
        replace(ASKED, postcode="ZZ1 1AA"), [*(replace(o, postcode="") for o in others), best]
    )
    assert [scored.child for scored in ranked] == [9, 3, 4, 5]


@given(st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_dates_with_one_wrong_part_differ_in_one_part_or_are_swapped(born: date) -> None:
    found = ranking.births_with_one_wrong_part(born)
    assert born in found
    assert found == sorted(set(found))
    for day in found:
        same = (day.day == born.day) + (day.month == born.month) + (day.year == born.year)
        assert same >= 2 or (day.day, day.month, day.year) == (born.month, born.day, born.year)


@given(st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_the_likeliest_slip_is_day_and_month_swapped(born: date) -> None:
    likely = ranking.likely_births(born)
    assert likely[0] == born
    assert len(likely) == (2 if born.day <= 12 and born.day != born.month else 1)


def test_a_leap_day_has_its_slips_too() -> None:
    found = ranking.births_with_one_wrong_part(date(2012, 2, 29))
    assert date(2008, 2, 29) in found
    assert date(2012, 2, 1) in found
    assert date(2012, 3, 29) in found


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_scores_outside_its_bounds(given_name: str, family: str) -> None:
    scored = score(replace(ASKED, given=given_name, family=family))
    assert 0 <= scored.base <= 1.000001
