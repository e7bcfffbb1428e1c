"""Which packages are ours is found from the folders; the lists that cannot be worked out are held equal to them."""

import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ground import house
from tests.house.rules import OURS, Tree, rule

PYPROJECT: dict[str, Any] = tomllib.loads((house.ROOT / "pyproject.toml").read_text())["tool"]
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["importlinter"]["contracts"]}


def lists_of_packages() -> Iterator[tuple[str, set[str], set[str]]]:
    """Each list of packages in pyproject.toml, and which packages of ours it leaves out on purpose."""
    yield "what mypy looks at", set(PYPROJECT["mypy"]["packages"]), set()
    yield "what the contracts look at", set(PYPROJECT["importlinter"]["root_packages"]), set()
    rooms = itertools.chain.from_iterable(layer.split(":") for layer in CONTRACTS["floors"]["layers"])
    yield "the floors", {room.strip().split(".")[0] for room in rooms}, set(house.ROOF)
    yield "what the ground may not import", set(CONTRACTS["ground"]["forbidden_modules"]), {"ground"}


@rule
def packages_that_a_list_forgets(tree: Tree) -> list[str]:
    found = set(house.packages(tree.root))
    return [
        f"{words}: {sorted(listed ^ (found - left_out))}"
        for words, listed, left_out in lists_of_packages()
        if listed != found - left_out
    ]


@rule
def apps_without_their_one_migration(tree: Tree) -> list[str]:
    """Nothing is deployed: each app that has tables has one initial migration, with its functions and triggers."""
    apps = {model._meta.app_config.name for model in house.models(tree.root)}
    written = {
        app: sorted(path.name for path in (tree.root / app / "migrations").glob("0*.py")) for app in apps
    }
    return [f"{app}: {files}" for app, files in written.items() if files != ["0001_initial.py"]]


def test_lists_of_packages_are_the_packages_that_are_there() -> None:
    assert packages_that_a_list_forgets(OURS) == []


def test_every_app_with_tables_has_its_one_migration() -> None:
    assert apps_without_their_one_migration(OURS) == []


def test_contracts_speak_of_doors_by_their_names() -> None:
    doors = {"doors": "source_modules", "edges": "protected_modules"}
    named = {name.split(".")[1] for contract, key in doors.items() for name in CONTRACTS[contract][key]}
    importers = {line.split(" ")[0].split(".")[1] for line in CONTRACTS["floors"]["ignore_imports"]}
    assert named | importers <= house.DOORS


def test_everything_that_says_it_is_an_app_is_installed() -> None:
    assert {config.name for config in house.app_configs()} == set(house.apps_to_install())


def test_modules_are_found_without_importing_them(tmp_path: Path) -> None:
    for file in (
        "__init__",
        "models",
        "views/__init__",
        "views/page",
        "migrations/0001_initial",
        "deep/doings",
    ):
        path = tmp_path / "somewhere" / f"{file}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise AssertionError")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "__init__.py").touch()
    assert house.packages(tmp_path) == ("somewhere",)
    assert house.packages_with("page", tmp_path) == ("somewhere.views",)
    assert list(house.below_the_doors(tmp_path)) == ["somewhere", "somewhere.deep.doings", "somewhere.models"]


@pytest.mark.parametrize(
    "name", ["access.policy", "audit.oversight.reviews", "registry.feeds", "ground.crypto"]
)
def test_domain_lies_below_the_doors(name: str) -> None:
    assert name in set(house.below_the_doors())


@pytest.mark.parametrize("name", ["access.views", "registry.migrations.0001_initial", "contactpoint.health"])
def test_doors_and_roof_do_not(name: str) -> None:
    assert name in house.files()
    assert name not in set(house.below_the_doors())
