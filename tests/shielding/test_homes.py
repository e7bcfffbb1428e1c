"""The home of each role, and the numbers beside the navigation: what the pages themselves list, and nothing else."""

import dataclasses
import re
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from access import homes, roles, work, wrong_numbers
from access.models import Account, WrongNumber
from access.roles import Role
from audit import trail
from audit.oversight import denials, investigations
from audit.verbs import Verb
from registry.models import Child
from shielding import shields, transfers
from shielding.disclosure import brokering, transferring
from shielding.models import Concern, ContactRequest, Tier
from shielding.publication import quarantine
from tests import browsing, cast, steps
from tests.house import composition, test_urls
from tests.house.test_statements import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

WORKING = [role for role, spec in roles.ROLES.items() if spec.working]


def somebody(role: Role) -> str:
    return next(name for name, row in cast._PEOPLE.items() if row[-1] == role)


def numbers(username: str) -> dict[str, int]:
    """What waits for somebody, by the kind of work."""
    found = work.count(homes.kinds(), by=cast.searcher(username), now=cast.NOW)
    return {one.kind.name: one.times for one in found}


def beside(page: str) -> dict[str, int]:
    """The numbers beside the entries of the navigation of a page."""
    drawn = re.findall(r'<a class="govuk-service-navigation__link"[^>]*>(.*?)</a>', page, re.DOTALL)
    words = [re.sub(r"<[^>]+>", " ", entry).split() for entry in drawn]
    return {" ".join(w[:-2]): int(w[-2]) for w in words if w[-1] == "waiting"}


@pytest.fixture
def officer_work(clock: time_machine.Traveller) -> str:
    """Robin is shielded. A request for contact waits, and an update that may be about Robin. Returns the reference."""
    robin = steps.known(cast.ROBIN)
    steps.shield(robin, Tier.SHIELDED)
    with transaction.atomic():
        trail.record(Verb.DISCLOSED, actor=cast.searcher("jane").actor(), at=cast.NOW, reference=robin)
    brokering.ask(
        by=cast.viewer("jane", robin),
        urgency=ContactRequest.Urgency.TODAY,
        reason="Please let us talk",
        now=cast.NOW - timedelta(days=3),
    )
    cast.send(cast.SERVICES, _update())
    return robin


def _update() -> dict[str, str]:
    told = {name: cast.ROBIN[name] for name in ("given_name", "family_name", "birth_date", "postcode")}
    return cast.TIM_WORKS_WITH_KELLY | told | {"record_id": "work-of-robin"}


# --- every role has one -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", WORKING)
def test_home_of_each_role_has_ways_on_that_the_role_may_go(role: Role) -> None:
    browser = browsing.browser_of(somebody(role))
    page = browser.get("/your-home/")
    assert page.status_code == HTTPStatus.OK
    assert homes.homes()[role].lead in browsing.words(page)
    for way in homes.homes()[role].ways:
        assert f'href="{reverse(way.url_name)}"' in page.content.decode()
        assert role in test_urls.TABLE[way.url_name][0]
        assert browser.get(reverse(way.url_name)).status_code == HTTPStatus.OK


@pytest.mark.parametrize("role", WORKING)
def test_after_signing_in_one_comes_to_the_first_page_of_the_role(role: Role) -> None:
    browser = browsing.browser_of(somebody(role))
    first = browser.get("/")
    assert first["Location"] == reverse(homes.homes()[role].first)
    assert browser.get(first["Location"]).status_code == HTTPStatus.OK


def test_officer_who_is_a_practitioner_too_comes_to_what_waits() -> None:
    both = frozenset({Role.PRACTITIONER, Role.SHIELDING_OFFICER})
    assert homes.first_page(_with(both)) == "/your-home/"
    assert homes.first_page(_with(frozenset())) == "/your-account/"


def _with(held: frozenset[Role]) -> homes.Searcher:
    return dataclasses.replace(cast.searcher("jane"), roles=held)


def test_person_without_a_role_is_led_on() -> None:
    page = homes.page(by=_with(frozenset()), now=cast.NOW)
    assert (page.leads, page.waits, page.ways) == ((), (), ())


# --- counts are those of the pages --------------------------------------------------------------------------------


