"""Shields: the officer's list, what an officer does with the shield of one record, and who else is in the household."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from shielding import shields
from shielding.disclosure import disclosure, household
from shielding.forms import officers
from shielding.views.reason import after_reason

IN_FORCE = "The shield is in force from this moment on."
TOGETHER = "The shield is in force from this moment on, on this record and on those you ticked."


@doors.needs(Permission.IMPOSE_SHIELD)
@require_safe
def list_shields(request: SignedInRequest) -> HttpResponse:
    page = request.GET.get("page", "")
    in_force = shields.in_own_authority(by=request.searcher, now=timezone.now(), page=page)
    return render(request, "shielding/shields.html", {"shields": in_force})


@doors.needs(Permission.IMPOSE_SHIELD)
@doors.read_or_send
@after_reason
def impose(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = officers.ImposeShield(kept.sent(request))
    if request.method == "POST" and form.is_valid() and _impose(request, viewer, form):
        return redirect("shielding:record", reference=viewer.reference)
    now = timezone.now()
    members = _household(viewer, now)
    form.offer(members, today=timezone.localdate(now))
    shown = {
        "form": form,
        "reference": viewer.reference,
        "child": disclosure.name_of(to=viewer),
        "household": members,
    }
    return render(request, "shielding/impose.html", shown)


@doors.needs(Permission.IMPOSE_SHIELD)
@require_safe
@after_reason
def show_household(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    now = timezone.now()
    shown = {
        "household": _household(viewer, now),
        "reference": viewer.reference,
        "child": disclosure.name_of(to=viewer),
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/household.html", shown)


@doors.needs(Permission.IMPOSE_SHIELD)
@require_safe
@after_reason
def show_shield(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return _page(request, viewer, READ, None)


@doors.needs(Permission.IMPOSE_SHIELD)
@doors.read_or_send
@after_reason
def review(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return _decide(request, viewer, shields.review, REVIEW)


@doors.needs(Permission.LIFT_SHIELD)
@doors.read_or_send
@after_reason
def ask_lift(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return _lift(request, viewer, shields.ask_lift, ASK_LIFT)


@doors.needs(Permission.LIFT_SHIELD)
@doors.read_or_send
@after_reason
def agree_lift(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    return _lift(request, viewer, shields.agree_lift, AGREE_LIFT)


@dataclass(frozen=True, slots=True)
class Deciding:
    """A page about a shield in force: its heading, what a press on its button does, and what is said then."""

    title: str
    words: str = ""
    button: str = ""
    url_name: str = ""
    done: str = ""
    kind: str = ""
    is_agreed: bool = False


READ = Deciding(title="Why this record has a shield")
REVIEW = Deciding(
    title="Review the shield",
    words="The shield stays, and the next review is due in six months. If somebody has asked for it to be lifted, the "
    "request is gone.",
    button="I have reviewed it: the shield stays",
    url_name="shielding:review-shield",
    done="The review is recorded. The shield stays.",
)
ASK_LIFT = Deciding(
    title="Ask for the shield to be lifted",
    words="Nothing changes until another officer agrees. They read what you write here.",
    button="Ask for it to be lifted",
    url_name="shielding:ask-lift",
    done="You have asked for the shield to be lifted. It stays until another officer agrees.",
)
AGREE_LIFT = Deciding(
    title="Agree to lift the shield",
    words="The whole record is shown again at once, to everybody who may open it: the address, the school, the people "
    "who work with the child.",
    button="Lift the shield now",
    url_name="shielding:agree-lift",
    done="The shield is lifted. The whole record is shown again.",
    kind="warning",
    is_agreed=True,
)


def _decide(
    request: SignedInRequest, viewer: Viewer, command: Callable[..., None], deciding: Deciding
) -> HttpResponse:
    form = officers.DecideOnShield(kept.sent(request))
    return _carried_out(request, viewer, command, deciding, form) or _page(request, viewer, deciding, form)


def _lift(
    request: SignedInRequest, viewer: Viewer, command: Callable[..., None], deciding: Deciding
) -> HttpResponse:
    """Who of the household stays shielded, and would be given away, before the press that lifts this shield."""
    form = officers.LiftShield(kept.sent(request))
    if done := _carried_out(request, viewer, command, deciding, form):
        return done
    now = timezone.now()
    members = [member for member in _household(viewer, now) if member.is_shielded]
    today = timezone.localdate(now)
    form.offer(members, agreeing=deciding.is_agreed, today=today)
    return _page(request, viewer, deciding, form, {"household": members, "today": today})


def _carried_out(
    request: SignedInRequest,
    viewer: Viewer,
    command: Callable[..., None],
    deciding: Deciding,
    form: officers.DecideOnShield,
) -> HttpResponse | None:
    """Where what was sent is whole: the command, and back to the record. Else the page has to be shown again."""
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form), answers.told(request):
            command(viewer.reference, **form.cleaned_data, by=viewer.searcher, now=timezone.now())
            messages.success(request, deciding.done)
        if not form.errors:
            return redirect("shielding:record", reference=viewer.reference)
    return None


def _page(
    request: SignedInRequest,
    viewer: Viewer,
    deciding: Deciding,
    form: officers.DecideOnShield | None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    try:
        shield = shields.read(viewer.reference, by=viewer.searcher, now=timezone.now())
    except shields.NotShielded as gone:
        messages.warning(request, gone.words)
        return redirect("shielding:record", reference=viewer.reference)
    shown = {
        "shield": shield,
        "deciding": deciding,
        "form": form,
        "child": disclosure.name_of(to=viewer),
        "reference": viewer.reference,
        **more,
    }
    return render(request, "shielding/shield.html", shown)


def _household(viewer: Viewer, now: datetime) -> Sequence[household.Member]:
    return household.members(by=viewer, now=now)


def _impose(request: SignedInRequest, viewer: Viewer, form: officers.ImposeShield) -> bool:
    """Returns whether there is nothing left to put right in the form."""
    with answers.shown_in(form), answers.told(request):
        shields.impose(viewer.reference, **form.cleaned_data, by=viewer.searcher, now=timezone.now())
        messages.success(request, TOGETHER if form.cleaned_data["also"] else IN_FORCE)
    return not form.errors
