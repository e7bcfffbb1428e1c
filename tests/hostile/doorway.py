"""Every address of the site with somebody who may come in, and what must be true of every answer whatever was sent."""

import copy
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from access.doors import Door
from access.models import WrongNumber
from access.permissions import Permission
from audit.models import Event
from audit.oversight import investigations
from audit.verbs import Verb
from complaints import cases, consultation, drafts
from complaints.models import Case, Said
from complaints.stages import Kind
from complaints.views import following
from shielding.disclosure import brokering
from shielding.models import ContactRequest
from shielding.publication import quarantine
from tests import browsing, cast, steps
from tests.access import people
from tests.complaints import walking

PEOPLE = ("jane", "sana", "olive", "rita", "ada", "lou")
FORM = "application/x-www-form-urlencoded"
SCRIPT = "<script>alert(7)</script>\"'><img src=x onerror=alert(7)>"


@dataclass(frozen=True, slots=True)
class Address:
    """One address, and the first of the cast who may come in there; nobody where everybody may."""

    name: str
    path: str
    person: str


@dataclass(slots=True)
class House:
    """Westmarch at a quiet moment: Kelly's record is open on every desk that may open it."""

    browsers: dict[str, Client]
    kelly: str
    addresses: list[Address] = field(default_factory=list)

    def browser_of(self, address: Address) -> Client:
        return self.browsers[address.person]

    @contextmanager
    def as_it_was(self) -> Iterator[None]:
        """Afterwards nothing has happened, whatever was taken."""
        cookies = {person: copy.deepcopy(browser.cookies) for person, browser in self.browsers.items()}
        mark = transaction.savepoint()
        yield
        transaction.savepoint_rollback(mark)
        for person, browser in self.browsers.items():
            browser.cookies = cookies[person]


def open_house() -> House:
    """A child, a request that waits, an update that was set aside; everybody signed in, reasons given."""
    cast.county()
    cast.send(cast.CENSUS, cast.KELLY)
    cast.send(cast.CENSUS, cast.ROBIN)
    kelly, robin = cast.reference_of("Kelly"), cast.reference_of("Robin")
    steps.shield(robin)
    cast.send(
        cast.CENSUS,
        cast.KELLY
        | {
            "record_id": "pupil-3",
            "given_name": "Robin",
            "family_name": "Madeup",
            "birth_date": cast.ROBIN["birth_date"],
        },
    )
    brokering.ask(
        by=cast.viewer("uma", robin),
        urgency=ContactRequest.Urgency.TODAY,
        reason="We have to talk",
        now=cast.NOW,
    )
    browsers = {"": Client(raise_request_exception=False)}
    for username in PEOPLE:
        browser = browsing.come_in(Client(raise_request_exception=False), cast.account(username))
        browser.get("/help/")
        browsers[username] = browser
        if username in {"jane", "sana", "olive"}:
            browsing.open_record(browser, kelly)
            browsing.search(browser, SEARCH)
            # A record is proposed only after a search that found nobody.
            browsing.search(browser, SEARCH | {"family": "Unheard"})
    house = House(browsers, kelly)
    house.addresses = sorted(_addresses(house), key=lambda address: address.name)
    return house


SEARCH = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}


def _asked() -> cases.Asked:
    return cases.Asked(
        Kind.ACCESS, Case.Asker.ONESELF, Case.Channel.WEB, cast.WESTMARCH, {"First name": "Kelly"}
    )


def _survey() -> dict[str, str]:
    """A survey that is open, with a comment and somebody who is answering: for each address, the reference it takes."""
    rita, now = cast.searcher("rita"), cast.NOW
    survey = consultation.make("What do you think?", known="", questions=("Is it good?",), by=rita, now=now)
    consultation.move(survey, consultation.Move.OPEN, by=rita, now=now)
    place, _ = consultation.add_place(survey, name="Brook School", by=rita, now=now)
    sheet = consultation.Filled({1: Said.YES}, {1: "It is about me"})
    consultation.enter_sheet(survey, sheet, sent_once="the house", by=rita, now=now)
    question = consultation.show(survey, by=rita).questions[0].reference
    return {
        "consultations/places/": place,
        "consultations/questions/": question,
        "consultations/comments/": consultation.read_voices(question, by=rita, now=now).voices[0].reference,
        "consultations/": survey,
        "have-your-say/answer/": drafts.begin(
            {consultation.PLACE: place, consultation.TYPED: "said-1=yes"}, network="", now=now
        ),
    }


