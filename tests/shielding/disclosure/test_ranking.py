"""Ranking: how well a candidate fits. Names and birth date decide; other facts order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shielding.disclosure import ranking, search
from shielding.disclosure.query import Fact, Query
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
        ({"postcode": "ZZ1"}, 0.04),
        ({"postcode": "ZZ1 9ZZ"}, 0.02),
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


# --- both names have to be like --------------------------------------------------------------------------------------


def meant(query: Query, *candidates: Candidate) -> list[int]:
    """The children who may be meant, best first."""
    return [
        scored.child
        for scored in ranking.rank(query, candidates)
        if scored.base >= search.THRESHOLD and scored.may_be_meant
    ]


def bearers(how_many: int, **changed: str) -> list[Candidate]:
    """Other children, born on other days, of a name."""
    far = date(2003, 7, 21)
    return [replace(KELLY, child=100 + n, born_first=far, born_last=far, **changed) for n in range(how_many)]


@pytest.mark.parametrize("query", [replace(ASKED, given="Somebody"), replace(ASKED, family="Unheard")])
def test_one_name_and_the_birth_date_are_not_enough(query: Query) -> None:
    assert meant(query, KELLY) == []


def test_the_more_bear_the_name_that_was_typed_the_less_it_is_a_slip() -> None:
    typed = replace(ASKED, given="Kelpy")
    assert ranking.is_sure(typed, ranking.rank(typed, [KELLY])[0], [KELLY])
    everybody = [KELLY, *bearers(ranking.BORNE_BY, given="kelpy", family="other")]
    scored = next(scored for scored in ranking.rank(typed, everybody) if scored.child == KELLY.child)
    assert scored.may_be_meant
    assert not ranking.is_sure(typed, scored, everybody)


def test_a_fact_that_few_share_makes_sure_of_a_name_in_doubt() -> None:
    typed = replace(ASKED, given="Kelpy", postcode="ZZ1 1AA")
    everybody = [KELLY, *bearers(ranking.BORNE_BY, given="kelpy", family="other")]
    scored = next(scored for scored in ranking.rank(typed, everybody) if scored.child == KELLY.child)
    assert ranking.is_sure(typed, scored, everybody)


TWIN = replace(KELLY, child=2, given="somebody")
"""Another child of the family name and the birth date that were typed."""
LATER = replace(KELLY, born_first=date(2011, 3, 9), born_last=date(2011, 3, 9))
"""Both names, and a birth date that is wrong in a part."""


def test_a_wrong_birth_date_is_believed_where_nobody_else_fits_the_rest() -> None:
    (best,) = ranking.rank(ASKED, [LATER])
    assert ranking.is_sure(ASKED, best, [LATER])


def test_a_wrong_birth_date_is_not_believed_beside_somebody_of_the_family_name_born_that_day() -> None:
    best, *_ = ranking.rank(ASKED, [LATER, TWIN])
    assert best.child == LATER.child
    assert not ranking.is_sure(ASKED, best, [LATER, TWIN])


@pytest.mark.parametrize(
    ("typed", "held", "is_sure"),
    [
        ({"gender": "M"}, {"gender": "F"}, True),
        ({"gender": "F"}, {"gender": "F"}, False),
        ({"postcode": "ZZ1 1AA"}, {"postcode": "ZZ8 8ZZ"}, True),
        ({"postcode": "ZZ5 5ZZ"}, {"postcode": "ZZ8 8ZZ"}, False),
    ],
)
def test_the_other_child_counts_only_where_nothing_speaks_against_it_alone(
    typed: dict[str, str], held: dict[str, str], is_sure: bool
) -> None:
    later = replace(LATER, gender="M" if "gender" in held else "F")
    everybody = [later, replace(TWIN, **held)]
    asked = replace(ASKED, **typed)
    best = next(scored for scored in ranking.rank(asked, everybody) if scored.child == LATER.child)
    assert ranking.is_sure(asked, best, everybody) is is_sure


def test_a_short_form_with_a_wrong_birth_date_asks_for_another_fact() -> None:
    katherine = replace(LATER, given="katherine")
    typed = replace(ASKED, given="Kate")
    (best,) = ranking.rank(typed, [katherine])
    assert best.may_be_meant
    assert not ranking.is_sure(typed, best, [katherine])


def test_a_like_name_of_the_other_gender_asks_for_another_fact() -> None:
    typed = replace(ASKED, given="Kelli", gender="M")
    (best,) = ranking.rank(typed, [KELLY])
    assert not ranking.is_sure(typed, best, [KELLY])
    assert ranking.is_sure(replace(typed, given="Kelly"), ranking.rank(ASKED, [KELLY])[0], [KELLY])


@pytest.mark.parametrize(
    ("given_name", "family", "parts"),
    [("Example", "Kelly", ""), ("Exampel", "Keli", ""), ("Kelly Example", "Invented", "example invented")],
)
def test_names_may_be_swapped_or_parted_otherwise(given_name: str, family: str, parts: str) -> None:
    held = replace(KELLY, family="exampleinvented", family_parts=parts) if parts else KELLY
    for asked in (ASKED, replace(ASKED, born=None, ages=(date(2010, 1, 1), date(2011, 12, 31)))):
        assert meant(replace(asked, given=given_name, family=family), held) == [KELLY.child]


def test_two_given_names_are_not_a_given_and_a_family_name() -> None:
    held = replace(KELLY, given="kellyann", given_parts="kelly ann")
    assert meant(replace(ASKED, given="Kelly", family="Ann"), held) == []


# --- what is asked for -----------------------------------------------------------------------------------------------


def test_only_facts_that_differ_are_asked_for() -> None:
    twin = replace(KELLY, child=2, postcode="ZZ5 5ZZ")
    assert ranking.telling_apart(ASKED, ranking.rank(ASKED, [KELLY, twin])) == (Fact.POSTCODE,)
    same = replace(KELLY, child=2)
    assert ranking.telling_apart(ASKED, ranking.rank(ASKED, [KELLY, same])) == ()


@pytest.mark.parametrize(
    ("query", "is_settled", "asks"),
    [
        (ASKED, True, False),
        (replace(ASKED, given="Kelli"), True, False),
        (replace(ASKED, given="Kellpy"), True, True),
        (replace(ASKED, born=date(2011, 3, 9)), True, True),
        (replace(ASKED, given="Kellpy", born=date(2011, 3, 9)), False, True),
    ],
)
def test_the_better_the_best_fits_the_less_is_asked(query: Query, is_settled: bool, asks: bool) -> None:
    best = ranking.best(query, [KELLY])
    assert best is not None
    assert best.is_settled is is_settled
    assert best.asks_who_bears_the_names is asks


def test_nobody_whose_names_are_not_like_is_the_best() -> None:
    assert ranking.best(replace(ASKED, family="Unheard"), [KELLY]) is None
