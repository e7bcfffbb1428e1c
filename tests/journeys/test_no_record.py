"""No record found: what it does not mean, what can be done, and how a record is proposed."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.desk import Office
from workshop.demo import cast

GIVEN, FAMILY = "Perpetua", "Nightingale-Nowhere"


def test_proposed_record_is_being_checked_and_nobody_else_finds_it(office: Office):
    born = date(timezone.localdate().year - 8, 2, 3)
    libby, paul = office.seat(cast.LIBBY), office.seat(cast.PAUL)

    libby.search(GIVEN, FAMILY, born).is_at("No record found")
    libby.reads("does not mean that nobody is worried", "Your council's ContactPoint team can look with you")
    libby.press("Propose a record").is_at("Propose a record")
    expect(libby.page.locator("[name=given]")).to_have_value(GIVEN)
    libby.press("Propose the record").reads("There is a problem")
    libby.choose("Female").choose("At the address below").write("House and street", "1 Nowhere Row")
    libby.write("Postcode", "ZZ1 1AA").press_twice("Propose the record").is_at("Thank you")
    libby.reads("Your proposal is being checked")

    libby.follow("Open the record").say_why("I help her and nobody else is known.")
    libby.is_at(f"{GIVEN} {FAMILY}").reads("Being checked", "1 Nowhere Row")

    libby.go("/my-activity/")
    expect(libby.page.locator(".cp-activity__line").filter(has_text="Proposed a new record")).to_have_count(1)

    paul.search(GIVEN, FAMILY, born).is_at("No record found")

    # An officer sees all that was typed and whom it may be, is asked once, and the proposer reads what became of it.
    olive = office.seat(cast.OLIVE)
    olive.go("/proposals/waiting/").reads(f"{GIVEN} {FAMILY}", "Libby Larkspur")
    olive.follow(f"Open and decide on {GIVEN} {FAMILY}").say_why("I check what was proposed.")
    olive.press("Decide on this proposal").reads("1 Nowhere Row", "Records of your authority that it may be")
    olive.press("Go on").reads("There is a problem", "Choose what you decide")
    olive.choose("It is not right, or not needed: take it out of sight").press("Go on").reads(
        "Say in a sentence why"
    )
    olive.write("What is the person who proposed it told?", "Her school writes her name another way.")
    olive.press("Go on").is_at("Check your decision").reads("Her school writes her name another way.")
    olive.press("Refuse the proposal").is_told("The proposal is refused")

    libby.go("/proposals/").reads(f"{GIVEN} {FAMILY}", "Refused", "Her school writes her name another way.")


def test_record_is_proposed_only_after_a_search(office: Office):
    ravi = office.seat(cast.RAVI)
    ravi.go("/propose/")
    if ravi.path == "/search/":
        ravi.is_told("Search for the child first")
    ravi.search("Nobody", "Nowhere", date(2015, 1, 1)).is_at("No record found").go("/propose/").is_at(
        "Propose a record"
    )


def test_search_says_what_is_missing_and_keeps_what_was_typed(office: Office):
    libby = office.seat(cast.LIBBY)
    libby.go("/search/").press("Search").reads(
        "Enter the given name", "Enter the family name", "Enter the date of birth"
    )
    libby.page.get_by_role("link", name="Enter the given name").click()
    expect(libby.page.get_by_label("Given name", exact=True)).to_be_focused()
    libby.search("Kelly", "Dunnock", age_from="9").reads("There is a problem")
    expect(libby.page.get_by_label("Family name", exact=True)).to_have_value("Dunnock")
    libby.go("/search/").fill_search("Kelly", "Dunnock").write("Day", "31").write("Month", "2").write(
        "Year", "2011"
    )
    libby.press("Search").reads("There is a problem")
    libby.search("", "", number="1234 5678 9012").reads("There is a problem")
