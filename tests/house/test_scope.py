"""Scope: authorities are compared in one place (``access.policy``), and nothing empty is in anybody's scope."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models, transaction

from access import policy
from audit import trail
from audit.models import Event
from audit.verbs import Verb
from ground import house
from tests import cast

THE_PLACE = Path("access/policy.py")
MAKES_THINGS_UP = "workshop"
"""It draws a fictional county, in which schools and practices are chosen by authority. Nobody has rights there."""

_AUTHORITY = re.compile(r"(^|_)authority(_|$)")
_FILTER_PATH = re.compile(
    r"(^|__)authority(_code|_id|_?_?(code|id|pk))?(__(exact|iexact|in|gte?|lte?|contains|startswith))?$"
)
_FILTERS = {
    "filter",
    "exclude",
    "get",
    "aget",
    "Q",
    "When",
    "get_object_or_404",
    "get_or_create",
    "update_or_create",
}
_SQL = re.compile(
    r"\b(?:SELECT|UPDATE|DELETE|JOIN|WHERE)\b.*\bauthority(?:_id|_code|\.id|\.code)?\"?\s*(?:=|<>|!=|IN\b)",
    re.DOTALL,
)
_COMPARING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def speaks_of_an_authority(node: ast.expr) -> bool:
    """Whether any part of the expression is named after an authority."""
    for part in ast.walk(node):
        name = {ast.Name: "id", ast.Attribute: "attr"}.get(type(part))
        if name and _AUTHORITY.search(getattr(part, name)):
            return True
        key = part.slice if isinstance(part, ast.Subscript) else None
        if isinstance(key, ast.Constant) and _AUTHORITY.search(str(key.value)):
            return True
    return False


def comparisons(source: str) -> Iterator[int]:
    """The lines on which authorities are compared, in whatever form."""
    for node in ast.walk(ast.parse(source)):
        if _compares(node) or _filters(node) or _asks_by_itself(node) or _matches(node):
            yield node.lineno  # type: ignore[attr-defined]


def _compares(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare) or not any(isinstance(op, _COMPARING) for op in node.ops):
        return False
    return any(speaks_of_an_authority(side) for side in (node.left, *node.comparators))


def _matches(node: ast.AST) -> bool:
    return isinstance(node, ast.Match) and speaks_of_an_authority(node.subject)


def _filters(node: ast.AST) -> bool:
    """A keyword of a filter that ends in an authority, or a path to one anywhere among keywords."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    named = [keyword.arg for keyword in node.keywords if keyword.arg]
    spread = [
        str(key.value)
        for keyword in node.keywords
        if keyword.arg is None and isinstance(keyword.value, ast.Dict)
        for key in keyword.value.keys
        if isinstance(key, ast.Constant)
    ]
    paths = [name for name in (*named, *spread) if _FILTER_PATH.search(name)]
    return any(called in _FILTERS or "__" in path for path in paths)


def _asks_by_itself(node: ast.AST) -> bool:
    """A statement of SQL that compares authorities."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_SQL.search(node.value))


def files() -> list[Path]:
    packages = [name for name in house.packages() if name != MAKES_THINGS_UP]
    return sorted(path for name in packages for path in (house.ROOT / name).rglob("*.py"))


def test_authorities_are_compared_in_one_place() -> None:
    found = [
        f"{path.relative_to(house.ROOT)}:{line}"
        for path in files()
        if path.relative_to(house.ROOT) != THE_PLACE
        for line in comparisons(path.read_text())
    ]
    assert found == [], "ask policy.in_scope, policy.require_scope or .within(by) instead"


PLANTED = (
    "by.authority == 'X01'",
    "records.authority_of(child) != by.authority",
    "'X01' == to.authority",
    "code in (by.authority, '')",
    "by.authority not in codes",
    "account.organisation.authority.code == code",
    "authority_code == by.searcher.authority",
    "said['authority'] == code",
    "organisation.authority_id == other.authority_id",
    "rows.filter(authority__code=code)",
    "rows.filter(authority=by.authority)",
    "rows.exclude(child__responsibility__authority__code=code)",
    "rows.get(organisation__authority=here)",
    "Q(authority_code=code) | Q(pk=1)",
    "rows.filter(authority__code__in=codes)",
    "rows.filter(**{'child__responsibility__authority__code': code})",
    "get_object_or_404(Account, organisation__authority__code=code)",
    "cursor.execute('SELECT 1 FROM access_authority authority WHERE authority.code = %s', [code])",
    "match by.authority:\n    case 'X01':\n        pass",
)
HARMLESS = (
    "Actor(authority=by.authority)",
    "Organisation.objects.create(authority=west)",
    "organisation.authority is None",
    "rows.values_list('authority__code')",
    "policy.in_scope(by, records.authority_of(child))",
    "Shield.objects.in_force().within(by)",
    "payload | ({'authority': by.authority} if by.authority else {})",
    "authority_path = 'child__responsibility__authority__code'",
    "'Children whom another authority looks after'",
)


@pytest.mark.parametrize("planted", PLANTED)
def test_rule_sees_each_form_of_comparison(planted: str) -> None:
    assert list(comparisons(planted))


@pytest.mark.parametrize("harmless", HARMLESS)
def test_rule_lets_pass_what_compares_nothing(harmless: str) -> None:
    assert list(comparisons(harmless)) == []


# --- the one rule -----------------------------------------------------------------------------------------------

BELONGING = [model for model in apps.get_models() if hasattr(model, "authority_path")]
"""Every table of which a row belongs to an authority."""


def test_models_with_a_scope_say_on_which_way_they_lead_to_their_authority() -> None:
    scoped = {model for model in apps.get_models() if isinstance(model._default_manager.all(), policy.Within)}
    assert scoped <= set(BELONGING)
    assert len(BELONGING) >= 6


@pytest.mark.django_db
@pytest.mark.parametrize("model", BELONGING)
def test_somebody_without_an_authority_has_nothing_in_scope(model: type[models.Model], county: None) -> None:
    olive = cast.searcher("olive")
    nobody = dataclasses.replace(olive, authority="")
    assert not policy.within(model._default_manager.all(), nobody).exists()
    assert cast.WESTMARCH in str(policy.within(model._default_manager.all(), olive).query)


@pytest.mark.django_db
def test_what_belongs_to_no_authority_is_in_nobodys_scope(county: None) -> None:
    with transaction.atomic():
        trail.record(Verb.SIGN_IN_FAILED, actor=trail.Actor.nobody(), at=cast.NOW)
    for name in ("olive", "otto"):
        assert not policy.within(Event.objects.all(), cast.searcher(name)).exists()
        assert not policy.in_scope(cast.searcher(name), "")
