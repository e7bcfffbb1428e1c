"""Every command of the house against every role: those who may not are refused before the database is asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from access import eyes, policy, roles
from access.permissions import Permission
from access.roles import Role
from ground.statute import Purpose
from tests import cast
from tests.house import commands
from tests.house.rules import OURS, Tree, rule

pytestmark = pytest.mark.django_db

NEEDS: dict[str, Permission | None] = {
    "access.accounts.listed": Permission.MANAGE_ACCOUNTS,
    "access.accounts.certificates_ending": Permission.MANAGE_ACCOUNTS,
    "access.accounts.with_certificates_ending": Permission.MANAGE_ACCOUNTS,
    "access.accounts.shown": Permission.MANAGE_ACCOUNTS,
    "access.accounts.organisations": Permission.MANAGE_ACCOUNTS,
    "access.accounts.services": Permission.MANAGE_ACCOUNTS,
    "access.accounts.services_of": Permission.MANAGE_ACCOUNTS,
    "access.accounts.roles_for": Permission.MANAGE_ACCOUNTS,
    "access.accounts.require_free": Permission.MANAGE_ACCOUNTS,
    "access.accounts.find": Permission.MANAGE_ACCOUNTS,
    "access.accounts.create": Permission.MANAGE_ACCOUNTS,
    "access.accounts.accredit": Permission.MANAGE_ACCOUNTS,
    "access.accounts.issue_credentials": Permission.MANAGE_ACCOUNTS,
    "access.accounts.suspend": Permission.MANAGE_ACCOUNTS,
    "access.accounts.restore": Permission.MANAGE_ACCOUNTS,
    "access.accounts.close": Permission.MANAGE_ACCOUNTS,
    "access.accounts.reopen": Permission.MANAGE_ACCOUNTS,
    "access.accounts.grant_role": Permission.MANAGE_ACCOUNTS,
    "access.accounts.end_role": Permission.MANAGE_ACCOUNTS,
    "access.accounts.change_password": None,
    "complaints.cases.enter": Permission.ANSWER_CASES,
    "complaints.cases.waiting_for": Permission.ANSWER_CASES,
    "complaints.cases.waiting": Permission.ANSWER_CASES,
    "complaints.cases.ended": Permission.ANSWER_CASES,
    "complaints.cases.read": Permission.ANSWER_CASES,
    "complaints.cases.advance": Permission.ANSWER_CASES,
    "complaints.consultation.listed": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.make": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.show": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.move": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.add_place": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.renew_password": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.place_shown": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.enter_sheet": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.enter_meeting": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.read_voices": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.read_voice": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.group": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.quote": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.unquote": Permission.CONDUCT_CONSULTATION,
    "complaints.consultation.write_change": Permission.CONDUCT_CONSULTATION,
    "complaints.findings.of": Permission.CONDUCT_CONSULTATION,
    "audit.oversight.investigations.search": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.ask": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.requests": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.read": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.waiting_for": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.agree": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.decline": Permission.OPEN_SEARCH_TERMS,
    "audit.oversight.investigations.open_terms": Permission.OPEN_SEARCH_TERMS,
    "access.details.own": None,
    "access.details.of": Permission.MANAGE_ACCOUNTS,
    "access.details.change_own": None,
    "access.details.change": Permission.MANAGE_ACCOUNTS,
    "access.details.move_self": None,
    "access.details.move": Permission.MANAGE_ACCOUNTS,
    "access.wrong_numbers.report": Permission.OPEN_RECORD,
    "access.wrong_numbers.waiting_for": Permission.MANAGE_ACCOUNTS,
    "access.wrong_numbers.waiting": Permission.MANAGE_ACCOUNTS,
    "access.wrong_numbers.settle": Permission.MANAGE_ACCOUNTS,
    "audit.oversight.reviews.read": Permission.READ_TRAIL,
    "audit.oversight.reviews.report": Permission.READ_TRAIL,
    "audit.oversight.activity.read": Permission.READ_OWN_TRAIL,
    "audit.oversight.activity.one": Permission.READ_OWN_TRAIL,
    "audit.oversight.denials.deny": Permission.READ_OWN_TRAIL,
    "audit.oversight.denials.waiting_for": Permission.MANAGE_ACCOUNTS,
    "audit.oversight.denials.seen_by_auditor": Permission.READ_TRAIL,
    "audit.oversight.denials.listed": Permission.MANAGE_ACCOUNTS,
    "audit.oversight.denials.settle": Permission.MANAGE_ACCOUNTS,
    "registry.involvements.start": Permission.RECORD_INVOLVEMENT,
    "registry.involvements.finish": Permission.RECORD_INVOLVEMENT,
    "registry.involvements.resume": Permission.RECORD_INVOLVEMENT,
    "registry.involvements.retract": Permission.RECORD_INVOLVEMENT,
    "registry.involvements.own": Permission.RECORD_INVOLVEMENT,
    "shielding.caseload.of": Permission.MANAGE_ACCOUNTS,
    "shielding.caseload.own": None,
    "shielding.caseload.close_account": Permission.MANAGE_ACCOUNTS,
    "shielding.caseload.move": Permission.MANAGE_ACCOUNTS,
    "shielding.caseload.move_self": None,
    "shielding.caseload.recent": Permission.MANAGE_ACCOUNTS,
    "shielding.caseload.own_recent": None,
    "shielding.caseload.take_back": Permission.MANAGE_ACCOUNTS,
    "shielding.caseload.take_back_own": None,
    "shielding.disclosure.brokering.ask": Permission.ASK_FOR_CONTACT,
    "shielding.disclosure.brokering.asked_by": Permission.ASK_FOR_CONTACT,
    "shielding.disclosure.brokering.sent": Permission.ASK_FOR_CONTACT,
    "shielding.disclosure.brokering.name_met": Permission.ASK_FOR_CONTACT,
    "shielding.disclosure.brokering.waiting_for": Permission.BROKER_CONTACT,
    "shielding.disclosure.brokering.waiting_of": Permission.ASK_FOR_CONTACT,
    "shielding.disclosure.brokering.waiting": Permission.BROKER_CONTACT,
    "shielding.disclosure.brokering.read": Permission.BROKER_CONTACT,
    "shielding.disclosure.brokering.answer": Permission.BROKER_CONTACT,
    "shielding.disclosure.disclosure.disclose": Permission.OPEN_RECORD,
    "shielding.disclosure.disclosure.name_of": Permission.OPEN_RECORD,
    "shielding.disclosure.disclosure.name_met": Permission.OPEN_RECORD,
    "shielding.disclosure.household.members": Permission.IMPOSE_SHIELD,
    "shielding.publication.proposals.propose": Permission.PROPOSE_RECORD,
    "shielding.publication.proposals.mine": Permission.PROPOSE_RECORD,
    "shielding.publication.proposals.sent": Permission.PROPOSE_RECORD,
    "shielding.publication.proposals.waiting_for": Permission.DECIDE_PROPOSAL,
    "shielding.publication.proposals.waiting": Permission.DECIDE_PROPOSAL,
    "shielding.publication.proposals.read": Permission.DECIDE_PROPOSAL,
    "shielding.publication.proposals.approve": Permission.DECIDE_PROPOSAL,
    "shielding.publication.proposals.merge": Permission.DECIDE_PROPOSAL,
    "shielding.publication.proposals.refuse": Permission.DECIDE_PROPOSAL,
    "shielding.disclosure.resemblance.alike": Permission.DECIDE_PROPOSAL,
    "shielding.disclosure.resemblance.by_number": Permission.DECIDE_PROPOSAL,
    "shielding.publication.quarantine.waiting_for": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.waiting": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.read": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.decide": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.decided_today": Permission.DECIDE_QUARANTINE,
    "shielding.publication.quarantine.take_back": Permission.DECIDE_QUARANTINE,
    "shielding.disclosure.transferring.offered": Permission.TRANSFER_RECORD,
    "shielding.disclosure.transferring.handed_over": Permission.TRANSFER_RECORD,
    "shielding.transfers.offer": Permission.TRANSFER_RECORD,
    "shielding.transfers.withdraw": Permission.TRANSFER_RECORD,
    "shielding.transfers.accept": Permission.TRANSFER_RECORD,
    "shielding.transfers.refuse": Permission.TRANSFER_RECORD,
    "shielding.disclosure.search.find": Permission.SEARCH,
    "shielding.disclosure.recall.card": Permission.OPEN_RECORD,
    "shielding.sensitive.involvements.start": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.finish": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.resume": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.retract": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.own": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.sensitive.involvements.withdraw": Permission.RECORD_SENSITIVE_INVOLVEMENT,
    "shielding.shields.impose": Permission.IMPOSE_SHIELD,
    "shielding.shields.read": Permission.IMPOSE_SHIELD,
    "shielding.shields.review": Permission.IMPOSE_SHIELD,
    "shielding.shields.ask_lift": Permission.LIFT_SHIELD,
    "shielding.shields.agree_lift": Permission.LIFT_SHIELD,
    "shielding.shields.reviews_due": Permission.IMPOSE_SHIELD,
    "shielding.shields.lifts_to_agree": Permission.LIFT_SHIELD,
    "shielding.shields.in_own_authority": Permission.IMPOSE_SHIELD,
}
"""What each command and each reading for officers asks for. ``None``: it acts on the person's own account alone."""

