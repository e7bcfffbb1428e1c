"""A role that works has its rows everywhere: to turn one on without them makes this red."""

import dataclasses
from collections.abc import Callable, Mapping

import pytest

from access import homes, roles
from access.roles import Role, RoleSpec
from tests import cast
from tests.access import test_roles
from tests.house import test_commands, test_documents, test_urls, worlds
from workshop.demo import cast as demonstration

WAITING = [role for role, spec in roles.ROLES.items() if not spec.working]


def has_pages(role: Role, _: RoleSpec) -> bool:
    rows = [allowed for allowed, _ in test_urls.TABLE.values()]
    return any(
        role in allowed for allowed in rows if allowed not in (test_urls.EVERYBODY, test_urls.SIGNED_IN)
    )


def has_commands(_: Role, spec: RoleSpec) -> bool:
    return bool(spec.permissions & set(test_commands.NEEDS.values()))


def has_a_row_in_the_matrix(role: Role, _: RoleSpec) -> bool:
    return role in test_roles.MATRIX


def is_in_the_cast(role: Role, _: RoleSpec) -> bool:
    return any(row[-1] == role for row in cast._PEOPLE.values())


def observes_worlds(role: Role, _: RoleSpec) -> bool:
    return any(observer["role"] == role for observer in worlds.OBSERVERS.values())


def is_on_a_card_of_the_demonstration(role: Role, _: RoleSpec) -> bool:
    return any(role in person.roles for person in demonstration.PEOPLE)


def is_written_down_as_working(role: Role, _: RoleSpec) -> bool:
    text = (test_documents.DOCS / "roles.md").read_text()
    working, _, waiting = text.partition("## Roles that do not work yet")
    return f"(`{role.value}`)" in working and bool(waiting)


def has_a_home(role: Role, _: RoleSpec) -> bool:
    return role in homes.homes() and bool(homes.homes()[role].ways)


PLACES: Mapping[str, Callable[[Role, RoleSpec], bool]] = {
    "pages of its own in tests/house/test_urls.py": has_pages,
    "commands in tests/house/test_commands.py": has_commands,
    "a row in the matrix of tests/access/test_roles.py": has_a_row_in_the_matrix,
    "somebody in tests/cast.py": is_in_the_cast,
    "an observer in tests/house/worlds.py": observes_worlds,
    "a card in workshop/demo/cast.py": is_on_a_card_of_the_demonstration,
    "a place among the working roles of docs/roles.md": is_written_down_as_working,
    "a home with ways on in <app>/homes.py": has_a_home,
}

EARLY = ("somebody in tests/cast.py", "an observer in tests/house/worlds.py")
"""Rows that may be there before the role works: the proof watches with the eyes of people of such roles too."""


def rows_that_working_roles_lack() -> list[str]:
    return [
        f"{role} needs {place}"
        for role, spec in roles.ROLES.items()
        for place, is_there in PLACES.items()
        if spec.working and not is_there(role, spec)
    ]


def test_every_working_role_has_its_rows() -> None:
    assert rows_that_working_roles_lack() == []


@pytest.mark.parametrize("role", WAITING)
def test_turning_a_role_on_asks_for_all_of_its_rows(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = dataclasses.replace(roles.ROLES[role], working=True)
    monkeypatch.setitem(roles.ROLES, role, spec)
    early = [place for place in EARLY if PLACES[place](role, spec)]
    assert rows_that_working_roles_lack() == [
        f"{role} needs {place}" for place in PLACES if place not in early
    ]


def test_nobody_but_an_observer_of_worlds_holds_a_role_that_does_not_work() -> None:
    held = {row[-1] for name, row in cast._PEOPLE.items() if name not in worlds.OBSERVERS} | {
        Role(role) for person in demonstration.PEOPLE for role in person.roles
    }
    assert all(roles.ROLES[role].working for role in held)
