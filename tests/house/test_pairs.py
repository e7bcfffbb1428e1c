"""Who and when come in pairs: whatever says who did something says when, and the database refuses one half alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from ground import house
from tests import cast
from tests.house.rules import OURS, Tree, rule
from tests.house.test_fields import fields_of, said_of

pytestmark = pytest.mark.django_db

Model = type[models.Model]
Pair = tuple[models.Field, models.Field]


def pairs(model: Model) -> Iterator[tuple[models.Field, models.Field | None]]:
    """Each column that says who, with the column that says when, if there is one: ``lifted_by`` and ``lifted_at``."""
    fields = {field.name: field for field in fields_of(model)}
    for name, field in fields.items():
        if name.endswith("_by"):
            stem = name.removesuffix("by")
            yield field, fields.get(f"{stem}at") or fields.get(f"{stem}on")


@rule
def columns_of_who_without_when(tree: Tree) -> list[str]:
    return [
        str(who)
        for model in house.models(tree.root)
        for who, when in pairs(model)
        if (when is None) != (who.name in getattr(said_of(model), "unpaired", ()))
    ]


@rule
def pairs_of_which_one_half_can_stand_alone(tree: Tree) -> list[str]:
    return [
        f"{model._meta.label}: {who.name} is {shown(halves[who.name])}, {when.name} is {shown(halves[when.name])}"
        for model in house.models(tree.root)
        for who, when in pairs(model)
        if when is not None
        for halves in half_filled(who, when)
        if not refused(model, halves)
    ]


def shown(value: Any) -> str:
    return "given" if value else "empty"


def half_filled(who: models.Field, when: models.Field) -> Iterator[dict[str, Any]]:
    """The ways in which the two columns could hold one half without the other."""
    moment = cast.NOW if isinstance(when, models.DateTimeField) else cast.TODAY
    somebody = 1 if who.is_relation else "somebody"
    nobody = None if who.null else "" if not who.is_relation else somebody
    for person, time in ((nobody, moment), (somebody, None)):
        if bool(person) != bool(time) and (time is not None or when.null):
            yield {who.name: person, when.name: time}


def refused(model: Model, halves: dict[str, Any]) -> bool:
    """Whether constraints refuse these halves, whatever the other columns hold that they speak of."""
    constraints = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    return any(
        all(
            not one.condition.check(typed(model, halves | others))
            for others in combinations(model, one, set(halves))
        )
        for one in constraints
        if set(halves) & one.condition.referenced_base_fields
    )


def typed(model: Model, values: dict[str, Any]) -> dict[str, models.Value]:
    """The values as the database would be given them: an empty one has a type too."""
    fields = {name: model._meta.get_field(name) for name in values}
    return {
        name: models.Value(
            value, output_field=models.BigIntegerField() if fields[name].is_relation else fields[name]
        )
        for name, value in values.items()
    }


def combinations(model: Model, constraint: models.CheckConstraint, given: set[str]) -> list[dict[str, Any]]:
    """Every way to fill the other columns of a constraint. One of them that has no choices can be filled in any way."""
    found: list[dict[str, Any]] = [{}]
    for name in sorted(constraint.condition.referenced_base_fields - given):
        field = model._meta.get_field(name)
        values = [value for value, _ in field.choices] if field.choices else [None, "x"]
        found = [one | {name: value} for one in found for value in values]
    return found


def test_whatever_says_who_says_when() -> None:
    assert columns_of_who_without_when(OURS) == []


def test_no_half_of_a_pair_stands_alone() -> None:
    assert pairs_of_which_one_half_can_stand_alone(OURS) == []


def test_pairs_are_found() -> None:
    found = {f"{model._meta.label}.{who.name}" for model in house.models() for who, _ in pairs(model)}
    assert found >= {
        "access.RoleGrant.granted_by",
        "access.RoleGrant.ended_by",
        "registry.Link.made_by",
        "registry.Link.ended_by",
        "shielding.Shield.imposed_by",
        "shielding.Shield.lift_asked_by",
        "shielding.Shield.lifted_by",
        "shielding.ContactRequest.asked_by",
        "shielding.ContactRequest.answered_by",
    }
