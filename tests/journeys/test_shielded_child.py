"""The shielded child: Rowan's family has fled from violence. A person who knows his name learns nothing of where he is.

Everything that the readers' browsers receive is kept and searched: pages, headers, cookies, stores.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import desk as people
from tests.journeys import watch
from tests.journeys.desk import Desk, Office
from workshop.demo import cast

WHERE_HE_IS = ("Osier", "Withy", "ZZ8", "4HT", "X01-S005", "Primary School", "Westmarch")
WHO_IS_AROUND_HIM = ("Alison", "Thistlewood", "960102", "Isla", "Finn", "Surgery", "social care")
WHY = "He is behind in reading and I want to talk to the people who help him."
OPEN_FACTS = ["Name", "Date of birth", "Gender", "ContactPoint number"]


def _facts(desk: Desk) -> list[str]:
    return desk.page.locator("main dt").all_inner_texts()


def _words(desk: Desk) -> str:
    """What the page says, without the time until which the record can be seen."""
    return re.sub(r"\d\d:\d\d", "", desk.page.locator("main").inner_text())


def _assert_no_trace(desk: Desk) -> None:
    """Nothing that this browser was ever sent tells where the child is or who is around him."""
    assert len(desk.watch.received) > 5
    stored = desk.watch.stored(desk.page)
    for words in (*WHERE_HE_IS, *WHO_IS_AROUND_HIM):
        # a person's own page names the service that they themselves work for
        found = [url for url in desk.watch.finds(words) if not url.endswith("/your-account/")]
        assert found == [], words
        assert not watch.is_in(words, stored), words


def _open_rowan(desk: Desk) -> None:
    desk.find(cast.ROWAN).is_at("Is this the child?").reads("Rowan Merriweather", "Not shown")
    desk.say_why(WHY).is_at("Rowan Merriweather")


def test_reader_sees_who_rowan_is_and_nothing_of_where(office: Office):
    jane, ravi = office.seat(cast.JANE), office.seat(cast.RAVI)
    _open_rowan(jane)
    assert _facts(jane) == OPEN_FACTS
    jane.reads("The details of this record are withheld", "10 years old", "Male")
    expect(jane.page.locator("main .cp-source")).to_have_count(0)

    # A person who reads next door reads exactly the same.
    _open_rowan(ravi)
    assert _words(ravi) == _words(jane)

    # Contact is asked for and passed on; Jane learns the outcome and no word more.
    jane.press("Ask for contact").is_at("Ask for contact")
    jane.choose("This week").write("Why do you want to talk to them?", WHY)
    jane.press("Send the request").is_at("Your request is sent")
    jane.follow("See the outcome of your requests").reads(WHY, "We are looking into it")

    olive = office.seat(cast.OLIVE)
    olive.go("/brokering/").is_at("Contact requests").reads(
        "Jane Quillfeather, Learning mentor", WHY, "This week"
    )
    olive.does_not_read("Rowan")
    olive.follow("Open the record that Jane Quillfeather").say_why("I pass on a request for contact.").is_at(
        "Rowan Merriweather"
    )
    olive.reads("23 Osier Lane", "Alison Merriweather", "Paul Thistlewood", "Shield", "Review due")

    olive.go("/brokering/").follow("Record the answer for Jane Quillfeather").choose(
        "Somebody will contact you"
    )
    olive.press("Record the answer").is_at("Contact requests").does_not_read(WHY)

    jane.go("/contact-requests/").reads("Somebody will contact you").does_not_read("Rowan", "Olive", "Paul")

    for reader in (jane, ravi):
        _assert_no_trace(reader)


def test_address_school_or_carer_does_not_find_rowan(office: Office):
    """A right guess and a wrong one are the same page."""
    jane = office.seat(cast.JANE)
    guesses = (
        ("postcode", "ZZ8 4HT", "ZZ9 9ZZ"),
        ("postcode", "ZZ8", "ZZ9"),
        ("school", "Withy Bridge Primary School", "Nether Quay Primary School"),
        ("carer", "Alison Merriweather", "Nobody Nowhere"),
    )
    for field, right, wrong in guesses:
        pages = []
        for typed in (right, wrong):
            jane.find(cast.ROWAN, **{field: typed}).is_at("No record found")
            jane.reads("Try with the name and the date of birth alone")
            assert jane.page.locator(f"main [name={field}]").input_value() == typed
            pages.append(_words(jane))
        assert pages[0] == pages[1]
    jane.press("Search by name and date of birth alone").is_at("Is this the child?").reads(
        "Rowan Merriweather"
    )


@pytest.mark.parametrize("child", [cast.ROWAN, cast.JADE], ids=["shielded", "open"])
def test_officer_next_door_finds_no_child_of_westmarch(office: Office, child: cast.Child):
    edna = office.seat(cast.EDNA)
    edna.find(child).is_at("No record found").does_not_read(people.born(child).strftime("%B"))
    edna.go("/brokering/").reads("Nobody is waiting for contact").go("/shields/").reads(
        "No shield is in force"
    )


def test_record_of_another_authority_and_no_record_are_one_answer(office: Office):
    """Edna has the address of Rowan's record from somebody; it opens no more than an address made up."""
    olive, edna = office.seat(cast.OLIVE), office.seat(cast.EDNA)
    olive.go("/shields/").is_at("Shields")
    held = olive.page.locator("main table a").first.get_attribute("href")
    assert held
    answers = []
    for address in (held, f"/children/{'0' * 32}/"):
        edna.go(address).is_at("Why do you need this record?")
        edna.say_why("Somebody gave me this address.").is_at("Page not found")
        page = edna.watch.received[-1][1].decode()
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page))
    assert answers[0] == answers[1]
