"""Hearing: how a name sounds to somebody who writes it down, and how it reads in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import hearing, names

TEXT = st.text(max_size=30).map(names.normalise)


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Борис", "boris"),
        ("Ελένη", "eleni"),
        ("Παπαδόπουλος", "papadopoulos"),
        ("李", "li"),
        ("Kelly", "kelly"),
    ],
)
def test_name_is_written_in_latin_letters(written: str, latin: str) -> None:
    assert hearing.latin(names.normalise(written)) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Clark", "Clarke"),
        ("Philip", "Filip"),
        ("Kieran", "Ciaran"),
        ("Catherine", "Katharine"),
        # Irish
        ("Meadhbh", "Maeve"),
        ("Ruaidhri", "Rory"),
        ("Saoirse", "Seersha"),
        ("Fiachra", "Feeakra"),
        # Gaelic
        ("Ruairidh", "Ruaree"),
        ("Eilidh", "Aylee"),
        # Welsh
        ("Goronwy", "Goronwee"),
        ("Dafydd", "Davith"),
        # other scripts
        ("محمد", "Mohammed"),
        ("فاطمة", "Fatima"),
        ("القاسم", "Alqasim"),
        ("Κατερίνα", "Katerina"),
        ("Юрий", "Yuri"),
    ],
)
def test_name_sounds_like_what_is_written_by_ear(one: str, other: str) -> None:
    assert hearing.sound_alike(names.normalise(one), names.normalise(other))
    assert hearing.sound_alike(names.normalise(other), names.normalise(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kelly", "Karen"),
        ("Oliver", "Olivia"),
        ("Adam", "Aidan"),
        ("محمد", "Hamid"),
        ("Юрий", "Yana"),
        ("", "Kelly"),
    ],
)
def test_another_name_does_not_sound_alike(one: str, other: str) -> None:
    assert not hearing.sound_alike(names.normalise(one), names.normalise(other))


def test_only_what_is_spelled_by_other_rules_is_said_by_them() -> None:
    assert hearing.is_marked("caoimhe")
    assert not hearing.is_marked("smith")
    assert hearing.respelled("дмитрий") == frozenset()


@given(TEXT)
def test_every_name_sounds_like_itself(name: str) -> None:
    assert hearing.sound_alike(name, name) or not name
    assert hearing.latin(hearing.latin(name)) == hearing.latin(name)


@given(TEXT, TEXT)
def test_sounding_alike_is_mutual(one: str, other: str) -> None:
    assert hearing.sound_alike(one, other) == hearing.sound_alike(other, one)
