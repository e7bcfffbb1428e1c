"""The consent gate: a sensitive service is recorded only after the child, or a parent, has agreed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from shielding.forms import consent
from shielding.sensitive import involvements as sensitive
from shielding.views.reason import after_reason
from shielding.views.record import act


@doors.needs(Permission.RECORD_SENSITIVE_INVOLVEMENT)
@doors.read_or_send
@after_reason
def start(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = consent.ConsentGate(kept.sent(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        _start(request, viewer, form)
        return redirect("shielding:record", reference=viewer.reference)
    return render(request, "shielding/consent.html", {"form": form, "reference": viewer.reference})


@doors.needs(Permission.RECORD_SENSITIVE_INVOLVEMENT)
@require_POST
@after_reason
def finish(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return act(
        request,
        viewer,
        sensitive.finish,
        done="It is recorded that your service's work with this child has ended.",
        nothing="There was no open involvement of yours. Nothing has changed.",
    )


@doors.needs(Permission.RECORD_SENSITIVE_INVOLVEMENT)
@require_POST
@after_reason
def withdraw(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return act(
        request,
        viewer,
        sensitive.withdraw,
        done="It is recorded that the consent was taken back. Your work with this child is shown to nobody any more.",
        nothing="No consent to recording your own work with this child is held here. Nothing has changed.",
    )


def _start(request: SignedInRequest, viewer: Viewer, form: consent.ConsentGate) -> None:
    with answers.told(request):
        is_new = sensitive.start(by=viewer, consent=form.consent, now=timezone.now())
        messages.success(
            request,
            "It is recorded that your service works with this child. Others are not told which service it is."
            if is_new
            else "It was recorded already that your service works with this child.",
        )
