"""What was typed into a search: sealed, opened by two auditors together, for a day, with an event for each step."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import Error, IntegrityError, connection, transaction

from access import policy
from audit.models import Event, TermsRequest
from audit.oversight import investigations, reviews
from audit.verbs import Verb
from tests import browsing, cast, steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
WHY = "A neighbour says that Jane looked for her daughter."


@pytest.fixture
def search(county: None) -> str:
    """The event of a search that Jane made."""
    steps.find("jane", **steps.kelly())
    return steps.events(Verb.SEARCHED)[0].uid


def ask(event: str, username: str = "lou", reason: str = WHY) -> str:
    return investigations.ask(event, reason=reason, by=cast.searcher(username), now=cast.NOW)


def agree(reference: str, username: str = "gail", reason: str = WHY) -> None:
    investigations.agree(reference, reason=reason, by=cast.searcher(username), now=cast.NOW)


def decline(reference: str, username: str = "gail", reason: str = WHY) -> None:
    investigations.decline(reference, reason=reason, by=cast.searcher(username), now=cast.NOW)


def opened(reference: str, username: str = "lou", after: timedelta = timedelta(hours=1)) -> dict[str, str]:
    return investigations.open_terms(reference, by=cast.searcher(username), now=cast.NOW + after)


TYPED = {"given": "Kelly", "family": "Example", "born": "2011-03-14"}


def test_two_auditors_together_read_what_was_typed(search: str) -> None:
    request = ask(search)
    agree(request)
    assert opened(request, "lou") == opened(request, "gail") == TYPED
    said = [(e.verb, e.name, e.subject, e.outcome) for e in Event.objects.filter(verb__startswith="terms-")]
    assert said == [
        ("terms-asked", "Lou Imaginary", search, "asked"),
        ("terms-agreed", "Gail Imaginary", search, "agreed"),
        ("terms-opened", "Lou Imaginary", search, "shown"),
        ("terms-opened", "Gail Imaginary", search, "shown"),
    ]
    assert {e.reason for e in Event.objects.filter(verb__in=("terms-asked", "terms-agreed"))} == {WHY}


def test_nobody_opens_them_alone(search: str) -> None:
    request = ask(search)
    with pytest.raises(investigations.TermsNotOpen):
        opened(request)
    with pytest.raises(investigations.SecondAuditorNeeded):
        agree(request, "lou")
    with pytest.raises(investigations.TermsNotOpen):
        opened(request, "gail")
    assert [e.outcome for e in steps.events(Verb.TERMS_OPENED)] == ["refused", "refused"]


def test_the_database_too_holds_that_two_people_open_them(search: str) -> None:
    ask(search)
    with pytest.raises(IntegrityError, match="terms_are_opened_by_two_people"), transaction.atomic():
        TermsRequest.objects.update(
            outcome="agreed",
            answered_by=cast.account("lou").reference,
            answered_at=cast.NOW,
            open_until=cast.NOW,
        )


def test_a_web_process_reads_the_terms_in_no_other_way(search: str, request: pytest.FixtureRequest) -> None:
    made = ask(search)
    agree(made)
    request.getfixturevalue("as_web_role")
    assert opened(made) == TYPED
    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM audit_searchterms")


def test_after_a_day_they_are_sealed_again(search: str) -> None:
    request = ask(search)
    agree(request)
    assert opened(request, after=timedelta(hours=23))
    with pytest.raises(investigations.TermsNotOpen):
        opened(request, after=timedelta(hours=24))


def test_a_third_auditor_reads_that_it_was_asked_and_not_what_was_typed(search: str) -> None:
    request = ask(search)
    agree(request)
    TermsRequest.objects.update(asked_by="z" * 32)
    with pytest.raises(investigations.TermsNotOpen):
        opened(request, "lou")
    one = investigations.read(request, by=cast.searcher("lou"), now=cast.NOW)
    assert (one.may_open, one.may_answer, one.answered_by) == (False, False, "Gail Imaginary")


def test_an_auditor_next_door_finds_neither_search_nor_request(search: str) -> None:
    request = ask(search)
    for event in (search, "0" * 32):
        with pytest.raises(investigations.NoSuchSearch):
            ask(event, "lena")
    for reference in (request, "0" * 32):
        for act in (agree, decline, opened):
            with pytest.raises(investigations.NoSuchTermsRequest):
                act(reference, "lena")
    assert investigations.requests(by=cast.searcher("lena"), now=cast.NOW) == []


def test_nobody_decides_on_what_they_typed_themselves() -> None:
    lou = cast.searcher("lou")
    reviews.read(reviews.Filters(person="jane"), by=lou, now=cast.NOW)
    typed = steps.events(Verb.TRAIL_READ)[0].uid
    with pytest.raises(investigations.OwnSearch):
        ask(typed, "lou")
    request = ask(typed, "gail")
    with pytest.raises(investigations.OwnSearch):
        agree(request, "lou")


def test_an_event_in_which_nothing_was_typed_has_no_terms(search: str) -> None:
    steps.known(cast.KELLY)
    steps.see("jane", cast.reference_of("Kelly"))
    with pytest.raises(investigations.NoSuchSearch):
        ask(steps.events(Verb.DISCLOSED)[0].uid)


@pytest.mark.parametrize("reason", ["", "because", "1 2 3 4 5 6 7 8 9 10 11 12 13 14"])
def test_both_say_why(search: str, reason: str) -> None:
    with pytest.raises(investigations.InvestigationNotNamed):
        ask(search, reason=reason)
    request = ask(search)
    for answer in (agree, decline):
        with pytest.raises(investigations.AnswerNotExplained):
            answer(request, reason=reason)


def test_it_is_agreed_once(search: str) -> None:
    request = ask(search)
    agree(request)
    for answer in (agree, decline):
        with pytest.raises(investigations.AnsweredAlready):
            answer(request)


def test_what_is_declined_stays_sealed_and_says_why_and_can_be_asked_for_again(search: str) -> None:
    request = ask(search)
    with pytest.raises(investigations.SecondAuditorNeeded):
        decline(request, "lou")
    with pytest.raises(investigations.AnswerNotExplained):
        decline(request, reason="No")
    decline(request)
    for username in ("lou", "gail"):
        with pytest.raises(investigations.TermsNotOpen):
            opened(request, username)
    one = investigations.read(request, by=cast.searcher("lou"), now=cast.NOW)
    assert (one.outcome.label, one.answered_by, one.answered_why) == ("Declined", "Gail Imaginary", WHY)
    (event,) = steps.events(Verb.TERMS_DECLINED)
    assert (event.subject, event.reason, event.outcome) == (search, WHY, "declined")
    with pytest.raises(investigations.AnsweredAlready):
        agree(request)
    again = ask(search)
    agree(again)
    assert opened(again) == TYPED


def test_the_database_too_opens_nothing_that_was_declined(search: str) -> None:
    decline(ask(search))
    with pytest.raises(IntegrityError, match="terms_are_open_where_somebody_agreed"), transaction.atomic():
        TermsRequest.objects.update(open_until=cast.NOW + timedelta(days=1))


def test_a_request_waits_for_those_who_can_answer_it(search: str) -> None:
    def waits_for(username: str) -> int:
        return investigations.waiting_for(by=cast.searcher(username)).count()

    request = ask(search)
    assert (waits_for("lou"), waits_for("gail")) == (0, 1)
    decline(request)
    assert waits_for("gail") == 0


@pytest.mark.parametrize("username", ["jane", "sana", "olive", "ada"])
def test_only_auditors_open_terms(search: str, username: str) -> None:
    request = ask(search)
    for act in (
        lambda: ask(search, username),
        lambda: agree(request, username),
        lambda: decline(request, username),
        lambda: opened(request, username),
    ):
        with pytest.raises(policy.NotPermitted):
            act()


def test_pages_lead_from_the_event_to_the_terms(search: str, clock: time_machine.Traveller) -> None:
    lou, gail = browsing.browser_of("lou"), browsing.browser_of("gail")
    assert f'href="/search-terms/ask/{search}/"' in lou.get("/trail/").content.decode()
    asking = browsing.words(lou.get(f"/search-terms/ask/{search}/"))
    assert "Search by Jane Imaginary" in asking
    assert "Say in a sentence" in browsing.words(
        lou.post(f"/search-terms/ask/{search}/", {"reason": "because"})
    )
    asked = lou.post(f"/search-terms/ask/{search}/", {"reason": WHY}, follow=True)
    page = asked.redirect_chain[-1][0]
    assert "Waits for a second auditor" in browsing.words(asked)
    assert "Waits for you" in browsing.words(gail.get("/search-terms/"))
    wrong = browsing.words(gail.post(page, {"reason": "because"}))
    assert "Choose what you decide" in wrong
    assert "Say in a sentence" in browsing.words(gail.post(page, {"decision": "agree", "reason": "because"}))
    agreed = gail.post(page, {"decision": "agree", "reason": WHY}, follow=True)
    assert "The terms are open to the two of you for a day." in browsing.words(agreed)
    assert "Kelly" not in browsing.words(agreed)
    for browser in (lou, gail):
        assert "Kelly" not in browsing.words(browser.get(page))
        shown = browsing.words(browser.post(f"{page}open/"))
        assert "given Kelly" in shown
        assert "2011-03-14" in shown
    again = lou.post(f"/search-terms/ask/{search}/", {"reason": WHY}, follow=True).redirect_chain[-1][0]
    declined = browsing.words(gail.post(again, {"decision": "decline", "reason": WHY}, follow=True))
    assert "You have declined. Nothing is opened" in declined
    assert f"Declined by Gail Imaginary, 2 November 2026, 10:00 Why {WHY}" in browsing.words(lou.get(again))
    clock.shift(timedelta(days=2))
    late = browsing.browser_of("lou").post(f"{page}open/")
    assert late.status_code == HTTPStatus.OK
    assert "Nothing was shown." in browsing.words(late)
    assert "Kelly" not in browsing.words(late)
