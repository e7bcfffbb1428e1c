"""The pages' templates: each is used, and none lets a value through unescaped or brings a script of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ground import house
from tests.house.rules import OURS, Tree, rule

BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"}
"""Templates that the framework asks for by itself."""
FORBIDDEN = {
    "a value that is not escaped": r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b",
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "an event handler": r"<[^>]+\son[a-z]+\s*=",
    "a style in the page": r"<style\b|<[^>]+\sstyle\s*=",
    # a licence, and where somebody goes who has to leave a page quickly
    "an address outside": (
        r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//"
        r"(?!www\.nationalarchives\.gov\.uk|www\.bbc\.co\.uk/weather\")"
    ),
    "an address that runs code": r"javascript:",
}


def templates(tree: Tree) -> dict[str, Path]:
    """Every template by the name it is asked for, of the tree itself and of its packages."""
    folders = (
        tree.root / "templates",
        *(tree.root / name / "templates" for name in house.packages(tree.root)),
    )
    return {str(path.relative_to(folder)): path for folder in folders for path in folder.rglob("*.html")}


def faults_of(path: Path) -> Iterator[str]:
    text = path.read_text()
    yield from (what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE))


@rule
def templates_that_let_something_through(tree: Tree) -> list[str]:
    return [f"{name}: {what}" for name, path in templates(tree).items() for what in faults_of(path)]


@rule
def templates_that_nobody_uses(tree: Tree) -> list[str]:
    named = templates(tree)
    asked = "\n".join(path.read_text() for path in (*house.files(tree.root).values(), *named.values()))
    return [name for name in named.keys() - BY_NAME if f'"{name}"' not in asked and f"'{name}'" not in asked]


WAY_ON = re.compile(r"<a [^>]*href=|<form |\{% include \"components/(button|back_link)\.html")


@rule
def pages_without_a_way_on(tree: Tree) -> list[str]:
    """From every page a person can go on: its content has a link or a form, its own or one that it includes."""
    named = templates(tree)
    pages = {name: path.read_text() for name, path in named.items()}
    return [
        name
        for name, text in pages.items()
        if re.search(r"\{% extends ", text) and not any(map(WAY_ON.search, _with_included(text, named)))
    ]


TABLE = re.compile(r"<table class=\"([^\"]*)\".*?</table>", re.DOTALL)
NARROW = "cp-narrow"
"""A table of numbers alone, which has room on a phone as it is."""


@rule
def tables_that_are_no_cards_on_a_phone(tree: Tree) -> list[str]:
    """A row of a table is a card where there is no room for columns, and each cell then says which column it is of."""
    found = [
        (name, table) for name, path in templates(tree).items() for table in TABLE.finditer(path.read_text())
    ]
    return [name for name, table in found if NARROW not in table[1].split() and not _is_cards(table)]


def _is_cards(table: re.Match[str]) -> bool:
    body = table[0].partition("<tbody")[2]
    cells = re.findall(r"<t[hd] [^>]*>", body)
    return "cp-cards" in table[1].split() and bool(cells) and all("data-label=" in cell for cell in cells)


def _with_included(text: str, named: dict[str, Path]) -> Iterator[str]:
    """The content of a page, and of the parts of its own app that it includes."""
    yield text.partition("{% block content %}")[2]
    for name in re.findall(r"\{% include \"([^\"]+)\"", text):
        if name in named and not name.startswith("components/"):
            yield named[name].read_text()


@rule
def code_that_marks_something_as_safe(tree: Tree) -> list[str]:
    marks = re.compile(r"\bmark_safe\b|\bSafeString\(|@csrf_exempt\b|\.extra\(")
    return [name for name, path in house.files(tree.root).items() if marks.search(path.read_text())]


@pytest.mark.parametrize("name", templates(OURS))
def test_template_lets_nothing_through(name: str) -> None:
    assert list(faults_of(templates(OURS)[name])) == []


def test_every_template_is_used() -> None:
    assert templates_that_nobody_uses(OURS) == []


def test_every_page_leads_on() -> None:
    assert pages_without_a_way_on(OURS) == []


def test_every_table_is_cards_on_a_phone() -> None:
    assert tables_that_are_no_cards_on_a_phone(OURS) == []


def test_code_marks_nothing_as_safe() -> None:
    assert code_that_marks_something_as_safe(OURS) == []
