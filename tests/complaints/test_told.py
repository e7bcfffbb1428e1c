"""What everybody is told beforehand: reached from the first page, true to the code, and where to turn."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from access.models import Organisation
from access.occupations import MAY_READ_RECORDS, Occupation
from complaints import deadlines, kelly, plain_words, senders
from complaints.stages import By, Kind
from complaints.views import telling
from ground import house, statute
from ground.statute import Purpose
from registry import parts
from registry.models import Source
from shielding.models import Tier
from tests import browsing, cast
from workshop.demo import cast as county_cast
from workshop.demo import county as demo_county

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "clock")]

TOLD = tuple(f"complaints:{name}" for name in (*telling.PAGES, "sources", "steps", "promises"))


def read(name: str) -> Any:
    answer = Client().get(reverse(name))
    assert answer.status_code == HTTPStatus.OK
    return answer


def main_of(answer: Any) -> str:
    return re.sub(r"^.*<main|</main>.*$", "", answer.content.decode(), flags=re.DOTALL)


def test_front_page_leads_to_every_page() -> None:
    front = main_of(read("home"))
    assert [name for name in TOLD if f'href="{reverse(name)}"' not in front] == []


@pytest.mark.parametrize("name", TOLD)
def test_every_page_leads_on_and_is_of_the_public_side(name: str) -> None:
    answer = read(name)
    page = answer.content.decode()
    assert "public/base.html" in [template.name for template in answer.templates]
    assert "Leave this page" in page
    assert f'href="{reverse("complaints:notice")}"' in main_of(answer)
    assert "<script" not in main_of(answer)
    assert len(re.findall("<h1", page)) == 1
    assert answer.cookies == {}
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["home", "complaints:ask", "complaints:councils", *TOLD])
def test_every_page_says_how_to_complain_and_whom_to_ring(name: str) -> None:
    foot = read(name).content.decode().partition("<footer")[2]
    assert f'href="{reverse("complaints:ask")}"' in foot
    assert "Ask or complain" in foot
    assert f'href="{reverse("complaints:councils")}"' in foot
    assert "999" in foot


@pytest.mark.parametrize("name", TOLD)
def test_every_picture_has_words_for_those_who_do_not_see_it(name: str) -> None:
    for picture in re.findall(r"<svg.*?</svg>", main_of(read(name)), flags=re.DOTALL):
        label = re.search(r'role="img" aria-labelledby="([^"]+)"', picture)
        assert label
        assert f'<title id="{label[1]}">' in picture


def test_notice_says_every_number_as_the_statute_has_it() -> None:
    page = browsing.words(read("complaints:notice"))
    for rule in (
        statute.CHILDHOOD_ENDS,
        statute.ARCHIVE_KEPT,
        statute.INVOLVEMENT_SHOWN_AFTER_END,
        statute.LEFT_ENGLAND_KEPT,
        statute.DEATH_KEPT,
        statute.TRAIL_KEPT,
        statute.CASE_KEPT,
        statute.CASE_WORDS_KEPT,
        statute.SUBJECT_ACCESS_ANSWERED,
        statute.WORRY_LOOKED_AT,
        statute.COMPLAINT_ANSWERED,
    ):
        assert telling.spoken(rule) in page
    assert telling.spoken(statute.COMPLAINT_ANSWERED) == "20 days"
    assert telling.spoken(statute.SUBJECT_ACCESS_ANSWERED) == "1 month"
    assert telling.spoken(statute.WORRY_DECIDED) == "2 working days"


def test_no_page_says_a_number_that_is_not_known() -> None:
    known = set(statute.rules())
    used = {
        name
        for path in (telling.PAGES[page] for page in telling.PAGES)
        for name in re.findall(r"numbers\.([A-Z_]+)", _source(path))
    }
    assert used
    assert used <= known


def _source(template: str) -> str:
    return (house.ROOT / "templates" / template).read_text()


def test_demonstration_says_that_all_of_it_is_made_up_and_a_real_site_does_not() -> None:
    with override_settings(DEMO=True):
        assert "All of it is made up" in browsing.words(read("complaints:notice"))
    assert "made up" not in browsing.words(read("complaints:notice"))


def test_everything_that_a_record_holds_is_said() -> None:
    assert set(plain_words.HELD) == {part.name for part in parts.every()}
    page = browsing.words(read("complaints:notice"))
    assert [words for words in (*plain_words.HELD.values(), *plain_words.NEVER) if words not in page] == []


def test_every_reason_to_look_is_said() -> None:
    assert set(plain_words.REASONS) == set(Purpose)
    for name in ("complaints:notice", "complaints:who-may-look"):
        page = browsing.words(read(name))
        assert [words for words in plain_words.REASONS.values() if words not in page] == []


def test_every_tier_has_words() -> None:
    assert set(plain_words.TIERS) == set(Tier)
    page = browsing.words(read("complaints:shields-explained")).replace("&#x27;", "'")
    assert [says for _, says in plain_words.TIERS.values() if says not in page] == []


def test_shields_are_for_these_too() -> None:
    page = browsing.words(read("complaints:shields-explained"))
    assert "when your family is famous" in page
    assert "you are just afraid that bad people could find you. Then you can ask to be more private" in page
    assert f"every {telling.spoken(statute.SHIELD_REVIEW)}" in page


def test_every_job_and_every_kind_of_place_has_words() -> None:
    assert set(plain_words.JOBS) == set(Occupation)
    assert set(plain_words.PLACES) == set(Organisation.Kind)
    assert {job.name for job in plain_words.jobs() if job.may_look} == {
        plain_words.JOBS[one][0] for one in MAY_READ_RECORDS
    }
    page = browsing.words(read("complaints:jobs")).replace("&#x27;", "'")
    for job in plain_words.jobs():
        may = "Can be allowed to look." if job.may_look else "Can never look."
        assert f"{job.name} {job.does} {may}" in page


def test_every_job_that_stands_on_a_record_of_the_county_has_words() -> None:
    of_services = {title for _, _, title, *_ in demo_county._WORKING}
    of_the_cast = {
        one.job_title
        for one in vars(county_cast).values()
        if isinstance(one, county_cast.Person)
        and not one.is_officer
        and one.service not in demo_county.SENSITIVE
    }
    assert of_services | of_the_cast <= set(plain_words.TITLES)
    page = browsing.words(read("complaints:jobs")).replace("&#x27;", "'")
    assert [words for words in plain_words.TITLES.values() if words not in page] == []


def test_no_job_is_named_by_which_a_sensitive_service_is_told() -> None:
    page = browsing.words(read("complaints:jobs")).lower()
    assert [word for word in ("sexual", "drug", "alcohol", "mental") if word in page] == []


def test_sources_are_those_that_send_now() -> None:
    assert set(plain_words.SENDERS) == set(Source.Kind)
    shown = browsing.words(read("complaints:sources"))
    for source in Source.objects.filter(live=True):
        assert source.name in shown
    gone = Source.objects.filter(live=True, authority__isnull=False).first()
    assert gone
    gone.live = False
    gone.save()
    names = [sender.name for place in senders.by_place() for sender in place.senders]
    assert sorted(names) == sorted(Source.objects.filter(live=True).values_list("name", flat=True))


def test_sources_are_grouped_by_council() -> None:
    places = {place.name: [sender.name for sender in place.senders] for place in senders.by_place()}
    for source in Source.objects.filter(live=True).select_related("authority"):
        assert source.name in places[source.authority.name if source.authority else "All of England"]
    assert cast.WESTMARCH in {source.authority.code for source in Source.objects.exclude(authority=None)}


def test_a_source_of_a_kind_that_is_new_is_listed_too() -> None:
    Source.objects.create(code="hospital", name="Westmarch Hospital", kind="hospital-births")
    assert "Westmarch Hospital Sends facts about children." in browsing.words(read("complaints:sources"))


def test_without_a_source_the_page_says_so() -> None:
    Source.objects.update(live=False)
    assert "No system is switched on yet." in browsing.words(read("complaints:sources"))


def test_steps_are_shown_as_pictures_and_in_words() -> None:
    answer = read("complaints:steps")
    page = browsing.words(answer).replace("&#x27;", "'")
    assert set(plain_words.DONE_BY) == set(By)
    for chart in answer.context["charts"]:
        assert [step.words for step in chart.steps if f"{step.words}. {step.by}" not in page] == []
    assert [chart.kind for chart in answer.context["charts"]] == list(telling.DRAWN)


def test_every_kind_of_case_has_its_times() -> None:
    page = browsing.words(read("complaints:steps"))
    for kind in Kind:
        due = telling.times(kind, cast.NOW)
        assert due
        for what, within in due:
            assert f"{what} {within}" in page
    assert (str(deadlines.Duty.ANSWER.words), "20 days") in telling.times(Kind.COMPLAINT, cast.NOW)


def test_story_is_told_in_pictures_of_people_who_are_made_up() -> None:
    page = browsing.words(read("complaints:story")).replace("&#x27;", "'")
    for panel in kelly.PANELS:
        assert panel.shows in page
        assert [line for line in panel.words if line not in page] == []
        assert [figure.name for figure in panel.figures] == list(panel.people)
        assert all(0 < figure.middle - 32 < figure.middle + 32 < panel.width for figure in panel.figures)
        assert all(0 <= figure.top < figure.foot < figure.name_at < panel.height for figure in panel.figures)
        places = {(figure.middle, figure.foot) for figure in panel.figures}
        assert len(places) == len(panel.people)
    assert "This story is made up" in page