ASKS_FOR_NOTHING = {
    "access.eyes.look": "makes the viewer of one record; what receives it asks",
    "access.navigation.items": "names pages; each page asks",
    "access.work.count": "each kind of work asks when it is counted; what the person may not do is left out",
    "access.homes.page": "names pages and numbers; each kind of work asks",
    "access.homes.first_page": "names a page; the page asks",
    "access.policy.has_scope": "is the asking itself",
    "access.policy.in_scope": "is the asking itself",
    "access.policy.require": "is the asking itself",
    "access.policy.require_scope": "is the asking itself",
    "access.policy.within": "is the asking itself",
    "registry.records.sharing_with": "household.members has asked",
    "access.sessions.end": "ends the person's own session",
    "shielding.disclosure.disclosure.card_by_number": "find has asked; it reads the card of one number",
    "shielding.disclosure.disclosure.card_by_reference": "recall has asked; it reads the card of one record",
    "shielding.disclosure.disclosure.cards": "search and household have asked; it reads what they found",
    "shielding.disclosure.disclosure.may_see": "ask has asked; it answers yes or no",
    "shielding.disclosure.reasons.acted_on": "reads the person's own session",
    "shielding.disclosure.reasons.given": "reads the person's own session",
    "shielding.disclosure.reasons.keep": "writes into the person's own session",
    "shielding.disclosure.search.candidates": "find has asked; it reads search keys alone",
    "shielding.households.ties_of": "household.members has asked",
    "shielding.transfers.to_hand_over": "transferring has asked",
    "shielding.transfers.to_offer": "each kind of work asks when it is counted",
    "shielding.transfers.to_take_over": "transferring has asked",
    "shielding.shields.of_own_authority": "is the asking for the scope; each command has asked for the permission",
}
"""Public functions below the doors that take a person and are no commands, each with its reason."""

