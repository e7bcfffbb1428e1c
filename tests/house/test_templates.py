"""The pages' templates: each is used, and none lets a value through unescaped or brings a script of its own."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = (ROOT / "templates", ROOT / "workshop" / "templates")
TEMPLATES = sorted(path for folder in FOLDERS for path in folder.rglob("*.html"))
CODE = [
    path
    for app in (
        "ground",
        "workshop",
        "contactpoint",
        "audit",
        "access",
        "registry",
        "shielding",
        "complaints",
    )
    for path in (ROOT / app).rglob("*.py")
]
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"}
"""Templates that the framework asks for by itself."""
FORBIDDEN = {
    "a value that is not escaped": r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b",
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "an event handler": r"<[^>]+\son[a-z]+\s*=",
    "a style in the page": r"<style\b|<[^>]+\sstyle\s*=",
    "an address outside": r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//(?!www\.nationalarchives\.gov\.uk)",
    "an address that runs code": r"javascript:",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_lets_nothing_through(path: Path) -> None:
    text = path.read_text()
    for what, pattern in FORBIDDEN.items():
        assert not re.search(pattern, text, re.IGNORECASE), what


def test_every_template_is_used() -> None:
    asked = "\n".join(path.read_text() for path in (*CODE, *TEMPLATES))
    named = {str(path.relative_to(folder)) for folder in FOLDERS for path in folder.rglob("*.html")}
    unused = {name for name in named - BY_NAME if f'"{name}"' not in asked and f"'{name}'" not in asked}
    assert unused == set()


def test_code_marks_nothing_as_safe() -> None:
    marks = re.compile(r"\bmark_safe\b|\bSafeString\(|@csrf_exempt\b|\.extra\(")
    assert [str(path) for path in CODE if marks.search(path.read_text())] == []
