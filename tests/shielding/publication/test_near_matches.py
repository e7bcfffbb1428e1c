"""Near matches: who might be meant although no key agrees."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.matching import people, surroundings
from registry.models import Child, SourceRecord
from shielding import shields
from shielding.models import NearKey
from shielding.publication import near_matches
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


def asked(line: dict[str, str]) -> near_matches.Asked:
    return near_matches.Asked(people.person_in(line), surroundings.surroundings_in(line))


ELSEWHERE = {
    "address_line_1": "99 Faraway Street",
    "postcode": "ZZ7 7AA",
    "carer_1_given_name": "",
    "carer_1_family_name": "",
    "carer_1_responsibility": "",
    "school_code": "SCH1",
}
"""Surroundings that have nothing to do with Robin's: what meets Robin then are the name and the birth date."""


def meant(**changes: str) -> bool:
    return near_matches.of([asked(cast.ROBIN | ELSEWHERE | changes)]) == [(Child.objects.get().pk,)]


@pytest.fixture
def robin(county: None) -> str:
    reference = steps.known(cast.ROBIN | {"former_family_name": "Before"})
    steps.shield(reference)
    return reference


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"given_name": "Robyn"},
        {"given_name": "ROBIN"},
        {"given_name": "Bob"},
        {"family_name": "Maddup"},
        {"family_name": "Before"},
        {"family_name": "Madeup-Before"},
        {"given_name": "Before", "family_name": "Robin"},
        {"family_name": "Newname", "former_family_name": "Before"},
        {"birth_date": "2014-06-05"},
        {"birth_date": "2014-05-07"},
        {"birth_date": "2014-11-06"},
        {"birth_date": "2015-05-06"},
        {"birth_date": "2015-05-06", "given_name": "Robyn"},
        {"birth_date": "2014-05-08", "given_name": "Madeup", "family_name": "Robin"},
        {"birth_date": "2014-01-01", "birth_date_to": "2014-12-31"},
        {"birth_date": "2014-05-06", "birth_date_to": "2014-05-07"},
    ],
)
def test_a_shielded_child_is_met_under_another_spelling(robin: str, changes: dict[str, str]) -> None:
    assert meant(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"given_name": "Kelly"},
        {"family_name": "Example"},
        {"birth_date": "2014-07-07"},
        {"birth_date": "2015-06-06"},
        {"birth_date": "2015-05-06", "gender": "F"},
        {"birth_date": "2014-05-07", "carer_1_given_name": "Nobody", "carer_1_family_name": "Related"},
        {"birth_date": "2015-01-01", "birth_date_to": "2015-12-31"},
    ],
)
def test_another_child_is_not_met(robin: str, changes: dict[str, str]) -> None:
    assert not meant(**changes)


HOME = {"address_line_1": "Hidden House", "postcode": "ZZ9 9ZZ"}
CARER = {"carer_1_given_name": cast.ROBIN["carer_1_given_name"], "carer_1_family_name": "Madeup"}
STRANGER = {"given_name": "Zebedee", "family_name": "Unheard", "birth_date": "2019-09-19"}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(STRANGER | HOME, id="anybody at the hidden home"),
        pytest.param(STRANGER | HOME | {"address_line_1": "HIDDEN HSE"}, id="the home written another way"),
        pytest.param(STRANGER | CARER | {"given_name": "Robyn"}, id="the same carer and a like given name"),
        pytest.param(
            STRANGER | CARER | {"birth_date": "2014-05-06"}, id="the same carer and birth date: a twin"
        ),
        pytest.param(
            {"birth_date": "2012-12-12", "school_code": "SCH2"}, id="the same school and a like name"
        ),
    ],
)
def test_what_would_give_a_shielded_child_away_is_met(robin: str, changes: dict[str, str]) -> None:
    assert meant(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(STRANGER | CARER, id="a parent of the same name"),
        pytest.param(STRANGER | {"school_code": "SCH2"}, id="another child of the same school"),
        pytest.param(STRANGER | HOME | {"postcode": "ZZ9 9ZY"}, id="a house of the same name elsewhere"),
    ],
)
def test_strangers_are_not_met(robin: str, changes: dict[str, str]) -> None:
    assert not meant(**changes)


def test_no_fixed_abode_is_nobodys_home(county: None) -> None:
    reference = steps.known(cast.ROBIN | {"address_line_1": "No fixed abode", "postcode": "ZZ99 3WZ"})
    steps.shield(reference)
    assert not meant(**STRANGER, address_line_1="NO FIXED ABODE", postcode="ZZ99 3WZ")


def test_near_keys_go_with_the_shield(robin: str) -> None:
    assert NearKey.objects.exists()
    shields.ask_lift(robin, reason=steps.WHY_NOW, by=cast.searcher("olive"), now=cast.NOW)
    shields.agree_lift(robin, reason=steps.WHY_NOW, by=cast.searcher("oscar"), now=cast.NOW)
    assert not NearKey.objects.exists()


@pytest.mark.parametrize(
    ("changes", "is_near"),
    [
        ({"given_name": "Robyn"}, True),
        ({"given_name": "Bob", "birth_date": "2014-05-07"}, True),
        ({"given_name": "Madeup", "family_name": "Robin"}, True),
        ({"given_name": "Baby"}, True),
        ({"given_name": "Kelly"}, False),
        ({"given_name": "Robyn", "postcode": "ZZ7 7AA"}, False),
        ({"given_name": "Robyn", "birth_date": "2013-06-07"}, False),
    ],
)
def test_an_open_child_is_met_at_the_same_postcode(changes: dict[str, str], is_near: bool) -> None:
    steps.known(cast.ROBIN)
    found = near_matches.of([asked(cast.ROBIN | changes)])
    assert found == ([(Child.objects.get().pk,)] if is_near else [()])


def test_a_source_that_keeps_two_records_speaks_of_two_children() -> None:
    steps.known(cast.ROBIN)
    source = SourceRecord.objects.get().source_id
    line = asked(cast.ROBIN | {"given_name": "Robyn"})
    assert near_matches.of([dataclasses.replace(line, source=source)]) == [()]
    assert near_matches.of([dataclasses.replace(line, source=source + 1)]) != [()]


def test_everybody_is_asked_for_at_once(robin: str) -> None:
    them = [asked(line) for line in (cast.KELLY, cast.ROBIN, cast.KELLY)]
    assert [len(found) for found in near_matches.of(them)] == [0, 1, 0]
    assert near_matches.of([]) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(given_name=st.text(max_size=10), family_name=st.text(max_size=10), born=st.dates().map(str))
def test_any_name_and_date_can_be_asked_for(robin: str, given_name: str, family_name: str, born: str) -> None:
    near_matches.of(
        [asked(cast.KELLY | {"given_name": given_name, "family_name": family_name, "birth_date": born})]
    )
