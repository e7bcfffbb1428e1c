"""The record, and what one press records on it: that one works with the child, and that one has finished."""

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
from shielding.views import own_work
from shielding.views.own_work import Asking
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
        if involvements.start(by=viewer, now=timezone.now()):
            messages.success(request, "It is recorded that you are working with this child.")
        else:
            messages.info(request, "It was recorded already that you are working with this child.")
    return redirect("shielding:record", reference=viewer.reference)


finish_involvement = own_work.act_once_asked(
    Permission.RECORD_INVOLVEMENT,
    involvements.finish,
    Asking(
        own=involvements.own,
        title="Have you finished working with this child?",
        words="You stay listed among those who worked with the child before, for a year unless your service's own "
        "period differs. Until midnight you can take it back.",
        button="Yes, I have finished",
        url_name="shielding:finish-involvement",
        retracts_at="shielding:retract-involvement",
    ),
    done="It is recorded that your work with this child has ended. Until midnight you can take it back.",
    nothing="There was no open involvement of yours. Nothing has changed.",
)
resume_involvement = own_work.act(
    Permission.RECORD_INVOLVEMENT,
    involvements.resume,
    done="It is taken back: you are working with this child, as before.",
    nothing="You have ended nothing here today. Nothing has changed.",
)
retract_involvement = own_work.act_once_asked(
    Permission.RECORD_INVOLVEMENT,
    involvements.retract,
    Asking(
        own=involvements.own,
        title="Were you never involved with this child?",
        words="Say so if this was recorded in error. Nobody who opens the record is shown it any more. That it was "
        "recorded is kept, because the child may ask what was held.",
        button="Yes, I was never involved",
        url_name="shielding:retract-involvement",
    ),
    done="It is recorded that you were never involved. Your name is not shown on this record any more.",
    nothing="No work of yours with this child is recorded. Nothing has changed.",
)
