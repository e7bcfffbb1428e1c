"""Brokered contact: asking, what came of it, and the officer's list of what waits."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from registry import records
from shielding.disclosure import brokering, disclosure, reasons
from shielding.forms import finding, officers
from shielding.views.reason import after_reason


@doors.needs(Permission.ASK_FOR_CONTACT)
@doors.read_or_send
@after_reason
def ask(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = finding.AskForContact(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            sent = brokering.ask(by=viewer, now=timezone.now(), **form.cleaned_data)
        except records.NoSuchChild:
            reasons.drop(request.session, viewer.reference)
            raise
        if sent:
            return redirect("shielding:contact-asked", reference=sent)
        messages.warning(
            request, "You have asked for this contact already, and the request is still waiting."
        )
        return redirect("shielding:contact-requests")
    shown = {"form": form, "reference": viewer.reference, "child": disclosure.name_of(to=viewer)}
    return render(request, "shielding/contact.html", shown)


@doors.needs(Permission.ASK_FOR_CONTACT)
@require_safe
def asked(request: SignedInRequest, reference: str) -> HttpResponse:
    """What happens next with one's own request. Another's is answered like one that does not exist."""
    one = brokering.sent(reference, by=request.searcher)
    child = brokering.name_met(reference, by=request.searcher, now=timezone.now())
    return render(request, "shielding/contact_asked.html", {"one": one, "child": child})


@doors.needs(Permission.ASK_FOR_CONTACT)
@require_safe
def list_own(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "shielding/contact_requests.html", {"requests": brokering.asked_by(by=request.searcher)}
    )


@doors.needs(Permission.BROKER_CONTACT)
@require_safe
def list_waiting(request: SignedInRequest) -> HttpResponse:
    waiting = brokering.waiting(by=request.searcher, now=timezone.now())
    return render(request, "shielding/brokering.html", {"waiting": waiting})


@doors.needs(Permission.BROKER_CONTACT)
@doors.read_or_send
def answer(request: SignedInRequest, reference: str) -> HttpResponse:
    """One request and what came of it. Once answered, an answer stays as it is."""
    form = officers.AnswerContact(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        with answers.told(request):
            brokering.answer(reference, **form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(
                request, "The answer is recorded. The person who asked sees it, and nothing else."
            )
        return redirect("shielding:brokering")
    now = timezone.now()
    one = brokering.read(reference, by=request.searcher, now=now)
    child = disclosure.name_met(one.child, to=request.searcher, now=now)
    return render(request, "shielding/answer.html", {"form": form, "one": one, "child": child})
