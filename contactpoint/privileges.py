"""Which database role may do what with which table. The whole table of it, applied after every migration.

One schema, separation by owner and privilege (docs/adr/0003). The web's role can do nothing with the trail but add to
it and read it, cannot read what was typed into searches, and has no part in feeds; the worker's role adds the feeds'
tables.
Neither owns a table, so neither can drop a trigger or a constraint.
"""

from collections.abc import Mapping
from enum import StrEnum

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


class DatabaseRole(StrEnum):
    """The roles that connect. The owner only migrates."""

    WEB = "contactpoint_web"
    WORKER = "contactpoint_worker"


READ = "SELECT"
ADD = "INSERT"
CHANGE = "UPDATE"
REMOVE = "DELETE"
_ALL = frozenset({READ, ADD, CHANGE, REMOVE})
_APPEND = frozenset({READ, ADD})
_ONLY_READ = frozenset({READ})

Privileges = Mapping[str, frozenset[str]]

_RECORD = (
    "registry_name",
    "registry_birth",
    "registry_gender",
    "registry_death",
    "registry_carer",
    "registry_address",
    "registry_education",
    "registry_practice",
    "registry_identifier",
    "registry_responsibility",
)

WEB: Privileges = {
    "audit_event": _APPEND,
    "audit_searchterms": frozenset({ADD}),
    "access_authority": _ONLY_READ,
    "access_organisation": _ONLY_READ,
    "access_service": _ONLY_READ,
    "access_account": frozenset({READ, ADD, CHANGE}),
    "access_rolegrant": frozenset({READ, ADD, CHANGE}),
    "access_totpdevice": _ALL,
    "django_session": _ALL,
    "django_content_type": _ONLY_READ,
    "django_migrations": _ONLY_READ,
    "axes_accessattempt": _ALL,
    "axes_accessattemptexpiration": _ALL,
    "axes_accessfailurelog": _ALL,
    "axes_accesslog": _ALL,
    "auditlog_logentry": _APPEND,
    "registry_child": frozenset({READ, ADD, CHANGE}),
    **dict.fromkeys(_RECORD, _ALL),
    "registry_involvement": _ALL,
    "registry_source": _ONLY_READ,
    "registry_sourcerecord": frozenset({READ, ADD}),
    "registry_statement": frozenset({READ, ADD, CHANGE}),
    "registry_link": frozenset({READ, ADD}),
    "registry_matchkey": _ALL,
    "registry_outboxentry": frozenset({ADD}),
    "shielding_searchkey": _ALL,
    "shielding_shield": frozenset({READ, ADD, CHANGE}),
    "shielding_sensitiveinvolvement": frozenset({READ, ADD, CHANGE, REMOVE}),
    "shielding_consentreceipt": frozenset({READ, ADD, CHANGE, REMOVE}),
    "shielding_contactrequest": frozenset({READ, ADD, CHANGE}),
    "shielding_concern": frozenset({READ, ADD, REMOVE}),
}
"""The web's role: what pages read and commands change."""

WORKER: Privileges = {
    "access_authority": frozenset({ADD, CHANGE}),
    "access_organisation": frozenset({ADD, CHANGE}),
    "access_service": frozenset({ADD, CHANGE}),
    "registry_source": frozenset({ADD, CHANGE}),
    "registry_sourcerecord": frozenset({CHANGE}),
    "registry_delivery": _ALL,
    "registry_reject": _ALL,
    "registry_link": frozenset({CHANGE}),
    "registry_outboxentry": frozenset({READ, CHANGE, REMOVE}),
}
"""What the worker's role has beyond the web's, of which it is a member."""

NOBODY = ("auth_permission", "auth_group", "auth_group_permissions")
"""Tables of the framework that no process of ours uses."""

GRANTS: Mapping[DatabaseRole, Privileges] = {DatabaseRole.WEB: WEB, DatabaseRole.WORKER: WORKER}


def apply(connection: BaseDatabaseWrapper) -> None:
    """Take every privilege back and grant those of the table, as the owner, in one transaction of the caller."""
    quote = connection.ops.quote_name
    tables = sorted(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for role, privileges in GRANTS.items():
            name = quote(role)
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
            for table in tables:
                if granted := privileges.get(table):
                    cursor.execute(f"GRANT {', '.join(sorted(granted))} ON {quote(table)} TO {name}")


def unnamed_tables() -> list[str]:
    """Tables of our own apps that the table of privileges does not name: a new model must decide who may touch it."""
    ours = ("audit", "access", "registry", "shielding", "complaints")
    tables = {
        m._meta.db_table for app in apps.get_app_configs() if app.label in ours for m in app.get_models()
    }
    return sorted(tables - WEB.keys() - WORKER.keys())
