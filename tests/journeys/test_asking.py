"""Without an account: a fourteen-year-old asks on a telephone, a mother without a mouse, somebody without scripts."""

import re

from playwright.sync_api import expect

from tests.journeys.desk import Desk, Office
from workshop.demo import cast

SCREEN = {"width": 375, "height": 667}
BORN = ("Day", "1"), ("Month", "4"), ("Year", "2012")
REFERENCE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


def _say_who(desk: Desk, given: str, family: str) -> Desk:
    desk.write("First name", given).write("Last name", family)
    for label, number in BORN:
        desk.write(label, number)
    return desk


def _reference(desk: Desk) -> str:
    return desk.page.locator(".cp-spoken").first.inner_text()


def test_a_fourteen_year_old_complains_on_a_telephone_and_is_answered(office: Office):
    kim = office.desk(viewport=SCREEN)
    kim.go("/").picture("ask-01-front").press("Ask now").is_at("What do you want to do?")
    kim.choose("Complain").picture("ask-02-what").press("Go on").is_at("Who is this for?")
    kim.choose("For me").press("Go on").is_at("What is your name?")
    _say_who(kim, "Kim", "Madeup").press("Go on").is_at("Where do you live?")
    kim.write("Postcode", "zz1 1aa").press("Go on").is_at("What went wrong?")
    kim.write("In your own words", "Somebody told my friends what is on my page.").press("Go on")
    kim.is_at("How should we get in touch?").picture("ask-03-reach")
    kim.choose("I will come back here with my reference").press("Go on").is_at("Check what you have said")
    kim.picture("ask-04-check").page.go_back()
    kim.look().is_at("How should we get in touch?").page.go_forward()
    kim.look().is_at("Check what you have said").press("Send").is_at("We have it").picture("ask-05-sent")
    kim.reads("We answer by")
    reference = _reference(kim)
    assert REFERENCE.fullmatch(reference)
    kim.page.reload()
    kim.look()
    assert _reference(kim) == reference

    rosa, reuben = office.seat(cast.ROSA), office.seat(cast.REUBEN)
    rosa.go("/cases/").is_at("Requests and complaints").picture("cases").follow("came in").is_at("Complain")
    rosa.reads("Somebody told my friends").picture("case").follow("Take it on").press("Take it on")
    rosa.is_at("Complain").follow("Write an answer").write(
        "What is the answer?",
        "We talked to the person. They may not use ContactPoint any more. We are sorry.",
    )
    rosa.press("Write an answer").is_at("Complain").reads("another officer has to read it")
    path = rosa.path
    reuben.go(path).reads("They may not use ContactPoint any more").follow("Agree, and send the answer")
    reuben.press("Agree, and send the answer").is_at("Complain")

    kim.go("/follow/").write("Your reference", reference.lower()).press("Show it").is_at("It is answered")
    kim.reads("We are sorry").does_not_read("Rosa", "Reuben").picture("ask-06-answered")
    kim.choose("Ask that somebody else looks at it again")
    kim.write("In your own words", "I want to know who it was.").press("Go on")
    kim.is_at("Somebody else is looking at it again")
    rosa.go(path).reads("I want to know who it was").does_not_read("Answer in the second stage")
    reuben.go(path).follow("Answer in the second stage").write(
        "What is the answer of the second stage?", "We looked again. We must not say who it was."
    )
    reuben.press("Answer in the second stage")
    kim.page.reload()
    kim.look().is_at("It is settled").reads("Ombudsman")


def test_without_scripts_and_without_a_mouse_it_works_the_same(office: Office):
    maria = office.desk(java_script_enabled=False)
    maria.go("/ask/").choose("I am worried about who can see this").press("Go on")
    maria.choose("For my child").press("Go on").is_at("Which child or young person is it about?")
    _say_who(maria, "Mo", "Madeup").press("Go on").is_at("Who are you?")
    maria.write("Your name", "Maria Madeup").write("How do you know them?", "I am her mum").press("Go on")
    maria.write("Postcode", "").press("Go on").is_at("Which council looks after it?")
    maria.choose("Westmarch").press("Go on").press("Go on")
    maria.reads("Write a few words about it").write("In your own words", "Her dad must not find us.").press(
        "Go on"
    )
    maria.choose("On the telephone").press("Go on").reads("Enter the telephone number")
    maria.write("Telephone number", "01632 960777").press("Go on").is_at("Check what you have said")
    maria.reads("01632 960777", "I am her mum").press("Send").is_at("We have it").reads(
        "A person looks at it by"
    )


def test_what_was_typed_can_be_stopped_and_leaves_nothing(office: Office):
    somebody = office.desk()
    somebody.go("/ask/").choose("Complain").press("Go on").choose("For me").press("Go on")
    _say_who(somebody, "Kim", "Secretly").press("Go on")
    assert "Secretly" not in somebody.watch.stored(somebody.page)
    somebody.press("Stop, and delete what I typed").is_at("What you typed is deleted")
    somebody.page.go_back()
    expect(somebody.page.locator("body")).not_to_contain_text("Secretly")


def test_pages_to_print_and_to_ring_have_no_barriers(visitor: Desk):
    for path, heading in (
        ("/councils/", "Your council's team"),
        ("/ask/on-paper/", "Ask on paper"),
        ("/ask/on-paper/large/", "Ask on paper"),
        ("/follow/", "Follow what you asked"),
    ):
        visitor.go(path).is_at(heading)
