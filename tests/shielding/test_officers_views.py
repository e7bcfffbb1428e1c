"""The officer's pages: the shield of a record, contact to pass on, updates that were set aside."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from access.models import Account, Authority
from audit import trail
from audit.models import Event
from audit.verbs import Verb
from ground import references
from registry.models import Child, Responsibility
from shielding.forms import officers
from shielding.models import Shield
from shielding.publication import publication
from shielding.views import quarantine as quarantine_pages
from tests import browsing, cast, steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "people")]

SHIELD = {
    "tier": "shielded",
    "grounds": "harm-to-child",
    "justification": "A relative is looking for the family",
}
ASK = {"urgency": "today", "reason": "She asks me for help"}
WHY = {"reason": "We looked at it again together"}


@pytest.fixture
def people(county: None) -> None:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)


@pytest.fixture
def robin() -> str:
    return cast.reference_of("Robin")


@pytest.fixture
def olive() -> Client:
    return browsing.browser_of("olive")


@pytest.fixture
def oscar() -> Client:
    return browsing.browser_of("oscar")


@pytest.fixture
def jane() -> Client:
    return browsing.browser_of("jane")


def shielded(browser: Client, reference: str) -> str:
    browsing.open_record(browser, reference)
    return browsing.words(browser.post(f"/children/{reference}/shield/", SHIELD, follow=True))


def test_officer_puts_a_shield_on_and_others_see_no_details_at_once(
    olive: Client, jane: Client, robin: str
) -> None:
    browsing.open_record(jane, robin)
    page = shielded(olive, robin)
    assert "The shield is in force from this moment on." in page
    assert "Hidden House" in page
    assert "Review due 2 May 2027" in page
    assert "Hidden House" not in browsing.words(jane.get(f"/children/{robin}/"))


def test_shield_needs_a_sentence(olive: Client, robin: str) -> None:
    browsing.open_record(olive, robin)
    page = olive.post(f"/children/{robin}/shield/", SHIELD | {"justification": "because"})
    assert "Say in a sentence why" in browsing.words(page)
    assert "<title>Error: " in page.content.decode()
    assert not Shield.objects.exists()


def test_second_shield_is_refused_in_words(olive: Client, oscar: Client, robin: str) -> None:
    shielded(olive, robin)
    assert "A shield is in force already." in shielded(oscar, robin)
    assert Shield.objects.count() == 1


def test_shield_is_lifted_by_two(olive: Client, oscar: Client, jane: Client, robin: str) -> None:
    shielded(olive, robin)
    asked = browsing.words(olive.post(f"/children/{robin}/shield/lift/ask/", WHY, follow=True))
    assert "It stays until another officer agrees" in asked
    assert "Agree to lift the shield" not in asked
    alone = browsing.words(olive.post(f"/children/{robin}/shield/lift/agree/", WHY, follow=True))
    assert "A shield is lifted by two people" in alone
    assert "Agree to lift the shield" in browsing.words(browsing.open_record(oscar, robin))
    agreed = browsing.words(oscar.post(f"/children/{robin}/shield/lift/agree/", WHY, follow=True))
    assert "The shield is lifted." in agreed
    again = browsing.words(oscar.post(f"/children/{robin}/shield/lift/agree/", WHY, follow=True))
    assert "No shield is in force on this record any more." in again
    assert "Hidden House" in browsing.words(browsing.open_record(jane, robin))


def test_shielded_siblings_are_named_before_a_shield_is_lifted_and_may_be_lifted_together(
    olive: Client, oscar: Client, jane: Client, robin: str, mia: str
) -> None:
    browsing.open_record(olive, robin)
    olive.post(f"/children/{robin}/shield/", SHIELD | {"also": [mia]})
    page = olive.get(f"/children/{robin}/shield/lift/ask/")
    said = browsing.words(page)
    assert (
        "Mia Madeup, born 3 February 2017 (9 years old) (same home, same parent or carer): shielded" in said
    )
    assert "never listed here, whether there are any or not" in said
    assert ticked(page) == []
    olive.post(f"/children/{robin}/shield/lift/ask/", WHY | {"also": [mia]})
    browsing.open_record(oscar, robin)
    assert f'value="{mia}"' in oscar.get(f"/children/{robin}/shield/lift/agree/").content.decode()
    oscar.post(f"/children/{robin}/shield/lift/agree/", WHY | {"also": [mia]})
    assert not Shield.objects.in_force().exists()
    assert "Hidden House" in browsing.words(browsing.open_record(jane, mia))


def test_sibling_for_whom_nobody_asked_is_named_and_cannot_be_lifted_with_it(
    olive: Client, oscar: Client, robin: str, mia: str
) -> None:
    browsing.open_record(olive, robin)
    olive.post(f"/children/{robin}/shield/", SHIELD | {"also": [mia]})
    olive.post(f"/children/{robin}/shield/lift/ask/", WHY)
    browsing.open_record(oscar, robin)
    page = oscar.get(f"/children/{robin}/shield/lift/agree/")
    assert "Nobody else has asked for this shield to be lifted, so it stays" in browsing.words(page)
    assert f'value="{mia}"' not in page.content.decode()
    refused = browsing.words(
        oscar.post(f"/children/{robin}/shield/lift/agree/", WHY | {"also": [mia]}, follow=True)
    )
    assert "A shield is lifted by two people" in refused
    assert Shield.objects.in_force().count() == 2


def test_page_before_a_lift_is_the_same_whether_a_sibling_is_shielded_elsewhere_or_not(
    olive: Client, robin: str, mia: str
) -> None:
    shielded(olive, robin)
    page = f"/children/{robin}/shield/lift/ask/"
    Responsibility.objects.filter(child__reference=mia).update(
        authority=Authority.objects.get(code=cast.EASTMARCH)
    )
    without = browsing.body(olive.get(page))
    steps.shield(mia, by="otto")
    assert browsing.body(olive.get(page)) == without
    assert "Mia" not in without


def test_review_keeps_the_shield_and_withdraws_the_wish_to_lift(
    olive: Client, oscar: Client, robin: str
) -> None:
    shielded(olive, robin)
    olive.post(f"/children/{robin}/shield/lift/ask/", WHY)
    browsing.open_record(oscar, robin)
    page = browsing.words(oscar.post(f"/children/{robin}/shield/review/", WHY, follow=True))
    assert "The review is recorded. The shield stays." in page
    assert "Ask for the shield to be lifted" in page


def test_second_officer_reads_why_before_they_agree(olive: Client, oscar: Client, robin: str) -> None:
    shielded(olive, robin)
    unsaid = olive.post(f"/children/{robin}/shield/lift/ask/", {"reason": "because"})
    assert "Say in a sentence why" in browsing.words(unsaid)
    olive.post(f"/children/{robin}/shield/lift/ask/", {"reason": "He has moved abroad for good"})
    browsing.open_record(oscar, robin)
    for page in ("in-force", "lift/agree", "review"):
        shown = browsing.words(oscar.get(f"/children/{robin}/shield/{page}/"))
        for said in (
            "Robin Madeup",
            "The child would be at increased risk of significant harm",
            "A relative is looking for the family",
            "Put on by Olive Imaginary",
            "Asked for it to be lifted",
            "He has moved abroad for good",
        ):
            assert said in shown, page


def test_page_about_a_shield_that_is_gone_leads_back_to_the_record(olive: Client, robin: str) -> None:
    browsing.open_record(olive, robin)
    page = browsing.words(olive.get(f"/children/{robin}/shield/in-force/", follow=True))
    assert "No shield is in force on this record any more." in page


def test_officers_list_names_nobody_and_says_what_is_overdue(
    olive: Client, oscar: Client, robin: str, clock: time_machine.Traveller
) -> None:
    shielded(olive, robin)
    clock.shift(timedelta(days=200))
    Account.objects.update(training_completed_on=(cast.NOW + timedelta(days=100)).date())
    page = browsing.browser_of("oscar").get("/shields/")
    said = browsing.words(page)
    assert "Overdue" in said
    assert f'href="/children/{robin}/"' in page.content.decode()
    assert "Robin" not in said
    event = Event.objects.filter(verb=Verb.WORK_LISTED).latest("pk")
    assert (event.subject, event.shown) == ("shields", [robin])


def test_officer_next_door_sees_and_does_nothing(olive: Client, robin: str) -> None:
    otto = browsing.browser_of("otto")
    shielded(olive, robin)
    nobody = references.new()
    here, nowhere = browsing.open_record(otto, robin), browsing.open_record(otto, nobody)
    assert here.status_code == HTTPStatus.NOT_FOUND
    assert browsing.body(here) == browsing.body(nowhere)
    assert "Record" not in browsing.words(otto.get("/shields/"))
    assert otto.post(f"/children/{robin}/shield/review/")["Location"] == f"/children/{robin}/reason/"


def test_officer_sees_sensitive_services_to_broker(olive: Client) -> None:
    page = browsing.words(browsing.open_record(olive, cast.reference_of("Kelly")))
    assert "Sana Imaginary, Drug and alcohol worker" in page
    assert "Tell nobody which service this is" in page
    assert "One or more specialist and targeted services have been recorded" in page
    assert "Ask for contact with them" not in page, "an officer passes requests on and asks for none"


def test_contact_is_asked_passed_on_and_answered_by_its_outcome_alone(olive: Client, jane: Client) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(jane, kelly)
    sent = jane.post(f"/children/{kelly}/contact/", ASK, follow=True)
    assert "Your request is sent" in browsing.words(sent)
    page = sent.redirect_chain[-1][0]
    assert "About Kelly Example Your request is sent" in browsing.words(jane.get(page))
    assert "She asks me for help" in browsing.words(jane.get(page))
    nobody = jane.get(f"/contact-requests/{references.new()}/sent/")
    of_another = browsing.browser_of("tim").get(page)
    assert (nobody.status_code, of_another.status_code) == (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND)
    again = browsing.words(jane.post(f"/children/{kelly}/contact/", ASK, follow=True))
    assert "You have asked for this contact already" in again
    assert "We are looking into it" in again

    queue = olive.get("/brokering/")
    assert "Jane Imaginary, Learning mentor" in browsing.words(queue)
    assert f'href="/children/{kelly}/"' in queue.content.decode()
    assert "Kelly" not in browsing.words(queue)
    path = queue.content.decode().split('href="/brokering/')[2].split('"')[0]
    page = olive.post(f"/brokering/{path}", {})
    assert "Choose the outcome" in browsing.words(page)
    assert "Kelly" not in browsing.words(page), "who has not opened the record is told no name"
    assert f'href="/children/{kelly}/"' in page.content.decode()
    browsing.open_record(olive, kelly)
    assert "About Kelly Example Outcome of the request" in browsing.words(olive.get(f"/brokering/{path}"))
    done = browsing.words(olive.post(f"/brokering/{path}", {"outcome": "will-contact"}, follow=True))
    assert "The answer is recorded." in done
    second = browsing.words(olive.post(f"/brokering/{path}", {"outcome": "no-contact"}, follow=True))
    assert "Somebody has answered this request in the meantime" in second
    mine = browsing.words(jane.get("/contact-requests/"))
    assert "Somebody will contact you" in mine
    assert "Harbour" not in mine
    assert "Kelly" not in mine


def test_request_of_another_authority_is_not_found(jane: Client) -> None:
    kelly = cast.reference_of("Kelly")
    browsing.open_record(jane, kelly)
    jane.post(f"/children/{kelly}/contact/", ASK)
    otto = browsing.browser_of("otto")
    assert "Nobody is waiting" in browsing.words(otto.get("/brokering/"))
    answered = otto.post(f"/brokering/{references.new()}/", {"outcome": "no-contact"})
    assert answered.status_code == HTTPStatus.NOT_FOUND


def test_update_about_a_shielded_child_waits_and_is_decided(olive: Client, robin: str) -> None:
    shielded(olive, robin)
    cast.send(
        cast.CENSUS,
        cast.ROBIN | {"as_at": "2026-10-01", "family_name": "OutboxEntry"},
        now=cast.NOW + timedelta(hours=1),
    )
    assert "Robin OutboxEntry, born 6 May 2014 (" in browsing.words(olive.get("/quarantine/"))
    (statement,) = browsing.updates_that_wait(olive)
    assert "Choose what you decide" in browsing.words(olive.post(f"/quarantine/{statement}/", {}))
    decided = browsing.words(browsing.decide(olive, statement, "apply"))
    assert "Your decision is recorded. You can take it back until midnight." in decided
    again = browsing.words(browsing.decide(olive, statement, "dismiss"))
    assert "This update does not wait for you." in again
    assert "Robin OutboxEntry" in browsing.words(browsing.open_record(olive, robin))


def test_update_about_another_child_gets_its_own_record_unless_it_surely_is_this_one(
    olive: Client, robin: str
) -> None:
    shielded(olive, robin)
    for given, postcode in (("Robin", "ZZ9 9ZZ"), ("Roben", "ZZ7 7ZZ")):
        line = cast.ROBIN | {"record_id": given, "given_name": given, "postcode": postcode}
        cast.send(cast.CENSUS, line, now=cast.NOW + timedelta(hours=1))
    sure, unsure = browsing.updates_that_wait(olive)
    assert "say that this is the child" in browsing.words(browsing.decide(olive, sure, "another"))
    assert "Your decision is recorded." in browsing.words(browsing.decide(olive, unsure, "another"))
    publication.publish_waiting(now=cast.NOW)
    assert cast.reference_of("Roben") != robin


def new_home(**said: str) -> None:
    """Another system sends a child who is almost called Robin, with a home that must not be known."""
    line = cast.ROBIN | {"record_id": "new", "given_name": "Robyn", "address_line_1": "1 Hiding Place"}
    cast.send(cast.CENSUS, line | said, now=cast.NOW + timedelta(hours=1))


def test_officer_sees_all_that_was_sent_beside_all_that_is_held(olive: Client, robin: str) -> None:
    shielded(olive, robin)
    new_home(carer_1_given_name="Jo", upn="V998417209001", town="Eastmarch")
    (statement,) = browsing.updates_that_wait(olive)
    page = olive.get(f"/quarantine/{statement}/")
    said = browsing.words(page)
    for line in (
        "What was sent beside the record of Robin Madeup Shielded",
        "Name Robyn Madeup Robin Madeup Different",
        "Date of birth 6 May 2014 (12 years old) 6 May 2014 (12 years old) The same",
        "Gender Male Male The same",
        "Unique pupil number A number, not shown Not held Not held yet",
        "Address 1 Hiding Place Eastmarch ZZ9 9ZZ Hidden House Westmarch ZZ9 9ZZ Different",
        "Parents and carers Jo Madeup Maria Madeup Different",
        "School Hill School Hill School The same",
        "Doctor&#x27;s practice Not sent Not held Neither sent nor held",
        "Who works with the child Not sent Not held Neither sent nor held",
        "Council that the sender names Westmarch",
    ):
        assert line in said
    assert "V998417209001" not in said
    assert page.content.decode().count("cp-different") == 3
    held = [
        event.reference for event in Event.objects.filter(verb=Verb.DISCLOSED, reason=quarantine_pages.REASON)
    ]
    assert held == [robin]


def test_each_choice_says_what_it_publishes_and_is_confirmed_on_a_page_of_its_own(
    olive: Client, robin: str
) -> None:
    shielded(olive, robin)
    new_home()
    (statement,) = browsing.updates_that_wait(olive)
    said = browsing.words(olive.get(f"/quarantine/{statement}/"))
    assert "a record of its own, without a shield, is made for Robyn Madeup" in said
    assert "Everybody in England who may open records with a reason then sees on it:" in said
    assert "the address (1 Hiding Place, Westmarch, ZZ9 9ZZ)" in said
    assert "The shield stays: only the shielding officers of your authority see it." in said
    assert "Nothing is published, now or later" in said
    chosen = olive.post(f"/quarantine/{statement}/", {"decision": "another"})
    assert chosen["Location"] == f"/quarantine/{statement}/confirm/?decision=another"
    asked = browsing.words(olive.get(chosen["Location"]))
    assert "Confirm your decision about Robyn Madeup" in asked
    assert "gives away where the child is" in asked
    assert "take over" not in asked
    publication.publish_waiting(now=cast.NOW)
    assert Child.objects.count() == 2
    olive.post(f"/quarantine/{statement}/confirm/", {"decision": "another"})
    publication.publish_waiting(now=cast.NOW)
    assert Child.objects.count() == 3


def test_confirming_nothing_leads_back_to_the_update(olive: Client, robin: str) -> None:
    shielded(olive, robin)
    new_home()
    (statement,) = browsing.updates_that_wait(olive)
    for sent in ({}, {"decision": "nonsense"}, {"decision": "apply", "child": "x"}):
        for answer in (
            olive.get(f"/quarantine/{statement}/confirm/", sent),
            olive.post(f"/quarantine/{statement}/confirm/", sent),
        ):
            assert answer["Location"] == f"/quarantine/{statement}/"
    assert browsing.updates_that_wait(olive) == [statement]


def test_of_several_children_it_is_said_which_one_it_is_about(olive: Client, robin: str) -> None:
    cast.send(cast.CENSUS, cast.ROBIN | {"record_id": "r2", "given_name": "Roben", "postcode": "ZZ8 8ZZ"})
    roben = cast.reference_of("Roben")
    for reference in (robin, roben):
        shielded(olive, reference)
    new_home(postcode="ZZ7 7ZZ")
    (statement,) = browsing.updates_that_wait(olive)
    said = browsing.words(olive.get(f"/quarantine/{statement}/"))
    assert "beside the record of Robin Madeup" in said
    assert "beside the record of Roben Madeup" in said
    assert "Say which of the children it is about" in browsing.words(
        browsing.decide(olive, statement, "apply")
    )
    assert "Your decision is recorded" in browsing.words(
        browsing.decide(olive, statement, "apply", child=roben)
    )
    assert "1 Hiding Place" in browsing.words(browsing.open_record(olive, roben))
    assert "1 Hiding Place" not in browsing.words(browsing.open_record(olive, robin))


def test_home_of_another_authority_is_not_shown_beside_an_open_child(olive: Client, robin: str) -> None:
    line = cast.ROBIN | {"record_id": "e1", "address_line_1": "1 Hiding Place", "postcode": "ZZ7 7ZZ"}
    cast.send(cast.EAST_CENSUS, line | {"authority": cast.EASTMARCH}, now=cast.NOW + timedelta(hours=1))
    (statement,) = browsing.updates_that_wait(olive)
    for page in (f"/quarantine/{statement}/", f"/quarantine/{statement}/confirm/?decision=another"):
        said = browsing.words(olive.get(page))
        assert "1 Hiding Place" not in said
        assert "ZZ7 7ZZ" not in said
    assert "Not shown: the system of another authority sent it" in browsing.words(
        olive.get(f"/quarantine/{statement}/")
    )


def test_decision_is_taken_back_in_one_press_and_it_is_told_who_saw_it(
    olive: Client, jane: Client, robin: str
) -> None:
    shielded(olive, robin)
    new_home()
    (statement,) = browsing.updates_that_wait(olive)
    browsing.decide(olive, statement, "another")
    publication.publish_waiting(now=cast.NOW)
    robyn = cast.reference_of("Robyn")
    assert "1 Hiding Place" in browsing.words(browsing.open_record(jane, robyn))
    page = olive.get("/quarantine/decided/")
    assert "Robyn Madeup, from School census" in browsing.words(page)
    (path,) = re.findall(r'action="(/quarantine/decided/[0-9a-f]{32}/)"', page.content.decode())
    taken = browsing.words(olive.post(path))
    assert "The decision is taken back" in taken
    assert "Jane Imaginary, Brook School The record" in taken
    assert jane.get(f"/children/{robyn}/").status_code == HTTPStatus.NOT_FOUND
    again = browsing.words(olive.post(path, follow=True))
    assert "This decision was taken back already. Nothing has changed." in again
    publication.publish_waiting(now=cast.NOW)
    assert browsing.updates_that_wait(olive) == [statement]


def test_opening_one_thing_is_written_down_as_that_one(olive: Client, jane: Client, robin: str) -> None:
    shielded(olive, robin)
    browsing.open_record(jane, robin)
    jane.post(f"/children/{robin}/contact/", ASK)
    for given in ("Robyn", "Roben"):
        line = cast.ROBIN | {"record_id": given, "given_name": given, "postcode": "ZZ7 7ZZ"}
        cast.send(cast.CENSUS, line, now=cast.NOW + timedelta(hours=1))
    for listed, verb in (("brokering", Verb.CONTACT_OPENED), ("quarantine", Verb.QUARANTINE_OPENED)):
        opened = olive.get(f"/{listed}/").content.decode().split(f'href="/{listed}/')[2].split("/")[0]
        before = Event.objects.latest("pk").pk
        page = olive.get(f"/{listed}/{opened}/")
        assert page.status_code == HTTPStatus.OK
        assert robin[:8] in page.content.decode()
        event, *more = Event.objects.filter(pk__gt=before).order_by("pk")
        assert (event.verb, event.subject, event.reference) == (verb, opened, robin)
        # the record beside the update is shown too: one event of its own
        beside = [(Verb.DISCLOSED, robin)] if listed == "quarantine" else []
        assert [(one.verb, one.reference) for one in more] == beside


def test_long_list_is_read_page_by_page_and_each_reading_names_what_was_on_its_page(
    olive: Client, robin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ground.paging.LINES", 1)
    shielded(olive, robin)
    for given, postcode in (("Robin", "ZZ9 9ZZ"), ("Roben", "ZZ7 7ZZ")):
        line = cast.ROBIN | {"record_id": given, "given_name": given, "postcode": postcode}
        cast.send(cast.CENSUS, line, now=cast.NOW + timedelta(hours=1))
    pages = [olive.get("/quarantine/", {"page": number}) for number in (1, 2)]
    links = [re.findall(r'href="/quarantine/([0-9a-f]{32})/"', page.content.decode()) for page in pages]
    assert [len(found) for found in links] == [1, 1]
    assert links[0] != links[1]
    assert 'href="?page=2"' in pages[0].content.decode()
    assert 'href="?page=1"' in pages[1].content.decode()
    events = Event.objects.filter(verb=Verb.WORK_LISTED, subject="quarantine")
    assert [event.shown for event in events] == [[robin], [robin]]
    assert "Next" not in browsing.words(olive.get("/shields/"))


def test_update_that_nobody_sent_leads_back_to_the_list(olive: Client) -> None:
    answer = olive.post(f"/quarantine/{references.new()}/", {"decision": "apply"})
    assert answer["Location"] == "/quarantine/"


@pytest.mark.parametrize("statement", ["0", "999999999", "9" * 40])
def test_update_cannot_be_counted_through(olive: Client, statement: str) -> None:
    assert olive.get(f"/quarantine/{statement}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "path",
    [
        "/shields/",
        "/brokering/",
        "/quarantine/",
        "/children/{}/shield/",
        "/children/{}/household/",
        f"/brokering/{'a' * 32}/",
    ],
)
def test_practitioner_has_no_officers_pages(jane: Client, robin: str, path: str) -> None:
    assert jane.get(path.format(robin)).status_code == HTTPStatus.FORBIDDEN


def test_officer_without_a_view_is_asked_for_the_reason(olive: Client, robin: str) -> None:
    for act in ("shield", "shield/review", "shield/lift/ask", "shield/lift/agree"):
        for reference in (robin, references.new()):
            answer = olive.post(f"/children/{reference}/{act}/", SHIELD)
            assert answer["Location"] == f"/children/{reference}/reason/"


# --- the household ----------------------------------------------------------------------------------------------


@pytest.fixture
def mia() -> str:
    """Robin's sister at the same address."""
    cast.send(cast.CENSUS, cast.MIA)
    return cast.reference_of("Mia")


