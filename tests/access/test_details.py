"""How a person is reached at work: changed by themselves and by their administrator, and right on every record."""

from collections.abc import Iterator

import pytest
import time_machine

from access import accounts, details, forms
from access.models import Account
from audit.models import Event
from audit.verbs import Verb
from registry import involvements
from tests import browsing, cast, steps

pytestmark = [pytest.mark.usefixtures("county", "clock")]
NEW = {"job_title": "Head of mentors", "telephone": "01632960555", "email": "new@westmarch.example"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time of the cast, not that of the other tests of this folder."""
    with time_machine.travel(cast.NOW, tick=False) as traveller:
        yield traveller


def change(username: str, **changed: str) -> bool:
    facts = {**NEW, **changed}
    return details.change_own(**facts, by=cast.searcher(username), now=cast.NOW)


def reached(username: str, reference: str) -> tuple[str, str, str]:
    """How the one who works with the child is shown to be reached."""
    (one,) = steps.see(username, reference).working_now
    return one.job_title, one.telephone, one.email


def test_a_number_that_was_put_right_is_right_on_every_record() -> None:
    kelly, robin = steps.known(cast.KELLY), steps.known(cast.ROBIN)
    for reference in (kelly, robin):
        involvements.start(by=cast.viewer("jane", reference), now=cast.NOW)
    assert change("jane")
    for reference in (kelly, robin):
        assert reached("tim", reference) == ("Head of mentors", "01632960555", "new@westmarch.example")
    event = Event.objects.get(verb=Verb.CONTACT_DETAILS_CHANGED)
    assert (event.subject, event.outcome) == (cast.account("jane").reference, "email job_title telephone")


def test_a_source_does_not_cover_a_number_that_its_person_put_right() -> None:
    kelly = steps.known(cast.KELLY)
    involvements.start(by=cast.viewer("tim", kelly), now=cast.NOW)
    change("tim", email="tim@westmarch.example")
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"as_at": "2026-11-02"})
    assert reached("jane", kelly)[1:] == ("01632960555", "tim@westmarch.example")


def test_a_line_about_somebody_with_an_account_shows_their_number_of_now() -> None:
    kelly = steps.known(cast.KELLY)
    cast.send(cast.SERVICES, cast.TIM_WORKS_WITH_KELLY | {"telephone": "01632 960999"})
    assert reached("jane", kelly)[1] == "01632960999"
    cast.account("tim")
    change("tim", email="tim@westmarch.example")
    assert reached("jane", kelly)[1] == "01632960555"
    page = browsing.words(browsing.open_record(browsing.browser_of("jane"), kelly))
    assert "How to reach Tim Imaginary is as their account says now" in page
    assert "puts it right in its next file" not in page


def test_a_line_about_somebody_without_an_account_shows_as_it_was_sent() -> None:
    kelly = steps.known(cast.KELLY)
    cast.account("tim")
    line = cast.TIM_WORKS_WITH_KELLY | {"email": "vi@westmarch.example", "telephone": "01632 960999"}
    cast.send(cast.SERVICES, line)
    assert reached("jane", kelly)[1:] == ("01632960999", "vi@westmarch.example")


def test_an_administrator_changes_those_of_their_own_authority() -> None:
    by = cast.searcher("ada")
    jane, nia = cast.account("jane").reference, cast.account("nia").reference
    assert details.change(jane, **NEW, by=by, now=cast.NOW)
    assert Account.objects.get(username="jane").telephone == "01632960555"
    with pytest.raises(accounts.AccountNotFound):
        details.change(nia, **NEW, by=by, now=cast.NOW)
    with pytest.raises(accounts.OwnAccount):
        details.change(by.account, **NEW, by=by, now=cast.NOW)


def test_the_same_again_changes_nothing_and_leaves_no_event() -> None:
    assert change("jane")
    assert not change("jane")
    assert Event.objects.filter(verb=Verb.CONTACT_DETAILS_CHANGED).count() == 1


def test_nobody_takes_a_colleagues_email_address() -> None:
    """Work that a source sends is known by it: with it, somebody could end a colleague's."""
    cast.account("uma")
    with pytest.raises(accounts.EmailOfAnother):
        change("tim", email="Uma@westmarch.example")
    Account.objects.filter(username="uma").update(state=Account.State.CLOSED)
    assert change("tim", email="uma@westmarch.example")


def test_somebody_who_cannot_be_reached_is_refused() -> None:
    with pytest.raises(details.NotReachable):
        change("jane", telephone="", email="")


def test_a_closed_account_is_left_as_it_is() -> None:
    jane = cast.account("jane")
    Account.objects.filter(pk=jane.pk).update(state=Account.State.CLOSED)
    with pytest.raises(accounts.WrongState):
        details.change(jane.reference, **NEW, by=cast.searcher("ada"), now=cast.NOW)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("01632 960001", "01632960001"),
        ("(01632) 960-001", "01632960001"),
        ("01632 960001 ext. 12", "01632960001 x12"),
        ("+44 (0)1632 960001", "+441632960001"),
        ("020 7946 0018", "02079460018"),
        ("+353 1 555 0123", "+35315550123"),
        ("0169 77 2345", "0169772345"),
    ],
)
def test_telephone_numbers_are_taken_as_people_write_them(typed: str, stored: str) -> None:
    form = forms.Reached({"telephone": typed, "email": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["telephone"] == stored


@pytest.mark.parametrize(
    "typed",
    [
        "960001",
        "01632",
        "01632 9600011234",
        "0900 123 4567",
        "00000000000",
        "01111111111",
        "ring me",
        "+44 12",
    ],
)
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    assert "telephone" in forms.Reached({"telephone": typed, "email": ""}).errors


@pytest.mark.parametrize(
    "typed", ["jane", "jane@", "jane@school", "jane@school..example", "a b@school.example"]
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    assert "email" in forms.Reached({"telephone": "", "email": typed}).errors


def test_somebody_changes_their_own_on_their_page() -> None:
    jane = browsing.browser_of("jane")
    page = browsing.words(jane.get("/your-account/"))
    assert "01632 960123" in page
    done = jane.post("/your-account/details/", NEW, follow=True)
    assert "Your contact details are changed" in browsing.words(done)
    assert "01632 960555" in browsing.words(done)
    again = jane.post("/your-account/details/", NEW, follow=True)
    assert "Nothing was changed" in browsing.words(again)
    assert "govuk-notification-banner--success" not in again.content.decode()
    refused = browsing.words(jane.post("/your-account/details/", NEW | {"telephone": "123"}))
    assert "Enter a telephone number with its area code" in refused


def test_an_administrator_changes_them_on_the_account() -> None:
    ada, jane = browsing.browser_of("ada"), cast.account("jane").reference
    done = ada.post(f"/accounts/{jane}/details/", NEW, follow=True)
    assert "The contact details are changed" in browsing.words(done)
    assert "new@westmarch.example" in browsing.words(done)
