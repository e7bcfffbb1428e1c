"""The page of the demonstration: one press signs in, and what it says of each child is what is then seen."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys import desk as people
from tests.journeys.desk import BEFORE, WORKING, Desk, Office
from workshop.demo import cast, story

WHY = "I try what the demonstration says."
NEUTRAL = "One or more specialist and targeted services have been recorded."
NOBODY = "Nobody has recorded that they are working with the child now."


def _become(desk: Desk, person: cast.Person) -> Desk:
    """Press the button of the page. A browser that is signed in as that person already stays so."""
    desk.go("/demo/").press(f"Sign in as {person.given_name}")
    expect(desk.page.locator(".cp-header__person a")).to_contain_text(person.full_name)
    return desk


def _told(desk: Desk, child: cast.Child, what: str) -> str:
    """One line of the page about a child."""
    desk.go("/demo/")
    card = desk.page.locator(".govuk-summary-card").filter(
        has=desk.page.get_by_role("heading", name=people.name_of(child), exact=True)
    )
    row = card.locator(".govuk-summary-list__row").filter(has_text=what).first
    return row.locator("dd").inner_text()


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without scripts"])
def test_one_press_signs_in_and_another_changes_who_one_is(office: Office, scripted: bool):
    desk = office.desk(java_script_enabled=scripted)
    first, second = (cast.GILES, cast.GWEN) if scripted else (cast.ALMA, cast.ARLO)
    _become(desk, first)
    assert desk.path != "/demo/"
    _become(desk, second)
    desk.go("/your-account/").reads(second.full_name).does_not_read(first.full_name)


def test_page_fits_a_phone(office: Office):
    phone = office.desk(viewport={"width": 360, "height": 740})
    phone.go("/demo/").is_at("Try ContactPoint")
    phone.page.get_by_role("link", name="Children to look for").first.click()
    expect(phone.page.get_by_role("heading", name="Children to look for")).to_be_in_viewport()


# --- what the page says of each child


def _kelly(jane: Desk, office: Office) -> None:
    jane.open_record(cast.KELLY, WHY)
    assert "Tim Underhay, Housing officer" in jane.listed(WORKING)
    assert "Paul Thistlewood, Social worker" in jane.listed(BEFORE)
    for person in (cast.TIM, cast.PAUL):
        expect(jane.page.get_by_role("link", name=person.telephone)).to_be_visible()


def _ryan(tim: Desk, office: Office) -> None:
    number = _told(tim, cast.RYAN, "ContactPoint number")
    tim.search("", "", number=number).is_at("Is this the child?").say_why(WHY).is_at("Ryan Dunnock")
    assert "Tim Underhay, Housing officer" in tim.listed(WORKING)
    assert "Paul Thistlewood, Social worker" in tim.listed(BEFORE)
    tim.does_not_read("Kelly", "Jade", "Alfie")


def _jade(libby: Desk, office: Office) -> None:
    libby.search("Jade", "Dunnock", age_from="9").reads("There is a problem")
    libby.search("Jade", "Dunnock", age_from="9", postcode="ZZ1 2DY").is_at("Is this the child?")
    libby.say_why(WHY).is_at("Jade Dunnock").reads(NOBODY, "does not mean that a child is safe")


def _alfie(paul: Desk, office: Office) -> None:
    paul.search("Alfy", "Dunnock", people.born(cast.ALFIE)).is_at("Is this the child?").reads("Alfie Dunnock")


def _rowan(jane: Desk, office: Office) -> None:
    jane.open_record(cast.ROWAN, WHY).reads("The details of this record are withheld")
    expect(jane.page.get_by_role("button", name="Ask for contact")).to_be_visible()
    jane.does_not_read("Osier", "ZZ8", "Primary School", "Thistlewood", "Westmarch")
    for postcode in ("ZZ8 4HT", "ZZ9 9ZZ"):
        jane.find(cast.ROWAN, postcode=postcode).is_at("No record found")


def _isla(olive: Desk, office: Office) -> None:
    olive.open_record(cast.ISLA, WHY).reads("23 Osier Lane", "Review due")
    olive.follow("Who else is in the household").reads("Rowan Merriweather", "Finn Merriweather", "Shielded")
    jane = office.seat(cast.JANE)
    jane.open_record(cast.ISLA, WHY).does_not_read("Osier", "Review due", "Finn")


def _finn(edna: Desk, office: Office) -> None:
    edna.find(cast.FINN).is_at("No record found")


def _poppy(paul: Desk, office: Office) -> None:
    paul.open_record(cast.POPPY, WHY).reads("Helen Fairlie", "Martin Ashgrove").does_not_read("Former name")


def _samir(ravi: Desk, office: Office) -> None:
    year = people.born(cast.SAMIR).year
    ravi.search("Samir", "Al-Haddad", date(year, 7, 1)).is_at("Is this the child?")
    ravi.say_why(WHY).is_at("Samir Al-Haddad").reads(f"1 January {year}", f"31 December {year}")
    assert "Paul Thistlewood, Social worker" in ravi.listed(WORKING)
    expect(ravi.page.locator("main")).to_contain_text("Lead professional")


def _tansy(paul: Desk, office: Office) -> None:
    paul.open_record(cast.TANSY, WHY).reads(NEUTRAL, "Ask for contact with them")
    paul.does_not_read("Harbour", "Nell", "drug")
    nell = office.seat(cast.NELL)
    nell.open_record(cast.TANSY, WHY).reads(NEUTRAL)
    expect(nell.page.get_by_role("button", name="My service has finished")).to_be_visible()


def _marek(ravi: Desk, office: Office) -> None:
    ravi.open_record(cast.MAREK, WHY).reads(NOBODY).does_not_read(NEUTRAL, "Harbour", "Nell")


def _zoe(jane: Desk, office: Office) -> None:
    jane.search("Zoe", "Marsh", people.born(cast.ZOE)).is_at("Is this the child?")
    jane.reads("Zoë O'Dowd-Marsh", "Former name")
    jane.search("Zoe", "Marsh", date(2001, 1, 1)).is_at("No record found")


SEEN: dict[str, Callable[[Desk, Office], None]] = {
    "CAST-0001": _kelly,
    "CAST-0002": _ryan,
    "CAST-0003": _jade,
    "CAST-0004": _alfie,
    "CAST-0005": _rowan,
    "CAST-0006": _isla,
    "CAST-0007": _finn,
    "CAST-0008": _poppy,
    "CAST-0009": _samir,
    "CAST-0010": _tansy,
    "CAST-0011": _marek,
    "CAST-0012": _zoe,
}


def test_every_child_of_the_page_is_tried():
    assert list(SEEN) == [trial.child.key for trial in story.TRIALS]


@pytest.mark.parametrize("trial", story.TRIALS, ids=lambda trial: people.name_of(trial.child))
def test_what_the_page_says_of_a_child_is_so(office: Office, trial: story.Trial):
    desk = _become(office.seat(trial.by), trial.by)
    born = people.born(trial.child)
    assert f"{born.day} {born:%B %Y}" in _told(desk, trial.child, "Date of birth")
    SEEN[trial.child.key](desk, office)
