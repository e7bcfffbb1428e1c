"""Reading records: an anchor by its reference, and of a record the granted classes alone."""

import dataclasses
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry import records
from registry.classes import METADATA, OPEN, PERSONAL, WHEREABOUTS, FieldClass
from registry.models import Child
from registry.parts import address, birth, carers, education, involvements, names
from registry.parts.part import Provenance
from tests import cast, steps

pytestmark = pytest.mark.usefixtures("county")
TABLES = {
    OPEN: {"registry_name", "registry_birth", "registry_gender"},
    PERSONAL: {"registry_death", "registry_carer"},
    WHEREABOUTS: {"registry_address", "registry_education", "registry_practice", "registry_involvement"},
}


def anchor_of(reference: str) -> records.Anchor:
    found = records.find(reference)
    assert found is not None
    return found


def load(anchor: records.Anchor, classes: set[FieldClass]) -> records.Record:
    """What of the record is granted with these classes."""
    (record,) = records.load([anchor.id], records.granted(classes), dated=METADATA in classes)
    return record


@pytest.mark.parametrize(
    "classes",
    [set(some) for n in range(4) for some in itertools.combinations((OPEN, PERSONAL, WHEREABOUTS), n)],
)
@pytest.mark.parametrize("dated", [set(), {METADATA}])
def test_only_the_tables_of_the_granted_classes_are_asked(
    classes: set[FieldClass], dated: set[FieldClass]
) -> None:
    anchor = anchor_of(steps.known(cast.KELLY))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        load(anchor, classes | dated)
    (sql,) = (query["sql"] for query in asked)
    for cls, tables in TABLES.items():
        for table in tables:
            assert (f'"{table}"' in sql) == (cls in classes), table
    assert ("registry_source" in sql) == bool(classes and dated)
    assert "registry_identifier" not in sql
    assert "registry_responsibility" not in sql


def test_what_was_not_granted_is_not_in_the_record() -> None:
    record = load(anchor_of(steps.known(cast.KELLY)), {OPEN})
    assert record[names.CURRENT]
    for part in (names.FORMER, carers.PART, address.PART, education.PART, involvements.PART):
        assert part not in record
        with pytest.raises(LookupError):
            record[part]


def test_a_former_name_is_read_with_the_personal_part_alone() -> None:
    anchor = anchor_of(steps.known(cast.KELLY | {"former_family_name": "Before"}))
    assert [str(name) for name in load(anchor, {OPEN})[names.CURRENT]] == ["Kelly Example"]
    record = load(anchor, {OPEN, PERSONAL})
    both = record[names.CURRENT] + record[names.FORMER]
    assert [(str(name), name.former) for name in both] == [("Kelly Example", False), ("Kelly Before", True)]


def test_without_metadata_no_value_has_a_provenance() -> None:
    anchor = anchor_of(steps.known(cast.KELLY))
    plain, dated = load(anchor, {OPEN})[birth.PART], load(anchor, {OPEN, METADATA})[birth.PART]
    assert plain
    assert plain.provenance is None
    assert dated
    assert dated.provenance == Provenance("School census", cast.born("2026-09-10"), cast.NOW)


def test_nobody_is_found_by_a_reference_that_does_not_exist() -> None:
    assert records.find("0" * 32) is None
    assert records.lock("0" * 32) is None
    assert records.lock_all(["0" * 32]) == {}
    assert records.sharing_with(0, by=cast.searcher("olive")) == ()
    assert records.find_by_id(0) is None
    assert records.authority_of(0) == ""
    assert records.load([0], [names.CURRENT]) == []


def test_an_anchor_says_nothing_about_the_child() -> None:
    anchor = anchor_of(steps.known(cast.KELLY))
    told = f"{anchor!r} {Child.objects.get()} {Child.objects.get()!r}"
    for secret in ("Kelly", "Example", "ZZ1", "Westmarch", "2011"):
        assert secret not in told


def test_the_district_is_the_first_half_of_the_postcode() -> None:
    anchor = anchor_of(steps.known(cast.KELLY))
    (record,) = records.load([anchor.id], [address.DISTRICT])
    assert record[address.DISTRICT] == "ZZ1"
    assert records.authority_of(anchor.id) == cast.WESTMARCH


def test_a_birth_date_is_exact_where_both_ends_are_equal() -> None:
    exact = anchor_of(steps.known(cast.KELLY))
    estimated = anchor_of(steps.known(cast.ROBIN | {"birth_date_to": "2014-12-31"}))
    births = [load(anchor, {OPEN})[birth.PART] for anchor in (exact, estimated)]
    assert [birth.is_exact for birth in births if birth] == [True, False]


def test_who_shares_what_is_asked_within_one_authority() -> None:
    kelly = anchor_of(steps.known(cast.KELLY))
    sister = cast.KELLY | {"record_id": "pupil-3", "given_name": "Rosalind", "birth_date": "2015-01-01"}
    half_brother = sister | {
        "record_id": "pupil-4",
        "given_name": "Barnaby",
        "birth_date": "2009-12-01",
        "address_line_1": "1 Elsewhere",
    }
    cast.send(cast.CENSUS, sister, half_brother, cast.ROBIN)
    rosalind, barnaby = (anchor_of(steps.child(given)).id for given in ("Rosalind", "Barnaby"))
    olive = cast.searcher("olive")
    assert records.sharing_with(kelly.id, by=olive) == (
        records.Sharing(rosalind, home=True, carer=True),
        records.Sharing(barnaby, home=False, carer=True),
    )
    assert records.sharing_with(kelly.id, by=cast.searcher("otto")) == ()
    assert records.sharing_with(kelly.id, by=dataclasses.replace(olive, authority="")) == ()


def test_several_records_are_locked_in_the_one_order_of_all_writers() -> None:
    known = [steps.known(cast.KELLY), steps.known(cast.ROBIN)]
    with CaptureQueriesContext(connection) as asked:
        found = records.lock_all([*reversed(known), "0" * 32])
    assert set(found) == set(known)
    assert [anchor.reference for anchor in found.values()] == known
    assert asked[0]["sql"].endswith('ORDER BY "registry_child"."id" ASC FOR UPDATE')
