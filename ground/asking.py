"""Questions that are asked of the database so often that they are written into SQL only once.

Django writes the SQL of a query anew each time, which costs more than the answer. A question is an ordinary query; the
first time it is asked, Django writes it down, and from then on only the values are filled in. What the database is
asked is, letter by letter, what the query itself would have asked; it plans the answer once for a connection.
"""

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from ground.prepared import Blank, Statement

Value = int | str | date
Row = tuple[Any, ...]
Query = QuerySet[Any, Any]


class NotAQuestion(TypeError):
    """The query cannot be written down once: its answer needs converting, or a value does not stand in it as it is."""


class Question:
    """A query of rows (``values_list``) with blanks for its positional values; options by keyword make variants."""

    def __init__(self, make: Callable[..., Query]) -> None:
        self._make = make
        self._written: dict[Hashable, Statement] = {}

    def rows(self, *values: Value, **options: Hashable) -> list[Row]:
        """Every row of the answer."""
        variant = tuple(options.items())
        if variant not in self._written:
            self._written[variant] = self._write(values, options)
        with connection.cursor() as cursor:
            self._written[variant].run(cursor, values)
            return cursor.fetchall()

    def first(self, *values: Value, **options: Hashable) -> Row | None:
        """The first row of the answer, or ``None``."""
        return next(iter(self.rows(*values, **options)), None)

    def _write(self, values: tuple[Value, ...], options: dict[str, Hashable]) -> Statement:
        stand_ins: dict[Hashable, Blank] = {
            _stand_in(value, at): Blank(at) for at, value in enumerate(values)
        }
        compiler = self._make(*stand_ins, **options).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if compiler.get_converters([column for column, *_ in compiler.select]):
            raise NotAQuestion(f"{self._make.__qualname__}: a column of the answer needs converting")
        written = tuple(
            stand_ins.get(param, param) if isinstance(param, Hashable) else param for param in params
        )
        if {param.at for param in written if isinstance(param, Blank)} != set(range(len(values))):
            raise NotAQuestion(f"{self._make.__qualname__}: a value does not stand in the query as it is")
        return Statement(sql, written)


def _stand_in(value: Value, at: int) -> Value:
    """A value of the same kind that no query of ours contains otherwise."""
    match value:
        case bool():
            raise NotAQuestion("a yes or no is an option, not a value")
        case int():
            return 2**62 + at
        case str():
            return f"the value at {at}"
        case date():
            return date.min + timedelta(days=at)
