"""Every address of the site, read from the resolver, against every role: who comes in, and what each is answered."""

from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern

from access import doors, roles
from access.models import RoleGrant
from access.permissions import Permission
from access.roles import Role
from complaints import cases, consultation
from complaints.forms import asking
from complaints.views import telling
from shielding.disclosure import brokering
from shielding.models import ContactRequest
from tests import browsing, cast
from tests.house import composition
from tests.house.rules import OURS, Tree, rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

P = Role.PRACTITIONER
S = Role.SENSITIVE_PRACTITIONER
SHIELDS = Role.SHIELDING_OFFICER
A = Role.ACCOUNT_ADMINISTRATOR
L = Role.LOCAL_AUDITOR
R = Role.RIGHTS_OFFICER
WORKING = tuple(role for role, spec in roles.ROLES.items() if spec.working)
OK, FOUND, MISSING, NOT_HERE = (
    HTTPStatus.OK,
    HTTPStatus.FOUND,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
)
EVERYBODY = frozenset({*WORKING, None})
"""All who work here, and those who have not signed in."""
SIGNED_IN = frozenset(WORKING)
READERS = frozenset({P, S, SHIELDS})
PRACTITIONERS = frozenset({P, S})

TABLE: dict[str, tuple[frozenset[Role | None], HTTPStatus]] = {
    "home": (EVERYBODY, FOUND),
    "your-home": (SIGNED_IN, OK),
    "healthz": (EVERYBODY, OK),
    "access:sign-in": (EVERYBODY, FOUND),
    "access:sign-in-second": (EVERYBODY, FOUND),
    "access:sign-out": (EVERYBODY, NOT_HERE),
    "access:stay": (SIGNED_IN, NOT_HERE),
    "access:signed-out": (EVERYBODY, OK),
    "access:help": (EVERYBODY, OK),
    "access:accessibility": (EVERYBODY, OK),
    "access:cookies": (EVERYBODY, OK),
    "access:own-account": (SIGNED_IN, OK),
    "access:change-password": (SIGNED_IN, OK),
    "access:own-details": (SIGNED_IN, OK),
    "access:own-service": (SIGNED_IN, OK),
    "access:take-back-own-service": (SIGNED_IN, NOT_HERE),
    "access:wrong-number": (READERS, OK),
    "access:wrong-numbers": (frozenset({A}), OK),
    "access:settle-wrong-number": (frozenset({A}), NOT_HERE),
    "access:accounts": (frozenset({A}), OK),
    "access:certificates": (frozenset({A}), OK),
    "access:create-account": (frozenset({A}), OK),
    "access:new-who": (frozenset({A}), OK),
    "access:new-contact": (frozenset({A}), OK),
    "access:new-organisation": (frozenset({A}), OK),
    "access:new-service": (frozenset({A}), FOUND),
    "access:new-roles": (frozenset({A}), FOUND),
    "access:new-accreditation": (frozenset({A}), OK),
    "access:check-new-account": (frozenset({A}), FOUND),
    "access:discard-new-account": (frozenset({A}), NOT_HERE),
    "access:account": (frozenset({A}), MISSING),
    "access:accredit": (frozenset({A}), MISSING),
    "access:issue-credentials": (frozenset({A}), MISSING),
    "access:credentials": (frozenset({A}), MISSING),
    "access:details": (frozenset({A}), MISSING),
    "access:move": (frozenset({A}), MISSING),
    "access:take-back": (frozenset({A}), MISSING),
    "access:suspend": (frozenset({A}), MISSING),
    "access:restore": (frozenset({A}), MISSING),
    "access:close": (frozenset({A}), MISSING),
    "access:grant-role": (frozenset({A}), NOT_HERE),
    "access:end-role": (frozenset({A}), NOT_HERE),
    "shielding:search": (READERS, OK),
    "shielding:searched": (READERS, FOUND),
    "shielding:change-search": (READERS, FOUND),
    "shielding:propose": (PRACTITIONERS, FOUND),
    "shielding:record": (READERS, FOUND),
    "shielding:reason": (READERS, OK),
    "shielding:proposed": (PRACTITIONERS, MISSING),
    "shielding:proposals": (PRACTITIONERS, OK),
    "shielding:proposals-waiting": (frozenset({SHIELDS}), OK),
    "shielding:decide-proposal": (frozenset({SHIELDS}), FOUND),
    "shielding:start-involvement": (frozenset({P}), NOT_HERE),
    "shielding:finish-involvement": (frozenset({P}), FOUND),
    "shielding:resume-involvement": (frozenset({P}), NOT_HERE),
    "shielding:retract-involvement": (frozenset({P}), FOUND),
    "shielding:sensitive-involvement": (frozenset({S}), FOUND),
    "shielding:finish-sensitive-involvement": (frozenset({S}), FOUND),
    "shielding:resume-sensitive-involvement": (frozenset({S}), NOT_HERE),
    "shielding:retract-sensitive-involvement": (frozenset({S}), FOUND),
    "shielding:withdraw-consent": (frozenset({S}), NOT_HERE),
    "shielding:contact": (PRACTITIONERS, FOUND),
    "shielding:contact-requests": (PRACTITIONERS, OK),
    "shielding:contact-asked": (PRACTITIONERS, MISSING),
    "shielding:impose-shield": (frozenset({SHIELDS}), FOUND),
    "shielding:shield": (frozenset({SHIELDS}), FOUND),
    "shielding:review-shield": (frozenset({SHIELDS}), FOUND),
    "shielding:ask-lift": (frozenset({SHIELDS}), FOUND),
    "shielding:agree-lift": (frozenset({SHIELDS}), FOUND),
    "shielding:household": (frozenset({SHIELDS}), FOUND),
    "shielding:brokering": (frozenset({SHIELDS}), OK),
    "shielding:answer-contact": (frozenset({SHIELDS}), MISSING),
    "shielding:shields": (frozenset({SHIELDS}), OK),
    "shielding:quarantine": (frozenset({SHIELDS}), OK),
    "shielding:decide": (frozenset({SHIELDS}), FOUND),
    "shielding:confirm-decision": (frozenset({SHIELDS}), FOUND),
    "shielding:decided": (frozenset({SHIELDS}), OK),
    "shielding:take-back": (frozenset({SHIELDS}), NOT_HERE),
    "shielding:transfers": (frozenset({SHIELDS}), OK),
    "shielding:offer-transfer": (frozenset({SHIELDS}), NOT_HERE),
    "shielding:withdraw-transfer": (frozenset({SHIELDS}), NOT_HERE),
    "shielding:accept-transfer": (frozenset({SHIELDS}), NOT_HERE),
    "shielding:refuse-transfer": (frozenset({SHIELDS}), NOT_HERE),
    "complaints:councils": (EVERYBODY, OK),
    "complaints:ask": (EVERYBODY, OK),
    "complaints:paper": (EVERYBODY, OK),
    "complaints:paper-large": (EVERYBODY, OK),
    "complaints:deleted": (EVERYBODY, OK),
    **{f"complaints:ask-{step}": (EVERYBODY, MISSING) for step in asking.STEPS},
    "complaints:check": (EVERYBODY, MISSING),
    "complaints:sent": (EVERYBODY, MISSING),
    "complaints:delete": (EVERYBODY, NOT_HERE),
    "complaints:follow": (EVERYBODY, OK),
    "complaints:followed": (EVERYBODY, MISSING),
    **{f"complaints:{page}": (EVERYBODY, OK) for page in telling.PAGES},
    "complaints:sources": (EVERYBODY, OK),
    "complaints:steps": (EVERYBODY, OK),
    "complaints:promises": (EVERYBODY, OK),
    "complaints:cases": (frozenset({R}), OK),
    "complaints:case": (frozenset({R}), MISSING),
    **{f"complaints:case-{act}": (frozenset({R}), MISSING) for act in cases.BY_OFFICERS},
    "complaints:say": (EVERYBODY, OK),
    "complaints:say-password": (EVERYBODY, OK),
    "complaints:say-thanks": (EVERYBODY, OK),
    "complaints:say-sheet": (EVERYBODY, MISSING),
    "complaints:say-check": (EVERYBODY, MISSING),
    "complaints:say-results": (EVERYBODY, MISSING),
    "complaints:surveys": (frozenset({R}), OK),
    "complaints:new-survey": (frozenset({R}), OK),
    "complaints:survey": (frozenset({R}), MISSING),
    **{f"complaints:survey-{to}": (frozenset({R}), NOT_HERE) for to in consultation.Move},
    "complaints:new-place": (frozenset({R}), MISSING),
    "complaints:renew-password": (frozenset({R}), MISSING),
    "complaints:place-password": (frozenset({R}), MISSING),
    "complaints:enter-sheet": (frozenset({R}), MISSING),
    "complaints:enter-meeting": (frozenset({R}), MISSING),
    "complaints:write-change": (frozenset({R}), MISSING),
    "complaints:voices": (frozenset({R}), MISSING),
    "complaints:quote": (frozenset({R}), MISSING),
    "complaints:unquote": (frozenset({R}), NOT_HERE),
    "audit:trail": (frozenset({L}), OK),
    "audit:terms-requests": (frozenset({L}), OK),
    "audit:ask-terms": (frozenset({L}), MISSING),
    "audit:terms-request": (frozenset({L}), MISSING),
    "audit:open-terms": (frozenset({L}), NOT_HERE),
    "audit:report": (frozenset({L}), NOT_HERE),
    "audit:my-activity": (PRACTITIONERS, OK),
    "audit:deny": (PRACTITIONERS, MISSING),
    "audit:denials": (frozenset({A}), OK),
    "audit:settle-denial": (frozenset({A}), NOT_HERE),
}
"""For each address: who comes in, and what it answers to them when a page is asked for and nobody of that reference is
there. Everybody else who has signed in is refused (403); a person who has not is led to the sign-in page."""

