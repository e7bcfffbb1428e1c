"""What holds for all pages about children: the rights of a web process, hostile input, no side effect of a GET."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from audit.models import Event
from audit.verbs import Verb
from contactpoint import urls
from ground import references
from registry.models import Child
from shielding.models import ContactRequest, Shield, Transfer
from shielding.publication.quarantine import Decision
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "people")]

KELLY = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}
NOOR = {"given": "Noor", "family": "Novel", "born_0": "2", "born_1": "2", "born_2": "2018"}
SHIELD = {
    "tier": "shielded",
    "grounds": "harm-to-child",
    "justification": "A relative is looking for the family",
}
HOSTILE = [
    "\0",
    "\u202eabc def ghi jkl",
    "<script>alert(1)</script> and more words",
    "x" * 10_000,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
PATTERNS = next(
    found for found in urls.urlpatterns if getattr(found, "app_name", "") == "shielding"
).url_patterns
READ_BY_GET = {
    Verb.DISCLOSED,
    Verb.WORK_LISTED,
    Verb.CONTACT_OPENED,
    Verb.QUARANTINE_OPENED,
    Verb.SHIELD_READ,
    Verb.SIGNED_IN,
}
WHY = {"reason": "We looked at it again together"}


@pytest.fixture
def people(county: None) -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)


def opened(username: str, reference: str) -> Client:
    browser = browsing.browser_of(username)
    assert browsing.open_record(browser, reference).status_code == HTTPStatus.OK
    return browser


ELSEWHERE = {
    Verb.TRAIL_EXPORTED,
    Verb.ACT_DENIED,
    Verb.DENIAL_SETTLED,
    Verb.SIGN_IN_FAILED,
    Verb.SIGNED_OUT,
    Verb.SESSION_ENDED,
    Verb.ACCOUNT_CREATED,
    Verb.ACCOUNT_ACCREDITED,
    Verb.ACCOUNT_SUSPENDED,
    Verb.ACCOUNT_RESTORED,
    Verb.ACCOUNT_CLOSED,
    Verb.ACCOUNT_REOPENED,
    Verb.ACCOUNT_MOVED,
    Verb.CONTACT_DETAILS_CHANGED,
    Verb.INVOLVEMENT_PASSED_ON,
    Verb.CREDENTIALS_ISSUED,
    Verb.PASSWORD_CHANGED,
    Verb.ROLE_GRANTED,
    Verb.ROLE_ENDED,
    Verb.NUMBER_REPORTED,
    Verb.NUMBER_SETTLED,
    Verb.CASE_RECEIVED,
    Verb.CASE_OPENED,
    Verb.CASE_MOVED,
    Verb.SURVEY_MADE,
    Verb.SURVEY_MOVED,
    Verb.PLACE_ADDED,
    Verb.SHEET_RECEIVED,
    Verb.COMMENTS_READ,
    Verb.COMMENTS_GROUPED,
    Verb.QUOTATION_CHOSEN,
    Verb.CHANGE_WRITTEN,
    Verb.FEED_LOADED,
    Verb.REFUSED,
    Verb.QUARANTINE_CARRIED_OUT,
    Verb.RECALLED,
}
"""Verbs that this walk does not write: of coming in and of accounts (the journeys, tests/access), of reports and
denials (tests/audit), of cases and surveys (tests/complaints), and of the worker."""


def test_pages_work_with_the_rights_of_a_web_process(request: pytest.FixtureRequest) -> None:
    cast.send(cast.CENSUS, cast.MIA)
    kelly, robin, mia = (cast.reference_of(given) for given in ("Kelly", "Robin", "Mia"))
    olive = opened("olive", robin)
    olive.post(f"/children/{robin}/shield/", SHIELD)
    updates_and_transfers_wait()
    request.getfixturevalue("as_web_role")

    jane = opened("jane", kelly)
    practitioner_works_with(kelly, jane)
    officer_joins_a_proposal(olive, jane, into=kelly)
    specialist_works_with(kelly)
    officer_answers(olive)
    officers_decide_on_updates(olive)
    officers_transfer(olive)
    officers_lift_and_impose(olive, robin, mia)
    auditors_open_what_was_typed()

    done = set(Event.objects.values_list("verb", flat=True))
    assert set(Verb) - done == ELSEWHERE


def updates_and_transfers_wait() -> None:
    alike = cast.ROBIN | {"as_at": "2026-10-01", "postcode": "ZZ7 7ZZ"}
    for given in ("Robin", "Roben", "Robyn"):
        line = alike | {"record_id": f"alike-{given}", "given_name": given}
        cast.send(cast.CENSUS, line, now=cast.NOW + timedelta(hours=1))
    for given in ("Robin", "Ann", "Burt", "Cleo"):
        own = {"record_id": f"moved-{given}", "given_name": given, "birth_date": "2013-01-02"}
        here = cast.KELLY | own | ({} if given != "Robin" else cast.ROBIN)
        away = {"authority": cast.EASTMARCH, "as_at": "2026-10-01"}
        cast.send(cast.CENSUS, here | away, now=cast.NOW + timedelta(hours=1))


def practitioner_works_with(kelly: str, jane: Client) -> None:
    for act in ("start", "finish", "resume", "retract"):
        assert jane.post(f"/children/{kelly}/involvement/{act}/").status_code == HTTPStatus.FOUND
    asked = jane.post(f"/children/{kelly}/contact/", {"urgency": "today", "reason": "She asks for help"})
    assert asked.status_code == HTTPStatus.FOUND


def officer_joins_a_proposal(olive: Client, jane: Client, *, into: str) -> None:
    browsing.search(jane, NOOR)
    proposed = jane.post("/propose/", NOOR | {"gender": "F", "whereabouts": "none"})
    noor = proposed["Location"].split("/")[2]
    assert browsing.open_record(jane, noor).status_code == HTTPStatus.OK
    assert "Noor Novel" in browsing.words(jane.get("/proposals/"))
    assert "Noor Novel" in browsing.words(olive.get("/proposals/waiting/"))
    browsing.open_record(olive, noor)
    for sure in ({}, {"sure": "yes"}):
        joined = {"decision": "join", "number": Child.objects.get(reference=into).number} | sure
        decided = olive.post(f"/children/{noor}/proposal/", joined, follow=True)
        assert decided.status_code == HTTPStatus.OK
    assert "The proposal is joined to that record." in browsing.words(decided)


def specialist_works_with(kelly: str) -> None:
    sana = opened("sana", kelly)
    agreed = {"way": "consent", "basis": "child", "method": "spoken"}
    sana.post(f"/children/{kelly}/sensitive-involvement/", agreed)
    for act in ("finish", "resume", "retract"):
        assert sana.post(f"/children/{kelly}/sensitive-involvement/{act}/").status_code == HTTPStatus.FOUND
    sana.post(f"/children/{kelly}/sensitive-involvement/", agreed)
    for act in ("finish", "withdraw"):
        done_with = sana.post(f"/children/{kelly}/sensitive-involvement/{act}/", follow=True)
        assert "It is recorded that" in browsing.words(done_with)


def officer_answers(olive: Client) -> None:
    waiting = ContactRequest.objects.get()
    assert olive.get("/brokering/").status_code == HTTPStatus.OK
    assert olive.get(f"/brokering/{waiting.reference}/").status_code == HTTPStatus.OK
    olive.post(f"/brokering/{waiting.reference}/", {"outcome": "will-contact"})


def officers_decide_on_updates(olive: Client) -> None:
    for statement, decision in zip(browsing.updates_that_wait(olive), Decision, strict=True):
        assert "Your decision is recorded" in browsing.words(browsing.decide(olive, statement, decision))
    made = re.findall(
        r'action="(/quarantine/decided/[0-9a-f]{32}/)"', olive.get("/quarantine/decided/").content.decode()
    )
    assert len(made) == len(Decision)
    for path in made:
        assert "The decision is taken back" in browsing.words(olive.post(path))


def officers_transfer(olive: Client) -> None:
    offered, kept, refused, taken = Transfer.objects.order_by("pk").values_list("reference", flat=True)
    for path in (f"{offered}/offer", f"{kept}/withdraw"):
        assert olive.post(f"/transfers/{path}/").status_code == HTTPStatus.FOUND
    otto = browsing.browser_of("otto")
    for path in (f"{refused}/refuse", f"{taken}/accept"):
        assert otto.post(f"/transfers/{path}/").status_code == HTTPStatus.FOUND
    for browser in (olive, otto):
        assert "Transfers" in browsing.words(browser.get("/transfers/"))


def officers_lift_and_impose(olive: Client, robin: str, mia: str) -> None:
    assert olive.get(f"/children/{robin}/shield/in-force/").status_code == HTTPStatus.OK
    olive.post(f"/children/{robin}/shield/review/", WHY)
    olive.post(f"/children/{robin}/shield/lift/ask/", WHY)
    opened("oscar", robin).post(f"/children/{robin}/shield/lift/agree/", WHY)
    assert not Shield.objects.in_force().exists()
    for page in ("shield", "household"):
        assert "Mia Madeup" in browsing.words(olive.get(f"/children/{robin}/{page}/"))
    olive.post(f"/children/{robin}/shield/", SHIELD | {"also": [mia]})
    assert Shield.objects.in_force().count() == 2


def auditors_open_what_was_typed() -> None:
    lou, gail = browsing.browser_of("lou"), browsing.browser_of("gail")
    assert lou.get("/trail/").status_code == HTTPStatus.OK
    search = Event.objects.filter(verb=Verb.SEARCHED)[0].uid
    why = {"reason": "A neighbour says that Jane looked for her daughter"}
    terms = lou.post(f"/search-terms/ask/{search}/", why)["Location"]
    gail.post(terms, why | {"decision": "agree"})
    assert "Noor" in browsing.words(gail.post(f"{terms}open/"))
    again = lou.post(f"/search-terms/ask/{search}/", why)["Location"]
    gail.post(again, why | {"decision": "decline"})


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    ("who", "path", "facts"),
    [
        ("jane", "reason", ["purpose", "reason"]),
        ("jane", "contact", ["urgency", "reason"]),
        ("olive", "shield", ["tier", "grounds", "statement", "also"]),
        ("sana", "sensitive-involvement", ["way", "basis", "method", "given_on_0"]),
    ],
)
def test_hostile_answers_on_a_record_get_a_page(who: str, path: str, facts: list[str], text: str) -> None:
    reference = cast.reference_of("Kelly")
    browser = opened(who, reference)
    page = browser.post(f"/children/{reference}/{path}/", dict.fromkeys(facts, text))
    assert page.status_code == HTTPStatus.OK
    assert "<title>Error: " in page.content.decode()
    assert "<script>alert" not in page.content.decode()


def test_markup_in_a_reason_is_shown_as_it_was_typed() -> None:
    kelly = cast.reference_of("Kelly")
    jane = opened("jane", kelly)
    reason = "<script>alert(1)</script> she asks for help"
    jane.post(f"/children/{kelly}/contact/", {"urgency": "today", "reason": reason})
    for page in (jane.get("/contact-requests/"), browsing.browser_of("olive").get("/brokering/")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt; she asks" in page.content.decode()


@pytest.mark.parametrize("path", ["/search/", "/children/{}/reason/"])
def test_request_that_is_too_large_is_answered_in_words(path: str) -> None:
    jane = browsing.browser_of("jane")
    for facts in ({"given": "x" * 100_000}, {f"field_{number}": "x" for number in range(200)}):
        page = jane.post(path.format(references.new()), facts)
        assert page.status_code == HTTPStatus.BAD_REQUEST
        assert "This request cannot be understood" in browsing.words(page)


@pytest.mark.parametrize("who", ["jane", "sana", "olive"])
def test_get_changes_nothing_and_writes_nothing_but_what_was_read(who: str) -> None:
    kelly = cast.reference_of("Kelly")
    browser = opened(who, kelly)
    browsing.search(browser, KELLY)
    before = Event.objects.latest("pk").pk
    for pattern in PATTERNS:
        route = str(pattern.pattern)
        path = "/" + route.replace("<reference:reference>", kelly).replace("<reference:statement>", kelly)
        assert browser.get(path).status_code < HTTPStatus.INTERNAL_SERVER_ERROR, path
    written = set(Event.objects.filter(pk__gt=before).values_list("verb", flat=True))
    assert written <= READ_BY_GET


def test_every_address_names_children_by_reference_alone() -> None:
    for pattern in PATTERNS:
        assert set(pattern.pattern.converters) <= {"reference", "statement", "key"}


def test_another_persons_view_opens_nothing() -> None:
    kelly = cast.reference_of("Kelly")
    opened("jane", kelly)
    tim = browsing.browser_of("tim")
    assert tim.get(f"/children/{kelly}/")["Location"] == f"/children/{kelly}/reason/"
    assert tim.post(f"/children/{kelly}/involvement/start/")["Location"] == f"/children/{kelly}/reason/"
