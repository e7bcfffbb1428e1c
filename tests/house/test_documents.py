"""What is published and what the code does are one: purposes, numbers, roles, permissions and settings."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from access import roles
from access.management.commands import write_role_docs
from access.permissions import Permission
from access.roles import Role
from contactpoint import settings
from ground.statute import Purpose

DOCS = Path(settings.BASE_DIR) / "docs"


def test_purposes_are_those_that_were_published() -> None:
    published = re.findall(r"^- `([a-z-]+)`$", (DOCS / "adr" / "0004-purposes.md").read_text(), re.MULTILINE)
    assert published == [purpose.value for purpose in Purpose]


def test_no_purpose_is_one_that_was_ruled_out() -> None:
    said = " ".join(f"{purpose.value} {purpose.label}" for purpose in Purpose).lower()
    for word in (
        "crime",
        "police",
        "immigra",
        "benefit",
        "truan",
        "attendance",
        "research",
        "profil",
        "enforce",
    ):
        assert word not in said


def test_roles_are_written_down_as_they_are() -> None:
    assert (DOCS / "roles.md").read_text() == write_role_docs.text()


def test_written_roles_name_every_role_and_every_permission() -> None:
    text = (DOCS / "roles.md").read_text()
    for role in Role:
        assert f"`{role.value}`" in text
        assert roles.ROLES[role].words in text
    for permission in Permission:
        assert f"`{permission.value}`" in text


@pytest.mark.parametrize("variable", settings.VARIABLES, ids=lambda variable: variable.name)
def test_every_setting_is_explained_where_running_is(variable: settings.Variable) -> None:
    assert variable.name in (DOCS / "running.md").read_text()


@pytest.mark.django_db
def test_migrations_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


def test_records_of_decisions_have_their_parts() -> None:
    for record in sorted((DOCS / "adr").glob("[0-9]*.md")):
        text = record.read_text()
        for part in ("Context", "Decision", "Cost"):
            assert part.lower() in text.lower(), f"{record.name}: {part}"
