"""What a line of a file costs does not depend on how many children are held: no table is ever read from end to end.

Every statement that loading a file asks is planned again, in a session that reads a whole table only where no index
can be used. The tables of a test are small; what matters is whether there is an index at all, for many lines at once.
How much is read at two sizes, the benchmark says (`make bench`).
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from registry.models import Child
from tests import cast, steps
from workshop.demo import cast as population

pytestmark = pytest.mark.usefixtures("county")

LINES = 120
"""More than a hundred: from a longer list of values on, the database does not look at each of them by itself."""
FIXED = {"access_authority", "access_organisation", "access_service", "registry_source"}
"""The directory: read whole for each batch, and as long as a county has services, not children."""
EMPTIED = {"registry_outboxentry"}
"""What waits. It is taken in its order, a batch at a time, and is gone when it is done."""


def lines_of_many() -> list[dict[str, str]]:
    return [
        cast.KELLY
        | {
            "record_id": f"pupil-{number}",
            "given_name": f"Kelly{'abcdefghijkl'[number % 12]}{'mnopqrstuvw'[number // 12]}",
            "birth_date": f"{2009 + number % 8}-03-{number % 27 + 2:02d}",
            "birth_date_to": f"{2009 + number % 8}-11-30" if number % 3 == 0 else "",
            "postcode": f"ZZ{number % 40 + 1} {number % 10}A{'ABDEFGHJLN'[number // 12]}",
            "address_line_1": f"{number} Invented Row",
            "upn": population.pupil_number_of(number + 2_000),
        }
        for number in range(LINES)
    ]


def lines_of_services() -> list[dict[str, str]]:
    told = ("given_name", "family_name", "birth_date", "birth_date_to", "postcode")
    return [
        cast.TIM_WORKS_WITH_KELLY | {name: line[name] for name in told} | {"record_id": f"work-{number}"}
        for number, line in enumerate(lines_of_many())
    ]


@pytest.fixture
def asked(county: None) -> list[tuple[str, Any]]:
    """Every statement that files of a census and of services ask: of children who are new, and who are known."""
    steps.known(cast.ROBIN)
    steps.shield(cast.reference_of("Robin"))
    found: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.split(maxsplit=1)[0] in ("SELECT", "UPDATE", "DELETE"):
            found.append((sql, params))
        return execute(sql, params, many, context)

    newer = [line | {"as_at": "2026-10-20", "town": "Elsewhere"} for line in lines_of_many()]
    with connection.execute_wrapper(listen):
        cast.send(cast.CENSUS, *lines_of_many())
        cast.send(cast.SERVICES, *lines_of_services())
        cast.send(cast.CENSUS, *newer)
    return found


def parts_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from parts_of(part)


def read_whole(sql: str, params: Any) -> set[str]:
    """The tables that the statement reads from end to end, because no index says where to look."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (said,) = cursor.fetchone()
    plan = json.loads(said) if isinstance(said, str) else said
    tables = {part["Relation Name"] for part in parts_of(plan[0]["Plan"]) if part["Node Type"] == "Seq Scan"}
    return tables - FIXED - EMPTIED


def test_no_statement_reads_a_table_of_the_register_from_end_to_end(asked: list[tuple[str, Any]]) -> None:
    assert Child.objects.count() > 100
    assert len({line["postcode"] for line in lines_of_many()}) == LINES
    with connection.cursor() as cursor:
        # what is left is to look into an index first: on tables as small as these, everything else is cheaper
        for way in ("seqscan", "mergejoin", "hashjoin", "indexscan", "indexonlyscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    slow = {sql[:300]: tables for sql, params in asked if (tables := read_whole(sql, params))}
    assert slow == {}
