"""The one place that knows which code is ours: packages, apps, models, modules and doors, found from the folders.

Everything that has to know all of it asks here: settings, privileges, the timetable, the rules of the tests. Each
function takes the folder in which to look, so that a rule can be run over another house than this one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import AppConfig, apps

if TYPE_CHECKING:  # the settings ask this module which apps there are, before there can be models
    from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
DOORS = frozenset({"views", "forms", "api", "tasks", "management", "templatetags", "urls", "migrations"})
"""Names of modules through which something comes in: a person, a system, the timetable, a command, a migration."""
ROOF = frozenset({"contactpoint", "workshop"})
"""The project, and the workshop over it: nothing of theirs lies below a door."""
_TESTS = "tests"


def packages(root: Path = ROOT) -> tuple[str, ...]:
    """The top folders that hold code of ours, in the order of the alphabet. Tests are left out."""
    found = (marker.parent.name for marker in root.glob("*/__init__.py"))
    return tuple(sorted(name for name in found if name != _TESTS))


def packages_with(module: str, root: Path = ROOT) -> tuple[str, ...]:
    """Every package of ours, at whatever depth, that has a module of this name, such as ``tasks``."""
    places = (place for name in packages(root) for place in (root / name).rglob(f"{module}.py"))
    return tuple(sorted(".".join(place.parent.relative_to(root).parts) for place in places))


def files(root: Path = ROOT) -> dict[str, Path]:
    """Every module of ours by its dotted name, with its file. Nothing is imported."""
    found = (path for name in packages(root) for path in (root / name).rglob("*.py"))
    named = {".".join(path.relative_to(root).with_suffix("").parts): path for path in found}
    return {name.removesuffix(".__init__"): named[name] for name in sorted(named)}


def below_the_doors(root: Path = ROOT) -> Iterator[str]:
    """The dotted names of the modules that no door and no roof is part of: where the commands are."""
    for name in files(root):
        first, *inner = name.split(".")
        if first not in ROOF and not DOORS & set(inner):
            yield name


def apps_to_install(root: Path = ROOT) -> tuple[str, ...]:
    """The packages of ours that say of themselves that they are apps, for the settings."""
    return packages_with("apps", root)


def app_configs(root: Path = ROOT) -> tuple[AppConfig, ...]:
    """The installed apps that are packages of ours."""
    ours = packages(root)
    return tuple(config for config in apps.get_app_configs() if config.name.split(".")[0] in ours)


def models(root: Path = ROOT) -> tuple[type["Model"], ...]:
    """Every model of ours that has a table, those of many-to-many relations too, by label."""
    found = (model for config in app_configs(root) for model in config.get_models(include_auto_created=True))
    return tuple(sorted((model for model in found if not model._meta.proxy), key=lambda m: m._meta.label))
