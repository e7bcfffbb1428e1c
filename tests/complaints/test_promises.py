"""The table of what was asked and how it is kept: it is whole, and every proof that it names is there."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from access import doors
from complaints import promises
from complaints.promises import PROMISES, Promise, Whose
from ground import house
from tests import browsing
from tests.house import composition


@functools.cache
def nodes_of_tests() -> dict[str, bool]:
    """Every test of the tree by its node, read from the files without importing them, and whether it has parameters."""
    found: dict[str, bool] = {}
    for path in sorted((house.ROOT / "tests").rglob("test_*.py")):
        module = ast.parse(path.read_text())
        marked = _has_parameters_by_mark(module)
        where = path.relative_to(house.ROOT).as_posix()
        for names, function, is_parametrised in _functions(module):
            found["::".join((where, *names))] = marked or is_parametrised or _has_parameters(function)
    return found


def _functions(module: ast.Module) -> Iterator[tuple[tuple[str, ...], ast.FunctionDef, bool]]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield (node.name,), node, False
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and inner.name.startswith("test_"):
                    yield (node.name, inner.name), inner, _has_parameters(node)


def _has_parameters(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any("parametrize" in ast.unparse(one) for one in node.decorator_list)


def _has_parameters_by_mark(module: ast.Module) -> bool:
    marks = [
        node for node in module.body if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node)
    ]
    return any("parametrize" in ast.unparse(node) for node in marks)


@functools.cache
def pages_there_are() -> frozenset[str]:
    """The names of the URLs that everybody may ask for and that need nothing more."""
    return frozenset(
        name
        for name, pattern in composition.urls().items()
        if getattr(pattern.callback, "needs", None) is doors.Door.OPEN_TO_ALL
        and not pattern.pattern.converters
    )


def gaps(table: tuple[Promise, ...]) -> list[str]:
    return promises.gaps(table, nodes_of_tests(), pages_there_are())


def with_one_changed(name: str, **changed: object) -> tuple[Promise, ...]:
    return tuple(replace(one, **changed) if one.id == name else one for one in PROMISES)  # type: ignore[arg-type]


def test_every_promise_is_there_once_and_every_proof_exists() -> None:
    assert gaps(PROMISES) == []


def test_there_are_all_that_were_counted() -> None:
    assert {whose: whose.how_many for whose in Whose} == {
        Whose.CHILDREN: 62,
        Whose.CRITICS: 33,
        Whose.NOTICE: 8,
    }
    assert [one.id for one in PROMISES] == [
        f"{whose}{number}" for whose in Whose for number in range(1, whose.how_many + 1)
    ]


def test_every_test_that_is_named_exists() -> None:
    named = [node for one in PROMISES for node in one.tests]
    assert len(named) > 60
    assert [node for node in named if node.partition("[")[0] not in nodes_of_tests()] == []


def test_every_promise_is_kept_by_something_or_says_why_not() -> None:
    assert [one.id for one in PROMISES if bool(one.tests or one.pages) == bool(one.not_yet)] == []
    assert [one.id for one in PROMISES if one.is_kept and not one.how] == []


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (PROMISES[1:], "C1 is missing"),
        ((*PROMISES, PROMISES[4]), "C5 is there twice"),
        ((*PROMISES, replace(PROMISES[0], id="C63")), "C63 is not known"),
        (
            with_one_changed("C2", tests=("tests/access/test_accounts.py::test_nobody_wrote_this",)),
            "C2: no test tests/access/test_accounts.py::test_nobody_wrote_this",
        ),
        (
            with_one_changed(
                "C33", tests=("tests/house/test_fields.py::test_record_fits_twelve_tables[one]",)
            ),
            "C33: no test tests/house/test_fields.py::test_record_fits_twelve_tables[one]",
        ),
        (with_one_changed("P6", pages=("complaints:nowhere",)), "P6: no page complaints:nowhere"),
        (with_one_changed("P6", pages=("complaints:cases",)), "P6: no page complaints:cases"),
        (with_one_changed("C3", not_yet=""), "C3: is either kept, and says how, or says why not"),
        (with_one_changed("C1", how=""), "C1: is either kept, and says how, or says why not"),
        (with_one_changed("C1", not_yet="But"), "C1: is either kept, and says how, or says why not"),
        (with_one_changed("C3", missing="This"), "C3: says what is missing where all of it is"),
    ],
)
def test_a_gap_is_found(table: tuple[Promise, ...], fault: str) -> None:
    assert gaps(table) == [fault]


def test_a_test_with_parameters_may_be_named_with_one_of_them() -> None:
    node = "tests/complaints/test_alike.py::test_a_record_changes_nothing_that_somebody_outside_is_told[open]"
    assert gaps(with_one_changed("C22", tests=(node,))) == []


def test_no_test_is_found_that_is_none() -> None:
    assert len(nodes_of_tests()) > 1000
    assert not [node for node in nodes_of_tests() if "conftest" in node or "::test_" not in node]


@pytest.mark.django_db
def test_page_shows_each_with_its_proof_or_its_reason_and_counts_them(county: None) -> None:
    page = browsing.words(Client().get("/you-asked/"))
    for one in PROMISES:
        said = (one.asked, one.quoted, one.how, one.missing, one.not_yet, *one.tests)
        assert [words for words in said if _escaped(words) not in page] == []
    kept = sum(one.is_kept for one in PROMISES)
    assert f"{kept} are kept. {len(PROMISES) - kept} are not kept yet." in page
    for group in promises.groups():
        assert f"{group.words} {group.kept} {group.not_kept}" in page
        assert f"{group.kept} kept" in page


def _escaped(words: str) -> str:
    return words.replace("'", "&#x27;")
