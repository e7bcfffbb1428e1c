"""The public form: one question on each page, a page to check the answers, and the reference.

Nobody signs in here. What is typed is kept on the server under a key that only the URL has, and nothing is kept in the
browser. Whatever is held about anybody, every page answers the same.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from access import doors, proxies
from access.doors import Request
from complaints import cases, councils, drafts
from complaints.forms.asking import Answers, paper
from complaints.models import Case


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def begin(request: Request) -> HttpResponse:
    """The first question. Nothing is kept before it is answered."""
    form = Answers({}).form("what", request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = drafts.begin(
            {"what": _typed(request)}, network=proxies.address_of(request) or "", now=timezone.now()
        )
        return redirect("complaints:ask-who", key=key)
    return render(request, "complaints/public/question.html", {"form": form, "step": "what"})


@doors.open_to_all
@sensitive_post_parameters()
@doors.read_or_send
def ask(request: Request, key: str, step: str) -> HttpResponse:
    """One question. An answer leads to the next that is open, and at last to the page on which all are checked."""
    kept = drafts.read(key, now=timezone.now())
    if cases.SENT in kept:
        return redirect("complaints:sent", key=key)
    answers = Answers(kept)
    if step not in answers.steps:
        return redirect("complaints:check", key=key)
    form = answers.form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        drafts.put(key, {step: _typed(request)}, now=timezone.now())
        if form.is_valid():
            return _to_next(key)
    shown = {"form": form, "step": step, "key": key, "before": answers.before(step)}
    return render(request, "complaints/public/question.html", shown)


@doors.open_to_all
@doors.read_or_send
def check(request: Request, key: str) -> HttpResponse:
    """All answers once more, each with a way to change it; sending them is what the button does."""
    now = timezone.now()
    kept = drafts.read(key, now=now)
    answers = Answers(kept)
    if cases.SENT not in kept and (step := answers.first_open) is not None:
        return redirect(f"complaints:ask-{step}", key=key)
    if request.method == "POST" and cases.SENT not in kept:
        asked = cases.Asked(
            kind=answers.kind,
            asker=answers.asker,
            channel=Case.Channel.WEB,
            authority=answers.authority,
            answers=answers.told(),
        )
        cases.send(key, asked, now=now)
    if request.method == "POST" or cases.SENT in kept:
        return redirect("complaints:sent", key=key)
    shown = {
        "key": key,
        "answers": answers.shown(),
        "council": councils.by_code(answers.authority),
        "kind": answers.kind,
    }
    return render(request, "complaints/public/check.html", shown)


@doors.open_to_all
@require_safe
def sent(request: Request, key: str) -> HttpResponse:
    """The reference, for as long as the draft is there."""
    kept = drafts.read(key, now=timezone.now())
    if cases.SENT not in kept:
        return redirect("complaints:check", key=key)
    followed = cases.follow(kept[cases.SENT])
    shown = {
        "reference": kept[cases.SENT],
        "case": followed,
        "council": councils.by_code(followed.authority),
    }
    return render(request, "complaints/public/sent.html", shown)


@doors.open_to_all
@require_POST
def leave(request: Request, key: str) -> HttpResponse:
    """Delete what was typed."""
    drafts.forget(key)
    return redirect("complaints:deleted")


@doors.open_to_all
@require_safe
def list_councils(request: Request) -> HttpResponse:
    """Each council's team, and how it is reached."""
    return render(request, "complaints/public/councils.html", {"councils": councils.all_of_them()})


@doors.open_to_all
@require_safe
def print_form(request: Request, *, is_large: bool = False) -> HttpResponse:
    """The same questions on paper."""
    return render(request, "complaints/public/paper.html", {"questions": paper(), "is_large": is_large})


@doors.open_to_all
@require_safe
def deleted(request: Request) -> HttpResponse:
    return render(request, "complaints/public/deleted.html")


def _to_next(key: str) -> HttpResponse:
    step = Answers(drafts.read(key, now=timezone.now())).first_open
    return redirect(f"complaints:ask-{step}", key=key) if step else redirect("complaints:check", key=key)


def _typed(request: Request) -> str:
    """What was typed into the questions, as it was sent."""
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    return typed.urlencode()
