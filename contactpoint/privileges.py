"""Which database role may do what with which table, applied after every migration.

One schema, separation by owner and privilege (docs/adr/0003). What may be done with a table of ours is said in the
governance beside its model (docs/adr/0012); here are the framework's tables alone. The web's role can do nothing with
the trail but add to it and read it, cannot read what was typed into searches, and has no part in feeds; the worker's
role adds the feeds' tables. Neither owns a table, so neither can drop a trigger or a constraint.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.db.backends.base.base import BaseDatabaseWrapper

from ground import governance, house
from ground.governance import ADD, EVERYTHING, READ


class DatabaseRole(StrEnum):
    """The roles that connect. The owner only migrates."""

    WEB = "contactpoint_web"
    WORKER = "contactpoint_worker"


Privileges = Mapping[str, governance.Privileges]

FRAMEWORK: Privileges = {
    "django_session": EVERYTHING,
    "django_content_type": READ,
    "django_migrations": READ,
    "axes_accessattempt": EVERYTHING,
    "axes_accessattemptexpiration": EVERYTHING,
    "axes_accessfailurelog": EVERYTHING,
    "axes_accesslog": EVERYTHING,
    "auditlog_logentry": READ | ADD,
}
"""What the web's role may do with the framework's tables; the worker's needs nothing beyond."""

NOBODY = ("auth_permission", "auth_group", "auth_group_permissions")
"""Tables of the framework that no process of ours uses."""


def granted(role: DatabaseRole) -> Privileges:
    """What a role is granted, table by table. The worker's is a member of the web's, and has what is beyond that.

    Raises ``governance.Ungoverned`` for a model that does not say.
    """
    said = {model._meta.db_table: governance.of(model) for model in house.models()}
    match role:
        case DatabaseRole.WEB:
            found = {**FRAMEWORK, **{table: one.web for table, one in said.items()}}
        case DatabaseRole.WORKER:
            found = {table: one.worker for table, one in said.items()}
    return {table: privileges for table, privileges in found.items() if privileges}


def apply(connection: BaseDatabaseWrapper) -> None:
    """Take every privilege back and grant what is declared, as the owner, in one transaction of the caller."""
    quote = connection.ops.quote_name
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for role in DatabaseRole:
            name = quote(role)
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
            for table, privileges in granted(role).items():
                if table in tables:
                    cursor.execute(f"GRANT {', '.join(sorted(privileges))} ON {quote(table)} TO {name}")
