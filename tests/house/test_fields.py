"""What is held: the record has twelve tables, and what may never be held has no column."""

import re
from collections.abc import Iterator

import pytest
from django.db import models

from ground import house
from ground.governance import Governance, Subject
from registry.models import RECORD_TABLES, Child
from shielding.models import Shield
from tests.house.rules import OURS, Tree, rule

NEVER = re.compile(
    r"photo|image|picture|portrait|biometric|fingerprint_of_finger|note|comment|remark|diagnos|treatment|medical|religio"
    r"|faith|ethnic|race|nationalit|immigra|asylum|disab|sexual|risk|score|rating|flag|crimin|offence|suspic|attendance"
    r"|exam|attain|benefit|income|opinion|assessment|case_material"
)
"""Words that no column of ours may have (Children Act 2004 s. 12(4) and (5); SI 2007/2182 Sch. 1)."""
REACHES_SOMEBODY = re.compile(r"phone|mobile|email|contact$")
NAMES_THE_ROW = frozenset({"reference", "code", "uid", "event_uid", "role"})
"""Columns that a row may print: they name it and say nothing of anybody."""


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.Field)]


def all_fields(tree: Tree) -> Iterator[tuple[type[models.Model], models.Field]]:
    yield from ((model, field) for model in house.models(tree.root) for field in fields_of(model))


def said_of(model: type[models.Model]) -> Governance | None:
    return vars(model).get("governance")


def about_a_child(model: type[models.Model]) -> bool:
    """Whether its table says anything of a child; one that does not say so is taken for one that does."""
    said = said_of(model)
    return said is None or Subject.CHILD in said.about


@rule
def columns_that_may_never_be_held(tree: Tree) -> list[str]:
    return [
        str(field)
        for _, field in all_fields(tree)
        if NEVER.search(field.name) or isinstance(field, models.FileField)
    ]


@rule
def columns_that_reach_somebody_and_do_not_say_so(tree: Tree) -> list[str]:
    return [
        str(field)
        for model, field in all_fields(tree)
        if bool(REACHES_SOMEBODY.search(field.name)) != (field.name in getattr(said_of(model), "reach", ()))
    ]


@rule
def free_text_that_nobody_answers_for(tree: Tree) -> list[str]:
    return [
        str(field)
        for model, field in all_fields(tree)
        if isinstance(field, models.TextField) != (field.name in getattr(said_of(model), "free_text", ()))
    ]


@rule
def models_that_print_a_value(tree: Tree) -> list[str]:
    return [
        model._meta.label for model in house.models(tree.root) if "Canary" in str(model(**canaries(model)))
    ]


def canaries(model: type[models.Model]) -> dict[str, str]:
    return {
        field.name: "Canary"
        for field in fields_of(model)
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in NAMES_THE_ROW
        and not field.is_relation
    }


def test_record_fits_twelve_tables() -> None:
    assert len(RECORD_TABLES) == len(set(RECORD_TABLES)) <= 12
    assert Child in RECORD_TABLES


def test_no_column_holds_what_may_never_be_held() -> None:
    assert columns_that_may_never_be_held(OURS) == []


@pytest.mark.parametrize("model", RECORD_TABLES)
def test_record_has_no_room_for_free_text(model: type[models.Model]) -> None:
    for field in fields_of(model):
        assert not isinstance(field, models.TextField | models.JSONField), field.name
        if isinstance(field, models.CharField):
            assert field.max_length <= 254, field.name


def test_only_people_at_work_have_a_telephone() -> None:
    """The child's and the home's have no column: the children asked for that."""
    assert columns_that_reach_somebody_and_do_not_say_so(OURS) == []
    assert {model._meta.label for model in house.models() if said_of(model).reach} == {
        "access.Account",
        "access.Organisation",
        "access.Service",
        "complaints.Team",
        "registry.Involvement",
        "shielding.SensitiveInvolvement",
        "shielding.ContactRequest",
    }


def test_free_text_stands_only_where_a_person_answers_for_it() -> None:
    assert free_text_that_nobody_answers_for(OURS) == []
    free = {f"{model._meta.label}.{name}" for model in house.models() for name in said_of(model).free_text}
    assert free == {
        "shielding.ContactRequest.reason",
        "shielding.Proposal.words",
        "audit.Event.reason",
        "audit.TermsRequest.asked_why",
        "audit.TermsRequest.answered_why",
    }
    assert isinstance(Shield._meta.get_field("justification"), models.BinaryField), "sealed, not text"


def test_printing_a_child_prints_its_reference() -> None:
    child = Child(reference="0" * 32, number="123456789012")
    assert str(child) == "0" * 32
    assert "123456789012" not in repr(child)


def test_printing_anything_prints_no_value() -> None:
    assert models_that_print_a_value(OURS) == []
    assert "number" in canaries(Child)
