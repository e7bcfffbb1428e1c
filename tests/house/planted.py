"""All leaks there are, of every module of them, and how one is planted."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from tests.house import leaks, leaks_around, leaks_back, leaks_within

MODULES: Final = (leaks, leaks_within, leaks_around, leaks_back)
LEAKS: Final[Mapping[str, leaks.Leak]] = leaks.LEAKS
KINDS: Final[Mapping[str, int]] = Counter(one.kind for one in LEAKS.values())
"""How many there are of each kind."""


@contextlib.contextmanager
def planted(name: str) -> Iterator[None]:
    """While this holds, the product has this leak."""
    with LEAKS[name].plant():
        yield
