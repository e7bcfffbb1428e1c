"""The matrix of roles and permissions, cell by cell."""

import itertools

import pytest

from access import eyes, policy, roles
from access.permissions import READING, Permission
from access.roles import ROLES, Duty, Role

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
        P.DECIDE_PROPOSAL,
        P.TRANSFER_RECORD,
    },
    Role.ACCOUNT_ADMINISTRATOR: {P.MANAGE_ACCOUNTS},
    Role.RIGHTS_OFFICER: {P.ANSWER_CASES, P.CONDUCT_CONSULTATION},
    Role.LOCAL_AUDITOR: {P.READ_TRAIL, P.OPEN_SEARCH_TERMS},
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
    assert len(waiting) == 9
    assert roles.permissions_of(waiting) == frozenset()


def test_two_roles_together_permit_what_each_permits() -> None:
    both = searcher(Role.PRACTITIONER, Role.SENSITIVE_PRACTITIONER)
    assert both.permissions == MATRIX[Role.PRACTITIONER] | MATRIX[Role.SENSITIVE_PRACTITIONER]


def test_no_administrator_and_no_auditor_reads_records() -> None:
    for role in (Role.ACCOUNT_ADMINISTRATOR, Role.LOCAL_AUDITOR):
        assert not ROLES[role].permissions & READING
        assert not roles.reads_records(role)


def test_a_role_reads_records_if_what_it_permits_does() -> None:
    for role, spec in ROLES.items():
        if spec.working:
            assert roles.reads_records(role) == bool(spec.permissions & READING), role


AUDITORS = {Role.LOCAL_AUDITOR, Role.NATIONAL_AUDITOR}
WATCHED = {
    Role.PRACTITIONER,
    Role.OVERRIDE_PRACTITIONER,
    Role.SENSITIVE_PRACTITIONER,
    Role.MEDIATOR,
    Role.DATA_QUALITY_OFFICER,
    Role.SHIELDING_OFFICER,
    Role.RIGHTS_OFFICER,
    Role.ACCOUNT_ADMINISTRATOR,
    Role.PARTNER_ADMINISTRATOR,
}
"""Who reads records or decides who comes in, whether the role works yet or not."""


def test_who_watches_is_never_who_is_watched() -> None:
    pairs = {frozenset({auditor, role}) for auditor in AUDITORS for role in WATCHED}
    assert roles.never_together() == pairs | {frozenset(AUDITORS)}
    for auditor, role in itertools.product(AUDITORS, WATCHED):
        assert roles.conflict([role], auditor) == role
        assert roles.conflict([auditor], role) == auditor


def test_only_auditors_watch_and_every_duty_is_watched() -> None:
    assert {role for role, spec in ROLES.items() if spec.watches} == AUDITORS
    assert ROLES[Role.NATIONAL_AUDITOR].watches == set(Duty)
    for auditor in AUDITORS:
        assert {Duty.RECORDS, Duty.ACCOUNTS, Duty.RIGHTS} <= ROLES[auditor].watches


def test_a_councils_team_is_who_its_words_say() -> None:
    team = {role for role, spec in ROLES.items() if spec.council_team}
    assert team == {
        Role.ACCOUNT_ADMINISTRATOR,
        Role.DATA_QUALITY_OFFICER,
        Role.SHIELDING_OFFICER,
        Role.RIGHTS_OFFICER,
        Role.LOCAL_AUDITOR,
    }
    said = {role for role, spec in ROLES.items() if "Works in a council's ContactPoint team" in spec.words}
    assert said <= team


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
