"""The parts of the record, one module for each: its table, who may be shown it, how it is read, who speaks of it.

A module of this package says which parts it has in ``PARTS``; nothing lists them by hand.
"""

import functools
import importlib
import pkgutil
from typing import Any

from registry.parts.part import Part


@functools.cache
def every() -> tuple[Part[Any], ...]:
    """Every part there is, in the order of the modules' names."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = (importlib.import_module(f"{__name__}.{name}") for name in modules)
    return tuple(part for module in found for part in getattr(module, "PARTS", ()))
