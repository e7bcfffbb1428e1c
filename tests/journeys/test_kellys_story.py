"""Kelly's story, as the Layer 2 Fair Processing Notice of 2009 tells it: five people find each other through a record.

Jane helps Kelly with her schoolwork and does not know what is wrong. Paul helped the family until some months ago, Tim
knows about the rent; neither knows of the other, or of Jane. Libby joins them later.
"""

from playwright.sync_api import Locator, expect

from ground.statute import Purpose
from tests.journeys import desk as people
from tests.journeys.desk import BEFORE, WORKING, Desk, Office
from workshop.demo import cast


def _sign_in_with_pictures(office: Office) -> Desk:
    jane = office.desk()
    card = office.card(cast.JANE)
    jane.go("/sign-in/").is_at("Sign in").picture("kelly-01-sign-in")
    jane.write("Username", card.username).write("Password", card.password).press("Continue")
    jane.picture("kelly-02-code").enter_code(card)
    return jane.is_at("Find a child")


def _card_of(desk: Desk, name: str) -> Locator:
    """The part of the record that shows one person."""
    return desk.page.locator(".cp-worker").filter(has=desk.page.get_by_role("heading", name=name))


def test_people_around_kelly_find_each_other(office: Office):
    # Jane looks Kelly up by name and date of birth, and sees the least by which she can recognise her.
    jane = _sign_in_with_pictures(office)
    jane.fill_search("Kelly", "Dunnock", people.born(cast.KELLY)).picture("kelly-03-search").press("Search")
    jane.is_at("Is this the child?").reads("Kelly Dunnock", "15 years old", "ZZ1")
    jane.does_not_read("Lapwing", "Donna", "Gullscar", "Paul", "Tim")
    jane.picture("kelly-04-card")

    # Without a reason nothing opens; a word is not a reason.
    jane.press("Open the record").is_at("Why do you need this record?").reads("There is a problem")
    jane.picture("kelly-05-no-reason")
    jane.say_why("because").is_at("Why do you need this record?").reads("There is a problem")
    jane.say_why("Kelly falls behind with her schoolwork and misses lessons.", Purpose.FIND_OTHERS)

    # Paul has stopped supporting Kelly, and is still listed; Tim works with the family now. Each can be reached.
    jane.is_at("Kelly Dunnock")
    assert jane.listed(WORKING) == ["Tim Underhay, Housing officer"]
    assert jane.listed(BEFORE) == ["Paul Thistlewood, Social worker"]
    expect(_card_of(jane, "Paul Thistlewood")).to_contain_text("ended 4 months ago")
    for person in (cast.PAUL, cast.TIM):
        shown = _card_of(jane, person.full_name)
        shown.locator(".cp-worker__summary").click()
        dial = person.telephone.replace(" ", "")
        expect(shown.get_by_role("link", name=person.telephone)).to_have_attribute("href", f"tel:{dial}")
        expect(shown.get_by_role("link", name=person.email)).to_have_attribute(
            "href", f"mailto:{person.email}"
        )
    jane.reads("Talk to the child first", "ask the child")
    jane.picture("kelly-06-record")

    # Kelly agrees. Jane adds herself.
    jane.press("I am working with this child").is_told("It is recorded that you are working with this child")
    assert "Jane Quillfeather, Learning mentor" in jane.listed(WORKING)
    jane.picture("kelly-07-jane-added")

    # Tim and Paul look themselves, and see Jane and each other.
    tim = office.seat(cast.TIM)
    tim.open_record(cast.KELLY, "Jane from the school rang me about Kelly.")
    assert "Jane Quillfeather, Learning mentor" in tim.listed(WORKING)
    expect(_card_of(tim, "Jane Quillfeather")).to_contain_text(cast.JANE.telephone)
    # The housing office's own system told of Tim's work; he is not asked to record it a second time.
    expect(tim.page.get_by_role("button", name="I have finished working with this child")).to_be_visible()
    tim.picture("kelly-08-tim-sees-jane")

    paul = office.seat(cast.PAUL)
    paul.open_record(cast.KELLY, "Jane from the school rang me about Kelly and her family.")
    assert set(paul.listed(WORKING)) == {
        "Tim Underhay, Housing officer",
        "Jane Quillfeather, Learning mentor",
    }
    expect(paul.page.get_by_role("button", name="I am working with this child")).to_be_visible()

    # Libby joins: she finds Kelly and adds herself.
    libby = office.seat(cast.LIBBY)
    libby.open_record(cast.KELLY, "Kelly joins our group for young carers.")
    libby.press("I am working with this child").is_told("It is recorded")
    libby.picture("kelly-09-libby-added")

    # Jane looks again: Libby's name and number are listed.
    jane.open_record(cast.KELLY, "We all meet Kelly and her mother next week.")
    assert "Libby Larkspur, Young carers worker" in jane.listed(WORKING)
    expect(_card_of(jane, "Libby Larkspur").get_by_role("link", name=cast.LIBBY.telephone)).to_be_visible()
    jane.picture("record")

    # Jane's work ends; like Paul she stays listed, among those who worked with Kelly before.
    jane.press("I have finished working with this child").is_at("Have you finished working with this child?")
    jane.reads("Kelly Dunnock", "Learning mentors").press("Yes, I have finished")
    jane.is_told("your work with this child has ended")
    assert "Jane Quillfeather, Learning mentor" in jane.listed(BEFORE)
    jane.picture("kelly-10-jane-finished")
