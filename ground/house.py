"""Which packages are ours: found from the folders, written down nowhere."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TESTS = "tests"


def packages() -> tuple[str, ...]:
    """The top folders that hold code of ours, in the order of the alphabet. Tests are left out."""
    found = (marker.parent.name for marker in ROOT.glob("*/__init__.py"))
    return tuple(sorted(name for name in found if name != _TESTS))


def packages_with(module: str) -> tuple[str, ...]:
    """Every package of ours, at whatever depth, that has a module of this name, such as ``tasks``."""
    places = (place for name in packages() for place in (ROOT / name).rglob(f"{module}.py"))
    return tuple(sorted(".".join(place.parent.relative_to(ROOT).parts) for place in places))
