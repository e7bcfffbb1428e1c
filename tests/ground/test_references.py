"""References name a record without saying anything about it."""

import pytest

from ground import references


def test_a_reference_is_128_random_bits_in_lower_case_hexadecimal() -> None:
    made = {references.new() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(references.is_reference(reference) for reference in made)


def test_every_bit_of_a_reference_is_drawn() -> None:
    seen = [int(references.new(), 16) for _ in range(200)]
    for bit in range(128):
        assert len({number >> bit & 1 for number in seen}) == 2


@pytest.mark.parametrize(
    "text",
    ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\n", " " + "0" * 31, "../" + "0" * 29, "٠" * 32],
)
def test_what_has_another_form_is_no_reference(text: str) -> None:
    assert not references.is_reference(text)


def test_the_converter_of_addresses_keeps_a_reference_as_it_is() -> None:
    converter = references.ReferenceConverter()
    reference = references.new()
    assert converter.to_python(reference) == converter.to_url(reference) == reference