NAMES = sorted(composition.urls())


@rule
def urls_without_a_row(tree: Tree) -> list[str]:
    return sorted(TABLE.keys() ^ composition.urls(tree.urlconf).keys())


@rule
def views_that_let_in_others_than_their_row(tree: Tree) -> list[str]:
    found = composition.urls(tree.urlconf)
    return [f"{name}: {fault}" for name, pattern in found.items() if (fault := fault_of(name, pattern))]


def fault_of(name: str, pattern: URLPattern) -> str:
    """What is wrong with whom a view says it lets in; empty where it is what the table says."""
    needs = getattr(pattern.callback, "needs", None)
    match needs:
        case doors.Door.OPEN_TO_ALL:
            allowed = EVERYBODY
        case doors.Door.SIGNED_IN:
            allowed = SIGNED_IN
        case Permission():
            allowed = frozenset(role for role in WORKING if needs in roles.ROLES[role].permissions)
        case _:
            return "does not say whom it needs"
    return "" if name in TABLE and TABLE[name][0] == allowed else f"lets in {sorted(map(str, allowed))}"


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert urls_without_a_row(OURS) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_view_says_what_it_needs(name: str) -> None:
    assert fault_of(name, composition.urls()[name]) == ""


@pytest.fixture(autouse=True)
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether servers answer is another test's matter."""
    monkeypatch.setattr("contactpoint.health.look", lambda: {"database": "ok"})