COMMANDS = dict(commands.found(OURS.root))


@rule
def commands_without_a_row(tree: Tree) -> list[str]:
    """Whatever takes a person has a row that says what it asks for, or why it asks for nothing."""
    found = dict(commands.found(tree.root))
    return sorted(found.keys() ^ (NEEDS.keys() | ASKS_FOR_NOTHING.keys()))


@rule
def commands_that_ask_for_no_permission(tree: Tree) -> list[str]:
    """Somebody who holds no role is refused by every command, before the database is asked anything."""
    nothing = {name for name, needed in NEEDS.items() if needed is None} | ASKS_FOR_NOTHING.keys()
    return [
        f"{name}: {fault}"
        for name, function in commands.found(tree.root)
        if name not in nothing and (fault := fault_of(function, NEEDS.get(name)))
    ]


def fault_of(
    function: Callable[..., Any], needed: Permission | None, held: frozenset[Role] = frozenset()
) -> str | None:
    """What is wrong with how a command treats a person of these roles, who may not; None where it refuses them."""
    positional, keyword = commands.arguments(function, held, example)
    try:
        with connection.execute_wrapper(refuse_to_be_asked):
            function(*positional, **keyword)
    except policy.NotPermitted as refused:
        return (
            None if needed in (None, refused.permission) else f"asks for {refused.permission}, not {needed}"
        )
    except AskedFirst as first:
        return str(first)
    return "asks for nothing"


def test_every_command_has_a_row_and_every_row_a_command() -> None:
    assert commands_without_a_row(OURS) == []
    assert not NEEDS.keys() & ASKS_FOR_NOTHING.keys()


