"""Dwellings: the same home written two ways is one, a building is not a home, and a placeholder is none."""

import pytest

from registry.matching import dwellings

POSTCODE = "ZZ1 1AA"


def home(text: str, *more: str, postcode: str = POSTCODE) -> bytes | None:
    return dwellings.fingerprint((text, *more), postcode)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 2, 14 Quay Street", "14 Quay St, Flat 2"),
        ("Flat 2 14 Quay Street", "14, QUAY STREET, FLAT 2"),
        ("14a Quay Street", "Flat A, 14 Quay St."),
        ("Apartment 3, Quay Court", "Flat 3 Quay Ct"),
        ("Top flat, 9 Low Road", "9 Low Rd, Top Flat"),
        ("Rose Cottage, Mill Lane", "Rose Cott"),
        ("Harbour Hostel, room 4", "Rm 4, Harbour Hostel"),
        ("7 Invented Row", "7 Invented Row, Nether Quay"),
        ("7, Invented Row", "7 Invented Row"),
        ("14 Quay", "14 Quay Street"),
        ("7 Saint\u2019s Row", "7 Saint's Row"),
    ],
)
def test_one_home_written_two_ways_is_one(one: str, other: str) -> None:
    assert home(one) == home(other) is not None


def test_second_line_of_an_address_says_no_other_home() -> None:
    assert home("7 Invented Row", "Nether Quay") == home("7 Invented Row") is not None
    assert home("14 Quay Street", "Flat 2") == home("Flat 2, 14 Quay Street") is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 2, 14 Quay Street", "Flat 14, 2 Quay Street"),
        ("Flat 2, 14 Quay Street", "14 Quay Street"),
        ("14 Quay Street", "14a Quay Street"),
        ("14 Quay Street", "14 Tide Street"),
        ("Harbour Hostel, room 4", "Harbour Hostel, room 9"),
        ("Rose Cottage", "Thorn Cottage"),
        ("Top flat, 9 Low Road", "Ground floor flat, 9 Low Road"),
    ],
)
def test_two_homes_are_two(one: str, other: str) -> None:
    assert None not in (home(one), home(other))
    assert home(one) != home(other)


@pytest.mark.parametrize(
    "text",
    [
        "No fixed abode",
        "NO FIXED ADDRESS",
        "NFA",
        "N.F.A.",
        "Not known",
        "Unknown address",
        "homeless",
        "TBC",
        "-",
        "000",
        "",
        "Harbour Hostel",
        "Harbour Hostel, 12 Harbour Road",
        "The Refuge",
        "Women's refuge",
        "Quay Court",
        "Tern Mansions",
        "Care of social services",
    ],
)
def test_what_is_no_home_has_no_fingerprint(text: str) -> None:
    assert home(text) is None


@pytest.mark.parametrize("postcode", ["", "ZZ99 3WZ"])
def test_home_without_a_real_postcode_is_not_compared(postcode: str) -> None:
    assert home("7 Invented Row", postcode=postcode) is None


def test_same_house_at_another_postcode_is_another_home() -> None:
    assert home("7 Invented Row") != home("7 Invented Row", postcode="ZZ1 1AB")
