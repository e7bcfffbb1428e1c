"""What is written for want of a name or a birth date."""

from datetime import date

import pytest

from registry.matching import placeholders


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Baby",
            "BABY BOY",
            "Baby girl",
            "Babygirl",
            "Baby 1",
            "Baby of Sarah",
            "Infant",
            "Newborn",
            "Unborn",
        ),
        *(
            "Twin 1",
            "twin two",
            "Twin A",
            "Triplet 3",
            "Unknown",
            "Not known",
            "Unnamed",
            "No name",
            "Not given",
        ),
        *("TBC", "N/K", "xxx", "Test", "Boy", "Girl", "Male", "Anon"),
    ],
)
def test_placeholder_is_no_given_name(name: str) -> None:
    assert placeholders.is_placeholder_given(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Babatunde",
            "Boyd",
            "Natalie",
            "Nilah",
            "Testa",
            "Childe",
            "Anona",
            "Sonia",
            "Twila",
            "Bo",
            "Jo",
            "Aa",
        ),
        *("Nia", "Kit", "Girolamo", "Malek", "Infantino", "Unity", "Noname-Smith", "Nonnie"),
    ],
)
def test_name_is_no_placeholder(name: str) -> None:
    assert not placeholders.is_placeholder_given(name)


def test_placeholder_is_no_family_name() -> None:
    assert placeholders.is_placeholder_family("Not known")
    assert not placeholders.is_placeholder_family("Baby")
    assert not placeholders.is_placeholder_family("Nonkes")


@pytest.mark.parametrize(
    ("born", "is_default"),
    [
        (date(2010, 1, 1), True),
        (date(2010, 7, 1), True),
        (date(2010, 12, 31), True),
        (date(2010, 1, 2), False),
        (date(2010, 2, 1), False),
    ],
)
def test_days_that_are_written_for_want_of_a_day(born: date, is_default: bool) -> None:
    assert placeholders.is_default_day(born) is is_default
