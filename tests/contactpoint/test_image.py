"""The production image: which files it is made of, that they start without the workshop, and that nothing is spare."""

import ast
import fnmatch
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ground import house
from tests.stack import STACK

ROOT = house.ROOT
BROUGHT_ALONG = {
    "gunicorn": "the command of the image",
    "psycopg2-binary": "Django's driver, named by the database's URL",
    "jinja2": "the renderer of form fields, named in the settings as FORM_RENDERER",
    "argon2-cffi": "Django's password hasher needs it",
}
"""Requirements that no file of ours imports and no setting names by the package's own name, each with who needs it."""


def ignored(path: str, patterns: list[str]) -> bool:
    """Whether ``.dockerignore`` keeps this file, or a folder above it, out of the image."""
    places = [path, *(str(parent) for parent in Path(path).parents if str(parent) != ".")]
    return any(
        fnmatch.fnmatch(place, pattern) or fnmatch.fnmatch(place, pattern.removeprefix("**/"))
        for place in places
        for pattern in patterns
    )


def copied() -> list[str]:
    """The committed files that ``COPY . .`` takes into the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    assert not [pattern for pattern in patterns if pattern.startswith("!")], (
        "exceptions are not worked out here"
    )
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [file for file in files if (ROOT / file).is_file() and not ignored(file, patterns)]


COPIED = copied()


def test_image_takes_everything_that_is_committed_but_what_is_left_out() -> None:
    assert "COPY . .\n" in (ROOT / "Dockerfile").read_text()
    assert {"manage.py", "contactpoint/settings.py", "ground/house.py", "templates/base.html"} <= set(COPIED)


@pytest.mark.parametrize("folder", ["workshop", "tests", "docs", ".git", ".venv", "node_modules", "var"])
def test_image_has_nothing_of_this_folder(folder: str) -> None:
    assert [file for file in COPIED if file.split("/")[0] == folder] == []


def test_image_starts_without_the_workshop(tmp_path: Path) -> None:
    for file in COPIED:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    start = (
        "import contactpoint.wsgi, contactpoint.celery, sys\n"
        "from django.urls import get_resolver\n"
        "from django.core.management import call_command, get_commands\n"
        "assert get_resolver().url_patterns\n"
        "contactpoint.celery.app.loader.import_default_modules()\n"
        "assert 'shielding.nightly' in contactpoint.celery.app.tasks\n"
        "assert 'load_county' not in get_commands() and 'load_feed' in get_commands()\n"
        "call_command('check', fail_level='ERROR')\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('workshop', 'tests')]\n"
    )
    environment = {**os.environ, **STACK.environment(), "DJANGO_SETTINGS_MODULE": "contactpoint.settings"}
    environment.pop("PYTHONPATH", None)
    started = subprocess.run(
        [sys.executable, "-c", start],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr


def requirements(name: str) -> Iterator[str]:
    for line in (ROOT / "requirements" / f"{name}.in").read_text().splitlines():
        if found := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line):
            yield found.group().lower()


def imported() -> set[str]:
    """The top modules that the files of the image import, and those that its settings name in a string."""
    found = set()
    for file in COPIED:
        if file.endswith(".py"):
            for node in ast.walk(ast.parse((ROOT / file).read_text())):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.split(".")[0])
    settings = ast.parse((ROOT / "contactpoint" / "settings.py").read_text())
    named = {node.value for node in ast.walk(settings) if isinstance(node, ast.Constant)}
    return found | {
        str(text).split(".")[0] for text in named if re.fullmatch(r"[a-z_]\w*(\.\w+)*", str(text))
    }


def test_production_requires_nothing_that_only_tests_or_the_demonstration_need() -> None:
    provided = importlib.metadata.packages_distributions()
    needed = {
        name.lower().replace("_", "-") for module in imported() for name in provided.get(module, [])
    } | BROUGHT_ALONG.keys()
    assert set(requirements("base")) - needed == set()


def test_what_is_brought_along_is_required() -> None:
    assert BROUGHT_ALONG.keys() <= set(requirements("base"))
