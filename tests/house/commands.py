"""Which functions are commands: known by what they take, not by what the parameter is called."""

import ast
import functools
import importlib
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ForwardRef, TypeVar

from django.db.models import Manager, QuerySet

from access import eyes
from access.roles import Role
from ground import house
from tests import cast

Function = Callable[..., Any]
Kind = type[eyes.Person]
NOT_GIVEN = inspect.Parameter.empty


def found(root: Path = house.ROOT) -> Iterator[tuple[str, Function]]:
    """Every public function or method below the doors that takes a person, by its full name."""
    for name, function in functions(root):
        if not name.rsplit(".", maxsplit=1)[-1].startswith("_") and people(function):
            yield name, function


def functions(root: Path = house.ROOT) -> Iterator[tuple[str, Function]]:
    """Every function and method that is written below the doors, private ones too.

    The methods of a query and of its manager are left out: they narrow what their caller has asked for.
    """
    for name in house.below_the_doors(root):
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == name:
                if not issubclass(value, QuerySet | Manager):
                    yield from _methods(f"{name}.{attribute}", value)
            elif hasattr(_plain(value), "__code__") and name in (value.__module__, _plain(value).__module__):
                yield f"{name}.{attribute}", value


def _methods(name: str, cls: type) -> Iterator[tuple[str, Function]]:
    for attribute, value in vars(cls).items():
        function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if inspect.isfunction(function):
            yield f"{name}.{attribute}", function


def _plain(function: Any) -> Any:
    """The function as it is written, beneath decorators and arguments given beforehand."""
    while True:
        beneath = function.func if isinstance(function, functools.partial) else inspect.unwrap(function)
        if beneath is function:
            return function
        function = beneath


def parameters(function: Function) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(function).parameters)


def people(function: Function) -> dict[str, Kind]:
    """The parameters that take a person, each with the kind of person."""
    plain = _plain(function)
    try:
        hints = typing.get_type_hints(plain)
    except NameError:  # a name that is imported for types alone; it is recognised by how it is spelt
        hints = plain.__annotations__
    return {name: kind for name in parameters(function) if (kind := kind_in(hints.get(name))) is not None}


def kinds() -> tuple[Kind, ...]:
    """Every kind of person that there is, the base of all first.

    A dataclass with slots leaves the class that it was made from behind; only the one that has the name counts.
    """

    def below(kind: Kind) -> Iterator[Kind]:
        yield kind
        for deeper in kind.__subclasses__():
            yield from below(deeper)

    found = dict.fromkeys(below(eyes.Person))
    return tuple(
        kind for kind in found if getattr(sys.modules.get(kind.__module__), kind.__name__, None) is kind
    )


def kind_in(annotation: Any) -> Kind | None:
    """The first kind of person that an annotation speaks of: itself, in a union, in a list, in a string."""
    match annotation:
        case type() if issubclass(annotation, eyes.Person):
            return annotation
        case ForwardRef():
            return kind_in(annotation.__forward_arg__)
        case str():
            return _kind_spelt(annotation)
        case TypeVar():
            inner: tuple[Any, ...] = (annotation.__bound__, *annotation.__constraints__)
        case _:
            is_function = typing.get_origin(annotation) is typing.get_origin(Callable[..., Any])
            inner = () if is_function else typing.get_args(annotation)
    return next((kind for part in inner if (kind := kind_in(part)) is not None), None)


def _kind_spelt(annotation: str) -> Kind | None:
    names = [
        getattr(node, "id", getattr(node, "attr", None))
        for node in ast.walk(ast.parse(annotation, mode="eval"))
    ]
    return next((kind for kind in kinds() if kind.__name__ in names), None)


def arguments(
    function: Function, held: frozenset[Role], example: Callable[[Kind, frozenset[Role]], eyes.Person]
) -> tuple[list[Any], dict[str, Any]]:
    """Something for each parameter that needs it: a person who holds these roles, the time, or thirty-two zeros."""
    who = people(function)
    positional, keyword = [], {}
    for parameter in parameters(function).values():
        if parameter.name in who:
            value: Any = example(who[parameter.name], held)
        elif parameter.name in ("now", "today"):
            value = cast.NOW if parameter.name == "now" else cast.TODAY
        elif parameter.default is not NOT_GIVEN:
            continue
        else:
            value = "0" * 32
        if parameter.kind == inspect.Parameter.KEYWORD_ONLY:
            keyword[parameter.name] = value
        else:
            positional.append(value)
    return positional, keyword
