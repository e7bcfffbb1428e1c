"""Going back, loading again, and time limits: nothing typed is lost, nothing is done twice or by itself."""

import re

from playwright.sync_api import expect

from tests.journeys import desk as people
from tests.journeys import newcomer
from tests.journeys.desk import Desk, Office
from workshop.demo import cast

WHY = "We want to agree with them who visits on Friday."
CONTACT = "Why do you want to talk to them?"


def again(desk: Desk) -> Desk:
    desk.page.reload()
    return desk.look()


def back(desk: Desk) -> Desk:
    desk.page.go_back()
    return desk.look()


def test_an_answer_can_be_loaded_again_and_gone_back_from(office: Office):
    libby = office.seat(cast.LIBBY)
    libby.find(cast.KELLY).is_at("Is this the child?")
    assert re.fullmatch(r"/search/[0-9a-f]{32}/", libby.path)
    again(libby).is_at("Is this the child?")
    back(libby).is_at("Find a child")
    expect(libby.page.get_by_label("Given name", exact=True)).to_have_value("Kelly")
    expect(libby.page.get_by_label("Year", exact=True)).to_have_value(str(people.born(cast.KELLY).year))
    libby.page.go_forward()
    libby.look().is_at("Is this the child?").follow("Change what you typed").is_at("Find a child")
    expect(libby.page.get_by_label("Family name", exact=True)).to_have_value("Dunnock")
    libby.write("Family name", "Nowhere-Atall").press("Search")
    expect(libby.page.get_by_label("Family name", exact=True)).to_have_value("Nowhere-Atall")
    back(libby).is_at("Find a child")
    expect(libby.page.get_by_label("Family name", exact=True)).to_have_value("Nowhere-Atall")
    for url, _ in libby.watch.received:
        assert not re.search(r"kelly|dunnock|nowhere", url, re.IGNORECASE)


def test_an_answer_can_be_changed_without_scripts(office: Office):
    tim = office.desk(java_script_enabled=False).sign_in(office.card(cast.TIM))
    tim.find(cast.JADE).is_at("Is this the child?")
    again(tim).is_at("Is this the child?").follow("Change what you typed").is_at("Find a child")
    expect(tim.page.get_by_label("Given name", exact=True)).to_have_value("Jade")
    back(tim).is_at("Is this the child?")
    tim.sign_out()


def test_a_warning_comes_two_minutes_before_the_end_and_one_press_extends(office: Office):
    ravi = office.seat(cast.RAVI)
    ravi.page.clock.install()
    ravi.go("/search/").write("Given name", "Kelly")
    dialog = ravi.page.get_by_role("dialog", name="You are about to be signed out")
    ravi.page.clock.fast_forward("12:50")
    expect(dialog).to_have_count(0)
    ravi.page.clock.fast_forward("00:20")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("2 minutes")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert office.inspector.violations(ravi.page) == []
    for width in (320, 1280):
        ravi.page.set_viewport_size({"width": width, "height": 700})
        box = dialog.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    dialog.get_by_role("button", name="Stay signed in").press("Enter")
    expect(dialog).to_have_count(0)
    expect(ravi.page.get_by_label("Given name", exact=True)).to_have_value("Kelly")
    ravi.page.clock.fast_forward("12:50")
    expect(dialog).to_have_count(0)
    ravi.page.clock.fast_forward("00:20")
    expect(dialog).to_be_visible()
    ravi.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_at_the_end_what_was_typed_is_kept_and_not_sent(office: Office):
    ravi = office.seat(cast.RAVI)
    ravi.open_record(cast.TANSY, "She has moved to my list.")
    ravi.page.clock.install()
    ravi.go(f"{ravi.path}contact/").choose("Today").write(CONTACT, WHY)
    with ravi.page.expect_event("load"):
        ravi.page.clock.fast_forward("16:00")
    ravi.look().is_told("What you typed is still here. It has not been sent")
    expect(ravi.page.get_by_label(CONTACT, exact=True)).to_have_value(WHY)
    ravi.go("/contact-requests/").does_not_read(WHY)


def test_words_sent_after_the_end_are_there_after_signing_in_again(office: Office):
    new = newcomer.open_account(office.seat(cast.ADA), "robin.returns", "Robin Returns")
    first = newcomer.settle_in(office.desk(), new)
    first.open_record(cast.RYAN, "He has moved to my list.")
    record = first.path
    first.go(f"{record}contact/").choose("Today").write(CONTACT, WHY)
    elsewhere = office.desk().sign_in(new.card())
    elsewhere.username = ""
    first.press("Send the request").is_at("Sign in").reads(
        "you signed in somewhere else", "What you typed is kept for you alone"
    )
    first.write("Username", new.username).write("Password", new.password).press("Continue")
    first.enter_code(new.card())
    first.username = ""
    first.is_at("Why do you need this record?").reads("Ryan Dunnock, born")
    first.say_why("He has moved to my list.").is_at("Ryan Dunnock").is_told("It has not been sent")
    first.follow("Go on with what you typed").is_at("Ask for contact")
    expect(first.page.get_by_label(CONTACT, exact=True)).to_have_value(WHY)
    first.press("Send the request").is_at("Your request is sent")
