"""What waits is found at home; people read what they did, and say what they did not do."""

import csv
import io
from pathlib import Path

from tests.journeys.desk import Office, name_of
from workshop.demo import cast


def test_what_libby_did_not_do_waits_for_the_administrators_until_they_have_looked(office: Office):
    libby, ada, gus = office.seat(cast.LIBBY), office.seat(cast.ADA), office.seat(cast.GUS)
    libby.open_record(cast.RYAN, "He has moved to my list.")
    libby.follow("My activity").is_at("My activity").reads(
        "Opened a record, after a search at", "to find out who else is working with the child", "Your reason"
    ).does_not_read(name_of(cast.RYAN))
    libby.follow("This was not me").is_at("This was not me").reads(
        "They are not told which child it was about"
    )
    libby.press("Tell my account administrators").is_told("are told that this was not you")
    libby.reads("You said: not me", "Nobody has looked into it yet")

    # A home says what waits and how long; the number stands beside the navigation of every page.
    ada.go("/").is_at("Home").reads("People who say that something was not them", "The oldest came today.")
    ada.follow("Not-me reports 1").is_at("Not-me reports").reads(cast.LIBBY.full_name).does_not_read("Ryan")
    ada.press("Record what came of it").reads("Choose what came of it")
    ada.choose("They had done it after all").press("Record what came of it").is_told("is recorded")
    ada.reads("Nobody has said").follow("Home").is_at("Home")
    libby.follow("My activity").reads("They had done it after all")

    # The auditor finds it, by what was done and by who did it.
    gus.go("/").is_at("Home").follow("Read the trail").is_at("Audit trail")
    gus.page.get_by_label("What was done").select_option("act-denied")
    gus.press("Show these events").reads("Said that something under their name was not them")


def test_gus_finds_by_number_and_takes_a_report_away(office: Office, tmp_path: Path):
    libby, gus = office.seat(cast.LIBBY), office.seat(cast.GUS)
    libby.open_record(cast.TANSY, "I plan her review.")
    number = libby.page.locator(".cp-number").first.inner_text()
    gus.go("/trail/").write("Record of a child", number).press("Show these events")
    gus.reads("Was shown a record", cast.LIBBY.full_name).does_not_read(name_of(cast.TANSY))
    with gus.page.expect_download() as waiting:
        gus.page.get_by_role("button", name="Take a report away").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.suffix == ".csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert {row["What"] for row in rows} >= {"Was shown a record"}
    assert name_of(cast.TANSY) not in file.read_text("utf-8-sig")
    assert "I plan her review" not in file.read_text("utf-8-sig")


def test_olive_finds_what_waits_for_her_at_home(office: Office):
    olive = office.seat(cast.OLIVE)
    olive.go("/").is_at("Home").reads("Contact requests to answer", "Updates to check", "Shields to review")
    olive.page.set_viewport_size({"width": 320, "height": 640})
    assert olive.page.evaluate("document.documentElement.scrollWidth") <= 320
    olive.look()
