"""The floors of the house: no import runs up, and each contract that says so has been seen broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from ground import house
from tests.house import floors

CONTRACTS = tomllib.loads((house.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
MOST_LINES_OF_THE_PROJECT = 900

PLANTED = {
    "floors": ("registry/records.py", "from shielding import shields"),
    "inside-shielding": ("shielding/keys.py", "from shielding import shields"),
    "neighbours": ("shielding/disclosure/search.py", "from shielding.publication import quarantine"),
    "ground": ("ground/crypto.py", "from access import policy"),
    "roof": ("access/policy.py", "from contactpoint import settings"),
    "workshop": ("contactpoint/health.py", "from workshop.demo import cast"),
    "doors": ("shielding/views/record.py", "from registry.models import Child"),
    "edges": ("shielding/shields.py", "from access import views"),
}
"""For each contract one import that it forbids."""


def test_no_arrow_runs_up() -> None:
    assert floors.arrows_up() == {}


def test_picture_sees_an_arrow_that_runs_up(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    _plant(root, *PLANTED["floors"])
    assert floors.arrows_up(root) == {("registry", "shielding"): 1}


def test_no_circle_closes_inside_a_package() -> None:
    assert floors.circles() == []


def test_picture_sees_a_circle(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    _plant(root, *PLANTED["inside-shielding"])
    assert [set(circle) for circle in floors.circles(root)] == [{"shielding.keys", "shielding.shields"}]


def test_project_stays_small() -> None:
    lines = sum(len(path.read_text().splitlines()) for path in (house.ROOT / "contactpoint").rglob("*.py"))
    assert lines < MOST_LINES_OF_THE_PROJECT


def test_every_contract_has_an_import_that_breaks_it() -> None:
    assert {contract["id"] for contract in CONTRACTS} == PLANTED.keys()


@pytest.mark.parametrize("contract", PLANTED)
def test_contract_is_kept_here_and_broken_by_the_import_that_it_forbids(
    contract: str, tmp_path: Path
) -> None:
    root = _copy(tmp_path)
    assert _lint(root, contract).returncode == 0
    _plant(root, *PLANTED[contract])
    broken = _lint(root, contract)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "0 kept, 1 broken" in broken.stdout


def _copy(place: Path) -> Path:
    """Our packages as they are, where an import may be planted."""
    for package in house.packages():
        shutil.copytree(
            house.ROOT / package,
            place / package,
            ignore=lambda _, names: {n for n in names if n == "__pycache__"},
        )
    shutil.copy(house.ROOT / "pyproject.toml", place)
    return place


def _plant(root: Path, file: str, line: str) -> None:
    path = root / file
    path.write_text(f"{path.read_text()}\n\n{line}\n")


def _lint(root: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache", "--contract", contract], cwd=root, capture_output=True, text=True, check=False
    )
