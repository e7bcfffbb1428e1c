"""Numbers that others found wrong: reported from a record, seen to by the team, and nothing of a child in between."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from access import wrong_numbers
from access.models import Organisation, WrongNumber
from audit.models import Event
from audit.verbs import Verb
from registry import involvements
from tests import browsing, cast, steps

pytestmark = [pytest.mark.usefixtures("county", "clock")]
DEAD = WrongNumber.Fault.DEAD
TYPED = {"name": "Tim Imaginary", "works_for": "Westmarch Council", "shown": "01632 960123", "fault": "dead"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time of the cast, not that of the other tests of this folder."""
    with time_machine.travel(cast.NOW, tick=False) as traveller:
        yield traveller


def report(username: str = "jane", **changed: str) -> bool:
    facts = {**TYPED, **changed}
    return wrong_numbers.report(
        name=facts["name"],
        works_for=facts["works_for"],
        shown=facts["shown"],
        fault=DEAD,
        by=cast.searcher(username),
        now=cast.NOW,
    )


def test_the_team_of_the_place_of_work_reads_it() -> None:
    assert report("nia")
    (one,) = wrong_numbers.waiting(by=cast.searcher("ada"))
    assert (one.name, one.shown, one.reported_by) == ("Tim Imaginary", "01632 960123", "Nia Imaginary")


def test_where_the_place_of_work_is_not_known_the_own_team_reads_it() -> None:
    report(works_for="Somewhere")
    assert len(wrong_numbers.waiting(by=cast.searcher("ada"))) == 1


def test_another_team_reads_and_settles_nothing_of_it() -> None:
    report("jane", works_for="Eastmarch Council")
    assert wrong_numbers.waiting(by=cast.searcher("ada")) == []
    with pytest.raises(wrong_numbers.ReportNotFound):
        wrong_numbers.settle(WrongNumber.objects.get().reference, by=cast.searcher("ada"), now=cast.NOW)


def test_a_national_partners_person_is_told_when_there_is_no_team() -> None:
    jane = cast.account("jane")
    partner = Organisation.objects.create(code="NP", name="National partner", kind="national_partner")
    jane.organisation = partner
    jane.save()
    with pytest.raises(wrong_numbers.NobodyToTell):
        report(works_for="National partner")


def test_telling_it_twice_is_one_report_and_one_event() -> None:
    assert report()
    assert not report()
    assert Event.objects.filter(verb=Verb.NUMBER_REPORTED).count() == 1


def test_a_settled_report_is_gone_and_can_be_made_again() -> None:
    report()
    by = cast.searcher("ada")
    wrong_numbers.settle(WrongNumber.objects.get().reference, by=by, now=cast.NOW)
    assert wrong_numbers.waiting(by=by) == []
    assert Event.objects.filter(verb=Verb.NUMBER_SETTLED).count() == 1
    assert report()


def test_from_the_record_to_the_team_and_back(request: pytest.FixtureRequest) -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY)
    involvements.start(by=cast.viewer("uma", kelly), now=cast.NOW)
    jane, ada = browsing.browser_of("jane"), browsing.browser_of("ada")
    record = browsing.words(browsing.open_record(jane, kelly))
    assert (
        "Service involvements sent how to reach Tim Imaginary, and puts it right in its next file" in record
    )
    assert "How to reach Uma Imaginary is as their account says now" in record
    request.getfixturevalue("as_web_role")
    sent = {name: text for name, text in TYPED.items() if name != "fault"} | {"back": kelly}
    form = jane.post("/wrong-number/", sent)
    assert 'value="01632 960123"' in form.content.decode()
    assert "<title>Error" not in form.content.decode()
    assert "Choose what is wrong with it" in browsing.words(jane.post("/wrong-number/", sent | {"sent": "1"}))
    back = jane.post("/wrong-number/", TYPED | {"back": kelly}, follow=True)
    assert back.redirect_chain == [(f"/children/{kelly}/", 302)]
    assert "The ContactPoint team is told" in browsing.words(back)
    again = jane.post("/wrong-number/", TYPED, follow=True)
    assert "govuk-notification-banner--success" not in again.content.decode()
    assert "Wrong numbers that were reported (1)" in browsing.words(ada.get("/accounts/"))
    assert "Tim Imaginary, Westmarch Council" in browsing.words(ada.get("/accounts/wrong-numbers/"))
    settle(ada)
    assert "Nobody has reported a wrong number" in browsing.words(ada.get("/accounts/wrong-numbers/"))


def settle(ada: Client) -> None:
    reference = WrongNumber.objects.get().reference
    done = ada.post(f"/accounts/wrong-numbers/{reference}/settle/", follow=True)
    assert "The report is settled" in browsing.words(done)


def test_nobody_is_asked_to_report_a_number_of_a_sensitive_service() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.SANA_WORKS_WITH_KELLY)
    page = browsing.words(browsing.open_record(browsing.browser_of("olive"), kelly))
    assert "Sana Imaginary" in page
    assert "Report a wrong number" not in page
