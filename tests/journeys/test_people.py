"""People who work here: how they are reached, what becomes of their work when they leave, how an account is made."""

from playwright.sync_api import expect

from tests.journeys import desk as people
from tests.journeys import newcomer
from tests.journeys.desk import BEFORE, WORKING, Office
from workshop.demo import cast


def test_a_number_is_put_right_and_a_wrong_one_reported(office: Office):
    libby, jane, ada = office.seat(cast.LIBBY), office.seat(cast.JANE), office.seat(cast.ADA)
    libby.open_record(cast.SAMIR, "I help him with his caring at home.").press("I am working with this child")
    libby.go("/your-account/").follow("Change your contact details").is_at("Your contact details")
    libby.write("Work telephone number", "0163").press("Save contact details").reads("There is a problem")
    libby.write("Work telephone number", "01632 960777").press("Save contact details")
    libby.is_told("Your contact details are changed").reads("01632 960777")
    libby.follow("Change your contact details").press("Save contact details").is_told("Nothing was changed")

    jane.open_record(cast.SAMIR, "He falls asleep in lessons.").reads("01632 960777")
    jane.open_up(f"More about {cast.LIBBY.full_name}")
    jane.press(f"Report a wrong number of {cast.LIBBY.full_name}").is_at("Report a wrong number")
    jane.does_not_read("Samir")
    expect(jane.page.get_by_label("Name of the person at work")).to_have_value(cast.LIBBY.full_name)
    jane.press("Tell the team").reads("There is a problem", "Choose what is wrong with it")
    jane.choose("Somebody else answers").press("Tell the team").is_told("The ContactPoint team is told")
    jane.is_at(people.name_of(cast.SAMIR))

    ada.go("/accounts/").follow("Wrong numbers that were reported").reads(
        cast.LIBBY.full_name, "Somebody else answers", cast.JANE.full_name
    )
    ada.press("It is put right, or its source is told").is_told("The report is settled")
    libby.go("/your-account/").follow("Change your contact details")
    libby.write("Work telephone number", cast.LIBBY.telephone).press("Save contact details")
    libby.is_told("Your contact details are changed")


def test_open_work_is_passed_on_when_somebody_leaves_and_given_back_when_it_was_an_error(office: Office):
    ada, paul = office.seat(cast.ADA), office.seat(cast.PAUL)
    leaver = newcomer.open_account(
        ada,
        "lena.leaver",
        "Lena Leaver",
        job_title="Social worker",
        kind_of_work="social-worker",
        service=cast.PAUL.service,
    )
    lena = newcomer.settle_in(office.desk(), leaver)
    lena.open_record(cast.ZOE, "I meet the family on Friday.").press("I am working with this child")

    ada.go(leaver.account).follow("Close").is_at("Close the account of Lena Leaver")
    ada.reads("Open work with 1 child").write("Why?", "She goes to another council.").press("Close account")
    ada.reads("There is a problem", "Choose what becomes of the open work")
    ada.page.get_by_label("Who takes the work over?").select_option(
        label=f"{cast.PAUL.full_name}, {cast.PAUL.job_title}"
    )
    ada.press("Close account").is_told(
        f"The open work with 1 child is passed on to {cast.PAUL.full_name}. Tell them."
    )
    paul.open_record(cast.ZOE, "I take her over from Lena.")
    assert any(cast.PAUL.full_name in name for name in paul.listed(WORKING))
    assert any("Lena Leaver" in name for name in paul.listed(BEFORE))
    assert not any("Lena Leaver" in name for name in paul.listed(WORKING))

    ada.follow("It was a mistake").reads("was passed on to").press("Take it back").reads("There is a problem")
    ada.write("Why?", "It was another Lena.").press("Take it back").is_told(
        "The work with 1 child is open again"
    )
    ada.reads("Requested", "Practitioner")
    paul.page.reload()
    assert any("Lena Leaver" in name for name in paul.look().listed(WORKING))


def test_credentials_are_shown_once_and_printed_without_what_does_not_belong_on_paper(office: Office):
    ada = office.seat(cast.ADA)
    newcomer.open_account(ada, "pat.printed", "Pat Printed")
    ada.reads("These are shown once")
    ada.page.emulate_media(media="print")
    expect(ada.page.get_by_text("For Pat Printed alone")).to_be_visible()
    expect(ada.page.get_by_text("These are shown once")).to_be_hidden()
    expect(ada.page.get_by_role("button", name="Sign out")).to_be_hidden()
    ada.page.emulate_media(media="screen")
    ada.page.reload()
    ada.look().is_at("No credentials to show for Pat Printed")
    ada.follow("issue them again").is_at("Issue credentials to Pat Printed")


def test_an_account_is_made_step_by_step_without_scripts_and_on_a_phone(office: Office):
    ada = office.seat(cast.ADA, java_script_enabled=False, viewport={"width": 320, "height": 640})
    ada.go("/accounts/new/").reads("Cannot start yet", "Incomplete")
    ada.follow("Organisation")
    ada.page.locator("[name=organisation_code]").select_option(cast.JANE.organisation)
    ada.press("Save and continue").is_at("Service")
    expect(ada.page.locator(f"[value={cast.JANE.service}]")).to_have_count(1)
    expect(ada.page.locator(f"[value={cast.PAUL.service}]")).to_have_count(0)
    ada.page.locator(f"[value={cast.JANE.service}]").check()
    ada.press("Save and continue").is_at("Create an account").reads("Completed")
    ada.go("/accounts/new/service/")
    expect(ada.page.locator(f"[value={cast.JANE.service}]")).to_be_checked()
    ada.go("/accounts/new/").press("Throw away what is filled in").is_told("No account was created")
