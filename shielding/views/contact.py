"""Brokered contact: asking, what came of it, and the officer's list of what waits."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import doors
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from shielding import brokering, disclosure, forms, reasons
from shielding.views.reason import after_reason


@doors.needs(Permission.ASK_FOR_CONTACT)
@doors.read_or_send
@after_reason
def ask(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = forms.AskForContact(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            is_new = brokering.ask(by=viewer, now=timezone.now(), **form.cleaned_data)
        except disclosure.NoSuchChild:
            reasons.drop(request.session, viewer.reference)
            raise Http404 from None
        if is_new:
            return redirect("shielding:contact-asked")
        messages.warning(request, "You have asked for this contact already, and the request is still waiting.")
        return redirect("shielding:contact-requests")
    return render(request, "shielding/contact.html", {"form": form, "reference": viewer.reference})


@doors.needs(Permission.ASK_FOR_CONTACT)
@require_safe
def asked(request: SignedInRequest) -> HttpResponse:
    """The same words for everybody: a request was sent."""
    return render(request, "shielding/contact_asked.html")


@doors.needs(Permission.ASK_FOR_CONTACT)
@require_safe
def list_own(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "shielding/contact_requests.html", {"requests": brokering.asked_by(request.searcher)}
    )
