"""What a table says of itself is complete, and says nothing that the table does not have."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.sql import Query

from ground import governance, governance_page, house, statute
from ground.governance import Ending, FieldClass, Governance, Retention, Subject
from registry.models import Child
from shielding.disclosure import disclosure
from tests.house.rules import OURS, Tree, rule
from tests.house.test_documents import DOCS
from tests.house.test_fields import about_a_child, fields_of, said_of

Model = type[models.Model]


def said(tree: Tree) -> Iterator[tuple[Model, Governance]]:
    """Every model that says something of itself; that each does is a rule of its own."""
    yield from ((model, one) for model in house.models(tree.root) if (one := said_of(model)) is not None)


# --- the classes ------------------------------------------------------------------------------------------------


@rule
def models_that_say_nothing_of_themselves(tree: Tree) -> list[str]:
    return [
        model._meta.label for model in house.models(tree.root) if not isinstance(said_of(model), Governance)
    ]


@rule
def fields_without_exactly_one_class(tree: Tree) -> list[str]:
    return [
        f"{model._meta.label}.{name}"
        for model in house.models(tree.root)
        for name in sorted(wrongly_classed(model))
    ]


def wrongly_classed(model: Model) -> set[str]:
    one = said_of(model)
    named = [name for names in one.classes.values() for name in names] if one else []
    twice = {name for name in named if named.count(name) > 1}
    return twice | (set(named) ^ {field.name for field in fields_of(model)})


@rule
def names_of_fields_that_there_are_not(tree: Tree) -> list[str]:
    """What else is said of fields is said of fields that there are, and of none that is shown to nobody."""
    faults = []
    for model, one in said(tree):
        known = {field.name for field in fields_of(model)}
        internal = set(one.classes.get(FieldClass.INTERNAL, ()))
        named = {*one.reach, *one.free_text, *one.unpaired, *one.untold, *governance.history_of(model)}
        faults += [
            f"{model._meta.label}.{name}" for name in sorted(named - known | internal & set(one.untold))
        ]
    return faults


# --- retention and the archive ----------------------------------------------------------------------------------


@rule
def relations_to_a_child_without_a_rule(tree: Tree) -> list[str]:
    """What belongs to a child says that it is about a child, and goes with it: nobody is forgotten in a corner."""
    faults = []
    for model in house.models(tree.root):
        one = said_of(model)
        for field in fields_of(model):
            if field.is_relation and about_a_child(field.related_model):
                if one is None or Subject.CHILD not in one.about:
                    faults.append(f"{field}: does not say that it is about a child")
                elif field.related_model is Child and one.retention.parent != field.name:
                    faults.append(f"{field}: does not go with the child")
    return faults


@rule
def retention_rules_that_do_not_hold(tree: Tree) -> list[str]:
    return [f"{model._meta.label}: {fault}" for model, one in said(tree) for fault in faults_of(model, one)]


def faults_of(model: Model, one: Governance) -> Iterator[str]:
    kept = one.retention
    match kept.ending:
        case Ending.ARCHIVE | Ending.DELETE if not kept.clocks:
            yield "no clock says when its time is over"
        case Ending.WITH_PARENT if not kept.parent:
            yield "it goes with a row that it does not name"
        case Ending.WHILE_USED if kept.clocks or kept.parent or kept.outlives:
            yield "reference data has no time"
        case Ending.WHILE_USED if Subject.CHILD in one.about:
            yield "what is about a child is not kept without an end"
    if (kept.ending is Ending.ARCHIVE and not one.archived) or (
        kept.ending is Ending.DELETE and one.archived
    ):
        yield "the archive takes along what ends there, and nothing that is deleted instead"
    if kept.ending is Ending.WITH_PARENT and one.archived and not goes_to_the_archive(model, kept.parent):
        yield "the archive takes it along without the row to which it belongs"
    if kept.ending is Ending.WITH_PARENT and not all(clock.only for clock in kept.clocks):
        yield "a row that goes with another has a clock only for those that have none to go with"
    if not kept.words.endswith("."):
        yield "its rule says nothing in words"
    yield from faults_of_paths(model, kept)


def goes_to_the_archive(model: Model, parent: str) -> bool:
    field, _ = field_at(model, parent)
    return bool(field.related_model) and said_of(field.related_model).archived


def faults_of_paths(model: Model, kept: Retention) -> Iterator[str]:
    """A rule can be carried out: each field that it names is there, and is what the rule takes it for."""
    numbers = list(statute.rules().values())
    for clock in kept.clocks:
        if clock.number not in numbers or clock.put_off_to not in (None, *numbers):
            yield "a number that is not of the statute"
        wanted = {clock.starts: models.DateField, clock.set_by: models.IntegerField}
        yield from (
            f"{path} is no {kind.__name__}"
            for path, kind in wanted.items()
            if path and not (is_there(model, path) and isinstance(field_at(model, path)[0], kind))
        )
        yield from (f"{path} cannot be asked for" for path in clock.only if not can_be_asked(model, path))
    yield from (
        f"{path} is not there" for path in (kept.parent, kept.outlives) if path and not is_there(model, path)
    )


def field_at(model: Model, path: str) -> tuple[models.Field, list[str]]:
    """The field to which a path leads, and what of the path is a look-up beyond it."""
    _, field, _, beyond = Query(model).names_to_path(
        path.split(LOOKUP_SEP), model._meta, fail_on_missing=False
    )
    return field, beyond


def is_there(model: Model, path: str) -> bool:
    try:
        return not field_at(model, path)[1]
    except FieldError:
        return False


def can_be_asked(model: Model, path: str) -> bool:
    try:
        field, beyond = field_at(model, path)
    except FieldError:
        return False
    return all(lookup in field.get_lookups() for lookup in beyond)


@rule
def retention_rules_of_one_name_and_two_meanings(tree: Tree) -> list[str]:
    rules: dict[str, Retention] = {}
    return sorted(
        {
            one.retention.name
            for _, one in said(tree)
            if rules.setdefault(one.retention.name, one.retention) != one.retention
        }
    )


@rule
def tables_that_the_archive_leaves_without_a_reason(tree: Tree) -> list[str]:
    return [
        model._meta.label
        for model, one in said(tree)
        if (Subject.CHILD in one.about and not one.archived) != bool(one.not_archived)
    ]


# --- what the subject is told -----------------------------------------------------------------------------------


def entitled(one: Governance) -> frozenset[Subject]:
    """Who might be told: those whom it is about, and the parent of a child."""
    return one.about | (governance.CHILD_AND_PARENT if Subject.CHILD in one.about else governance.NOBODY)


@rule
def tables_that_keep_something_from_somebody_without_a_reason(tree: Tree) -> list[str]:
    return [
        model._meta.label
        for model, one in said(tree)
        if not one.told <= entitled(one)
        or ((one.told != entitled(one) or bool(one.untold)) and not one.not_told)
    ]


@rule
def tables_that_tell_a_parent_too_much(tree: Tree) -> list[str]:
    """Parents must not learn of a sensitive service or a shield through what they ask (domain rules of the pack)."""
    hidden = {FieldClass.SENSITIVE, FieldClass.OFFICERS, FieldClass.TRAIL, FieldClass.NOTICE}
    return [
        model._meta.label
        for model, one in said(tree)
        if Subject.PARENT in one.told and hidden & one.classes.keys()
    ]


@rule
def governance_page_that_says_something_else(tree: Tree) -> list[str]:
    page = DOCS / "governance.md"
    try:
        text = governance_page.text(house.models(tree.root))
    except governance.Ungoverned as error:
        return [str(error)]
    return [] if page.read_text() == text else [f"{page.name} says something else"]


RULES = (
    models_that_say_nothing_of_themselves,
    fields_without_exactly_one_class,
    names_of_fields_that_there_are_not,
    relations_to_a_child_without_a_rule,
    retention_rules_that_do_not_hold,
    retention_rules_of_one_name_and_two_meanings,
    tables_that_the_archive_leaves_without_a_reason,
    tables_that_keep_something_from_somebody_without_a_reason,
    tables_that_tell_a_parent_too_much,
    governance_page_that_says_something_else,
)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.__name__)
def test_there_are_no(one: object) -> None:
    assert one(OURS) == []


def test_governance_is_not_inherited() -> None:
    class Deeper(Child):
        class Meta:
            app_label = "deeper"
            proxy = True

    with pytest.raises(governance.Ungoverned, match=r"deeper\.Deeper"):
        governance.of(Deeper)


def test_class_of_a_field_is_one_or_an_error() -> None:
    classes = {FieldClass.OPEN: ("a", "b", "b"), FieldClass.INTERNAL: ("a",)}
    for name in ("a", "b", "c"):
        with pytest.raises(LookupError, match=f"The field {name} must have exactly one class"):
            governance.class_of(classes, name)


def test_no_record_shows_what_is_not_of_a_record() -> None:
    granted = frozenset().union(*disclosure.GRANTS.values())
    assert granted == set(FieldClass) - {
        FieldClass.BODY_NUMBER,
        FieldClass.DIRECTORY,
        FieldClass.STAFF,
        FieldClass.TRAIL,
        FieldClass.INTERNAL,
    }


def test_every_number_of_how_long_something_is_kept_is_used_by_a_rule() -> None:
    used = {
        number
        for _, one in said(OURS)
        for clock in one.retention.clocks
        for number in (clock.number.words, clock.put_off_to.words if clock.put_off_to else "")
    }
    names = {
        "CHILDHOOD_ENDS",
        "EXTENSION_ENDS",
        "INVOLVEMENT_SHOWN_AFTER_END",
        "DEATH_KEPT",
        "LEFT_ENGLAND_KEPT",
        "TRAIL_KEPT",
        "UNUSED_KEPT",
        "WORDS_KEPT",
        "DRAFT_KEPT",
        "CASE_KEPT",
        "CASE_WORDS_KEPT",
        "CONSULTATION_KEPT",
        "VOICE_KEPT",
        "TRY_KEPT",
    }
    assert used - {""} == {statute.rules()[name].words for name in names}


@pytest.mark.parametrize("value", FieldClass)
def test_every_class_has_a_meaning_on_the_page(value: FieldClass) -> None:
    assert f"| `{value.value}` |" in (DOCS / "governance.md").read_text()