def ticked(page: HttpResponse) -> list[str]:
    """The references that stand ticked on the page."""
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())
    return [found[1] for box in boxes if "checked" in box and (found := re.search(r'value="(\w+)"', box))]


def test_sister_at_the_same_address_is_offered_ticked(olive: Client, robin: str, mia: str) -> None:
    browsing.open_record(olive, robin)
    page = olive.get(f"/children/{robin}/shield/")
    assert ticked(page) == [mia]
    assert (
        "Who else in the household needs the same shield? A child who is shown at the same address shows where this "
        "child lives, so they are ticked." in browsing.words(page)
    )
    assert (
        "Mia Madeup, born 3 February 2017 (9 years old): same home, same parent or carer"
        in browsing.words(page)
    )
    event = Event.objects.filter(verb=Verb.WORK_LISTED).latest("pk")
    assert (event.subject, event.reference, event.shown) == ("household", robin, [mia])


def test_whoever_merely_has_a_parent_of_the_same_name_is_offered_unticked(olive: Client, robin: str) -> None:
    elsewhere = {"address_line_1": "9 Other Street", "postcode": "ZZ3 3AA"}
    cast.send(cast.CENSUS, cast.MIA | elsewhere)
    browsing.open_record(olive, robin)
    page = olive.get(f"/children/{robin}/shield/")
    assert "Mia Madeup, born 3 February 2017 (9 years old): same parent or carer" in browsing.words(page)
    assert ticked(page) == []


