"""Sealing and fingerprints: what is sealed for one place opens there and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground import crypto

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS, TEXTS)
def test_what_was_sealed_for_a_place_opens_there(text: str, context: str) -> None:
    assert crypto.unseal(crypto.seal(text, context=context), context=context) == text


@given(TEXTS, st.integers(min_value=1), st.integers(min_value=1))
def test_a_sealed_value_does_not_open_in_another_place(text: str, one: int, other: int) -> None:
    sealed = crypto.seal(text, context=f"token:{one}")
    if one != other:
        with pytest.raises(crypto.SealBroken):
            crypto.unseal(sealed, context=f"token:{other}")


@given(TEXTS, st.data())
def test_a_single_flipped_bit_breaks_the_seal(text: str, data: st.DataObject) -> None:
    sealed = bytearray(crypto.seal(text, context="here"))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(bytes(sealed), context="here")


@given(st.binary(max_size=64))
def test_bytes_that_were_never_sealed_do_not_open(blob: bytes) -> None:
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(blob, context="here")


def test_a_value_that_was_cut_off_does_not_open() -> None:
    sealed = crypto.seal("where", context="here")
    for length in range(len(sealed)):
        with pytest.raises(crypto.SealBroken):
            crypto.unseal(sealed[:length], context="here")


def test_another_key_does_not_open_the_seal(settings: object) -> None:
    sealed = crypto.seal("where", context="here")
    settings.FIELD_KEY = bytes(32)  # type: ignore[attr-defined]
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(sealed, context="here")


def test_a_value_as_the_database_returns_it_opens() -> None:
    assert crypto.unseal(memoryview(crypto.seal("where", context="here")), context="here") == "where"


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    nonces = {crypto.seal("where", context="here")[1:13] for _ in range(2_000)}
    assert len(nonces) == 2_000


def test_the_sealed_bytes_say_nothing_of_the_text() -> None:
    assert b"Hidden House" not in crypto.seal("Hidden House", context="here")


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
def test_fingerprints_are_equal_where_all_parts_are(one: list[str], other: list[str]) -> None:
    are_equal = crypto.fingerprint(*one, kind="k") == crypto.fingerprint(*other, kind="k")
    assert are_equal == (one == other)


def test_a_fingerprint_has_32_bytes_and_belongs_to_its_kind() -> None:
    upn, nhs = (
        crypto.fingerprint("9990000018", kind="upn"),
        crypto.fingerprint("9990000018", kind="nhs-number"),
    )
    assert len(upn) == len(nhs) == 32
    assert upn != nhs


def test_moving_a_letter_from_one_part_to_the_next_changes_the_fingerprint() -> None:
    assert crypto.fingerprint("ab", "c", kind="name") != crypto.fingerprint("a", "bc", kind="name")


def test_without_the_key_the_fingerprint_cannot_be_made(settings: object) -> None:
    here = crypto.fingerprint("9990000018", kind="nhs-number")
    settings.FINGERPRINT_KEY = bytes(32)  # type: ignore[attr-defined]
    assert crypto.fingerprint("9990000018", kind="nhs-number") != here
