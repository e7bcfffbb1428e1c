"""A statement is planned once for a connection; who listens to the connection hears it in full all the same."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ground.prepared import Blank, Statement

pytestmark = pytest.mark.django_db

SQL = "SELECT code, %s FROM (VALUES ('a', 1), ('b', 2), (%s, 3)) AS held (code, place) WHERE place >= %s"


def statement() -> Statement:
    return Statement(SQL, ["always 100 %", Blank(1), Blank(0)])


def answer(sent: Statement, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        sent.run(cursor, values)
        return cursor.fetchall()


def known() -> list[str]:
    """What the database has prepared for this connection, by the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'contactpoint%%'")
        return [text for (text,) in cursor.fetchall() if "AS held (code, place)" in text]


def test_values_stand_in_the_place_of_their_blanks() -> None:
    sent = statement()
    for _ in range(7):
        assert answer(sent, 3, "it's c") == [("it's c", "always 100 %")]
        assert answer(sent, 2, "d") == [("b", "always 100 %"), ("d", "always 100 %")]


@pytest.mark.django_db(transaction=True)
def test_a_connection_prepares_a_statement_once() -> None:
    connection.close()
    sent = statement()
    for _ in range(3):
        answer(sent, 1, "c")
    (text,) = known()
    assert "'always 100 %', " not in text.split("SELECT code")[0]
    assert "$2, 3" in text
    assert "place >= $1" in text


@pytest.mark.django_db(transaction=True)
def test_another_connection_prepares_it_anew() -> None:
    sent = statement()
    assert answer(sent, 3, "c") == [("c", "always 100 %")]
    connection.close()
    assert known() == []
    assert answer(sent, 3, "c") == [("c", "always 100 %")]
    assert len(known()) == 1


def test_a_statement_outlives_a_transaction_that_fails() -> None:
    sent = statement()

    def fail() -> None:
        with transaction.atomic():
            answer(sent, 3, "c")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert answer(sent, 3, "c") == [("c", "always 100 %")]


def test_one_that_the_database_refuses_is_refused_every_time() -> None:
    sent = Statement("SELECT nothing FROM nowhere WHERE day = %s", [Blank(0)])
    for _ in range(2):
        with pytest.raises(ProgrammingError), transaction.atomic():
            answer(sent, date(2026, 1, 1))


def test_listeners_hear_the_statement_and_its_values() -> None:
    sent, heard = statement(), []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, list(params)))
        return execute(sql, params, many, context)

    for _ in range(2):
        with connection.execute_wrapper(listen):
            assert answer(sent, 3, "c") == [("c", "always 100 %")]
    assert heard == [(SQL, ["always 100 %", "c", 3])] * 2


def test_a_listener_can_still_refuse() -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError

    with connection.execute_wrapper(refuse), pytest.raises(PermissionError):
        answer(statement(), 3, "c")


def test_the_log_of_queries_holds_the_statement_itself() -> None:
    sent = statement()
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer(sent, 3, "c")
        assert [query["sql"] for query in captured] == [SQL % ("'always 100 %'", "'c'", "3")]
