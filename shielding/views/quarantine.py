"""Updates that were set aside: the officer's list, and the decision on one of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.permissions import Permission
from shielding.forms import officers
from shielding.publication import quarantine


@doors.needs(Permission.DECIDE_QUARANTINE)
@require_safe
def list_waiting(request: SignedInRequest) -> HttpResponse:
    waiting = quarantine.waiting(by=request.searcher, now=timezone.now())
    return render(request, "shielding/quarantine.html", {"waiting": waiting, "today": timezone.localdate()})


@doors.needs(Permission.DECIDE_QUARANTINE)
@doors.read_or_send
def decide(request: SignedInRequest, statement: str) -> HttpResponse:
    """One update and the officer's decision. What somebody else has decided in the meantime is not there any more."""
    try:
        item = quarantine.read(statement, by=request.searcher, now=timezone.now())
    except quarantine.NoSuchStatement as gone:
        messages.warning(request, gone.words)
        return redirect("shielding:quarantine")
    form = officers.Decide(kept.sent(request))
    if request.method == "POST" and form.is_valid() and _decide(request, item, form):
        return redirect("shielding:quarantine")
    return render(
        request, "shielding/decide.html", {"form": form, "item": item, "today": timezone.localdate()}
    )


def _decide(request: SignedInRequest, item: quarantine.SetAside, form: officers.Decide) -> bool:
    """Returns whether there is nothing left to put right in the form."""
    with answers.shown_in(form):
        quarantine.decide(
            item.statement, child=item.child, **form.cleaned_data, by=request.searcher, now=timezone.now()
        )
        messages.success(request, "Your decision is recorded.")
    return not form.errors
