"""Shields: the officer's list, what an officer does with the shield of one record, and who else is in the household."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from shielding import shields
from shielding.disclosure import household
from shielding.forms import officers
from shielding.views.reason import after_reason

IN_FORCE = "The shield is in force from this moment on."
TOGETHER = "The shield is in force from this moment on, on this record and on those you ticked."


@doors.needs(Permission.IMPOSE_SHIELD)
@require_safe
def list_shields(request: SignedInRequest) -> HttpResponse:
    in_force = shields.in_own_authority(by=request.searcher, now=timezone.now())
    return render(request, "shielding/shields.html", {"shields": in_force})


@doors.needs(Permission.IMPOSE_SHIELD)
@doors.read_or_send
@after_reason
def impose(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = officers.ImposeShield(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _impose(request, viewer, form):
        return redirect("shielding:record", reference=viewer.reference)
    now = timezone.now()
    members = _household(viewer, now)
    form.offer(members, today=timezone.localdate(now))
    shown = {"form": form, "reference": viewer.reference, "household": members}
    return render(request, "shielding/impose.html", shown)


@doors.needs(Permission.IMPOSE_SHIELD)
@require_safe
@after_reason
def show_household(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    now = timezone.now()
    shown = {
        "household": _household(viewer, now),
        "reference": viewer.reference,
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/household.html", shown)


@doors.needs(Permission.IMPOSE_SHIELD)
@require_POST
@after_reason
def review(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return _act(request, viewer, shields.review, "The review is recorded. The shield stays.")


@doors.needs(Permission.LIFT_SHIELD)
@doors.read_or_send
@after_reason
def ask_lift(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    done = "You have asked for the shield to be lifted. It stays until another officer agrees."
    return _lift(request, viewer, shields.ask_lift, done, agreeing=False)


@doors.needs(Permission.LIFT_SHIELD)
@doors.read_or_send
@after_reason
def agree_lift(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    done = "The shield is lifted. The whole record is shown again."
    return _lift(request, viewer, shields.agree_lift, done, agreeing=True)


def _lift(
    request: SignedInRequest, viewer: Viewer, command: Callable[..., None], done: str, *, agreeing: bool
) -> HttpResponse:
    """Who of the household stays shielded, and would be given away, before the press that lifts this shield."""
    form = officers.LiftShield(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _act(request, viewer, command, done, **form.cleaned_data)
    now = timezone.now()
    members = [member for member in _household(viewer, now) if member.is_shielded]
    today = timezone.localdate(now)
    form.offer(members, agreeing=agreeing, today=today)
    shown = {
        "form": form,
        "reference": viewer.reference,
        "household": members,
        "agreeing": agreeing,
        "today": today,
    }
    return render(request, "shielding/lift.html", shown)


def _household(viewer: Viewer, now: datetime) -> Sequence[household.Member]:
    return household.members(by=viewer, now=now)


def _impose(request: SignedInRequest, viewer: Viewer, form: officers.ImposeShield) -> bool:
    """Returns whether there is nothing left to put right in the form."""
    with answers.shown_in(form), answers.told(request):
        shields.impose(viewer.reference, **form.cleaned_data, by=viewer.searcher, now=timezone.now())
        messages.success(request, TOGETHER if form.cleaned_data["also"] else IN_FORCE)
    return not form.errors


def _act(
    request: SignedInRequest, viewer: Viewer, command: Callable[..., None], done: str, **said: Any
) -> HttpResponse:
    with answers.told(request):
        command(viewer.reference, **said, by=viewer.searcher, now=timezone.now())
        messages.success(request, done)
    return redirect("shielding:record", reference=viewer.reference)
