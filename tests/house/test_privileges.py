"""Who may do what in the database, asked of the database itself."""

from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.verbs import Verb
from contactpoint import privileges
from contactpoint.privileges import DatabaseRole
from ground import house
from tests import cast
from tests.house.rules import OURS, Tree, rule
from tests.stack import STACK

pytestmark = pytest.mark.django_db

PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def granted(role: DatabaseRole) -> dict[str, frozenset[str]]:
    """What the role itself was granted, table by table, as the database's own catalogue says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a, pg_roles r"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')"
            " AND r.oid = a.grantee AND r.rolname = %s",
            [role],
        )
        found: dict[str, set[str]] = {}
        for table, privilege in cursor.fetchall():
            found.setdefault(table, set()).add(privilege)
    return {table: frozenset(names) for table, names in found.items()}


@pytest.mark.parametrize("role", DatabaseRole)
def test_database_grants_what_the_table_of_privileges_says(role: DatabaseRole) -> None:
    assert granted(role) == privileges.granted(role)


SNAPSHOT = Path(__file__).with_name("grants.txt")
"""What each role was granted when somebody last looked: a change of it is read line by line in a review."""


def test_grants_are_those_that_were_last_looked_at() -> None:
    lines = {
        f"{role} {table}: {' '.join(sorted(names))}"
        for role in DatabaseRole
        for table, names in granted(role).items()
    }
    assert sorted(lines) == SNAPSHOT.read_text().splitlines()


def test_nobody_else_was_granted_anything() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT COALESCE(r.rolname, 'everybody') FROM pg_class c, aclexplode(c.relacl) a"
            " LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE c.relnamespace = 'public'::regnamespace"
        )
        holders = {name for (name,) in cursor.fetchall()}
    assert holders <= {*DatabaseRole, "contactpoint_owner"}


@rule
def tables_without_privileges(tree: Tree) -> list[str]:
    """Every table of ours says who may touch it, and somebody may: a table that nobody uses is no table."""
    return [
        model._meta.db_table
        for model in house.models(tree.root)
        if not (one := vars(model).get("governance")) or not (one.web or one.worker)
    ]


def test_every_table_of_ours_is_named() -> None:
    assert tables_without_privileges(OURS) == []


def test_every_table_in_the_database_is_named() -> None:
    known = {table for role in DatabaseRole for table in privileges.granted(role)}
    assert set(connection.introspection.table_names()) == known | set(privileges.NOBODY)


def test_framework_and_house_name_no_table_twice() -> None:
    ours = {model._meta.db_table for model in house.models()}
    assert not ours & (privileges.FRAMEWORK.keys() | set(privileges.NOBODY))


@pytest.mark.parametrize("role", DatabaseRole)
def test_no_role_of_ours_is_mighty(role: DatabaseRole) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles"
            " WHERE rolname = %s",
            [role],
        )
        assert cursor.fetchone() == (False,) * 5
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s", [role]
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [role])
        assert cursor.fetchone() == (False,)


REFUSED = (
    "UPDATE audit_event SET reason = 'something else'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "UPDATE audit_searchterms SET sealed = ''",
    "SELECT sealed FROM audit_searchterms",
    "DROP TRIGGER event_is_append_only ON audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
)


@pytest.mark.parametrize("statement", REFUSED)
@pytest.mark.parametrize("role", DatabaseRole)
def test_trail_is_only_added_to(role: DatabaseRole, statement: str) -> None:
    with transaction.atomic():
        trail.record(Verb.SEARCHED, actor=trail.Actor.nobody(), at=cast.NOW, terms={"given": "Kelly"})
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", [s for s in REFUSED if s.startswith(("UPDATE", "DELETE FROM", "TRUNCATE"))]
)
def test_owner_of_the_tables_is_refused_by_the_trigger(statement: str) -> None:
    with transaction.atomic():
        trail.record(Verb.SEARCHED, actor=trail.Actor.nobody(), at=cast.NOW, terms={"given": "Kelly"})
    owner: Any = psycopg2.connect(STACK.environment()["CONTACTPOINT_OWNER_DATABASE_URL"])
    try:
        with owner.cursor() as cursor, pytest.raises(psycopg2.Error, match="append-only"):
            cursor.execute(statement)
    finally:
        owner.close()
