"""A reference survives being read out, written down and typed again; a slip in it is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import spoken


@given(st.binary(min_size=16, max_size=16))
def test_what_is_written_is_read(raw: bytes) -> None:
    written = spoken.written(raw)
    assert len(written) == 7 * 4 + 6
    assert spoken.read(written) == written


@given(st.binary(min_size=16, max_size=16))
def test_it_is_read_however_it_is_typed(raw: bytes) -> None:
    written = spoken.written(raw)
    for typed in (
        written.lower(),
        written.replace("-", ""),
        f"  {written.replace('-', ' – ')} ",
        written.replace("0", "o").replace("1", "l"),
        written.replace("0", "O").replace("1", "I"),
    ):
        assert spoken.read(typed) == written


@given(st.binary(min_size=16, max_size=16), st.integers(0, 27), st.integers(1, 31))
def test_one_wrong_character_is_noticed(raw: bytes, at: int, by: int) -> None:
    symbols = spoken.written(raw).replace("-", "")
    alphabet = spoken._ALPHABET
    wrong = alphabet[(alphabet.index(symbols[at]) + by) % len(alphabet)]
    assert spoken.read(symbols[:at] + wrong + symbols[at + 1 :]) is None


@given(st.binary(min_size=16, max_size=16), st.integers(0, 26))
def test_two_neighbours_swapped_are_noticed(raw: bytes, at: int) -> None:
    symbols = spoken.written(raw).replace("-", "")
    swapped = symbols[:at] + symbols[at + 1] + symbols[at] + symbols[at + 2 :]
    assert (spoken.read(swapped) is None) == (swapped != symbols)


@pytest.mark.parametrize("text", ["", "7K3M", "U" * 28, "7" * 28, "é" * 28, "Z" * 28, "\0" * 28])
def test_what_is_none_is_none(text: str) -> None:
    assert spoken.read(text) is None


def test_each_is_another() -> None:
    assert len({spoken.new() for _ in range(1000)}) == 1000
