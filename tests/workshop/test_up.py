"""`make demo`: comes up, heals, goes down, and says in one line why it cannot."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.stack import STACK
from tests.system import ROOT, System, first_start, loaded_directory
from workshop.demo import cast, up


def refusal_of(system: System) -> str:
    """What the system says when it refuses to start: one line and an exit status."""
    with system:
        assert system.process.wait(60) == 1
    assert system.left_over() == []
    return "\n".join(line for line in system.lines if line.startswith("contactpoint: "))


@pytest.fixture
def place() -> Path:
    return STACK.place("up")


@pytest.fixture(scope="module")
def loaded() -> Iterator[Path]:
    """A data directory with a county in it, whose system was stopped by SIGTERM."""
    directory = loaded_directory("up")
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


def test_load_that_is_interrupted_goes_on_or_starts_over(place: Path):
    def interrupt(children: int) -> System:
        with System(place, children=children) as system:
            system.wait_for_line("Loading a fictional county")
            time.sleep(1)
            assert system.stop(signal.SIGINT) == 0
        assert system.left_over() == []
        assert not (place / "county.json").exists()
        return system

    interrupt(400)
    assert "The last load was cut short; going on with it" in interrupt(400).lines
    with System(place, children=60) as system:
        system.wait_until_ready()
        assert any("starting over with an empty database" in line for line in system.lines)
        assert system.stop() == 0
    assert json.loads((place / "county.json").read_text()) == {"children": 60}


def test_first_start_comes_up_from_nothing_and_leaves_nothing_running():
    seen = first_start()
    assert seen.health == {"database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"}
    assert seen.pages == {"/sign-in/": 200, "/demo/": 200}
    assert seen.cards == len(cast.PEOPLE)
    assert seen.status == 0
    assert seen.left_over == []
    for step in ("Building the static files", "Loading a fictional county of 60 children"):
        assert seen.lines.count(step) == 1
    directory = Path(seen.directory)
    assert json.loads((directory / "county.json").read_text()) == {"children": 60}
    story = json.loads((directory / "files" / "county" / "story.json").read_text())
    assert list(story["numbers"]) == [child.key for child in cast.CHILDREN]


def test_second_start_makes_nothing_anew_and_ctrl_c_ends_it(loaded: Path):
    with System(loaded) as system:
        system.wait_until_ready()
        assert system.stop(signal.SIGINT) == 0
    assert not any("Loading" in line or "Building" in line for line in system.lines)
    assert system.left_over() == []


def test_each_part_that_is_killed_comes_back(loaded: Path):
    with System(loaded) as system:
        system.wait_until_ready()
        for part, name in [
            ("web", "web"),
            ("worker", "worker"),
            ("beat", "beat"),
            ("postgres", "PostgreSQL"),
            ("redis", "Redis"),
        ]:
            os.kill(system.pid_of(part), signal.SIGKILL)
            system.wait_for_line(f"{name} was ended by SIGKILL; starting it again in ")
            system.wait_for_line(f"{name} runs again.")
            system.wait_until_healthy()
    assert system.left_over() == []


def test_next_start_copes_with_what_a_killed_supervisor_left(loaded: Path):
    with System(loaded) as killed:
        killed.wait_until_ready()
        killed.stop(signal.SIGKILL)
    with System(loaded, port=killed.port) as again:
        again.wait_until_ready()
        assert again.stop() == 0
    assert again.left_over() == []


def test_port_in_use_is_one_line(place: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal_of(System(place, port=port))
    assert said == f"contactpoint: Port {port} is in use. Choose another: make demo PORT={up._next(port)}"


def test_second_demonstration_on_the_same_data_is_one_line(place: Path):
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = refusal_of(System(place))
    assert said == (
        f"contactpoint: Another demonstration is running on {place}. Stop it, or choose another DATA_DIR."
    )


def test_directory_that_cannot_be_written_is_one_line(place: Path):
    (place / "file").write_text("in the way")
    said = refusal_of(System(place / "file" / "var"))
    assert said == f"contactpoint: Cannot write in the data directory {place}/file/var: Not a directory."


def test_read_only_directory_is_one_line(place: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    demonstration = up.Demonstration(up.Options(port=8000, children=5, directory=place / "var"))
    with pytest.raises(
        up.Refused, match=r"^Cannot write in the data directory .*/var: Read-only file system\.$"
    ):
        demonstration._take_directory()


@pytest.mark.parametrize(("children", "needed"), [(5, 400), (20_000, 600)])
def test_full_disk_is_one_line(place: Path, monkeypatch: pytest.MonkeyPatch, children: int, needed: int):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=5_000_000))
    demonstration = up.Demonstration(up.Options(port=8000, children=children, directory=place))
    try:
        with pytest.raises(up.Refused, match=rf"is full: 5 MB free, {needed} MB needed\.$"):
            demonstration._take_directory()
    finally:
        demonstration._take_down()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "http"}, "PORT must be a whole number from 1 to 65535, not 'http'."),
        ({"PORT": "70000"}, "PORT must be a whole number from 1 to 65535, not '70000'."),
        ({"CHILDREN": "0"}, "CHILDREN must be a whole number from 1 to 20000000, not '0'."),
        ({"CHILDREN": "-5"}, "CHILDREN must be a whole number from 1 to 20000000, not '-5'."),
    ],
)
def test_wrong_option_is_one_line(variables: dict[str, str], said: str):
    with pytest.raises(up.Refused) as refusal:
        up.read_options(variables)
    assert str(refusal.value) == said


def test_options_have_defaults():
    usual = up.Options(port=8000, children=5000, directory=ROOT / "var")
    assert up.read_options({}) == up.read_options({"PORT": "", "CHILDREN": "", "DATA_DIR": ""}) == usual


def test_county_of_another_size_has_a_directory_of_its_own_unless_one_is_named():
    assert up.read_options({"CHILDREN": "5000"}).directory == ROOT / "var"
    assert up.read_options({"CHILDREN": "20000"}).directory == ROOT / "var-20000"
    assert up.read_options({"CHILDREN": "20000", "DATA_DIR": "/some/where"}).directory == Path("/some/where")


@pytest.mark.parametrize("target", ["demo", "bench"])
@pytest.mark.parametrize("said", ["before", "after"])
def test_make_hands_on_what_it_is_told(place: Path, target: str, said: str):
    """In the environment or as an argument, for each target: the defaults of one target must not hide the other's."""
    project = place / "project"
    for stub, script in (("scripts/install", "exit 0"), (".venv/bin/python", "env")):
        (project / stub).parent.mkdir(parents=True, exist_ok=True)
        (project / stub).write_text(f"#!/bin/sh\n{script}\n")
        (project / stub).chmod(0o755)
    shutil.copy(ROOT / "Makefile", project)
    told = {"PORT": "8001", "CHILDREN": "20000", "DATA_DIR": "/some/where"}
    result = subprocess.run(
        ["make", "-s", target, *(f"{name}={value}" for name, value in told.items() if said == "after")],
        cwd=project,
        env={"PATH": os.environ["PATH"], **(told if said == "before" else {})},
        capture_output=True,
        text=True,
        check=True,
    )
    seen = dict(line.partition("=")[::2] for line in result.stdout.splitlines())
    assert {name: seen.get(name) for name in told} == told