def _addresses(house: House) -> Iterator[Address]:
    account = people.account("hugo", organisation=cast.account("ada").organisation)
    reported = WrongNumber.objects.create(
        name="Vi Imaginary",
        works_for=account.organisation.name,
        shown="01632 960999",
        fault=WrongNumber.Fault.DEAD,
        organisation=account.organisation,
        reported_by=account,
        reported_at=cast.NOW,
    )
    search = Event.objects.filter(verb=Verb.SEARCHED).order_by("pk")[0].uid
    why = "A neighbour says that Jane looked for her daughter."
    request = ContactRequest.objects.get().reference
    reference = cases.receive(_asked(), sent_once="the house", now=cast.NOW)
    references = {
        **_survey(),
        "cases/": Case.objects.get().reference,
        "ask/": drafts.begin(walking.typed(), network="", now=cast.NOW),
        "follow/": drafts.begin({following.HELD: reference}, network="", now=cast.NOW),
        "accounts/wrong-numbers/": reported.reference,
        "accounts/": account.reference,
        "children/": house.kelly,
        "brokering/": request,
        "contact-requests/": request,
        "search-terms/": investigations.ask(search, reason=why, by=cast.searcher("gail"), now=cast.NOW),
    }
    statement = quarantine.waiting(by=cast.searcher("olive"), now=cast.NOW)[0].statement
    permissions = {username: cast.searcher(username).permissions for username in PEOPLE}
    for name, route, view in _routes(get_resolver(), ""):
        needs = getattr(view, "needs", None)
        reference = next((r for start, r in references.items() if route.startswith(start)), "0" * 32)
        path = "/" + route.replace("<reference:reference>", reference)
        path = path.replace("<reference:statement>", str(statement)).replace("<reference:event>", search)
        path = re.sub(r"<reference:key>", reference, path)
        path = re.sub(r"<reference:denial>", "0" * 32, path)
        assert "<" not in path, path
        person = ""
        if isinstance(needs, Permission):
            person = next(username for username in PEOPLE if needs in permissions[username])
        elif needs is Door.SIGNED_IN:
            person = "jane"
        yield Address(name, path, person)


def _routes(resolver: URLResolver, before: str) -> Iterator[tuple[str, str, Any]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield entry.name or route, route, entry.callback
        else:
            yield from _routes(entry, route)


_NAMED = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"[^>]*>')
_VALUE = re.compile(r'\bvalue="([^"]*)"')


def questions_on(page: Any) -> dict[str, str]:
    """The names of everything that the page asks for, each with something that may be answered."""
    asked: dict[str, str] = {}
    for found in _NAMED.finditer(page.content.decode()):
        name, tag = found.group(1), found.group(0)
        value = _VALUE.search(tag)
        offered = value.group(1) if value and ('type="radio"' in tag or 'type="hidden"' in tag) else ""
        if name != "csrfmiddlewaretoken":
            asked[name] = asked.get(name) or offered or USUAL.get(name, "")
    return asked


USUAL = SEARCH | {
    "reason": "Falling behind at school",
    "statement": "The family has fled and must not be found",
    "username": "kim",
    "full_name": "Kim Imaginary",
    "telephone": "01632 960199",
    "email": "kim@westmarch.example",
}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLEAR = {200, 204, 301, 302, 400, 403, 404, 405, 429}


def wrong_with(answer: Any, *, reflected: str = "alert(7)") -> list[str]:
    """What is wrong with an answer, whatever was sent: nothing is the only good one."""
    wrong = []
    if answer.status_code not in CLEAR:
        wrong.append(f"status {answer.status_code}")
    wrong += [f"{name}: {answer.get(name)}" for name, value in HEADERS.items() if answer.get(name) != value]
    if "no-store" not in answer.get("Cache-Control", ""):
        wrong.append("may be kept by a cache")
    if "default-src 'none'" not in answer.get("Content-Security-Policy", ""):
        wrong.append("no policy for content")
    if "\r" in str(answer.headers) or "Injected" in answer.headers:
        wrong.append("a header of the sender's")
    body = answer.content.decode()
    if answer.get("Content-Type", "").startswith("text/html"):
        is_redirect = answer.status_code in {301, 302}
        if (
            not is_redirect
            and answer.request["REQUEST_METHOD"] != "HEAD"
            and "– ContactPoint</title>" not in body
        ):
            wrong.append("not a page of ours")
        if f"<script>{reflected}" in body or f"onerror={reflected}>" in body:
            wrong.append("what was sent stands in the page as markup")
    if "Traceback" in body:
        wrong.append("it tells how it is made")
    return wrong


_NOT_STATE = (
    "django_session",
    "django_migrations",
    "django_content_type",
    "auth_group",  # nobody's: no role of ours may read it
    "auth_group_permissions",
    "auth_permission",
    "access_keptwords",  # what somebody typed, for nobody else and nothing else
    "complaints_draft",  # the same, before it is sent
    "audit_event",
    "audit_searchterms",
    "complaints_try",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
)


def state() -> str:
    """A digest of everything that the register holds, but for the trail, the sessions and the counting of failures."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(_NOT_STATE)):
            row = "(to_jsonb(t) - '{last_seen_at,throttling_failure_timestamp,throttling_failure_count}'::text[])"
            cursor.execute(
                f'SELECT coalesce(string_agg({row}::text, chr(10) ORDER BY {row}::text), $$$$) FROM "{table}" t'
            )
            digest.update(f"{table}\n{cursor.fetchone()[0]}\n".encode())
    return digest.hexdigest()
