"""Likeness: when two names may be one name, and how surely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import likeness, names
from registry.likeness import DOUBT, LIKE, SAME, WEAK, Likeness


def of_given(typed: str, held: str, *, is_borne: bool = False) -> Likeness:
    return likeness.given(typed, names.normalise(held), names.telling_parts(held), is_borne)


def of_family(typed: str, held: str, *, is_borne: bool = False) -> Likeness:
    return likeness.family(typed, names.normalise(held), names.telling_parts(held), is_borne)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("Kelly", "KELLY"),
        ("O’Brien", "O'Brien"),
        ("Zoe", "Zoë"),
        ("Penrose-Whitmore", "Whitmore-Penrose"),
        ("Ann Mary", "Mary-Ann"),
        ("Giorgos", "Γιώργος"),
    ],
)
def test_the_same_name_in_other_letters_or_another_order_is_the_same(typed: str, held: str) -> None:
    assert of_given(typed, held, is_borne=True).value >= SAME
    assert of_family(typed, held, is_borne=True).value >= SAME


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("Kate", "Katherine"),
        ("Gosia", "Małgorzata"),
        ("Keeva", "Caoimhe"),
        ("Aylee", "Eilidh"),
        ("Goronwee", "Goronwy"),
        ("Mohammed", "محمد"),
        ("Yuri", "Юрий"),
        ("Mary", "Mary Ann"),
        ("J", "James"),
    ],
)
def test_given_names_are_like_for_a_reason_even_where_others_bear_them(typed: str, held: str) -> None:
    assert of_given(typed, held, is_borne=True).value >= LIKE


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("Smith", "Smith-Jones"),
        ("Smyth", "Smith-Jones"),
        ("Mukhopadhyay", "Mukherjee"),
        ("Cheung", "Zhang"),
        ("Kowalska", "Kowalski"),
        ("Ivanova", "Ivanov"),
        ("Brien", "O'Brien"),
        ("Alqasim", "القاسم"),
        ("Clarke", "Clark"),
    ],
)
def test_family_names_are_like_for_a_reason_even_where_others_bear_them(typed: str, held: str) -> None:
    assert of_family(typed, held, is_borne=True).value >= LIKE


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("Oliver", "Karim"),
        ("Kelly", "Karen"),
        ("Jane", "Thomas"),
        ("Smith", "Smithson"),
        ("", "Kelly"),
        ("Kelly", ""),
    ],
)
def test_another_name_is_not_like(typed: str, held: str) -> None:
    assert of_family(typed, held, is_borne=True).value < DOUBT


def test_letters_in_common_are_no_reason_where_the_name_is_borne() -> None:
    assert of_given("Olivia", "Oliver", is_borne=True).value == DOUBT


def test_a_slip_is_like_where_nobody_bears_what_was_typed() -> None:
    slip = of_given("Kelpy", "Kelly")
    assert slip.value >= LIKE
    assert slip.is_slip
    assert slip.is_by_letters
    assert of_given("Kelpy", "Kelly", is_borne=True).value == DOUBT


def test_several_slips_are_worth_less_than_one() -> None:
    assert of_family("Whitmoer", "Whitmore").value > of_family("Whtimoer", "Whitmore").value >= LIKE
    assert of_family("Witomer", "Whitmorley").value == WEAK


def test_a_name_that_is_cut_short_is_like_where_nobody_bears_it() -> None:
    assert of_given("Fitzw", "Fitzwilliam").value >= LIKE
    assert of_given("Fitzw", "Fitzwilliam", is_borne=True).value == DOUBT


@given(st.text(max_size=20), st.text(max_size=20), st.booleans())
def test_no_text_is_like_beyond_its_bounds(typed: str, held: str, is_borne: bool) -> None:
    for found in (of_given(typed, held, is_borne=is_borne), of_family(typed, held, is_borne=is_borne)):
        assert 0 <= found.value <= 1
        assert (found.value == 1) == (names.normalise(typed) == names.normalise(held) != "")


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("Kate", "Katherine", True),
        ("Muhammad", "Mohammed", True),
        ("Stephen", "Steven", True),
        ("Mary Ann", "Mary", True),
        ("K", "Kelly", True),
        ("Kelly", "Karen", False),
        ("Orla", "Cormac", False),
    ],
)
def test_names_that_may_be_one(one: str, other: str, is_alike: bool) -> None:
    assert likeness.alike(one, other) is likeness.alike(other, one) is is_alike


def test_names_may_be_in_each_others_place() -> None:
    assert likeness.alike_in_full("Thomas", "Adamson", "Adamson", "Thomas")
    assert not likeness.alike_in_full("Thomas", "Adamson", "Thomas", "Other")
