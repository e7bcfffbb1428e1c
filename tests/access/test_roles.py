"""The matrix of roles and permissions, cell by cell."""

import itertools

import pytest

from access import eyes, policy, roles
from access.permissions import READING, Permission
from access.roles import NEVER_TOGETHER, ROLES, Role

P = Permission

PRACTITIONERS = {
    P.SEARCH,
    P.OPEN_RECORD,
    P.READ_NATIONALLY,
    P.PROPOSE_RECORD,
    P.ASK_FOR_CONTACT,
    P.READ_OWN_TRAIL,
}
MATRIX = {
    Role.PRACTITIONER: PRACTITIONERS | {P.RECORD_INVOLVEMENT},
    Role.SENSITIVE_PRACTITIONER: PRACTITIONERS | {P.RECORD_SENSITIVE_INVOLVEMENT},
    Role.SHIELDING_OFFICER: {
        P.SEARCH,
        P.OPEN_RECORD,
        P.SEE_BENEATH_SHIELD,
        P.SEE_SENSITIVE,
        P.IMPOSE_SHIELD,
        P.LIFT_SHIELD,
        P.BROKER_CONTACT,
        P.DECIDE_QUARANTINE,
    },
    Role.ACCOUNT_ADMINISTRATOR: {P.MANAGE_ACCOUNTS},
    Role.LOCAL_AUDITOR: {P.READ_TRAIL},
}


def searcher(*held: Role, authority: str = "WM") -> eyes.Searcher:
    return eyes.Searcher(
        account="a" * 32,
        name="Somebody",
        job_title="Worker",
        organisation="An organisation",
        organisation_code="ORG",
        authority=authority,
        roles=frozenset(held),
        service_code="",
        session="b" * 64,
    )


@pytest.mark.parametrize(("role", "permission"), list(itertools.product(Role, Permission)))
def test_each_role_permits_exactly_what_the_matrix_says(role: Role, permission: Permission) -> None:
    if permission in MATRIX.get(role, set()):
        policy.require(searcher(role), permission)
    else:
        with pytest.raises(policy.NotPermitted) as refusal:
            policy.require(searcher(role), permission)
        assert refusal.value.permission == permission


@pytest.mark.parametrize("permission", Permission)
def test_nobody_and_a_person_without_a_role_are_permitted_nothing(permission: Permission) -> None:
    for person in (None, searcher()):
        with pytest.raises(policy.NotPermitted):
            policy.require(person, permission)


def test_there_are_fifteen_roles_and_each_has_words_for_a_manager() -> None:
    assert len(Role) == 15
    assert set(ROLES) == set(Role)
    assert all(len(spec.words.split()) >= 10 and spec.words.endswith(".") for spec in ROLES.values())


def test_a_role_that_does_not_work_yet_permits_nothing() -> None:
    waiting = [role for role, spec in ROLES.items() if not spec.working]
    assert len(waiting) == 10
    assert roles.permissions_of(waiting) == frozenset()


def test_two_roles_together_permit_what_each_permits() -> None:
    both = searcher(Role.PRACTITIONER, Role.SENSITIVE_PRACTITIONER)
    assert both.permissions == MATRIX[Role.PRACTITIONER] | MATRIX[Role.SENSITIVE_PRACTITIONER]


def test_no_administrator_and_no_auditor_reads_records() -> None:
    for role in (Role.ACCOUNT_ADMINISTRATOR, Role.LOCAL_AUDITOR):
        assert not ROLES[role].permissions & READING
        assert not roles.reads_records(role)


def test_who_watches_is_never_who_is_watched() -> None:
    auditor = Role.LOCAL_AUDITOR
    watched = {Role.ACCOUNT_ADMINISTRATOR, Role.SHIELDING_OFFICER, Role.RIGHTS_OFFICER}
    assert {frozenset({role, auditor}) for role in watched} == NEVER_TOGETHER
    for role in watched:
        assert roles.conflict([role], auditor) == role
        assert roles.conflict([auditor], role) == auditor


def test_every_permission_is_held_by_some_working_role() -> None:
    assert roles.permissions_of(Role) == frozenset(Permission)


def test_an_officer_acts_in_the_own_authority_alone() -> None:
    officer = searcher(Role.SHIELDING_OFFICER, authority="WM")
    policy.require_scope(officer, "WM")
    for other in ("EM", "", "wm"):
        with pytest.raises(policy.OutOfScope):
            policy.require_scope(officer, other)


def test_a_national_partner_has_no_scope_at_all() -> None:
    for code in ("", "WM"):
        with pytest.raises(policy.OutOfScope):
            policy.require_scope(searcher(Role.SHIELDING_OFFICER, authority=""), code)