def held(place: Path, children: int) -> None:
    """A data directory that looks as if it had a county of this size."""
    (place / "postgres" / "cluster").mkdir(parents=True)
    (place / "county.json").write_text(json.dumps({"children": children}))


def test_county_of_another_size_than_asked_for_is_one_line(place: Path):
    held(place, 60)
    said = refusal_of(System(place, children=20_000))
    assert said == (
        f"contactpoint: {place} holds 60 children, not 20,000. Choose another DATA_DIR, or leave CHILDREN out."
    )
    assert json.loads((place / "county.json").read_text()) == {"children": 60}


def test_county_of_any_size_is_opened_where_none_was_asked_for(place: Path):
    held(place, 60)
    demonstration = up.Demonstration(up.read_options({"DATA_DIR": str(place)}))
    try:
        demonstration._take_directory()
    finally:
        demonstration._take_down()


def run_install(*, python: Path, kind: str = "demo") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(python.parent / "project" / "scripts" / "install"), kind],
        env={"PATH": f"{python.parent}:/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def old_python(place: Path) -> Path:
    """An interpreter that is too old, beside a copy of the project without anything installed."""
    python = place / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.8.18" || exit 1\n')
    python.chmod(0o755)
    project = place / "project"
    (project / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "install", project / "scripts" / "install")
    shutil.copytree(ROOT / "requirements", project / "requirements")
    shutil.copy(ROOT / "package-lock.json", project)
    return python


def test_python_that_is_too_old_is_one_line(old_python: Path):
    result = run_install(python=old_python)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == f"contactpoint: Needs Python 3.11 or newer; {old_python} is Python 3.8.18.\n"


def test_python_that_is_not_there_is_one_line(old_python: Path):
    old_python.unlink()
    result = run_install(python=old_python)
    assert result.returncode == 1
    assert result.stderr == f"contactpoint: There is no '{old_python}' (from the variable PYTHON).\n"


def test_unknown_kind_of_installation_is_one_line(old_python: Path):
    result = run_install(python=old_python, kind="everything")
    assert result.returncode == 2
    assert result.stderr == "contactpoint: scripts/install knows demo and dev, not 'everything'.\n"