def test_shield_with_the_sister_ticked_covers_both_and_a_second_click_changes_nothing(
    olive: Client, jane: Client, robin: str, mia: str
) -> None:
    browsing.open_record(olive, robin)
    browsing.open_record(jane, mia)
    sent = SHIELD | {"also": [mia]}
    page = browsing.words(olive.post(f"/children/{robin}/shield/", sent, follow=True))
    assert "The shield is in force from this moment on, on this record and on those you ticked." in page
    again = browsing.words(olive.post(f"/children/{robin}/shield/", sent, follow=True))
    assert "A shield is in force already. Nothing has changed." in again
    assert Shield.objects.count() == 2
    assert "Hidden House" not in browsing.words(jane.get(f"/children/{mia}/"))


def test_sister_who_is_not_ticked_stays_open(olive: Client, robin: str, mia: str) -> None:
    shielded(olive, robin)
    assert [shield.child.reference for shield in Shield.objects.all()] == [robin]


def test_what_was_unticked_stays_so_when_the_form_comes_back(olive: Client, robin: str, mia: str) -> None:
    cast.send(
        cast.CENSUS, cast.MIA | {"record_id": "pupil-9", "given_name": "Joel", "birth_date": "2009-04-04"}
    )
    browsing.open_record(olive, robin)
    page = olive.post(f"/children/{robin}/shield/", SHIELD | {"justification": "because", "also": [mia]})
    assert "<title>Error: " in page.content.decode()
    assert ticked(page) == [mia]
    assert "Joel Madeup" in browsing.words(page)


