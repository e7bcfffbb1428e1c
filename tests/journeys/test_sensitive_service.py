"""The sensitive service: what it is, and that it is this one, stays between the young person and the service."""

from playwright.sync_api import expect

from tests.journeys import watch
from tests.journeys.desk import Desk, Office
from workshop.demo import cast

LINE = "One or more specialist and targeted services have been recorded."
SECRETS = ("Nell", "Fairweather", "960105", "Harbour", "drug", "alcohol", "substance")


def _assert_no_trace(desk: Desk) -> None:
    for words in SECRETS:
        assert desk.watch.finds(words) == [], words
        assert not watch.is_in(words, desk.watch.stored(desk.page)), words


def test_tansys_record_says_one_neutral_line(office: Office):
    paul = office.seat(cast.PAUL)
    paul.open_record(cast.TANSY, "Tansy and I start to work together.").reads(LINE)
    expect(paul.page.locator("main").get_by_text(LINE)).to_have_count(1)

    _assert_no_trace(paul)


def test_nell_records_only_with_consent_and_others_see_the_line(office: Office):
    paul, nell = office.seat(cast.PAUL), office.seat(cast.NELL)
    paul.open_record(cast.JADE, "Jade's sister looks after her.").does_not_read(LINE)

    nell.open_record(cast.JADE, "Jade has come to us by herself.")
    nell.press("Record that my service works with this child").reads("Ask first")
    nell.press("Record it").reads("There is a problem", "Choose whether somebody has agreed")
    expect(nell.page.get_by_text("How did they agree?")).to_be_hidden()
    nell.choose("Somebody has agreed that it is recorded").choose(
        "The child or young person, who understands what it means"
    )
    nell.press("Record it").reads("There is a problem", "Choose how they agreed")
    nell.choose("Spoken")
    nell.press("Record it").is_told("It is recorded that your service works with this child")
    nell.reads(LINE)

    paul.open_record(cast.JADE, "Jade's sister looks after her.").reads(LINE)
    _assert_no_trace(paul)

    nell.press("My service has finished working with this child").reads("Jade Dunnock")
    nell.press("Yes, my service has finished").is_told("work with this child has ended")
    # It stays listed for a while, as every service does; the line does not tell which state it is in.
    paul.open_record(cast.JADE, "Jade's sister looks after her.").reads(LINE)
    _assert_no_trace(paul)

    # Jade changes her mind: from that moment there is nothing to see.
    nell.press("The consent was taken back").is_told("It is recorded that the consent was taken back")
    nell.does_not_read(LINE)
    paul.open_record(cast.JADE, "Jade's sister looks after her.").does_not_read(LINE)
