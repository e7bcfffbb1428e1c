"""Near matches: who might be meant although no key agrees."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.matching import people
from registry.models import Child
from shielding.publication import near_matches
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")


def meant(**changes: str) -> bool:
    return near_matches.of([people.person_in(cast.ROBIN | changes)]) == [(Child.objects.get().pk,)]


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
        {"birth_date": "2014-05-07"},
        {"birth_date": "2015-05-06"},
        {"birth_date": "2015-01-01", "birth_date_to": "2015-12-31"},
    ],
)
def test_another_child_is_not_met(robin: str, changes: dict[str, str]) -> None:
    assert not meant(**changes)


def test_an_open_child_is_met_by_keys_alone() -> None:
    steps.known(cast.ROBIN)
    assert not meant(given_name="Robyn")


def test_everybody_is_asked_for_at_once(robin: str) -> None:
    them = [people.person_in(line) for line in (cast.KELLY, cast.ROBIN, cast.KELLY)]
    assert [len(found) for found in near_matches.of(them)] == [0, 1, 0]
    assert near_matches.of([]) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(given_name=st.text(max_size=10), family_name=st.text(max_size=10), born=st.dates().map(str))
def test_any_name_and_date_can_be_asked_for(robin: str, given_name: str, family_name: str, born: str) -> None:
    near_matches.of(
        [
            people.person_in(
                cast.KELLY | {"given_name": given_name, "family_name": family_name, "birth_date": born}
            )
        ]
    )
