"""The desk of the officers who answer: the queue, one case, and one step of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.permissions import Permission
from complaints import cases
from complaints.forms.answering import Words
from complaints.stages import Act

ENDED_SHOWN = 50


@doors.needs(Permission.ANSWER_CASES)
@require_safe
def list_cases(request: SignedInRequest) -> HttpResponse:
    """What waits, the case due first at the top, and what has ended."""
    now = timezone.now()
    shown = {
        "waiting": cases.waiting(by=request.searcher, now=now),
        "ended": cases.ended(by=request.searcher, now=now, most=ENDED_SHOWN),
    }
    return render(request, "complaints/cases.html", shown)


@doors.needs(Permission.ANSWER_CASES)
@require_safe
def show_case(request: SignedInRequest, reference: str) -> HttpResponse:
    """All that was asked and done, the clocks, and what may be done next. Reading it is one event."""
    now = timezone.now()
    opened = cases.read(reference, by=request.searcher, now=now)
    clocks = [{"deadline": one, "is_late": one.is_overdue(now)} for one in opened.deadlines]
    return render(request, "complaints/case.html", {"case": opened, "clocks": clocks, "reference": reference})


@doors.needs(Permission.ANSWER_CASES)
@doors.read_or_send
def take_step(request: SignedInRequest, reference: str, act: Act) -> HttpResponse:
    """One step, with the words that it needs."""
    now = timezone.now()
    form = Words(kept.sent(request)).about(act)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            cases.advance(reference, act, form.cleaned_data["words"], by=request.searcher, now=now)
            messages.success(request, f"{act.label}.")
            return redirect("complaints:case", reference=reference)
    opened = cases.read(reference, by=request.searcher, now=now)
    if act not in opened.may:
        messages.warning(request, cases.NotAsThingsAre().words)
        return redirect("complaints:case", reference=reference)
    shown = {"case": opened, "form": form, "act": act, "reference": reference}
    return render(request, "complaints/step.html", shown)
