"""The trail as an auditor reads it, and as everybody reads what it says of themselves."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.core import signing
from django.db import transaction
from django.test import Client

from audit import forms, trail
from audit.models import Event
from audit.oversight import activity, charts, reviews
from audit.verbs import Verb
from ground import references
from tests import browsing, cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "people")]

KELLY = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}


@pytest.fixture
def people(county: None) -> None:
    cast.send(cast.CENSUS, cast.KELLY)


@pytest.fixture
def kelly() -> str:
    return cast.reference_of("Kelly")


@pytest.fixture
def jane(kelly: str) -> Client:
    """Jane has searched for Kelly and seen her record."""
    browser = browsing.browser_of("jane")
    browsing.search(browser, KELLY)
    browsing.open_record(browser, kelly)
    return browser


@pytest.fixture
def lou(jane: Client) -> Client:
    return browsing.browser_of("lou")


def test_auditor_sees_who_did_what_why_and_names_no_child(lou: Client, kelly: str) -> None:
    page = browsing.words(lou.get("/trail/"))
    assert "Jane Imaginary" in page
    assert "Was shown a record" in page
    assert "Falling behind at school" in page
    assert kelly in page
    for typed_or_held in ("Kelly", "Example", "14 March", "7 Invented Row"):
        assert typed_or_held not in page


def test_reading_the_trail_stands_in_the_trail(lou: Client, kelly: str) -> None:
    lou.get("/trail/")
    event = cast.last_event()
    assert (event.verb, event.name, event.subject) == (Verb.TRAIL_READ, "Lou Imaginary", "authority")
    lou.post("/trail/", {"reference": kelly})
    event = cast.last_event()
    assert event.reference == kelly
    assert event.terms_hash
    assert "Read the trail" in browsing.words(lou.post("/trail/", {"own": "on"}))


def test_auditor_next_door_sees_nothing_of_ours(jane: Client, kelly: str) -> None:
    lena = browsing.browser_of("lena")
    page = browsing.words(lena.post("/trail/", {"reference": kelly, "person": "jane"}))
    assert "No event fits." in page
    assert "Jane Imaginary" not in browsing.words(lena.get("/trail/"))


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"person": "jane"}, True),
        ({"person": "IMAGINARY"}, True),
        ({"person": "nobody at all"}, False),
        ({"person": "%"}, False),
        ({"verb": "searched"}, True),
        ({"verb": "shield-imposed"}, False),
        ({"first_0": "2", "first_1": "11", "first_2": "2026"}, True),
        ({"first_0": "3", "first_1": "11", "first_2": "2026"}, False),
        ({"last_0": "2", "last_1": "11", "last_2": "2026"}, True),
        ({"last_0": "1", "last_1": "11", "last_2": "2026"}, False),
        ({"reference": "f" * 32}, False),
    ],
)
def test_filters_choose_events(lou: Client, asked: dict[str, str], is_found: bool) -> None:
    page = browsing.words(lou.post("/trail/", asked))
    assert ("No event fits." not in page) == is_found


def test_record_is_found_by_what_a_search_showed(lou: Client, kelly: str) -> None:
    page = browsing.words(lou.post("/trail/", {"reference": kelly, "verb": "searched"}))
    assert "Searched for a child" in page
    assert kelly in page


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("person", "x" * 10_000),
        ("verb", "nothing"),
        ("first_0", "99"),
        ("reference", "x"),
        ("reference", "<script>alert(1)</script>"),
        ("reference", "\0"),
    ],
)
def test_wrong_filters_are_refused_in_words(lou: Client, field: str, text: str) -> None:
    page = lou.post("/trail/", {field: text})
    assert page.status_code == HTTPStatus.OK
    assert "<title>Error: " in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    assert not Event.objects.filter(verb=Verb.TRAIL_READ).exists()


def test_older_events_go_on_where_the_page_ended(lou: Client, jane: Client) -> None:
    for _ in range(60):
        browsing.search(jane, KELLY)
    asked = reviews.Filters(verb=Verb.SEARCHED)
    by = cast.searcher("lou")
    first = reviews.read(asked, by=by, now=cast.NOW).page
    second = reviews.read(asked, by=by, now=cast.NOW, before=first.older).page
    assert (len(first.entries), len(second.entries)) == (50, 11)
    assert second.older is None
    shown = lou.post("/trail/", {"verb": "searched", "before": forms.written(first.older)})
    assert shown.content.decode().count("Searched for a child<") - 1 == 11
    assert "Show older events" not in browsing.words(shown)


def test_the_place_that_a_page_carries_does_not_count_the_events_of_everybody(
    lou: Client, jane: Client
) -> None:
    for _ in range(60):
        browsing.search(jane, KELLY)
    page = reviews.read(reviews.Filters(), by=cast.searcher("lou"), now=cast.NOW).page
    carried = signing.loads(forms.written(page.older), salt=forms._SALT)
    assert not {*Event.objects.values_list("pk", flat=True)} & {*carried}


def test_forged_place_shows_the_newest(lou: Client) -> None:
    assert "Jane Imaginary" in browsing.words(lou.post("/trail/", {"before": "forged:x:y"}))
    assert lou.post("/trail/", {"before": "x" * 10_000}).status_code == HTTPStatus.OK


def test_two_weeks_stand_in_numbers(lou: Client) -> None:
    days = reviews.read(reviews.Filters(), by=cast.searcher("lou"), now=cast.NOW).days
    assert len(days) == 14
    assert (days[-1].day, days[-1].searches, days[-1].disclosures) == (cast.TODAY, 1, 1)
    chart = charts.bars(days)
    assert (chart.most, chart.pairs[-1].searches.height) == (1, charts.HEIGHT)
    assert charts.bars([]).pairs == ()


def test_event_before_midnight_in_universal_time_counts_for_the_day_in_england(jane: Client) -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with transaction.atomic():
        trail.record(Verb.SEARCHED, actor=cast.searcher("tim").actor(), at=late)
    days = reviews.read(reviews.Filters(), by=cast.searcher("lou"), now=late + timedelta(hours=12)).days
    assert (days[-1].day.day, days[-1].searches) == (2, 1)


def test_my_activity_shows_my_own_last_ninety_days(jane: Client, clock: time_machine.Traveller) -> None:
    browsing.search(browsing.browser_of("tim"), KELLY)
    page = browsing.words(jane.get("/my-activity/"))
    assert "Opened a record" in page
    assert "Tim Imaginary" not in page
    assert (cast.last_event().verb, cast.last_event().subject) == (Verb.TRAIL_READ, "own")
    clock.shift(timedelta(days=91))
    own = activity.read(by=cast.searcher("jane"), now=cast.NOW + timedelta(days=91))
    assert own.days == ()
    assert jane.post("/my-activity/", {"before": "\0"}).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("who", "path"), [("jane", "/trail/"), ("olive", "/trail/"), ("lou", "/my-activity/")]
)
def test_trail_is_for_those_whose_role_it_is(who: str, path: str) -> None:
    assert browsing.browser_of(who).get(path).status_code == HTTPStatus.FORBIDDEN


def test_auditor_cannot_open_a_record(lou: Client) -> None:
    for path in ("/search/", f"/children/{references.new()}/", f"/children/{references.new()}/reason/"):
        assert lou.get(path).status_code == HTTPStatus.FORBIDDEN
