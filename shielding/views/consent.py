"""The consent gate: a sensitive service is recorded only after the child, or a parent, has agreed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from shielding.disclosure import disclosure
from shielding.forms import consent
from shielding.sensitive import involvements as sensitive
from shielding.views import own_work
from shielding.views.own_work import Asking
from shielding.views.reason import after_reason


@doors.needs(Permission.RECORD_SENSITIVE_INVOLVEMENT)
@doors.read_or_send
@after_reason
def start(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    form = consent.ConsentGate(kept.sent(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        _start(request, viewer, form)
        return redirect("shielding:record", reference=viewer.reference)
    shown = {"form": form, "reference": viewer.reference, "child": disclosure.name_of(to=viewer)}
    return render(request, "shielding/consent.html", shown)


finish = own_work.act_once_asked(
    Permission.RECORD_SENSITIVE_INVOLVEMENT,
    sensitive.finish,
    Asking(
        own=sensitive.own,
        title="Has your service finished working with this child?",
        words="Others go on reading the one neutral line for a while, and are not told when it ended. Until midnight "
        "you can take it back.",
        button="Yes, my service has finished",
        url_name="shielding:finish-sensitive-involvement",
        retracts_at="shielding:retract-sensitive-involvement",
    ),
    done="It is recorded that your service's work with this child has ended. Until midnight you can take it back.",
    nothing="There was no open involvement of yours. Nothing has changed.",
)
resume = own_work.act(
    Permission.RECORD_SENSITIVE_INVOLVEMENT,
    sensitive.resume,
    done="It is taken back: your service works with this child, as before.",
    nothing="You have ended nothing here today. Nothing has changed.",
)
retract = own_work.act_once_asked(
    Permission.RECORD_SENSITIVE_INVOLVEMENT,
    sensitive.retract,
    Asking(
        own=sensitive.own,
        title="Was your service never involved with this child?",
        words="Say so if this was recorded in error. It is shown to nobody any more, not even as the one neutral "
        "line. That it was recorded is kept, because the child may ask what was held.",
        button="Yes, my service was never involved",
        url_name="shielding:retract-sensitive-involvement",
    ),
    done="It is recorded that your service was never involved. It is shown to nobody any more.",
    nothing="No work of yours with this child is recorded. Nothing has changed.",
)
withdraw = own_work.act(
    Permission.RECORD_SENSITIVE_INVOLVEMENT,
    sensitive.withdraw,
    done="It is recorded that the consent was taken back. Your work with this child is shown to nobody any more.",
    nothing="No consent to recording your own work with this child is held here. Nothing has changed.",
)


def _start(request: SignedInRequest, viewer: Viewer, form: consent.ConsentGate) -> None:
    with answers.told(request):
        is_new = sensitive.start(by=viewer, consent=form.consent, now=timezone.now())
        if is_new:
            messages.success(
                request,
                "It is recorded that your service works with this child. Others are not told which service it is.",
            )
        else:
            messages.info(request, "It was recorded already that your service works with this child.")
