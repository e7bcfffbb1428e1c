"""Which passwords are accepted."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from access import passwords
from access.models import Account, Authority, Organisation

ORGANISATION = Organisation(name="Westmarch Council", authority=Authority(code="WM", name="Westmarch"))
PETRA = Account(username="petra.kendrick", full_name="Petra Kendrick", organisation=ORGANISATION)


def refusal(password: str) -> str:
    with pytest.raises(passwords.PasswordRefused) as refused:
        passwords.check(password, account=PETRA)
    return refused.value.words


def test_fifteen_characters_are_enough_and_fourteen_are_not() -> None:
    passwords.check("violet gherkin!", account=PETRA)
    assert "15 characters or more" in refusal("violet gherkin")


@pytest.mark.parametrize("length", [64, 128, 1000])
def test_long_passwords_are_accepted(length: int) -> None:
    passwords.check(("violet gherkins dance " * 50)[: length - 1] + "!", account=PETRA)


def test_a_thousand_and_one_characters_are_too_many() -> None:
    assert "1000 characters or fewer" in refusal("violet gherkin " * 67)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "123456789123456789",
        "qwertyuiopqwertyuiop",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
    ],
)
def test_common_and_repeated_ones_are_refused(password: str) -> None:
    assert "Choose another" in refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "contactpoint rules",
        "My ContactPoint 1!",
        "petra.kendrick and i",
        "the westmarch hills",
        "Kendrick forever!",
    ],
)
def test_what_stands_near_is_refused_with_the_word(password: str) -> None:
    assert "easy to guess for you" in refusal(password)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=15, max_size=60))
def test_there_are_no_rules_of_composition(password: str) -> None:
    assume(not any(word in password.casefold() for word in passwords.context_words(PETRA)))
    assume(len(passwords._repeated_piece(password)) >= 8)
    passwords.check(password, account=PETRA)


def test_a_null_character_is_refused() -> None:
    assert "null character" in refusal("violet gherkin\x00 dance")


def test_first_passwords_can_be_read_aloud_and_are_long_enough_to_be_used() -> None:
    made = passwords.make_readable()
    assert len(made) == 34
    assert not set(made) & set("aeioul01")
    passwords.check(made, account=PETRA)