def test_officer_finds_what_waits_and_for_how_long(officer_work: str) -> None:
    page = browsing.browser_of("olive").get("/your-home/")
    words = browsing.words(page)
    assert "Contact requests to answer 1 The oldest has waited 3 days." in words
    assert "Updates to check 1 The oldest came today." in words
    assert "Shields to review None" in words
    assert beside(page.content.decode()) == {"Contact requests": 1, "Updates to check": 1}


def test_counts_are_those_of_the_lists(officer_work: str, clock: time_machine.Traveller) -> None:
    olive, otto = cast.searcher("olive"), cast.searcher("otto")
    found = numbers("olive")
    assert found["contact-requests"] == len(brokering.waiting(by=olive, now=cast.NOW)) == 1
    assert found["updates"] == len(quarantine.waiting(by=olive, now=cast.NOW)) == 1
    assert found["reviews"] == found["lifts"] == 0
    later = cast.NOW + timedelta(days=200)
    (due,) = [one for one in work.count(homes.kinds(), by=olive, now=later) if one.kind.name == "reviews"]
    assert due.times == sum(one.is_overdue for one in shields.in_own_authority(by=olive, now=later)) == 1
    assert due.words(later.date()).startswith("The first was due ")
    assert set(numbers("otto").values()) == {0}, otto


def test_lift_waits_for_another_officer_alone(officer_work: str) -> None:
    shields.ask_lift(officer_work, reason=steps.WHY_NOW, by=cast.searcher("olive"), now=cast.NOW)
    assert numbers("olive")["lifts"] == 0
    assert numbers("oscar")["lifts"] == 1


def test_update_about_two_children_is_one_piece_of_work(officer_work: str) -> None:
    twin = steps.known(cast.KELLY | {"record_id": "pupil-9", "given_name": "Twin"})
    steps.shield(twin, Tier.SHIELDED)
    statement = Concern.objects.get().statement_id
    Concern.objects.create(statement_id=statement, child=Child.objects.get(reference=twin))
    assert (
        numbers("olive")["updates"] == len(quarantine.waiting(by=cast.searcher("olive"), now=cast.NOW)) == 1
    )


def test_practitioner_sees_what_they_wait_for_at_home_alone(officer_work: str) -> None:
    browser = browsing.browser_of("jane")
    home = browser.get("/your-home/")
    assert (
        "Contact requests of yours that wait for an answer 1 The oldest has waited 3 days."
        in browsing.words(home)
    )
    assert beside(home.content.decode()) == {}
    assert numbers("tim")["own-contact-requests"] == 0


def test_administrator_finds_denials_and_certificates_that_end(clock: time_machine.Traveller) -> None:
    jane = cast.searcher("jane")
    with transaction.atomic():
        event = trail.record(Verb.SEARCHED, actor=jane.actor(), at=cast.NOW)
    denials.deny(event.uid, by=jane, now=cast.NOW - timedelta(days=1))
    issued = cast.TODAY.replace(year=cast.TODAY.year - 3) + timedelta(days=30)
    Account.objects.filter(username="jane").update(dbs_issued_on=issued)
    cast.account("nia")
    Account.objects.filter(username="nia").update(dbs_issued_on=issued)
    found = numbers("ada")
    assert (found["denials"], found["accreditation"]) == (1, 1)
    browser = browsing.browser_of("ada")
    words = browsing.words(browser.get("/your-home/"))
    assert "People who say that something was not them 1 The oldest has waited 1 day." in words
    assert "The first ends on 2 December 2026." in words
    listed = browsing.words(browser.get("/accounts/certificates/"))
    assert "Jane Imaginary" in listed
    assert "2 December 2026" in listed
    assert "Nia Imaginary" not in listed
    assert "Accounts whose" not in listed
    assert numbers("lou")["denials-to-follow"] == 1
    assert numbers("lena")["denials-to-follow"] == 0


def test_administrator_finds_the_numbers_that_were_reported() -> None:
    jane = cast.searcher("jane")
    wrong_numbers.report(
        name="Tim", works_for="-", shown="01632 960123", fault=WrongNumber.Fault.DEAD, by=jane, now=cast.NOW
    )
    assert numbers("ada")["wrong-numbers"] == len(wrong_numbers.waiting(by=cast.searcher("ada"))) == 1
    page = browsing.browser_of("ada").get("/your-home/").content.decode()
    assert beside(page) == {"Accounts": 1}


