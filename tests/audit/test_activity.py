"""What people read of themselves, and what happens when they say that something was not them."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from access.models import Organisation
from audit import forms, trail
from audit.models import Denial, Event
from audit.oversight import activity, denials
from audit.verbs import Verb
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KELLY = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}
FOUND_OUT = "to find out who else is working with the child, so that support is joined up."


@pytest.fixture
def kelly(county: None) -> str:
    cast.send(cast.CENSUS, cast.KELLY)
    return cast.reference_of("Kelly")


@pytest.fixture
def jane(kelly: str, clock: time_machine.Traveller) -> Client:
    """Jane has searched for Kelly, and seen her record four minutes later."""
    browser = browsing.browser_of("jane")
    browsing.search(browser, KELLY)
    clock.shift(timedelta(minutes=4))
    browsing.open_record(browser, kelly)
    return browser


def lines(page: activity.Page) -> list[activity.Line]:
    return [line for day in page.days for line in day.lines]


def read(username: str = "jane") -> list[activity.Line]:
    return lines(activity.read(by=cast.searcher(username), now=cast.NOW + timedelta(minutes=5)))


def event_of(verb: Verb, name: str = "Jane Imaginary") -> Event:
    return Event.objects.filter(verb=verb, name=name).latest("pk")


# --- sentences ----------------------------------------------------------------------------------------------------


def test_opening_a_record_is_a_sentence_with_its_search_and_its_purpose(jane: Client) -> None:
    searched_at = f"{cast.NOW.astimezone(UTC):%H:%M}"  # November: the clocks in England are those of UTC
    page = browsing.words(jane.get("/my-activity/"))
    assert f"Opened a record, after a search at {searched_at}, {FOUND_OUT}" in page
    assert "Searched for a child and was shown a card." in page
    assert f"Your reason: {browsing.REASON['reason']}" in page
    assert "Kelly" not in page


def test_times_are_those_in_england(jane: Client) -> None:
    by, summer = cast.searcher("jane"), datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with transaction.atomic():
        trail.record(Verb.SEARCHED, actor=by.actor(), at=summer, shown=["a" * 32], outcome="found")
        trail.record(Verb.DISCLOSED, actor=by.actor(), at=summer + timedelta(minutes=1), reference="a" * 32)
    page = activity.read(by=by, now=summer + timedelta(hours=1))
    (day,) = (day for day in page.days if day.day.month == 7)
    assert day.day.day == 2
    assert day.lines[0].sentence == "Opened a record, after a search at 00:30."


def test_opening_without_a_search_says_so(kelly: str, clock: time_machine.Traveller) -> None:
    browser = browsing.browser_of("jane")
    browsing.open_record(browser, kelly)
    assert f"Opened a record, without a search before, {FOUND_OUT}" in [line.sentence for line in read()]


@pytest.mark.parametrize(
    "changed", [{"session": "another"}, {"at": timedelta(hours=-2)}, {"shown": ["b" * 32]}]
)
def test_another_search_is_not_the_one_before(county: None, changed: dict[str, object]) -> None:
    actor = cast.searcher("jane").actor()
    facts = {"session": actor.session, "at": timedelta(minutes=-5), "shown": ["a" * 32]} | changed
    other = trail.Actor(account=actor.account, name=actor.name, session=str(facts["session"]))
    with transaction.atomic():
        trail.record(Verb.SEARCHED, actor=other, at=cast.NOW + facts["at"], shown=facts["shown"])
        trail.record(Verb.DISCLOSED, actor=actor, at=cast.NOW, reference="a" * 32)
    assert read()[0].sentence == "Opened a record, without a search before."


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_is_a_sentence(county: None, verb: Verb) -> None:
    with transaction.atomic():
        trail.record(verb, actor=cast.searcher("jane").actor(), at=cast.NOW, reference="a" * 32)
    assert read()[0].sentence.endswith(".")
    assert read()[0].sentence[0].isupper()


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (Verb.INVOLVEMENT_RETRACTED, "Said that you were never involved."),
        (Verb.SENSITIVE_INVOLVEMENT_RETRACTED, "Said that your service was never involved."),
    ],
)
def test_what_one_said_oneself_is_told_to_oneself(kelly: str, verb: Verb, sentence: str) -> None:
    with transaction.atomic():
        trail.record(verb, actor=cast.searcher("jane").actor(), at=cast.NOW, reference=kelly)
    assert [line.sentence for line in read()] == [sentence]


def test_looking_at_ones_own_activity_again_and_again_is_one_line(jane: Client) -> None:
    for _ in range(3):
        jane.get("/my-activity/")
    looked = [line for line in read() if line.sentence == "Looked at your own activity."]
    assert [line.times for line in looked] == [3]


def test_older_lines_go_on_where_the_page_ended(jane: Client) -> None:
    for _ in range(60):
        browsing.search(jane, KELLY)
    first = activity.read(by=cast.searcher("jane"), now=cast.NOW)
    assert len(lines(first)) == 50
    shown = jane.post("/my-activity/", {"before": forms.written(first.older)})
    assert "Opened a record" in browsing.words(shown)
    assert "Show older events" not in browsing.words(shown)


# --- "this was not me" --------------------------------------------------------------------------------------------


def test_line_can_be_denied_once_and_waits_for_the_administrator(jane: Client, kelly: str) -> None:
    event = event_of(Verb.DISCLOSED)
    page = browsing.words(jane.get(f"/my-activity/{event.uid}/not-me/"))
    assert "Opened a record, after a search at" in page
    for press in ("are told that this was not you", "You have said this before"):
        answer = jane.post(f"/my-activity/{event.uid}/not-me/", follow=True)
        assert press in browsing.words(answer)
    assert "You said: not me" in browsing.words(jane.get("/my-activity/"))
    assert Denial.objects.count() == 1
    denied = event_of(Verb.ACT_DENIED)
    assert (denied.subject, denied.outcome, denied.reference) == (event.uid, Verb.DISCLOSED, "")

    ada = browsing.browser_of("ada")
    told = browsing.words(ada.get("/not-me-reports/"))
    assert "Jane Imaginary, Brook School" in told
    assert "Was shown a record" in told
    for never in (kelly, browsing.REASON["reason"], "Kelly"):
        assert never not in told
    assert (cast.last_event().verb, cast.last_event().subject) == (Verb.WORK_LISTED, "denials")


def test_administrator_records_what_came_of_it_and_the_person_sees_it(
    jane: Client, request: pytest.FixtureRequest
) -> None:
    ada = browsing.browser_of("ada")
    request.getfixturevalue("as_web_role")
    jane.post(f"/my-activity/{event_of(Verb.DISCLOSED).uid}/not-me/")
    reference = Denial.objects.get().reference
    assert "<title>Error: " in ada.post(f"/not-me-reports/{reference}/", {}).content.decode()
    answer = ada.post(f"/not-me-reports/{reference}/", {"outcome": "made-safe"}, follow=True)
    assert "What came of it is recorded" in browsing.words(answer)
    assert "Nobody has said that something under their name was not them." in browsing.words(answer)
    assert "the account is made safe" in browsing.words(jane.get("/my-activity/"))
    settled = event_of(Verb.DENIAL_SETTLED, "Ada Imaginary")
    assert (settled.subject, settled.outcome) == (event_of(Verb.DISCLOSED).uid, "made-safe")
    assert (
        ada.post(f"/not-me-reports/{reference}/", {"outcome": "made-safe"}).status_code
        == HTTPStatus.NOT_FOUND
    )


def test_nobody_denies_what_another_person_did(jane: Client) -> None:
    tim = browsing.browser_of("tim")
    uid = event_of(Verb.DISCLOSED).uid
    assert tim.get(f"/my-activity/{uid}/not-me/").status_code == HTTPStatus.NOT_FOUND
    assert tim.post(f"/my-activity/{uid}/not-me/").status_code == HTTPStatus.NOT_FOUND
    assert tim.post(f"/my-activity/{'0' * 32}/not-me/").status_code == HTTPStatus.NOT_FOUND
    assert not Denial.objects.exists()


def test_administrator_next_door_is_told_nothing(jane: Client) -> None:
    nia = cast.searcher("nia")
    with transaction.atomic():
        event = trail.record(Verb.SEARCHED, actor=nia.actor(), at=cast.NOW)
    denials.deny(event.uid, by=nia, now=cast.NOW)
    ada = cast.searcher("ada")
    assert denials.listed(by=ada, now=cast.NOW) == []
    with pytest.raises(denials.NoSuchDenial):
        denials.settle(Denial.objects.get().reference, outcome=denials.Outcome.THEIRS, by=ada, now=cast.NOW)


def test_without_a_council_it_reaches_those_who_run_the_service_and_says_so(
    jane: Client, caplog: pytest.LogCaptureFixture
) -> None:
    cast.account("jane")
    Organisation.objects.filter(account__username="jane").update(kind="national_partner", authority=None)
    uid = event_of(Verb.DISCLOSED).uid
    page = browsing.words(jane.get(f"/my-activity/{uid}/not-me/"))
    assert "No council looks after your account." in page
    assert "Tell my account administrators" not in page
    for told in (
        "Those who run ContactPoint are told",
        "You have said this before. Those who run ContactPoint",
    ):
        assert told in browsing.words(jane.post(f"/my-activity/{uid}/not-me/", follow=True))
    (line,) = [one.getMessage() for one in caplog.records if one.name == "audit.oversight.denials"]
    denial = Denial.objects.get()
    assert (
        line == f"denial {denial.reference}: no account administrator looks after account {denial.denied_by}"
    )


def test_what_reaches_administrators_is_no_line_of_the_log(
    jane: Client, caplog: pytest.LogCaptureFixture
) -> None:
    jane.post(f"/my-activity/{event_of(Verb.DISCLOSED).uid}/not-me/")
    assert [one for one in caplog.records if one.name == "audit.oversight.denials"] == []


def test_nobody_settles_what_they_said_themselves(jane: Client) -> None:
    uid = event_of(Verb.DISCLOSED).uid
    jane.post(f"/my-activity/{uid}/not-me/")
    Denial.objects.update(denied_by=cast.account("ada").reference)
    with pytest.raises(denials.OwnDenial):
        denials.settle(
            Denial.objects.get().reference,
            outcome=denials.Outcome.THEIRS,
            by=cast.searcher("ada"),
            now=cast.NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Denial.objects.update(
            settled_by=cast.account("ada").reference, settled_at=cast.NOW, outcome=denials.Outcome.THEIRS
        )


def test_auditor_finds_the_denial_and_what_came_of_it(jane: Client) -> None:
    jane.post(f"/my-activity/{event_of(Verb.DISCLOSED).uid}/not-me/")
    page = browsing.words(browsing.browser_of("lou").get("/trail/?verb=act-denied"))
    assert "Said that something under their name was not them" in page.partition("Newest first")[2]
