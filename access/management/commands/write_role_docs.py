from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from access import roles
from access.permissions import READING, Permission
from access.roles import Role

HEAD = """# Roles

Made from `access/roles.py` by `manage.py write_role_docs`; a test holds both equal. Assignments are data. What a role
may do is code and changes only by a reviewed change. Nobody's role lets them change the trail, and nobody reads records
merely by administering something.
"""

_APART = (
    "One of the two watches over what the other does. The database refuses such a pair as well as the page."
)


class Command(BaseCommand):
    help = "Write docs/roles.md from the roles as they are in the code."

    def handle(self, *_args: Any, **_options: Any) -> None:
        Path(settings.BASE_DIR, "docs", "roles.md").write_text(text())


def text() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_roles(), *_matrix(), *_council(), *_apart()])


def _roles() -> list[str]:
    lines = []
    for working, title in (
        (True, "## Roles that work in this release"),
        (False, "## Roles that do not work yet"),
    ):
        lines += [title, ""]
        for role, spec in roles.ROLES.items():
            if spec.working is working:
                lines += [f"**{spec.title}** (`{role.value}`). {spec.words}", ""]
    return lines


def _matrix() -> list[str]:
    working = [role for role, spec in roles.ROLES.items() if spec.working]
    lines = [
        "## Who may do what",
        "",
        "Permissions in bold put a child's record before a person's eyes.",
        "",
        "| Permission | " + " | ".join(role.value for role in working) + " |",
        "|---" * (len(working) + 1) + "|",
    ]
    for permission in Permission:
        name = f"**`{permission.value}`**" if permission in READING else f"`{permission.value}`"
        held = ("yes" if permission in roles.ROLES[role].permissions else "" for role in working)
        lines.append(f"| {name} | " + " | ".join(held) + " |")
    return [*lines, ""]


def _council() -> list[str]:
    titles = sorted(_title(role) for role, spec in roles.ROLES.items() if spec.council_team)
    return ["## Only for the staff of a council", "", *(f"- {title}" for title in titles), ""]


def _apart() -> list[str]:
    pairs = sorted(" and ".join(sorted(_title(role) for role in pair)) for pair in roles.never_together())
    return ["## Never held together", "", _APART, "", *(f"- {pair}" for pair in pairs), ""]


def _title(role: Role) -> str:
    return roles.ROLES[role].title.lower()
