"""The public side and the desk, as a browser sees them."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Event
from audit.verbs import Verb
from complaints import cases, spoken
from complaints.models import Case, Draft
from complaints.stages import Act, Kind, Stage
from tests import browsing, cast
from tests.complaints import walking
from tests.complaints.walking import WORDS, answers, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]


@pytest.fixture
def browser() -> Client:
    return Client()


def sent(browser: Client, kind: Kind = Kind.ACCESS, **typed: str) -> str:
    """What somebody sends. Returns the reference that they are given."""
    return walking.reference_on(walk(browser, kind=kind, **typed)[-1])


def test_front_door_is_for_everybody_and_leads_to_the_form_and_to_signing_in(browser: Client) -> None:
    page = browsing.body(browser.get("/"))
    for place in ("/ask/", "/follow/", "/councils/", "/ask/on-paper/", "/sign-in/"):
        assert f'href="{place}"' in page


@pytest.mark.parametrize("kind", Kind)
def test_each_wish_comes_in_and_can_be_followed(browser: Client, kind: Kind) -> None:
    reference = sent(browser, kind)
    followed = cases.follow(reference)
    assert (followed.kind, followed.stage) == (kind, Stage.RECEIVED)
    assert followed.authority == cast.WESTMARCH


def test_words_reach_the_officer_and_stand_in_no_url_and_no_event(browser: Client) -> None:
    found = walk(browser, kind=Kind.WORRY)
    assert not [answer for answer in found if WORDS in answer.get("Location", "")]
    rita = browsing.browser_of("rita")
    page = browsing.words(rita.get(f"/cases/{Case.objects.get().reference}/"))
    assert WORDS in page
    assert "Kelly" in page
    (opened,) = Event.objects.filter(verb=Verb.CASE_OPENED)
    assert WORDS not in str(vars(opened))


def test_nothing_is_kept_in_the_browser_but_the_forms_token(browser: Client) -> None:
    for answer in walk(browser):
        assert set(answer.cookies) <= {"__Host-csrftoken"}
        assert answer["Cache-Control"] == "no-store"
        assert all(not morsel["max-age"] and not morsel["expires"] for morsel in answer.cookies.values())


def test_going_back_shows_what_was_typed_and_changing_it_keeps_the_rest(browser: Client) -> None:
    said = answers(Kind.COMPLAINT, given="Kely")
    place = browser.post("/ask/", said["what"])["Location"]
    key = place.split("/")[2]
    for step in ("who", "person", "where", "about", "reach"):
        browser.post(f"/ask/{key}/{step}/", said[step])
    assert 'value="Kely"' in browsing.body(browser.get(f"/ask/{key}/person/"))
    browser.post(f"/ask/{key}/person/", said["person"] | {"given": "Kelly"})
    page = browsing.words(browser.get(f"/ask/{key}/check/"))
    assert "Kelly" in page
    assert "Kely " not in page
    assert WORDS in page


def test_sending_twice_and_loading_again_make_one_case(browser: Client) -> None:
    walk(browser)
    place = f"/ask/{'0' * 32}/check/"
    assert browser.post(place).status_code == HTTPStatus.NOT_FOUND
    key = browser.post("/ask/", {"what": "", "kind": "access"})["Location"].split("/")[2]
    for step, form in answers().items():
        if step not in ("what", "you", "council"):
            browser.post(f"/ask/{key}/{step}/", form)
    first, again = browser.post(f"/ask/{key}/check/"), browser.post(f"/ask/{key}/check/")
    assert first["Location"] == again["Location"] == f"/ask/{key}/sent/"
    assert browsing.body(browser.get(first["Location"])) == browsing.body(browser.get(first["Location"]))
    assert Case.objects.count() == 2
    assert browser.get(f"/ask/{key}/about/")["Location"] == f"/ask/{key}/sent/"


@pytest.mark.parametrize(
    ("postcode", "council"),
    [("ZZ1 1AA", ""), ("ZZ3 1AA", "council"), ("ZZ77 1AA", "council"), ("", "council")],
)
def test_postcode_finds_the_council_or_it_is_chosen(browser: Client, postcode: str, council: str) -> None:
    found = walk(browser, postcode=postcode)
    places = {answer.get("Location", "").rstrip("/").rpartition("/")[2] for answer in found}
    assert ("council" in places) == bool(council)


def test_who_asks_for_somebody_else_says_who_they_are(browser: Client) -> None:
    sent(browser, asker="child")
    assert "I am her mum" in browsing.words(
        browsing.browser_of("rita").get(f"/cases/{Case.objects.get().reference}/")
    )


@pytest.mark.parametrize(
    ("step", "form", "error"),
    [
        ("who", {}, "Choose who this is for"),
        ("person", {"given": "", "family": "Example"}, "Enter the first name"),
        (
            "person",
            {"given": "K", "family": "E", "born_0": "1", "born_1": "1", "born_2": "2040"},
            "in the past",
        ),
        ("where", {"postcode": "nowhere"}, "Enter a postcode such as ZZ1 1AA"),
        ("about", {"words": ""}, "Write a few words about it"),
        ("about", {"words": "x" * 2001}, "2000 characters or fewer"),
        ("reach", {"way": "telephone", "telephone": ""}, "Enter the telephone number"),
        ("reach", {"way": "telephone", "telephone": "12"}, "Enter a telephone number"),
        ("reach", {"way": "email", "email": "nobody"}, "Enter an e-mail address"),
    ],
)
def test_each_question_says_what_to_do(browser: Client, step: str, form: dict[str, str], error: str) -> None:
    key = browser.post("/ask/", {"kind": "complaint"})["Location"].split("/")[2]
    page = browser.post(f"/ask/{key}/{step}/", form)
    assert page.status_code == HTTPStatus.OK
    assert error in browsing.words(page)
    again = browsing.body(browser.get(f"/ask/{key}/{step}/"))
    assert all(value[:50] in again for value in form.values()), "what was typed is still there"


def test_what_was_typed_can_be_deleted(browser: Client) -> None:
    key = browser.post("/ask/", {"kind": "worry"})["Location"].split("/")[2]
    assert browser.post(f"/ask/{key}/delete/")["Location"] == "/ask/deleted/"
    assert not Draft.objects.exists()
    assert browser.get(f"/ask/{key}/who/").status_code == HTTPStatus.NOT_FOUND


def test_a_reference_that_nobody_holds_and_one_with_a_slip_show_nothing(browser: Client) -> None:
    for typed in (spoken.new(), "7K3M", "' OR 1=1"):
        page = browser.post("/follow/", {"reference": typed})
        assert page.status_code == HTTPStatus.OK
        assert "There is a problem" in browsing.words(page)


def test_case_is_answered_by_two_and_looked_at_again_by_the_other(browser: Client) -> None:
    reference = sent(browser, Kind.COMPLAINT)
    place = f"/cases/{Case.objects.get().reference}/"
    rita, ruth = browsing.browser_of("rita"), browsing.browser_of("ruth")
    assert rita.post(f"{place}taken/", {"words": ""}).status_code == HTTPStatus.FOUND
    assert (
        rita.post(f"{place}proposed/", {"words": "We have changed it, and we are sorry."})["Location"]
        == place
    )
    assert "another officer has to read it" in browsing.words(rita.get(place))
    assert "sorry" not in browsing.words(follow(browser, reference))
    assert ruth.post(f"{place}answered/", {"words": ""})["Location"] == place
    page = follow(browser, reference)
    assert "We have changed it, and we are sorry." in browsing.words(page)
    browser.post(page.request["PATH_INFO"], {"act": "asked-again", "words": "It is still wrong on the page"})
    assert "It is still wrong" in browsing.words(ruth.get(place))
    settled = ruth.post(f"{place}settled/", {"words": "We looked again and it is right now."})
    assert settled["Location"] == place
    last = browsing.words(follow(browser, reference))
    assert "Ombudsman" in last
    assert "Rita" not in last


def follow(browser: Client, reference: str) -> object:
    return browser.get(browser.post("/follow/", {"reference": reference})["Location"])


def test_an_officer_is_told_what_cannot_be_done_as_things_are(browser: Client) -> None:
    sent(browser)
    place = f"/cases/{Case.objects.get().reference}/"
    rita = browsing.browser_of("rita")
    assert rita.get(f"{place}answered/")["Location"] == place
    assert "Nothing has changed" in browsing.words(rita.get(place))
    page = rita.post(f"{place}answered/", {"words": ""}, follow=True)
    assert "moved on meanwhile" in browsing.words(page)


def test_overdue_stands_first_and_says_so(browser: Client) -> None:
    sent(browser, Kind.ACCESS)
    sent(browser, Kind.WORRY)
    Case.objects.filter(kind=Kind.ACCESS).update(due=timezone.now() - timedelta(days=1))
    page = browsing.body(browsing.browser_of("rita").get("/cases/"))
    assert page.index("See what is held") < page.index("Overdue") < page.index("I am worried")


def test_what_the_person_wrote_is_not_lost_when_it_cannot_be_taken(browser: Client) -> None:
    page = follow(browser, sent(browser))
    again = browser.post(page.request["PATH_INFO"], {"act": "added", "words": "???"})  # type: ignore[attr-defined]
    assert "???" in browsing.body(again)
    assert "Write in a sentence or two" in browsing.words(again)


@pytest.mark.parametrize("place", ["/ask/on-paper/", "/ask/on-paper/large/"])
def test_paper_form_asks_the_same_questions(browser: Client, place: str) -> None:
    page = browsing.words(browser.get(place))
    for kind in Kind:
        assert kind.label in page
    assert ("ordinary print" in page) == ("large" in place)


def test_acts_of_officers_alone_have_an_address() -> None:
    assert Act.WITHDRAWN not in cases.BY_OFFICERS
    assert Act.ANSWERED in cases.BY_OFFICERS