def example(kind: type[eyes.Person], held: frozenset[Role]) -> eyes.Person:
    """A person of this kind who holds these roles. A new kind needs a row here."""
    return {eyes.Person: person, eyes.Searcher: person, eyes.Viewer: viewer}[kind](held)


def person(held: frozenset[Role]) -> eyes.Searcher:
    return eyes.Searcher(
        account="a" * 32,
        name="Somebody Imaginary",
        job_title="Worker",
        organisation="Westmarch Council",
        organisation_code="COUNCIL",
        authority=cast.WESTMARCH,
        roles=held,
        service_code="HOUSING",
        session="",
    )


def viewer(held: frozenset[Role]) -> eyes.Viewer:
    return eyes.Viewer(
        searcher=person(held),
        reference="0" * 32,
        purpose=Purpose.PROTECT,
        reason="We plan support together",
        until=cast.NOW + timedelta(minutes=5),
    )


class AskedFirst(Exception):
    """The database was asked before the permission."""


def refuse_to_be_asked(execute: Any, sql: str, *rest: Any) -> Any:
    if sql.split(maxsplit=1)[0] not in ("SAVEPOINT", "RELEASE", "ROLLBACK"):
        raise AskedFirst(f"asks the database before the permission: {sql}")
    return execute(sql, *rest)


@pytest.mark.parametrize("name", sorted(name for name, needed in NEEDS.items() if needed))
def test_whoever_may_not_is_refused_before_the_database_is_asked(name: str) -> None:
    needed = NEEDS[name]
    may_not = [role for role in Role if needed not in roles.permissions_of([role])]
    assert may_not
    assert [fault_of(COMMANDS[name], needed, frozenset({role})) for role in may_not] == [None] * len(may_not)


def test_somebody_without_a_role_is_refused_everywhere() -> None:
    assert commands_that_ask_for_no_permission(OURS) == []


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

SPEAK_OF_PERMISSIONS = ("access.policy.", "access.doors.", "access.eyes.")


@rule
def arguments_that_switch_a_check_off(tree: Tree) -> list[str]:
    return [
        f"{name}({parameter})"
        for name, function in commands.functions(tree.root)
        for parameter in commands.parameters(function)
        if set(parameter.split("_")) & set(SWITCHES)
        and not name.startswith(SPEAK_OF_PERMISSIONS)
        and not name.endswith("__")
    ]


def test_no_argument_switches_a_check_off() -> None:
    assert arguments_that_switch_a_check_off(OURS) == []


def test_every_working_permission_is_asked_for_by_something() -> None:
    asked = {needed for needed in NEEDS.values() if needed} | {
        # not acts of their own: they widen what a search or a record shows
        Permission.READ_NATIONALLY,
        Permission.SEE_BENEATH_SHIELD,
        Permission.SEE_SENSITIVE,
    }
    assert asked == set(Permission)


def taking(annotation: Any) -> Callable[..., Any]:
    def function(somebody: Any) -> None: ...

    function.__annotations__ = {"somebody": annotation, "return": None}
    return function


class Helper(eyes.Person):
    """A kind of person that a later floor might bring."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (eyes.Searcher, eyes.Searcher),
        (eyes.Viewer, eyes.Viewer),
        (eyes.Person, eyes.Person),
        (Helper, Helper),
        (eyes.Searcher | None, eyes.Searcher),
        (eyes.Viewer | eyes.Searcher, eyes.Viewer),
        (list[eyes.Viewer], eyes.Viewer),
        ("eyes.Searcher", eyes.Searcher),
        ("eyes.Viewer | None", eyes.Viewer),
        ("Searcher | NotKnownHere", eyes.Searcher),
        (str, None),
        ("str", None),
        (Callable[[eyes.Viewer], bool], None),
    ],
)
def test_command_is_known_by_what_it_takes(annotation: Any, kind: type[eyes.Person] | None) -> None:
    assert commands.people(taking(annotation)) == ({} if kind is None else {"somebody": kind})


def test_every_kind_of_person_that_the_house_has_is_tried() -> None:
    ours = [kind for kind in commands.kinds() if kind.__module__.split(".")[0] != "tests"]
    assert [type(example(kind, frozenset())) for kind in ours if kind is not eyes.Person] == ours[1:]
