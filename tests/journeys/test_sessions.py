"""One person, one session: elsewhere, in two tabs, afterwards; and buttons that are pressed twice."""

from playwright.sync_api import expect

from tests.journeys import newcomer
from tests.journeys.desk import BEFORE, WORKING, Office
from workshop.demo import cast


def test_one_person_has_one_session_and_leaves_nothing_behind(office: Office):
    new = newcomer.open_account(office.seat(cast.ADA), "morgan.twice", "Morgan Twice")
    at_school = newcomer.settle_in(office.desk(), new)
    at_home = office.desk().sign_in(new.card())
    at_home.username = ""
    at_home.is_at("Find a child")
    at_school.follow("Find a child").is_at("Sign in").reads("you signed in somewhere else")

    # Two tabs of one browser go on side by side, each with its own record.
    other = at_home.tab()
    at_home.open_record(cast.RYAN, "He has moved to my list.").reads("7 Lapwing Court")
    other.open_record(cast.ZOE, "She has moved to my list.").reads("14 Saltmarsh Row")
    at_home.press("I am working with this child").is_told("It is recorded").is_at("Ryan Dunnock")
    other.press("I am working with this child").is_told("It is recorded").is_at("Zoë O'Dowd-Marsh")

    # After signing out nothing is left to go back to, in either tab.
    at_home.sign_out()
    at_home.page.go_back()
    at_home.look().is_at("Sign in").does_not_read("Lapwing", "Ryan")
    other.press("I have finished working with this child").does_not_read("Saltmarsh")
    other.go("/search/").is_at("Sign in")


def test_button_that_is_pressed_twice_does_its_work_once(office: Office):
    ravi = office.seat(cast.RAVI)
    why = "I want to talk to the people who know Marek."
    ravi.find(cast.MAREK).choose("Protect the child from harm")
    ravi.write("Why do you need to see it now?", "He has moved to our county.").press_twice("Open the record")
    ravi.is_at("Marek Wiśniewski").press_twice("I am working with this child").is_told("It is recorded")
    assert ravi.listed(WORKING).count("Ravi Marshgate, Social worker") == 1
    ravi.press("I have finished working with this child").press_twice("Yes, I have finished")
    ravi.is_told("your work with this child has ended")
    assert ravi.listed(BEFORE).count("Ravi Marshgate, Social worker") == 1
    ravi.go(f"{ravi.path}contact/").choose("Today").write("Why do you want to talk to them?", why)
    ravi.press_twice("Send the request").is_at("Your request is sent").go("/contact-requests/")
    expect(ravi.page.get_by_role("row").filter(has_text=why)).to_have_count(1)


def test_everything_works_without_scripts(office: Office):
    tim = office.desk(java_script_enabled=False).sign_in(office.card(cast.TIM)).is_at("Find a child")
    tim.open_record(cast.JADE, "The family is behind with the rent.")
    tim.press_twice("I am working with this child").is_told("It is recorded")
    assert tim.listed(WORKING).count("Tim Underhay, Housing officer") == 1
    tim.press("I have finished working with this child").press_twice("Yes, I have finished")
    tim.is_at("Jade Dunnock")
    assert tim.listed(BEFORE).count("Tim Underhay, Housing officer") == 1
    tim.press("I finished by mistake").is_told("It is taken back")
    assert tim.listed(WORKING).count("Tim Underhay, Housing officer") == 1
    tim.press("I have finished working with this child").follow("It was recorded in error")
    tim.is_at("Were you never involved with this child?").press("Yes, I was never involved")
    tim.is_told("you were never involved")
    assert "Tim Underhay, Housing officer" not in tim.listed(WORKING) + tim.listed(BEFORE)
    tim.find(cast.JADE, postcode="ZZ1 2DY").is_at("Is this the child?")
    tim.search("Nobody", "Nowhere", age_from="9").reads("There is a problem")
    tim.sign_out()
