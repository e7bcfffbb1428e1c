"""The best view: the newest that was said of each part, with where it came from."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import (
    Address,
    Birth,
    Carer,
    Education,
    Gender,
    Identifier,
    Name,
    Practice,
    Responsibility,
    Source,
)
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
OTHER = "other-schools"
LATER = cast.NOW + timedelta(days=3)


@pytest.fixture
def second_school(county: None) -> None:
    Source.objects.create(code=OTHER, name="Another census", kind="school-census")


@pytest.mark.usefixtures("second_school")
def test_the_newest_by_the_day_it_was_true_stands_whenever_it_came() -> None:
    cast.send(cast.CENSUS, cast.KELLY | {"as_at": "2026-09-20"})
    cast.send(OTHER, cast.KELLY | {"as_at": "2026-09-01", "address_line_1": "1 Former Row"}, now=LATER)
    assert Address.objects.get().line_1 == "7 Invented Row"


@pytest.mark.usefixtures("second_school")
def test_of_two_sources_on_the_same_day_the_later_received_stands() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(OTHER, cast.KELLY | {"address_line_1": "8 Invented Row"}, now=LATER)
    assert Address.objects.get().line_1 == "8 Invented Row"


@pytest.mark.usefixtures("second_school")
def test_a_newer_statement_that_says_nothing_of_a_part_takes_nothing_away() -> None:
    cast.send(cast.CENSUS, cast.KELLY | {"upn": "V998417209001"})
    cast.send(OTHER, cast.KELLY | {"as_at": "2026-10-01"})
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    assert Identifier.objects.get().kind == "upn"
    assert Practice.objects.get().practice.code == "GP1"
    assert Address.objects.get().source.code == OTHER


def test_every_value_keeps_its_source_and_its_dates() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, now=LATER)
    for model in (Name, Birth, Gender, Carer, Address, Education, Responsibility):
        row = model.objects.get()
        assert (row.source.code, row.as_at.isoformat(), row.received_at) == (
            cast.CENSUS,
            "2026-09-10",
            cast.NOW,
        )
    practice = Practice.objects.get()
    assert (practice.source.code, practice.as_at.isoformat(), practice.received_at) == (
        cast.SERVICES,
        "2026-09-20",
        LATER,
    )


def test_a_service_never_says_who_the_child_is() -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"given_name": "KELLY", "family_name": "EXAMPLE"})
    name = Name.objects.get()
    assert (name.given, name.family) == ("Kelly", "Example")


def test_a_former_name_stands_beside_the_current_one() -> None:
    cast.send(cast.CENSUS, cast.KELLY | {"former_family_name": "Before"})
    assert sorted(Name.objects.values_list("kind", "given", "family")) == [
        ("current", "Kelly", "Example"),
        ("former", "Kelly", "Before"),
    ]


def test_a_former_given_name_goes_with_the_family_name_of_now() -> None:
    cast.send(cast.CENSUS, cast.KELLY | {"former_given_name": "Kim"})
    assert ("former", "Kim", "Example") in Name.objects.values_list("kind", "given", "family")


@pytest.mark.parametrize("whereabouts", ["none", "left-returning", "left-not-returning", "left-unknown"])
def test_a_statement_in_place_of_an_address_takes_the_address_away(whereabouts: str) -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    gone = dict.fromkeys(("address_line_1", "town", "postcode"), "")
    cast.send(cast.CENSUS, cast.KELLY | gone | {"as_at": "2026-10-01", "whereabouts": whereabouts})
    address = Address.objects.get()
    assert (address.status, address.line_1, address.postcode, address.dwelling) == (whereabouts, "", "", None)
    assert steps.SearchKey.objects.get().postcode == ""


@pytest.mark.parametrize("kind", ["home", "elsewhere"])
def test_education_elsewhere_names_no_school(kind: str) -> None:
    cast.send(cast.CENSUS, cast.KELLY)
    line = cast.KELLY | {"as_at": "2026-10-01", "education": kind, "school_code": "", "school_start_date": ""}
    cast.send(cast.CENSUS, line)
    assert (Education.objects.get().kind, Education.objects.get().school) == (kind, None)


def test_one_dwelling_and_one_carer_are_known_again_by_fingerprint_alone() -> None:
    sister = cast.KELLY | {"record_id": "pupil-9", "given_name": "Morgan", "birth_date": "2013-01-02"}
    cast.send(cast.CENSUS, cast.KELLY, sister | {"address_line_1": "7, INVENTED ROW"}, cast.ROBIN)
    for model, column in ((Address, "dwelling"), (Carer, "carer")):
        prints = [bytes(p) for p in model.objects.order_by("child").values_list(column, flat=True)]
        assert prints[0] == prints[1] != prints[2]


def test_another_bodys_number_lies_sealed() -> None:
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    cast.send(cast.CENSUS, cast.KELLY | {"upn": "V998417209001"})
    held = Identifier.objects.get()
    assert b"V998417209001" not in bytes(held.sealed) + bytes(held.digest)


def test_an_involvement_ends_when_its_source_says_so_and_stays_one_row() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"as_at": "2026-10-01", "end_date": "2026-09-30"})
    shown = steps.see("jane", kelly)
    assert shown.working_now == ()
    assert [i.ended_on.isoformat() for i in shown.worked_before if i.ended_on] == ["2026-09-30"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(order=st.permutations(range(4)))
@pytest.mark.usefixtures("second_school")
def test_the_record_does_not_depend_on_the_order_in_which_lines_come(order: list[int]) -> None:
    from django.db import transaction

    lines = [
        (cast.CENSUS, cast.KELLY),
        (cast.CENSUS, cast.KELLY | {"as_at": "2026-09-12", "town": "Eastmarch"}),
        (OTHER, cast.KELLY | {"as_at": "2026-09-11", "address_line_1": "9 Other Row"}),
        (cast.SERVICES, cast.TIM_WORKS_WITH_KELLY),
    ]
    with transaction.atomic():
        for place in order:
            cast.send(*lines[place])
        steps.publication.try_again()
        steps.publish()
        record = [
            list(model.objects.values_list(*columns))
            for model, columns in (
                (Name, ("given", "family")),
                (Address, ("line_1", "town", "as_at")),
                (Practice, ("practice__code",)),
            )
        ]
        assert [len(rows) for rows in record] == [1, 1, 1]
        assert record[1][0][:2] == ("7 Invented Row", "Eastmarch")
        transaction.set_rollback(True)


def test_writing_the_view_again_changes_nothing() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY, cast.SANA_WORKS_WITH_KELLY)
    before = steps.what_shows()
    child = steps.Child.objects.get(reference=kelly).pk
    for _ in itertools.repeat(None, 2):
        steps.publication.rewrite({child}, tiers={})
        assert steps.what_shows() == before
