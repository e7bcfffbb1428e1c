"""Those who look after the register: shields, accounts, the trail."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys import newcomer
from tests.journeys.desk import Desk, Office, name_of
from workshop.demo import cast


def test_shield_hides_at_once_and_one_officer_alone_does_not_lift_it(office: Office):
    olive, paul = office.seat(cast.OLIVE), office.seat(cast.PAUL)
    paul.open_record(cast.POPPY, "I meet the family next week.").reads("2 Tithe Gardens", "Helen Fairlie")

    olive.open_record(cast.POPPY, "The adoption agency asks for a shield.").reads("No shield is in force")
    olive.press("Put a shield on this record").press("Put the shield on now").reads("There is a problem")
    olive.choose("Shielded: if it were seen where the child is, somebody could come to harm")
    olive.choose("A placement would be put at risk")
    olive.write("Justification", "A member of the birth family looks for her.")
    olive.press_twice("Put the shield on now").is_told("The shield is in force").reads("Review due")

    # Paul has the page open still; his next look shows no more than who she is.
    paul.page.reload()
    paul.look().reads("The details of this record are withheld").does_not_read("Tithe", "Fairlie,", "Helen")

    # Two people lift a shield: the one who asks cannot agree, however the request is sent.
    olive.press("Ask for the shield to be lifted").reads(
        "A member of the birth family looks for her.", "never listed here, whether there are any or not"
    )
    olive.press("Ask for it to be lifted").reads("There is a problem")
    olive.write("Why?", "The search for her was given up.").press("Ask for it to be lifted")
    olive.is_told("until another officer agrees")
    expect(olive.page.get_by_role("button", name="Agree to lift the shield")).to_have_count(0)
    olive.press("Review the shield").reads("The search for her was given up.", "Olive")
    review = olive.page.locator("form[action$='/shield/review/']")
    review.evaluate("form => form.action = form.action.replace('review/', 'lift/agree/')")
    olive.write("Why?", "I agree with myself about it.")
    olive.press("I have reviewed it").is_told("A shield is lifted by two people")
    paul.page.reload()
    paul.look().reads("The details of this record are withheld")


def test_second_officer_agrees_and_the_record_is_shown_again(office: Office):
    olive, ada, paul = office.seat(cast.OLIVE), office.seat(cast.ADA), office.seat(cast.PAUL)
    second = newcomer.open_account(
        ada,
        "second.officer",
        "Sorrel Second",
        job_title="Shielding and brokering officer",
        kind_of_work="register-officer",
        service="X01-TEAM",
        role="shielding-officer",
    )
    olive.open_record(cast.SAMIR, "His social worker asks for a shield.")
    olive.press("Put a shield on this record").choose(
        "Raised privacy: the child asks for it; nobody has to be in danger"
    )
    olive.choose("The child asks for more privacy").write(
        "Justification", "He has asked his social worker for it."
    )
    olive.press("Put the shield on now").press("Ask for the shield to be lifted")
    olive.write("Why?", "He does not want it any more.").press("Ask for it to be lifted")
    paul.open_record(cast.SAMIR, "I am his social worker.").reads("The details of this record are withheld")

    sorrel = newcomer.settle_in(office.desk(), second)
    sorrel.open_record(cast.SAMIR, "I look at the request to lift it.").reads("Another officer has asked")
    sorrel.press("Agree to lift the shield").is_at("Agree to lift the shield")
    sorrel.reads("He has asked his social worker for it.", "He does not want it any more.")
    sorrel.write("Why?", "I have talked to his social worker.").press("Lift the shield now")
    sorrel.is_told("The shield is lifted")
    paul.open_record(cast.SAMIR, "I am his social worker.").reads("41 Foundry Street")


def test_officer_is_shown_the_brothers_and_sisters_who_would_give_a_child_away(office: Office):
    olive = office.seat(cast.OLIVE)
    olive.open_record(cast.ISLA, "I review her shield.").follow("Who else is in the household")
    olive.is_at("Who else is in the household")
    for child in (cast.ROWAN, cast.FINN):
        row = olive.page.get_by_role("row").filter(has_text=name_of(child))
        expect(row).to_contain_text("same home, same parent or carer")
        expect(row).to_contain_text("Shielded")
    olive.follow(name_of(cast.FINN)).reads("Why do you need to see it now?").does_not_read("Osier")

    # Everybody in the home stands ticked; whom the officer unticks stays so when the form comes back.
    olive.open_record(cast.ALFIE, "His mother asks for a shield.").press("Put a shield on this record")
    for child in (cast.KELLY, cast.RYAN, cast.JADE):
        expect(_box(olive, child)).to_be_checked()
    _box(olive, cast.RYAN).uncheck()
    olive.press("Put the shield on now").reads("There is a problem")
    expect(_box(olive, cast.KELLY)).to_be_checked()
    expect(_box(olive, cast.RYAN)).not_to_be_checked()
    olive.follow("Everybody in the household").reads("Kelly Dunnock", "Ryan Dunnock", "No shield")


def test_officer_compares_decides_in_two_steps_and_takes_it_back(office: Office):
    olive = office.seat(cast.OLIVE)
    olive.go("/quarantine/").is_at("Updates to check").reads("Rowen Merriweather", "Jayde Dunnock")
    olive.follow("Compare and decide on the update about Rowen Merriweather")
    olive.is_at("Decide on an update about Rowen Merriweather")
    row = olive.page.get_by_role("row").filter(has_text="5 Sedge Close")
    expect(row).to_contain_text("23 Osier Lane")
    expect(row).to_contain_text("Different")
    olive.reads("a record of its own, without a shield, is made for Rowen Merriweather")
    olive.press("Continue").reads("There is a problem", "Choose what you decide")
    olive.choose("It is about another child, who only looks alike: decide on it without this one")
    olive.press("Continue").is_at("Confirm your decision about Rowen Merriweather")
    olive.reads("gives away where the child is")
    olive.follow("No, look at it again").is_at("Decide on an update about Rowen Merriweather")
    olive.choose("It is wrong, or about nobody: keep it aside for good").press("Continue")
    olive.press("Yes, record this decision").is_told("You can take it back until midnight")
    olive.does_not_read("Rowen Merriweather").follow("Decided today").reads("Rowen Merriweather")
    olive.press("Take it back").is_at("The decision is taken back")
    olive.reads("Nobody was shown it meanwhile")


def test_record_goes_to_another_council_when_an_officer_there_accepts_it(office: Office):
    olive, edna = office.seat(cast.OLIVE), office.seat(cast.EDNA)
    olive.go("/transfers/").is_at("Transfers").reads("From your council to others", "Eastmarch")
    edna.go("/transfers/").reads(name_of(cast.TANSY), "Westmarch")
    edna.press(f"Refuse the record of {name_of(cast.TANSY)}").is_told("stays with the other council")
    edna.does_not_read(name_of(cast.TANSY))


def test_siblings_who_stay_shielded_are_named_before_a_lift(office: Office):
    olive = office.seat(cast.OLIVE)
    olive.open_record(cast.ISLA, "I review her shield.").press("Ask for the shield to be lifted")
    olive.reads(name_of(cast.ROWAN), name_of(cast.FINN), "same home")
    for child in (cast.ROWAN, cast.FINN):
        expect(_box(olive, child)).not_to_be_checked()


def _box(desk: Desk, child: cast.Child) -> Locator:
    return desk.page.get_by_role("checkbox", name=re.compile(f"^{name_of(child)}, born "))


def test_ada_opens_an_account_and_stops_it(office: Office):
    ada = office.seat(cast.ADA)
    ada.go("/accounts/new/who/").press("Save and continue").reads(
        "There is a problem", "Enter the person's full name"
    )
    new = newcomer.open_account(ada, "winifred.new", "Winifred Newcome")

    winifred = office.desk()
    winifred.sign_in(new.card()).is_at("Choose your own password")
    winifred.go("/search/").is_at("Choose your own password")
    winifred.write("Current password", "something else").write("New password", "short")
    winifred.write("New password again", "another").press("Change password").reads("There is a problem")
    winifred.write("Current password", new.password)
    winifred.write("New password", newcomer.PASSWORD).write("New password again", newcomer.PASSWORD)
    winifred.press("Change password").is_told("Your password is changed").is_at("Find a child")
    winifred.username = ""

    ada.go(new.account).reads("Winifred Newcome", "Has a session open")
    ada.follow("Suspend").press("Suspend account").reads("There is a problem")
    ada.write("Why?", "Her token was found in a car park.").press("Suspend account").is_told("suspended")

    winifred.follow("Find a child").is_at("Sign in").reads("your account was changed")
    winifred.write("Username", new.username).write("Password", newcomer.PASSWORD).press("Continue")
    winifred.reads("The username or the password is wrong, or the account may not sign in now")
    ada.follow("Restore").write("Why?", "A new token is issued.").press("Restore account").is_told("restored")


def test_gus_reads_who_opened_a_record_and_why(office: Office):
    why = "He comes to school without breakfast."
    libby, gus = office.seat(cast.LIBBY), office.seat(cast.GUS)
    libby.open_record(cast.ALFIE, why)
    libby.go("/my-activity/").is_at("My activity").reads(why)

    gus.go("/trail/").is_at("Audit trail").write("Person", "libby").press("Show these events")
    row = gus.page.get_by_role("row").filter(has_text=why)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Libby Larkspur")
    expect(row).to_contain_text("Find out who else is working with the child")
    gus.does_not_read("Alfie", "Dunnock", "Lapwing")
    gus.go("/search/").is_at("You do not have permission")
