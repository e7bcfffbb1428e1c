"""Children's side of a survey, and what came out of it for everybody. Nobody signs in; nothing stays in the browser."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from access import answers, doors, proxies
from access.doors import Request
from complaints import consultation, councils, drafts, findings
from complaints.forms.consulting import Password, Sheet


@doors.open_to_all
@require_safe
def list_surveys(request: Request) -> HttpResponse:
    """The surveys that are open, and what came out of those before."""
    is_open, published = findings.listed()
    return render(request, "complaints/consultation/say.html", {"is_open": is_open, "published": published})


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def enter(request: Request) -> HttpResponse:
    """The password of the place. It leads to a sheet of this child's own."""
    form = Password(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            network = proxies.address_of(request) or ""
            key = consultation.come_in(form.cleaned_data["password"], network=network, now=timezone.now())
            return redirect("complaints:say-sheet", key=key)
    return render(request, "complaints/consultation/say_password.html", {"form": form})


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def fill_in(request: Request, key: str) -> HttpResponse:
    """The questions, on one page."""
    now = timezone.now()
    kept = drafts.read(key, now=now)
    if consultation.SENT in kept:
        return redirect("complaints:say-thanks")
    survey = consultation.asked_in(kept)
    typed = QueryDict(kept[consultation.TYPED]) if consultation.TYPED in kept else None
    form = Sheet(request.POST if request.method == "POST" else typed, asked=survey.questions)
    if request.method == "POST" and form.is_valid():
        drafts.put(key, {consultation.TYPED: _typed(request)}, now=now)
        return redirect("complaints:say-check", key=key)
    shown = {"form": form, "key": key, "survey": survey, "council": councils.by_code(survey.authority)}
    return render(request, "complaints/consultation/say_sheet.html", shown)


@doors.open_to_all
@doors.read_or_send
def check(request: Request, key: str) -> HttpResponse:
    """All answers once more. Sending them is what the button does."""
    now = timezone.now()
    kept = drafts.read(key, now=now)
    if consultation.SENT in kept:
        return redirect("complaints:say-thanks")
    survey = consultation.asked_in(kept)
    form = Sheet(QueryDict(kept.get(consultation.TYPED, "")), asked=survey.questions)
    if not form.is_valid():
        return redirect("complaints:say-sheet", key=key)
    if request.method == "POST":
        consultation.send(key, form.filled, now=now)
        return redirect("complaints:say-thanks")
    shown = {"answers": form.answers, "key": key, "survey": survey}
    return render(
        request,
        "complaints/consultation/say_check.html",
        shown | {"council": councils.by_code(survey.authority)},
    )


@doors.open_to_all
@require_safe
def thanks(request: Request) -> HttpResponse:
    return render(request, "complaints/consultation/say_thanks.html")


@doors.open_to_all
@require_safe
def show_results(request: Request, reference: str) -> HttpResponse:
    """What came out of a survey that is published."""
    found = findings.published(reference)
    return render(request, "complaints/consultation/results.html", {"found": found})


def _typed(request: Request) -> str:
    """What was typed into the questions, as it was sent."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    return typed.urlencode()
