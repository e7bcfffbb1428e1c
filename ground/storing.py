"""Rows that are stored so often, one at a time, that the statement for them is written only once."""

import functools

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Model
from django.db.models.signals import post_save
from django.db.models.sql import InsertQuery

from ground.prepared import Blank, Statement


class Table:
    """The table of a model. What the database is sent is, letter by letter, what saving the row would have sent."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._fields = [f for f in model._meta.local_concrete_fields if not isinstance(f, AutoField)]
        self._given = model._meta.db_returning_fields

    def store(self, row: Model) -> None:
        """Insert a row that is not stored yet; its number, where the database gives it one, is filled in."""
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in self._fields]
        with connection.cursor() as cursor:
            self._statement.run(cursor, values)
            given = cursor.fetchone() if self._given else ()
        for field, value in zip(self._given, given, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        post_save.send(
            self._model, instance=row, created=True, raw=False, using=DEFAULT_DB_ALIAS, update_fields=None
        )

    @functools.cached_property
    def _statement(self) -> Statement:
        query = InsertQuery(self._model)
        query.insert_values(self._fields, [self._model()])
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.returning_fields = self._given
        (sql, _), *_ = compiler.as_sql()
        return Statement(sql, [Blank(at) for at in range(len(self._fields))])
