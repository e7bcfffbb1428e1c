"""Who may do what in the database, asked of the database itself."""

from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.verbs import Verb
from contactpoint import privileges
from contactpoint.privileges import DatabaseRole
from tests import cast
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
    assert granted(role) == dict(privileges.GRANTS[role])


def test_nobody_else_was_granted_anything() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT COALESCE(r.rolname, 'everybody') FROM pg_class c, aclexplode(c.relacl) a"
            " LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE c.relnamespace = 'public'::regnamespace"
        )
        holders = {name for (name,) in cursor.fetchall()}
    assert holders <= {*DatabaseRole, "contactpoint_owner"}


def test_every_table_of_ours_is_named() -> None:
    assert privileges.unnamed_tables() == []


def test_every_table_in_the_database_is_named() -> None:
    known = privileges.WEB.keys() | privileges.WORKER.keys() | set(privileges.NOBODY)
    assert set(connection.introspection.table_names()) <= known


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
