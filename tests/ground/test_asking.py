"""A question is composed by Django once; it answers with named values, and a listener hears what is sent."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext

from access.models import Account, Authority, Organisation
from audit.models import SearchTerms
from ground.asking import Given, Query, Question, Wanted

pytestmark = pytest.mark.django_db
composed: list[tuple[int, str]] = []


def _of_authority(code: Given, kind: Given, *, sorted_by: str = "name") -> tuple[Query, Wanted]:
    composed.append((len(composed), sorted_by))
    rows = Organisation.objects.filter(authority__code=code, kind=kind).order_by(sorted_by)
    return rows, {"code": "code", "council": "authority__name"}


@pytest.fixture
def councils() -> None:
    west = Authority.objects.create(code="W", name="West 100 %")
    east = Authority.objects.create(code="E", name="East")
    for code, authority, kind in (
        ("b", west, "council"),
        ("a", west, "council"),
        ("c", east, "council"),
        ("s", west, "school"),
    ):
        Organisation.objects.create(code=code, name=f"{code} of {authority}", kind=kind, authority=authority)
    composed.clear()


def _sent(ask: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured.captured_queries]


def test_a_question_answers_with_rows_of_named_values(councils: None) -> None:
    question = Question(_of_authority)
    assert question.rows("W", "council", sorted_by="code") == [
        {"code": "a", "council": "West 100 %"},
        {"code": "b", "council": "West 100 %"},
    ]
    assert [row["code"] for row in question.rows("W", "council", sorted_by="-code")] == ["b", "a"]
    assert question.first("W", "school") == {"code": "s", "council": "West 100 %"}
    assert question.first("E", "school") is None


def test_what_is_sent_is_what_the_query_would_have_sent_every_time(councils: None) -> None:
    question = Question(_of_authority)
    for code in ("W", "E", "nowhere", "it's 100 %"):
        query, wanted = _of_authority(code, "council", sorted_by="code")
        asked = _sent(lambda code=code: question.rows(code, "council", sorted_by="code"))
        assert asked == _sent(
            lambda query=query, wanted=wanted: list(query.values_list(JSONObject(**wanted)))
        )


def test_each_variant_is_composed_once(councils: None) -> None:
    question = Question(_of_authority)
    for code in ("W", "E", "W"):
        for order in ("code", "-code"):
            question.rows(code, "council", sorted_by=order)
    assert [order for _, order in composed] == ["code", "-code"]


def test_a_question_takes_numbers_days_lists_of_values_and_what_is_asked_inside(councils: None) -> None:
    @Question
    def issued(day: Given, *organisations: Given) -> tuple[Query, Wanted]:
        accounts = Account.objects.filter(organisation=OuterRef("pk"), dbs_issued_on__lt=day)
        rows = Organisation.objects.filter(pk__in=organisations).order_by("code")
        return rows, {"code": "code", "has": Exists(accounts)}

    keys = [Organisation.objects.get(code=code).pk for code in ("a", "b")]
    Account.objects.create_account(
        username="kim", organisation_id=keys[0], dbs_issued_on=date(2026, 1, 5), full_name="Kim Fictional"
    )
    assert issued.rows(date(2026, 1, 6), *keys) == [{"code": "a", "has": True}, {"code": "b", "has": False}]
    assert issued.rows(date(2026, 1, 5), *keys[:1]) == [{"code": "a", "has": False}]


def test_listeners_hear_the_statement_and_its_values_and_can_refuse(councils: None) -> None:
    question, heard = Question(_of_authority), []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, list(params)))
        return execute(sql, params, many, context)

    def refuse(*_: Any) -> None:
        raise PermissionError

    for _ in range(2):
        with connection.execute_wrapper(listen):
            question.rows("W", "school")
    assert heard[0] == heard[1]
    assert "access_organisation" in heard[0][0]
    assert {"W", "school"} <= set(heard[0][1])
    with connection.execute_wrapper(refuse), pytest.raises(PermissionError):
        question.rows("W", "school")


# --- planned once -----------------------------------------------------------------------------------------------


def prepared() -> list[str]:
    """What the database has prepared for this connection of the question about organisations, by the statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'question%%'")
        return [text for (text,) in cursor.fetchall() if 'FROM "access_organisation"' in text]


@pytest.mark.django_db(transaction=True)
def test_a_connection_prepares_a_question_once(councils: None) -> None:
    connection.close()
    question = Question(_of_authority)
    for _ in range(7):
        assert [row["code"] for row in question.rows("W", "council", sorted_by="code")] == ["a", "b"]
        assert [row["code"] for row in question.rows("E", "council", sorted_by="code")] == ["c"]
    (text,) = prepared()
    assert "= $1" in text
    assert "= $2" in text
    connection.close()
    assert prepared() == []
    assert len(question.rows("W", "council", sorted_by="code")) == 2
    assert len(prepared()) == 1


def test_a_question_outlives_a_transaction_that_fails(councils: None) -> None:
    question = Question(_of_authority)

    def fail() -> None:
        with transaction.atomic():
            question.rows("W", "council")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(question.rows("W", "council")) == 2


def test_one_that_the_database_refuses_is_refused_every_time() -> None:
    @Question
    def nonsense(code: Given) -> tuple[Query, Wanted]:
        return Organisation.objects.filter(code=code), {"nothing": RawSQL("no_such_function()", [])}

    for _ in range(2):
        with pytest.raises(ProgrammingError), transaction.atomic():
            nonsense.rows("a")


def test_a_web_process_asks_with_its_own_rights(councils: None) -> None:
    question = Question(lambda: (SearchTerms.objects.all(), {"uid": "event_uid"}))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE contactpoint_web")
    with pytest.raises(ProgrammingError, match="permission denied"):
        question.rows()