def test_second_auditor_finds_what_another_asks_for() -> None:
    steps.find("jane", **steps.kelly())
    event = steps.events(Verb.SEARCHED)[0].uid
    why = "A neighbour says that Jane looked for her daughter."
    investigations.ask(event, reason=why, by=cast.searcher("lou"), now=cast.NOW)
    assert (numbers("lou")["search-terms"], numbers("gail")["search-terms"]) == (0, 1)
    assert beside(browsing.browser_of("gail").get("/your-home/").content.decode()) == {"Search terms": 1}


def test_officer_finds_the_shielded_record_that_nobody_else_can_offer(officer_work: str) -> None:
    moved = cast.ROBIN | {"as_at": "2026-10-20", "authority": cast.EASTMARCH}
    cast.send(cast.CENSUS, moved)
    assert (numbers("olive")["transfers-to-offer"], numbers("otto")["transfers"]) == (1, 0)
    (held,) = transferring.handed_over(by=cast.searcher("olive"), now=cast.NOW)
    assert held.has_to_be_offered
    transfers.offer(held.reference, by=cast.searcher("olive"), now=cast.NOW)
    assert (numbers("olive")["transfers-to-offer"], numbers("otto")["transfers"]) == (0, 1)


@pytest.mark.parametrize(("days", "is_soon"), [(59, True), (60, True), (61, False), (-1, True)])
def test_certificate_ends_soon_within_sixty_days(days: int, is_soon: bool) -> None:
    ends = cast.TODAY + timedelta(days=days)
    cast.account("jane")
    Account.objects.filter(username="jane").update(dbs_issued_on=ends.replace(year=ends.year - 3))
    assert numbers("ada")["accreditation"] == is_soon


# --- what it costs, and what it does not tell ---------------------------------------------------------------------


@pytest.mark.parametrize("role", WORKING)
def test_numbers_cost_one_statement_and_a_home_two(role: Role, officer_work: str) -> None:
    username = somebody(role)
    browser = browsing.browser_of(username)
    browser.get("/your-account/")
    asked_of: dict[str, int] = {}
    for url in ("/your-account/", "/your-home/"):
        with counted() as asked:
            browser.get(url)
        asked_of[url] = len([sql for sql in asked if "UNION ALL" in sql or "COUNT(" in sql])
    has_work = any(kind.beside for kind in homes.kinds() if cast.searcher(username).may(kind.permission))
    assert asked_of == {"/your-account/": int(has_work), "/your-home/": 1 + int(has_work)}


def test_what_waits_next_door_is_not_counted(officer_work: str) -> None:
    otto = browsing.browser_of("otto")
    before = browsing.body(otto.get("/your-home/"))
    steps.shield(steps.known(cast.KELLY), Tier.UNLISTED)
    assert browsing.body(otto.get("/your-home/")) == before


def test_every_page_is_drawn_with_the_numbers_and_nobody_elses(officer_work: str) -> None:
    assert beside(browsing.browser_of("olive").get("/your-account/").content.decode())
    for username in ("jane", "ada", "lou", "otto"):
        assert beside(browsing.browser_of(username).get("/your-account/").content.decode()) == {}


def test_search_is_drawn_without_the_numbers(officer_work: str) -> None:
    browser = browsing.browser_of("olive")
    with composition._asked() as asked:
        page = browser.get("/search/")
    assert beside(page.content.decode()) == {}
    assert [sql for sql in asked if "COUNT(" in sql] == []


def test_signed_out_nothing_is_counted(client: Client) -> None:
    with composition._asked() as asked:
        client.get("/help/")
    assert [sql for sql in asked if "COUNT(" in sql] == []


def test_names_of_kinds_and_urls_are_known() -> None:
    names = [kind.name for kind in homes.kinds()]
    assert len(names) == len(set(names))
    for kind in homes.kinds():
        assert {kind.url_name, kind.beside or kind.url_name} <= composition.urls().keys()
