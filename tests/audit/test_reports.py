"""Finding in the trail by a child's number or code, and the report that is taken away."""

import csv
import io
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Event
from audit.oversight import reports, reviews
from audit.verbs import Verb
from registry import formats
from registry.models import Child
from tests import browsing, cast
from tests.house import composition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

KELLY = {"given": "Kelly", "family": "Example", "born_0": "14", "born_1": "3", "born_2": "2011"}


@pytest.fixture
def kelly(county: None) -> Child:
    cast.send(cast.CENSUS, cast.KELLY, cast.ROBIN)
    return Child.objects.get(reference=cast.reference_of("Kelly"))


@pytest.fixture
def lou(kelly: Child) -> Client:
    """The auditor. Jane has searched for Kelly and seen her record; nobody has seen Robin's."""
    jane = browsing.browser_of("jane")
    browsing.search(jane, KELLY)
    browsing.open_record(jane, kelly.reference)
    return browsing.browser_of("lou")


def rows_of(answer: object) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


# --- by a child's number or code ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        lambda child: child.number,
        lambda child: formats.spaced(child.number),
        lambda child: child.reference,
        lambda child: child.reference.upper(),
        lambda child: child.reference[:8],
    ],
)
def test_events_about_a_child_are_found_by_number_code_and_reference(
    lou: Client, kelly: Child, said: object
) -> None:
    page = browsing.words(lou.post("/trail/", {"reference": said(kelly)}))  # type: ignore[operator]
    assert "Was shown a record" in page
    assert "Searched for a child" in page
    assert "Signed in" not in page.partition("Newest first")[2]


def unheld_number() -> str:
    return formats.new_number()


@pytest.mark.parametrize("own", ["", "on"])
def test_number_that_nobody_holds_looks_like_one_without_events(lou: Client, own: str) -> None:
    robin = Child.objects.get(reference=cast.reference_of("Robin"))
    seen = []
    for number in (robin.number, unheld_number(), robin.reference[:8], "00000000"):
        with composition._asked() as asked:
            answer = lou.post("/trail/", {"reference": number, "own": own})
        seen.append((answer.status_code, browsing.body(answer).replace(number, "?"), tuple(asked)))
    held, nowhere, code, no_code = seen
    assert len(held[2]) == len(nowhere[2])
    assert held[2] == nowhere[2]
    assert code[2] == no_code[2]
    if not own:
        assert held == nowhere
        assert code == no_code


def test_own_readings_do_not_say_whether_a_number_is_held(lou: Client) -> None:
    robin = Child.objects.get(reference=cast.reference_of("Robin"))
    for number in (robin.number, unheld_number()):
        lou.post("/trail/", {"reference": number})
        event = cast.last_event()
        assert (event.verb, event.reference, event.subject) == (Verb.TRAIL_READ, "", "authority")
        assert event.terms_hash
    assert robin.reference not in browsing.words(lou.post("/trail/", {"own": "on"}))


def test_nothing_is_found_by_a_childs_name(lou: Client) -> None:
    for name in ("Kelly", "Kelly Example"):
        page = browsing.words(lou.post("/trail/", {"person": name}))
        assert "No event fits." in page
        refused = lou.post("/trail/", {"reference": name})
        assert "Enter the twelve digits" in browsing.words(refused)


@pytest.mark.parametrize("said", ["410020030142", "1234567", "123456789", "zzzzzzzz", "0" * 31])
def test_what_is_neither_number_nor_code_is_refused(lou: Client, said: str) -> None:
    assert "<title>Error: " in lou.post("/trail/", {"reference": said}).content.decode()


def test_auditor_next_door_finds_nothing_by_number(lou: Client, kelly: Child) -> None:
    lena = browsing.browser_of("lena")
    assert "No event fits." in browsing.words(lena.post("/trail/", {"reference": kelly.number}))


# --- filters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"purpose": "find-others"}, True),
        ({"purpose": "protect"}, False),
        ({"organisation": "BROOK"}, True),
        ({"organisation": "Somewhere else"}, False),
    ],
)
def test_purpose_and_organisation_choose_events(lou: Client, asked: dict[str, str], is_found: bool) -> None:
    page = browsing.words(lou.post("/trail/", asked))
    assert ("Was shown a record" in page.partition("Newest first")[2]) == is_found


def test_own_readings_do_not_fill_the_page(lou: Client) -> None:
    for _ in range(60):
        reviews.read(reviews.Filters(), by=cast.searcher("lou"), now=cast.NOW)
    page = browsing.words(lou.get("/trail/")).partition("Newest first")[2]
    assert "Was shown a record" in page
    assert "Read the trail" not in page
    assert "Read the trail" in browsing.words(lou.post("/trail/", {"own": "on"})).partition("Newest first")[2]
    asked_for = browsing.words(lou.get("/trail/?verb=trail-read")).partition("Newest first")[2]
    assert "Read the trail" in asked_for