@pytest.fixture
def visitors() -> dict[Role | None, Client]:
    """A browser for each role, and one that nobody has signed in with."""
    cast.county()
    found: dict[Role | None, Client] = {None: Client(enforce_csrf_checks=True)}
    for role in WORKING:
        name = next(name for name, row in cast._PEOPLE.items() if row[-1] == role)
        found[role] = browsing.come_in(Client(enforce_csrf_checks=True), cast.account(name), now=cast.NOW)
    return found


def path_of(name: str) -> str:
    return composition.url(name, "0" * 32)


Answers = dict[tuple[str, Role | None], Any]


def test_everybody_gets_the_answer_of_the_table(visitors: dict[Role | None, Client]) -> None:
    wrong: Answers = {}
    for name, (allowed, status) in TABLE.items():
        for role, browser in visitors.items():
            response = browser.get(path_of(name))
            expected = status if role in allowed else FOUND if role is None else HTTPStatus.FORBIDDEN
            if role is None and name in ("access:sign-in", "home"):
                expected = OK
            to_sign_in = response.get("Location", "").startswith("/sign-in/")
            if response.status_code != expected or (role is None and role not in allowed and not to_sign_in):
                wrong[name, role] = response.status_code
            if "no-store" not in response["Cache-Control"]:
                wrong[name, role] = response["Cache-Control"]
    assert wrong == {}


