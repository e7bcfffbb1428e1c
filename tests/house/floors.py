"""The picture of the house, worked out from the imports: which room imports which, and on which floor each of them is.

    python -m tests.house.floors

A room is a layer of the contract in ``pyproject.toml``; the doors (views, forms, commands ...) are one room above
the apps, the project lies over them and the workshop over everything.
"""

import ast
import graphlib
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ground import house

ABOVE = ("workshop", "contactpoint", "doors")
Arrow = tuple[str, str]


def layers(root: Path = house.ROOT) -> list[list[str]]:
    """The floors from the top down, each with its rooms, by the order of the contract."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = next(contract for contract in contracts if contract["id"] == "floors")["layers"]
    return [[room] for room in ABOVE] + [[room.strip() for room in layer.split(":")] for layer in floors]


def room_of(module: str, floors: Sequence[Sequence[str]]) -> str:
    """The room that this module is in."""
    parts = module.split(".")
    if parts[0] in ABOVE:
        return parts[0]
    if house.DOORS & set(parts[1:]):
        return "doors"
    rooms = [room for floor in floors for room in floor]
    inside = [room for room in rooms if module == room or module.startswith(f"{room}.")]
    if inside:
        return max(inside, key=len)
    # What no layer names, such as an app's configuration, belongs to the lowest room of its app.
    return next(room for room in reversed(rooms) if room.split(".")[0] == parts[0])


def imports(root: Path = house.ROOT) -> Iterator[Arrow]:
    """Every import of one module of ours by another, wherever in the file it is written."""
    files = house.files(root)
    for module, path in files.items():
        for node in _run(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((module, alias.name) for alias in node.names if alias.name in files)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    deeper = f"{node.module}.{alias.name}"
                    target = deeper if deeper in files else node.module
                    if target in files:
                        yield module, target


def _run(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module without those that only the type checker reads."""
    unread = list(ast.iter_child_nodes(tree))
    while unread:
        node = unread.pop()
        yield node
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            unread += ast.iter_child_nodes(node)


def arrows(root: Path = house.ROOT) -> Counter[Arrow]:
    """How many imports run from one room to another."""
    floors = layers(root)
    rooms = ((room_of(one, floors), room_of(other, floors)) for one, other in imports(root))
    return Counter(arrow for arrow in rooms if arrow[0] != arrow[1])


def arrows_up(root: Path = house.ROOT) -> Counter[Arrow]:
    """Those of the arrows that run up."""
    floor_of = {room: place for place, floor in enumerate(layers(root)) for room in floor}
    return Counter({arrow: n for arrow, n in arrows(root).items() if floor_of[arrow[0]] > floor_of[arrow[1]]})


def circles(root: Path = house.ROOT) -> list[list[str]]:
    """Every circle of imports between neighbours: modules or packages that lie in one package."""
    beside: dict[str, dict[str, set[str]]] = {}
    for one, other in imports(root):
        first, second = one.split("."), other.split(".")
        depth = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
        if depth:
            neighbours = beside.setdefault(".".join(first[:depth]), {})
            neighbours.setdefault(first[depth], set()).add(second[depth])
    found = []
    for package, neighbours in beside.items():
        try:
            graphlib.TopologicalSorter(neighbours).prepare()
        except graphlib.CycleError as error:
            found.append([f"{package}.{name}" for name in error.args[1]])
    return found


def main() -> None:
    for floor in layers():
        for room in floor:
            below = [f"{other} ({n})" for (one, other), n in sorted(arrows().items()) if one == room]
            print(f"{room:20} -> {', '.join(below) or 'nothing'}")
    print(f"arrows that run up: {dict(arrows_up()) or 'none'}; circles: {circles() or 'none'}")


if __name__ == "__main__":
    main()