def test_readings_of_others_are_shown(lou: Client) -> None:
    event = Event.objects.filter(name="Jane Imaginary").first()
    assert event is not None
    assert reviews._filtered(Event.objects.all(), reviews.Filters(), cast.searcher("jane")).count() > 0
    browsing.browser_of("lou").get("/trail/")
    seen = reviews._filtered(Event.objects.all(), reviews.Filters(), cast.searcher("jane"))
    assert seen.filter(verb=Verb.TRAIL_READ, name="Lou Imaginary").exists()


# --- the report ---------------------------------------------------------------------------------------------------


def test_report_says_who_did_what_and_names_no_child(lou: Client, kelly: Child) -> None:
    answer = lou.post("/trail/report/", {"person": "jane"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="contactpoint-trail-2026-11-02.csv"'
    rows = rows_of(answer)
    assert tuple(rows[0]) == reports.COLUMNS
    (shown,) = (row for row in rows if row["What"] == "Was shown a record")
    assert (shown["Who"], shown["Records"], shown["Account"]) == (
        "Jane Imaginary",
        kelly.reference,
        cast.account("jane").reference,
    )
    text = answer.content.decode()
    for never in ("Kelly", "Example", "Invented Row", "ZZ1", "2011", browsing.REASON["reason"], kelly.number):
        assert never not in text


def test_times_of_a_report_are_those_in_england(lou: Client) -> None:
    entry = reviews.Entry(
        at=cast.NOW.replace(month=7),
        what="",
        account="",
        name="",
        organisation="",
        references=(),
        subject="",
        purpose="",
        reason="Kelly hides",
        fields=(),
        outcome="",
    )
    (row,) = csv.DictReader(io.StringIO(reports.written([entry])))
    local = timezone.localtime(entry.at)
    assert local.utcoffset()
    assert row["When"] == f"{local:%Y-%m-%d %H:%M:%S}"
    assert "Kelly hides" not in row.values()


def test_taking_a_report_stands_in_the_trail(lou: Client) -> None:
    lou.post("/trail/report/", {"person": "jane"})
    event = cast.last_event()
    assert (event.verb, event.name) == (Verb.TRAIL_EXPORTED, "Lou Imaginary")
    assert event.outcome.endswith(" events")
    assert event.terms_hash
    assert "Took a report of the trail away" in browsing.words(lou.post("/trail/", {"own": "on"}))


def test_report_holds_what_the_filters_choose_and_all_pages_of_it(lou: Client) -> None:
    jane = browsing.browser_of("jane")
    for _ in range(60):
        browsing.search(jane, KELLY)
    page = reviews.read(reviews.Filters(person="jane"), by=cast.searcher("lou"), now=cast.NOW).page
    assert page.older
    assert len(rows_of(lou.post("/trail/report/", {"person": "jane", "verb": "searched"}))) == 61
    assert rows_of(lou.post("/trail/report/", {"person": "nobody at all"})) == []


def test_report_that_is_too_long_is_refused_and_nothing_is_written(
    lou: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews, "MOST_IN_A_REPORT", 1)
    answer = lou.post("/trail/report/", {})
    assert "Ask for fewer days" in browsing.words(answer)
    assert not Event.objects.filter(verb=Verb.TRAIL_EXPORTED).exists()


def test_wrong_filters_of_a_report_are_said_on_the_page(lou: Client) -> None:
    answer = lou.post("/trail/report/", {"verb": "nothing"})
    assert answer.status_code == HTTPStatus.OK
    assert "<title>Error: " in answer.content.decode()


@pytest.mark.parametrize(
    "begins", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\xa0@x", "＝1"]
)
def test_no_cell_is_a_formula(begins: str) -> None:
    assert reports.defused(begins) == f"'{begins}"
    assert reports.defused("Jane = Imaginary") == "Jane = Imaginary"


def test_name_that_is_a_formula_is_defused_in_the_file(lou: Client) -> None:
    account = cast.account("jane")
    account.full_name = '=HYPERLINK("http://x.example","Jane")'
    account.save()
    browsing.search(browsing.browser_of("jane"), KELLY)
    names = {row["Who"] for row in rows_of(lou.post("/trail/report/", {}))}
    assert f"'{account.full_name}" in names
    assert not any(name.startswith("=") for name in names)


def test_page_carries_its_filters_to_the_report(lou: Client, kelly: Child) -> None:
    body = lou.post(
        "/trail/",
        {"person": "jane", "reference": kelly.number, "first_0": "1", "first_1": "11", "first_2": "2026"},
    )
    page = body.content.decode()
    for name, value in (("person", "jane"), ("reference", kelly.number), ("first_2", "2026")):
        assert page.count(f'<input type="hidden" name="{name}" value="{value}">') == 1