def test_sister_who_has_a_shield_is_not_offered(olive: Client, robin: str, mia: str) -> None:
    shielded(olive, mia)
    browsing.open_record(olive, robin)
    page = olive.get(f"/children/{robin}/shield/")
    assert "Who else in the household" not in browsing.words(page)
    assert f'href="/children/{robin}/household/"' in page.content.decode()
    sent = browsing.words(olive.post(f"/children/{robin}/shield/", SHIELD | {"also": [mia]}, follow=True))
    assert "The shield is in force from this moment on" in sent
    assert Shield.objects.count() == 2


@pytest.mark.parametrize("other", ["x", "0" * 31, "0" * 31 + "G", "\0"])
def test_what_is_no_reference_is_not_ticked(olive: Client, robin: str, other: str) -> None:
    browsing.open_record(olive, robin)
    page = olive.post(f"/children/{robin}/shield/", SHIELD | {"also": [other]})
    assert "Choose from the children listed" in browsing.words(page)
    assert not Shield.objects.exists()


def test_child_of_another_authority_is_refused_like_one_who_does_not_exist(
    olive: Client, robin: str, mia: str
) -> None:
    Responsibility.objects.filter(child__reference=mia).update(
        authority=Authority.objects.get(code=cast.EASTMARCH)
    )
    browsing.open_record(olive, robin)
    answers = [
        olive.post(f"/children/{robin}/shield/", SHIELD | {"also": [other]})
        for other in (mia, references.new())
    ]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2
    assert browsing.body(answers[0]) == browsing.body(answers[1])
    assert not Shield.objects.exists()


