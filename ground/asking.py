"""Questions that Django composes once, that the database plans once, and that answer with named values.

Django composes the SQL of a query each time it is asked, and the database plans it each time it is sent. For a record
that takes longer than to answer it (docs/adr/0014). A question is a query of Django's and the named expressions that
are wanted of each of its rows; the first time it is asked, Django composes it, and each connection prepares it when it
needs it first (PostgreSQL's ``PREPARE``, gone with the connection). From then on only the values are sent.
"""

import itertools
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject
from psycopg2.extensions import AsIs

Query = QuerySet[Any, Any]
Given = Any
"""What a query is given: a value, or in a question an expression in the place of one."""
Wanted = Mapping[str, Any]
"""What is wanted of each row: names, and for each a field's path or an expression."""
Row = Mapping[str, Any]
"""One row of the answer, by name. Values are what JSON has: a date is a text as in ISO 8601."""


class Question:
    """Made of a function from values to a query and what is wanted of it.

    The function is given each value as an expression. Options, by keyword, make variants, each composed by itself.
    """

    def __init__(self, make: Callable[..., tuple[Query, Wanted]]) -> None:
        self._make = make
        self._composed: dict[Hashable, _Statement] = {}

    def rows(self, *values: Any, **options: Hashable) -> list[Row]:
        """Every row of the answer."""
        variant = (len(values), *options.items())
        if variant not in self._composed:
            blanks = [Value(_Blank(at)) for at in range(len(values))]
            query, wanted = self._make(*blanks, **options)
            self._composed[variant] = _Statement(
                *query.values_list(JSONObject(**wanted)).query.sql_with_params()
            )
        with connection.cursor() as cursor:
            self._composed[variant].send(cursor, values)
            return [json.loads(text) for (text,) in cursor.fetchall()]

    def first(self, *values: Any, **options: Hashable) -> Row | None:
        """The first row of the answer, or ``None``."""
        return next(iter(self.rows(*values, **options)), None)


class _Blank:
    """The place of the value at this position among a statement's parameters."""

    __slots__ = ("at",)

    def __init__(self, at: int) -> None:
        self.at = at


_numbers = itertools.count(1)
_prepared: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()
"""The names of the statements that each connection of the driver has prepared."""


class _Statement:
    """One statement: its SQL, and for each ``%s`` in it a blank or a value that is always the same."""

    def __init__(self, sql: str, parameters: Sequence[Any]) -> None:
        self._sql: Final = sql
        self._parameters: Final = parameters
        self._asked: Final = sorted({p.at for p in parameters if isinstance(p, _Blank)})
        self._name: Final = f"question_{next(_numbers)}"
        places = f" ({', '.join(['%s'] * len(self._asked))})" if self._asked else ""
        self._call: Final = f"EXECUTE {self._name}{places}"

    def send(self, cursor: Any, values: Sequence[Any]) -> None:
        """Send it with these values, on a cursor of Django's. Who listens to the connection hears all of it."""
        database = cursor.db
        if database.queries_logged or database.execute_wrappers:
            cursor.execute(self._sql, self._filled(values))
            return
        if self._name not in (known := _prepared.setdefault(database.connection, set())):
            places = {at: AsIs(f"${number}") for number, at in enumerate(self._asked, 1)}
            cursor.execute(f"PREPARE {self._name} AS {self._sql}", self._filled(places))
            known.add(self._name)
        cursor.execute(self._call, [values[at] for at in self._asked])

    def _filled(self, values: Sequence[Any] | Mapping[int, Any]) -> list[Any]:
        return [values[p.at] if isinstance(p, _Blank) else p for p in self._parameters]
