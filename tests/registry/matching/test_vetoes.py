"""Vetoes: what forbids that a rule joins a statement to a child."""

import pytest

from registry.matching import held, people, vetoes
from registry.models import Child, Statement
from tests import cast, steps

UPN, OTHER_UPN = "V998417209001", "J998417209002"


def veto(said: dict[str, str], record: dict[str, str]) -> str:
    """The name of the veto against joining what is said to a record made of this census line."""
    steps.known(cast.KELLY | record)
    person = people.person_in(cast.KELLY | said)
    child = Child.objects.get().pk
    found = vetoes.against(person, people.keys_of(person), held.of([child])[child])
    return found.name if found else ""


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("said", "record", "name"),
    [
        ({}, {}, ""),
        ({"upn": UPN}, {"upn": UPN}, ""),
        ({"upn": UPN, "family_name": "Newname"}, {"upn": UPN}, ""),
        ({"upn": UPN, "given_name": "Example", "family_name": "Kelly"}, {"upn": UPN}, ""),
        ({"upn": UPN}, {}, ""),
        ({"upn": OTHER_UPN}, {"upn": UPN}, "another-number"),
        ({"upn": UPN, "gender": "M"}, {"upn": UPN}, "opposed-genders"),
        ({"upn": UPN, "gender": "N"}, {"upn": UPN}, ""),
        ({"upn": UPN, "given_name": "Cormac"}, {"upn": UPN}, "unlike-given-names"),
        ({"upn": UPN, "given_name": "Baby"}, {"upn": UPN}, ""),
        ({"upn": UPN, "given_name": "Baby", "family_name": "Unlike"}, {"upn": UPN}, "placeholder"),
        (
            {"upn": UPN, "birth_date": "2011-01-01", "family_name": "Unlike"},
            {"upn": UPN, "birth_date": "2011-01-01"},
            "placeholder",
        ),
        ({"birth_date": "2011-01-01"}, {"birth_date": "2011-01-01"}, "default-birth-date"),
        ({"upn": UPN, "birth_date": "2011-01-01"}, {"upn": UPN, "birth_date": "2011-01-01"}, ""),
    ],
)
def test_contradiction_or_placeholder_is_a_veto(
    said: dict[str, str], record: dict[str, str], name: str
) -> None:
    assert veto(said, record) == name


def test_every_veto_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len({veto.name for veto in vetoes.VETOES}) == len(vetoes.VETOES)
    assert all(veto.words.endswith(".") for veto in vetoes.VETOES)


@pytest.mark.parametrize(
    ("now", "is_another"),
    [
        ({}, False),
        ({"given_name": "Kellie"}, False),
        ({"family_name": "Newname"}, False),
        ({"birth_date": "2012-04-15"}, False),
        ({"upn": OTHER_UPN}, False),
        ({"given_name": "Cormac", "birth_date": "2012-04-15"}, True),
        ({"birth_date": "2012-04-15", "upn": OTHER_UPN}, True),
        ({"given_name": "Cormac", "upn": OTHER_UPN}, True),
        ({"family_name": "Newname", "former_family_name": "Example", "birth_date": "2012-04-15"}, False),
    ],
)
def test_two_changes_at_once_speak_of_somebody_else(now: dict[str, str], is_another: bool) -> None:
    before = people.person_in(cast.KELLY | {"upn": UPN})
    assert vetoes.is_somebody_else(before, people.person_in(cast.KELLY | {"upn": UPN} | now)) is is_another


@pytest.mark.usefixtures("county")
def test_key_that_is_given_to_another_child_is_set_aside() -> None:
    """A spreadsheet wrote three keys as one: the first child stays as it is, the others wait for a person."""
    kelly = steps.known(cast.KELLY)
    cast.send(
        cast.CENSUS,
        cast.KELLY
        | {"as_at": "2026-09-11", "given_name": "Benedict", "birth_date": "2013-06-07", "gender": "M"},
    )
    newest = Statement.objects.order_by("-pk")[0]
    assert (newest.outcome, newest.quarantine) == ("quarantined", "another-person")
    assert steps.see("jane", kelly).name == "Kelly Example"


@pytest.mark.usefixtures("county")
def test_three_children_under_one_key_in_one_file_are_not_one() -> None:
    others = [
        {"given_name": "Benedict", "birth_date": "2013-06-07", "gender": "M"},
        {"given_name": "Clementine", "birth_date": "2010-10-30"},
    ]
    cast.send(cast.CENSUS, cast.KELLY, *(cast.KELLY | other for other in others))
    assert Child.objects.count() == 1
    assert steps.see("jane", cast.reference_of("Kelly")).name == "Kelly Example"
    assert Statement.objects.filter(quarantine="another-person").count() == 2


@pytest.mark.usefixtures("county")
def test_twin_with_the_other_twins_number_is_set_aside() -> None:
    cast.send(cast.CENSUS, cast.KELLY | {"upn": UPN})
    twin = cast.KELLY | {"record_id": "pupil-9", "given_name": "Cormac", "gender": "M", "upn": UPN}
    cast.send(cast.CENSUS, twin)
    assert Child.objects.count() == 1
    assert Statement.objects.order_by("-pk")[0].quarantine == "potential"


@pytest.mark.usefixtures("county")
def test_unnamed_twins_are_two() -> None:
    baby = cast.KELLY | {"given_name": "Baby", "birth_date": "2026-08-20", "school_start_date": "2026-09-01"}
    cast.send(cast.CENSUS, baby, baby | {"record_id": "pupil-9"})
    assert Child.objects.count() == 2