def test_large_home_is_offered_as_far_as_a_form_goes(olive: Client, robin: str) -> None:
    cast.send(
        cast.CENSUS,
        *(
            cast.MIA | {"record_id": f"home-{day}", "given_name": given, "birth_date": f"20{day:02}-01-01"}
            for day, given in enumerate(("Ann", "Burt", "Cleo", "Dirk"), start=10)
        ),
    )
    browsing.open_record(olive, robin)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(officers, "MOST_TICKED", 3)
        page = olive.get(f"/children/{robin}/shield/")
    assert len(ticked(page)) == 3
    assert "than this page lists" in browsing.words(page)
    assert "than this page lists" not in browsing.words(olive.get(f"/children/{robin}/shield/"))
    assert officers.MOST_TICKED + len(SHIELD) + 1 <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_officer_looks_again_at_who_is_in_the_household(olive: Client, robin: str, mia: str) -> None:
    record = browsing.open_record(olive, robin)
    assert f'href="/children/{robin}/household/"' in record.content.decode()
    page = olive.get(f"/children/{robin}/household/")
    assert (
        "Mia Madeup 3 February 2017 (9 years old) same home, same parent or carer No shield"
        in browsing.words(page)
    )
    assert f'href="/children/{mia}/"' in page.content.decode()
    assert olive.get(f"/children/{mia}/")["Location"] == f"/children/{mia}/reason/"
    shielded(olive, mia)
    said = browsing.words(olive.get(f"/children/{robin}/household/"))
    assert "same home, same parent or carer Shielded" in said
    assert "No shield" not in said