def test_whoever_is_half_way_in_is_led_back_to_signing_in(county: None) -> None:
    browser = Client()
    session = browser.session
    session["half_way"] = {"account": cast.account("jane").pk, "at": cast.NOW.isoformat()}
    session.save()
    browser.cookies["__Host-session"] = session.session_key
    answers = {
        name: browser.get(path_of(name)) for name, (allowed, _) in TABLE.items() if None not in allowed
    }
    assert {(answer.status_code, answer["Location"]) for answer in answers.values()} == {(FOUND, "/sign-in/")}


def test_an_account_without_a_role_is_refused(visitors: dict[Role | None, Client]) -> None:
    RoleGrant.objects.filter(ended_at=None).update(ended_at=cast.NOW, ended_by="a test")
    wanted = [name for name, (allowed, _) in TABLE.items() if None not in allowed and allowed != SIGNED_IN]
    answers = {name: visitors[P].get(path_of(name)).status_code for name in wanted}
    assert {name for name, status in answers.items() if status != HTTPStatus.FORBIDDEN} == set()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_sent_without_the_forms_own_token(
    method: str, visitors: dict[Role | None, Client]
) -> None:
    accepted: Answers = {}
    for name in NAMES:
        for role, browser in visitors.items():
            response = getattr(browser, method)(path_of(name))
            if response.status_code != HTTPStatus.FORBIDDEN:
                accepted[name, role] = response.status_code
    assert accepted == {}


WRITTEN_BY_READING = {"audit_event", "django_session", "access_account"}
"""Reading leaves an event in the trail, a session, and the time at which the person was last seen. Nothing else."""


def test_asking_for_a_page_changes_nothing(visitors: dict[Role | None, Client]) -> None:
    written: set[str] = set()

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.replace('"', "").split()
        if words[0] in ("INSERT", "DELETE"):
            written.add(words[2])
        elif words[0] == "UPDATE":
            written.add(words[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        for name in NAMES:
            for browser in visitors.values():
                browser.get(path_of(name))
                browser.head(path_of(name))
    assert written <= WRITTEN_BY_READING


def foreign_request() -> str:
    """The reference of a request that waits next door, where the officer has no business."""
    cast.send(cast.EAST_CENSUS, cast.KELLY | {"authority": cast.EASTMARCH})
    viewer = cast.viewer("jane", cast.reference_of("Kelly"))
    brokering.ask(by=viewer, urgency=ContactRequest.Urgency.TODAY, reason="Please let us talk", now=cast.NOW)
    return ContactRequest.objects.get().reference


def test_what_is_not_there_and_what_is_out_of_scope_are_one_answer(
    visitors: dict[Role | None, Client],
) -> None:
    unknown = visitors[SHIELDS].get(f"/brokering/{'0' * 32}/")
    foreign = visitors[SHIELDS].get(f"/brokering/{foreign_request()}/")
    assert unknown.status_code == foreign.status_code == MISSING
    assert browsing.body(unknown) == browsing.body(foreign)
