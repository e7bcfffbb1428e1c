"""Likeness: when two names may be one name."""

import pytest

from registry import likeness


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
