"""The pages that tell everybody beforehand: what is held, who may look, how it is kept safe, and what was asked for.

Nobody signs in here, and nothing is asked of any record.
"""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import doors
from access.doors import Request
from complaints import deadlines, kelly, pictures, plain_words, promises, senders
from complaints.deadlines import Done
from complaints.stages import Act, Kind
from ground import statute

PAGES: Mapping[str, str] = {
    "notice": "complaints/public/told/notice.html",
    "one-page": "complaints/public/told/one_page.html",
    "poster": "complaints/public/told/poster.html",
    "who-may-look": "complaints/public/told/who_may_look.html",
    "shields-explained": "complaints/public/told/shields.html",
    "misuse": "complaints/public/told/misuse.html",
    "parents": "complaints/public/told/parents.html",
    "story": "complaints/public/told/story.html",
    "jobs": "complaints/public/told/jobs.html",
}
"""The pages that only say something, by the name of their URL, which never has the name of a child."""
DRAWN = (Kind.ACCESS, Kind.COMPLAINT)
"""The kinds of case of which a picture is shown: a request, and a complaint."""


@doors.open_to_all
@require_safe
def show_page(request: Request, page: str) -> HttpResponse:
    """One of the pages, with the numbers that the law or a promise fixes and the words for what the code knows."""
    shown = {
        "numbers": numbers(),
        "words": plain_words,
        "jobs": plain_words.jobs(),
        "panels": kelly.PANELS,
    }
    return render(request, PAGES[page], shown)


@doors.open_to_all
@require_safe
def show_senders(request: Request) -> HttpResponse:
    """The systems that send now, by council."""
    return render(request, "complaints/public/told/sources.html", {"places": senders.by_place()})


@doors.open_to_all
@require_safe
def show_steps(request: Request) -> HttpResponse:
    """What happens with what was asked: pictures of the state machine, the same in words, and how long it takes."""
    now = timezone.now()
    shown = {
        "charts": [pictures.flowchart(kind) for kind in DRAWN],
        "times": [(str(kind.label), times(kind, now)) for kind in Kind],
    }
    return render(request, "complaints/public/told/steps.html", shown)


@doors.open_to_all
@require_safe
def show_promises(request: Request) -> HttpResponse:
    """What was asked for, how it is kept, and what is not kept yet."""
    groups = promises.groups()
    shown = {
        "groups": groups,
        "bars": pictures.bars(groups),
        "kept": sum(group.kept for group in groups),
        "not_kept": sum(group.not_kept for group in groups),
    }
    return render(request, "complaints/public/promises.html", shown)


def numbers() -> dict[str, str]:
    """Every number of the statute with its unit, as a page says it: "6 years", "1 month", "20 days"."""
    return {name: spoken(rule) for name, rule in statute.rules().items()}


def spoken(rule: statute.Rule) -> str:
    unit = rule.unit.removeprefix("calendar ")
    return f"{rule.value} {unit.removesuffix('s') if rule.value == 1 else unit}"


def times(kind: Kind, now: datetime) -> list[tuple[str, str]]:
    """What is due in a case of this kind from its first moment, and within which time."""
    return [(one.duty.words, spoken(one.rule)) for one in deadlines.deadlines(kind, [Done(Act.CAME_IN, now)])]
