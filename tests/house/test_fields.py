"""What is held: every field has one class, the record has twelve tables, and what may never be held has no column."""

import re

import pytest
from django.apps import apps
from django.db import models

from registry import classes
from registry.models import RECORD_TABLES, Child, Delivery, Source
from shielding.models import Shield

OURS = ("audit", "access", "registry", "shielding", "complaints")
ABOUT_CHILDREN = [
    model
    for label in ("registry", "shielding")
    if label in apps.app_configs
    for model in apps.get_app_config(label).get_models()
]
SAYS_NOTHING_OF_A_CHILD = {Source, Delivery}
"""Who sends, and how many lines a file had: no value of these tables is about a child."""


def names_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if isinstance(field, models.Field)}


@pytest.mark.parametrize("model", [m for m in ABOUT_CHILDREN if m not in SAYS_NOTHING_OF_A_CHILD])
def test_every_field_has_exactly_one_class(model: type[models.Model]) -> None:
    for name in names_of(model):
        classes.class_of(model.field_classes, name)
    named = {name for fields in model.field_classes.values() for name in fields}
    assert named == names_of(model), "a class names a field that does not exist"


def test_record_fits_twelve_tables() -> None:
    assert len(RECORD_TABLES) == len(set(RECORD_TABLES)) <= 12
    assert Child in RECORD_TABLES


RELATED_TO_A_CHILD = {
    "what the record is": {f"registry.{model.__name__}" for model in RECORD_TABLES} - {"registry.Child"},
    "what it is made from": {"registry.Link", "registry.MatchKey"},
    "what may be shown of it": {
        "shielding.Shield",
        "shielding.SensitiveInvolvement",
        "shielding.ContactRequest",
        "shielding.SearchKey",
    },
    "what waits because of it": {"shielding.Concern"},
}
"""Every table that is related to a child: what an archive has to take along, and what a deletion has to delete."""


def test_every_table_related_to_a_child_is_on_the_list_of_what_an_archive_takes_along() -> None:
    related = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Child
    }
    listed = [name for names in RELATED_TO_A_CHILD.values() for name in names]
    assert related == set(listed)
    assert len(listed) == len(set(listed))


ALL_FIELDS = [
    field
    for model in apps.get_models()
    if model._meta.app_label in OURS
    for field in model._meta.get_fields()
    if isinstance(field, models.Field)
]
NEVER = re.compile(
    r"photo|image|picture|portrait|biometric|fingerprint_of_finger|note|comment|remark|diagnos|treatment|medical|religio"
    r"|faith|ethnic|race|nationalit|immigra|asylum|disab|sexual|risk|score|rating|flag|crimin|offence|suspic|attendance"
    r"|exam|attain|benefit|income|opinion|assessment|case_material"
)
"""Words that no column of ours may have (Children Act 2004 s. 12(4) and (5); SI 2007/2182 Sch. 1)."""


def test_no_column_holds_what_may_never_be_held() -> None:
    assert [str(field) for field in ALL_FIELDS if NEVER.search(field.name)] == []
    assert not [field for field in ALL_FIELDS if isinstance(field, models.FileField)], (
        "no photograph, no file"
    )


@pytest.mark.parametrize("model", RECORD_TABLES)
def test_record_has_no_room_for_free_text(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.Field):
            assert not isinstance(field, models.TextField | models.JSONField), field.name
            if isinstance(field, models.CharField):
                assert field.max_length <= 254, field.name


TELEPHONES = {
    "access.Account",
    "access.Organisation",
    "access.Service",
    "registry.Involvement",
    "shielding.SensitiveInvolvement",
    "shielding.ContactRequest",
}
"""Telephones are those of people at work. The child's and the home's have no column (the children asked for that)."""


def test_only_people_at_work_have_a_telephone() -> None:
    having = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for name in names_of(model)
        if re.search(r"phone|mobile|email|contact$", name)
    }
    assert having == TELEPHONES


def test_free_text_stands_only_where_a_person_answers_for_it() -> None:
    free = {
        f"{model._meta.label}.{field.name}"
        for model in ABOUT_CHILDREN
        for field in model._meta.get_fields()
        if isinstance(field, models.TextField)
    }
    assert free == {"shielding.ContactRequest.reason"}
    assert isinstance(Shield._meta.get_field("justification"), models.BinaryField), "sealed, not text"


def test_printing_a_child_prints_its_reference() -> None:
    child = Child(reference="0" * 32, number="123456789012")
    assert str(child) == "0" * 32
    assert "123456789012" not in repr(child)


@pytest.mark.parametrize("model", ABOUT_CHILDREN)
def test_printing_anything_about_a_child_prints_no_value(model: type[models.Model]) -> None:
    values = {
        field.name: "Canary"
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and field.name not in ("reference", "code")
        and not field.is_relation
    }
    assert "Canary" not in str(model(**values))
