"""A question sends, letter by letter, what the query it was made from would have sent."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.models import Account, Authority, Organisation
from ground.asking import NotAQuestion, Query, Question

pytestmark = pytest.mark.django_db


def _of_authority(code: str, kind: str = "council", *, sorted_by: str = "name") -> Query:
    return (
        Organisation.objects.filter(authority__code=code, kind=kind).order_by(sorted_by).values_list("code")
    )


@pytest.fixture
def councils() -> None:
    west = Authority.objects.create(code="W", name="West")
    east = Authority.objects.create(code="E", name="East")
    for code, authority, kind in (
        ("b", west, "council"),
        ("a", west, "council"),
        ("c", east, "council"),
        ("s", west, "school"),
    ):
        Organisation.objects.create(code=code, name=f"{code} of {authority}", kind=kind, authority=authority)


def _sent(ask: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured.captured_queries]


def test_a_question_sends_what_the_query_sends_every_time(councils: None) -> None:
    question = Question(_of_authority)
    for code in ("W", "E", "nowhere", "the value at 0"):
        asked = _sent(lambda code=code: question.rows(code, "council", sorted_by="code"))
        assert asked == _sent(lambda code=code: list(_of_authority(code, "council", sorted_by="code")))


def test_a_question_answers_with_rows_of_the_values_asked_for(councils: None) -> None:
    question = Question(_of_authority)
    assert question.rows("W", "council", sorted_by="code") == [("a",), ("b",)]
    assert question.rows("W", "council", sorted_by="-code") == [("b",), ("a",)]
    assert question.rows("E", "council", sorted_by="code") == [("c",)]
    assert question.first("W", "school", sorted_by="code") == ("s",)
    assert question.first("E", "school", sorted_by="code") is None


def test_a_question_takes_numbers_and_days(councils: None) -> None:
    @Question
    def issued(organisation: int, day: date) -> Query:
        return Account.objects.filter(organisation=organisation, dbs_issued_on__lt=day).values_list(
            "username"
        )

    key = Organisation.objects.get(code="a").pk
    Account.objects.create_account(
        username="kim", organisation_id=key, dbs_issued_on=date(2026, 1, 5), full_name="Kim Fictional"
    )
    assert issued.rows(key, date(2026, 1, 6)) == [("kim",)]
    assert issued.rows(key, date(2026, 1, 5)) == []
    assert issued.rows(key + 1, date(2026, 1, 6)) == []


def test_a_value_that_the_query_changes_is_refused() -> None:
    @Question
    def beginning_with(text: str) -> Query:
        return Authority.objects.filter(name__startswith=text).values_list("code")

    with pytest.raises(NotAQuestion):
        beginning_with.rows("W")


def test_a_yes_or_no_is_refused_as_a_value() -> None:
    @Question
    def sensitive(yes: bool) -> Query:
        return Organisation.objects.filter(service__sensitive=yes).values_list("code")

    with pytest.raises(NotAQuestion):
        sensitive.rows(True)
