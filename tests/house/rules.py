"""The rules over the whole tree: each takes a tree and returns what is wrong with it, in words.

A test asserts that nothing is wrong with ours. ``test_throwaway`` writes a tree in which everything is wrong and sees
every rule say so; a rule that asked only for the apps it was written for would stay silent there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ground import house


@dataclass(frozen=True, slots=True)
class Tree:
    """A house to look at: the folder its packages lie in, and the urlconf its pages are found from."""

    root: Path = house.ROOT
    urlconf: str = "contactpoint.urls"


OURS = Tree()

Rule = Callable[[Tree], list[str]]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Mark a function as a rule over the whole tree."""
    RULES[function.__name__] = function
    return function
