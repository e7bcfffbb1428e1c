"""A throwaway app on disk, in which everything is wrong: each rule over the whole tree has to find it by itself.

It has a model that says nothing of itself, two that say the wrong things, commands that ask for no permission, and a
page that has no row and needs nobody.
"""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.test import override_settings

from tests.house.rules import Tree

NAME = "throwaway"
FILES = {
    "__init__.py": "",
    "apps.py": """
from django.apps import AppConfig


class ThrowawayConfig(AppConfig):
    name = "throwaway"
""",
    "models.py": '''
from django.db import models
from ground import governance as g
from ground import statute


class Bare(models.Model):
    """Says nothing of itself, holds what may never be held, and prints it."""

    child = models.ForeignKey("registry.Child", on_delete=models.CASCADE, related_name="+")
    photo = models.BinaryField()
    telephone = models.CharField(max_length=30)
    diary = models.TextField()
    seen_by = models.CharField(max_length=30)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=30, blank=True)

    def __str__(self):
        return self.diary


class Wrong(models.Model):
    """Says the wrong things."""

    governance = g.Governance(
        about=g.CHILD,
        classes={g.INTERNAL: ("id", "begun"), g.SENSITIVE: ("begun",), g.OPEN: ("vanished",)},
        retention=g.Retention(
            name="wrong",
            words="Until the day that is nowhere.",
            ending=g.Ending.ARCHIVE,
            clocks=(g.Clock(number=statute.ARCHIVE_KEPT, starts="nowhere"),),
        ),
        archived=False,
        told=g.CHILD_AND_PARENT,
        untold=("begun",),
    )
    begun = models.DateField()

    def __str__(self):
        return "wrong"


class Wronger(models.Model):
    """Says something else under the same name, and may be touched by nobody."""

    governance = g.Governance(
        about=g.NOBODY, classes={g.INTERNAL: ("id",)}, retention=g.while_used("wrong", "For ever."), archived=False
    )

    def __str__(self):
        return "wronger"
''',
    "doings.py": """
from typing import TYPE_CHECKING

from access import eyes
from registry.models import Child

if TYPE_CHECKING:
    from access.eyes import Viewer


def count(*, officer: eyes.Searcher | None, force: bool = False) -> int:
    return Child.objects.count()


def look(somebody: "Viewer") -> str:
    return "everything"
""",
    "views.py": """
from django.shortcuts import render
from django.utils.safestring import mark_safe


def page(request):
    return render(request, "throwaway/page.html", {"text": mark_safe("<b>everything</b>")})
""",
    "urls.py": """
from django.urls import path

from throwaway import views

urlpatterns = [path("everything/", views.page, name="everything")]
""",
    "templates/throwaway/page.html": '{% extends "base.html" %}{% block content %}{{ text|safe }}'
    '<table class="govuk-table"><tbody><tr><td class="govuk-table__cell">Wide</td></tr></tbody></table>'
    "{% endblock %}",
    "templates/throwaway/unused.html": "",
}


@contextlib.contextmanager
def built(root: Path) -> Iterator[Tree]:
    """The app in this folder, installed as long as this holds."""
    for name, text in FILES.items():
        path = root / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, NAME]):
            yield Tree(root=root, urlconf=f"{NAME}.urls")
    finally:
        sys.path.remove(str(root))
        for module in [module for module in sys.modules if module.split(".")[0] == NAME]:
            del sys.modules[module]
        apps.all_models.pop(NAME, None)
        apps.clear_cache()