def test_empty_household_says_so(olive: Client, robin: str) -> None:
    browsing.open_record(olive, robin)
    for page in ("household", "shield"):
        said = browsing.words(olive.get(f"/children/{robin}/{page}/"))
        assert "No other child of your authority is known at the same address" in said


def test_household_is_shown_after_a_reason_for_the_record_alone(olive: Client, robin: str, mia: str) -> None:
    for reference in (robin, references.new()):
        assert olive.get(f"/children/{reference}/household/")["Location"] == f"/children/{reference}/reason/"
    browsing.open_record(olive, mia)
    assert olive.get(f"/children/{robin}/household/").status_code == HTTPStatus.FOUND
    assert not Event.objects.filter(verb=Verb.WORK_LISTED).exists()


def test_household_of_a_record_that_has_gone_to_another_authority_is_not_found(
    olive: Client, robin: str, mia: str
) -> None:
    browsing.open_record(olive, robin)
    Responsibility.objects.update(authority=Authority.objects.get(code=cast.EASTMARCH))
    for page in ("household", "shield"):
        assert olive.get(f"/children/{robin}/{page}/").status_code == HTTPStatus.NOT_FOUND


def test_household_that_cannot_be_written_down_is_not_shown(
    olive: Client, robin: str, mia: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browsing.open_record(olive, robin)

    def fail(*_: Any, **__: Any) -> None:
        raise trail.TrailUnavailable

    monkeypatch.setattr(trail, "record", fail)
    olive.raise_request_exception = False
    for page in ("household", "shield"):
        answer = olive.get(f"/children/{robin}/{page}/")
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "Mia" not in answer.content.decode()
