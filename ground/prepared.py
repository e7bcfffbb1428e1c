"""Statements that the database plans once for each connection, and not each time they are sent.

A record is shown by some fifteen small questions; the planning of such a question takes longer than its answer. What
stands behind a statement here is PostgreSQL's own ``PREPARE``, made where a connection first needs it and gone with it.
Whoever listens to a connection (``execute_wrapper``, the log of queries) hears the statement itself, in full.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from psycopg2.extensions import AsIs

Executor = Callable[[str, Any, bool, dict[str, Any]], Any]
"""What Django hands to those who listen to a connection: the rest of the way to the database."""

_number = itertools.count(1)
_made: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()
"""Which statements each connection of the driver knows already."""


class Blank:
    """The place of the value at this position, among what else stands in a statement."""

    __slots__ = ("at",)

    def __init__(self, at: int) -> None:
        self.at = at


class Statement:
    """One statement: its SQL, and for each ``%s`` in it a blank or a value that is always the same."""

    def __init__(self, sql: str, parts: Sequence[Any]) -> None:
        self._sql = sql
        self._parts: Final = tuple(parts)
        self._name = f"contactpoint_{next(_number)}"
        width = len({part.at for part in parts if isinstance(part, Blank)})
        blanks = f" ({', '.join(['%s'] * width)})" if width else ""
        self._call = f"EXECUTE {self._name}{blanks}"

    def run(self, cursor: Any, values: Sequence[Any]) -> None:
        """Send it with these values in the place of its blanks, on a cursor of Django's."""
        database = cursor.db
        if not (database.queries_logged or database.execute_wrappers):
            self._make(cursor.execute, database.connection)
            cursor.execute(self._call, values)
            return
        filled = [values[part.at] if isinstance(part, Blank) else part for part in self._parts]
        with database.execute_wrapper(self._after_all_others(values)):
            cursor.execute(self._sql, filled)

    def _after_all_others(self, values: Sequence[Any]) -> Callable[..., Any]:
        """Somebody listens: they hear the statement in full before it becomes a call of what was prepared."""

        def send(execute: Executor, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            database = context["connection"]
            if database.queries_logged:
                return execute(sql, params, many, context)
            self._make(lambda text, parts: execute(text, parts, many, context), database.connection)
            return execute(self._call, values, many, context)

        return send

    def _make(self, execute: Callable[[str, Sequence[Any]], Any], of_driver: Any) -> None:
        known = _made.setdefault(of_driver, set())
        if self._name not in known:
            places = [AsIs(f"${part.at + 1}") if isinstance(part, Blank) else part for part in self._parts]
            execute(f"PREPARE {self._name} AS {self._sql}", places)
            known.add(self._name)
