"""Every command of the house against every role: whoever may not is refused before the database is asked anything."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db import connection

import access
import audit
import registry
import shielding
from access import eyes, policy, roles
from access.permissions import Permission
from access.roles import Role
from ground.statute import Purpose
from tests import cast

pytestmark = pytest.mark.django_db

NEEDS: dict[str, Permission | None] = {
    "access.accounts.listed": Permission.MANAGE_ACCOUNTS,
    "access.accounts.shown": Permission.MANAGE_ACCOUNTS,
    "access.accounts.organisations": Permission.MANAGE_ACCOUNTS,
    "access.accounts.services": Permission.MANAGE_ACCOUNTS,
    "access.accounts.create": Permission.MANAGE_ACCOUNTS,
    "access.accounts.accredit": Permission.MANAGE_ACCOUNTS,
    "access.accounts.issue_credentials": Permission.MANAGE_ACCOUNTS,
    "access.accounts.suspend": Permission.MANAGE_ACCOUNTS,
    "access.accounts.restore": Permission.MANAGE_ACCOUNTS,
    "access.accounts.close": Permission.MANAGE_ACCOUNTS,
    "access.accounts.grant_role": Permission.MANAGE_ACCOUNTS,
    "access.accounts.end_role": Permission.MANAGE_ACCOUNTS,
    "access.accounts.change_password": None,
    "audit.oversight.reviews.read": Permission.READ_TRAIL,
    "audit.oversight.reviews.read_own": Permission.READ_OWN_TRAIL,
    "registry.involvements.start": Permission.RECORD_INVOLVEMENT,
    "registry.involvements.finish": Permission.RECORD_INVOLVEMENT,
    "shielding.disclosure.brokering.ask": Permission.ASK_FOR_CONTACT,
    "shielding.disclosure.brokering.waiting": Permission.BROKER_CONTACT,
    "shielding.disclosure.brokering.read": Permission.BROKER_CONTACT,
    "shielding.disclosure.brokering.answer": Permission.BROKER_CONTACT,
    "shielding.disclosure.disclosure.disclose": Permission.OPEN_RECORD,
    "shielding.disclosure.household.members": Permission.IMPOSE_SHIELD,
    "shielding.publication.proposals.propose": Permission.PROPOSE_RECORD,
    "shielding.publication.quarantine.waiting": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.read": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.decide": Permission.DECIDE_QUARANTINE,
    "shielding.disclosure.search.find": Permission.SEARCH,
    "shielding.sensitive.involvements.start": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.finish": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.withdraw": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.shields.impose": Permission.IMPOSE_SHIELD,
    "shielding.shields.review": Permission.IMPOSE_SHIELD,
    "shielding.shields.ask_lift": Permission.LIFT_SHIELD,
    "shielding.shields.agree_lift": Permission.LIFT_SHIELD,
    "shielding.shields.in_own_authority": Permission.IMPOSE_SHIELD,
}
"""What each command and each reading for officers asks for. ``None``: it acts on the person's own account alone."""

BELOW_THE_DOORS = {
    "registry.records.sharing_with": "household.members has asked",
    "shielding.households.ties_of": "household.members has asked",
    "shielding.publication.publication.apply_by_officer": "quarantine.decide has asked; ``by`` is a name",
    "shielding.publication.publication.tell_apart": "quarantine.decide has asked; ``by`` is a name",
    "shielding.disclosure.reasons.given": "reads the person's own session",
    "shielding.disclosure.reasons.acted_on": "reads the person's own session",
}
DOORS = ("views", "forms", "tasks", "management", "migrations", "api", "urls", "templatetags", "bench")


def modules() -> Iterator[ModuleType]:
    for app in (access, audit, registry, shielding):
        for found in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if not set(found.name.split(".")) & set(DOORS):
                yield importlib.import_module(found.name)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__:
                yield f"{module.__name__}.{name}", function


def is_command(name: str, function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters
    keyword = [p.name for p in parameters.values() if p.kind == inspect.Parameter.KEYWORD_ONLY]
    return not name.rsplit(".", maxsplit=1)[-1].startswith("_") and (
        "by" in keyword or name.endswith("disclose")
    )


COMMANDS = {name: function for name, function in functions() if is_command(name, function)}


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    assert set(COMMANDS) == set(NEEDS) | (set(BELOW_THE_DOORS) & set(COMMANDS))


def person(role: Role) -> eyes.Searcher:
    return eyes.Searcher(
        account="a" * 32,
        name="Somebody Imaginary",
        job_title="Worker",
        organisation="Westmarch Council",
        organisation_code="COUNCIL",
        authority=cast.WESTMARCH,
        roles=frozenset({role}),
        service_code="HOUSING",
        session="",
    )


def viewer(role: Role) -> eyes.Viewer:
    return eyes.Viewer(
        searcher=person(role),
        reference="0" * 32,
        purpose=Purpose.PROTECT,
        reason="We plan support together",
        until=cast.NOW + timedelta(minutes=5),
    )


def arguments(function: Callable[..., Any], role: Role) -> tuple[list[Any], dict[str, Any]]:
    positional, keyword = [], {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in ("by", "to"):
            value: Any = viewer(role) if "Viewer" in str(parameter.annotation) else person(role)
        elif parameter.name in ("now", "today"):
            value = cast.NOW if parameter.name == "now" else cast.TODAY
        elif parameter.default is not inspect.Parameter.empty:
            continue
        else:
            value = "0" * 32
        if parameter.kind == inspect.Parameter.KEYWORD_ONLY:
            keyword[parameter.name] = value
        else:
            positional.append(value)
    return positional, keyword


def refuse_to_be_asked(execute: Any, sql: str, *rest: Any) -> Any:
    assert sql.split(maxsplit=1)[0] in ("SAVEPOINT", "RELEASE", "ROLLBACK"), (
        f"asked before the permission: {sql}"
    )
    return execute(sql, *rest)


@pytest.mark.parametrize("name", sorted(name for name, needed in NEEDS.items() if needed))
def test_whoever_may_not_is_refused_before_the_database_is_asked(name: str) -> None:
    needed = NEEDS[name]
    may_not = [role for role in Role if needed not in roles.permissions_of([role])]
    assert may_not
    for role in may_not:
        positional, keyword = arguments(COMMANDS[name], role)
        with connection.execute_wrapper(refuse_to_be_asked), pytest.raises(policy.NotPermitted) as refused:
            COMMANDS[name](*positional, **keyword)
        assert refused.value.permission == needed


SWITCHES = (
    "skip",
    "force",
    "audit",
    "check",
    "log",
    "bypass",
    "unsafe",
    "trusted",
    "override",
    "permission",
    "quiet",
)


def test_no_argument_switches_a_check_off() -> None:
    switches = [
        f"{name}({parameter})"
        for name, function in functions()
        for parameter in inspect.signature(function).parameters
        if set(parameter.split("_")) & set(SWITCHES)
        and not name.startswith(("access.policy.", "access.doors."))
    ]
    assert switches == []


def test_every_working_permission_is_asked_for_by_something() -> None:
    asked = {needed for needed in NEEDS.values() if needed} | {
        # not acts of their own: they widen what a search or a record shows
        Permission.READ_NATIONALLY,
        Permission.SEE_BENEATH_SHIELD,
        Permission.SEE_SENSITIVE,
    }
    assert asked == set(Permission)
