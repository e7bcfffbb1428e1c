"""The record, and what one press records on it: that one works with the child, and that one has finished."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from registry import involvements, records
from shielding.disclosure import disclosure, reasons
from shielding.views.reason import after_reason


@doors.needs(Permission.OPEN_RECORD)
@require_safe
def show_record(request: SignedInRequest, reference: str) -> HttpResponse:
    now = timezone.now()
    viewer = reasons.given(request.session, by=request.searcher, reference=reference, now=now)
    if viewer is None:
        return redirect("shielding:reason", reference=reference)
    try:
        shown = disclosure.disclose(reference, to=viewer, now=now)
    except records.NoSuchChild:
        reasons.drop(request.session, reference)
        raise
    facts = {
        "record": shown,
        "viewer": viewer,
        "may": viewer.permissions,
        "now": now,
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/record.html", facts)


@doors.needs(Permission.RECORD_INVOLVEMENT)
@require_POST
@after_reason
def start_involvement(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    with answers.told(request):
        is_new = involvements.start(by=viewer, now=timezone.now())
        messages.success(
            request,
            "It is recorded that you are working with this child."
            if is_new
            else "It was recorded already that you are working with this child.",
        )
    return redirect("shielding:record", reference=viewer.reference)


@doors.needs(Permission.RECORD_INVOLVEMENT)
@require_POST
@after_reason
def finish_involvement(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return act(
        request,
        viewer,
        involvements.finish,
        done="It is recorded that your work with this child has ended.",
        nothing="There was no open involvement of yours. Nothing has changed.",
    )


def act(
    request: SignedInRequest, viewer: Viewer, command: Callable[..., bool], *, done: str, nothing: str
) -> HttpResponse:
    """Do one thing on the record, say whether anything has changed, and go back to it."""
    has_changed = command(by=viewer, now=timezone.now())
    messages.success(request, done if has_changed else nothing)
    return redirect("shielding:record", reference=viewer.reference)
