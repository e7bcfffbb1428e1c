"""Proposing a record of a child whom no search finds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from access import doors
from access.doors import SignedInRequest
from access.permissions import Permission
from shielding.forms import finding
from shielding.forms.proposal import Proposal
from shielding.publication import proposals
from shielding.views.finding import FOUND_NOBODY

CARRIED = "from_search"
"""What the button under a search sends along: then the name and the birth date need not be typed again."""


@doors.needs(Permission.PROPOSE_RECORD)
@sensitive_post_parameters()
@doors.read_or_send
def propose(request: SignedInRequest) -> HttpResponse:
    if not request.session.get(FOUND_NOBODY):
        messages.warning(
            request, "Search for the child first. A record is proposed only where none is found."
        )
        return redirect("shielding:search")
    today = timezone.localdate()
    if request.method == "POST" and CARRIED not in request.POST:
        form = Proposal(request.POST, today=today)
        if form.is_valid():
            reference = proposals.propose(form.payload, by=request.searcher, now=timezone.now())
            return redirect("shielding:proposed", reference=reference)
    else:
        carried = finding.Search(request.POST, today=today)
        form = Proposal(initial=carried.cleaned_data if carried.is_valid() else None, today=today)
    return render(request, "shielding/propose.html", {"form": form})


@doors.needs(Permission.PROPOSE_RECORD)
@require_safe
def thank(request: SignedInRequest, reference: str) -> HttpResponse:
    """The same thanks whatever is held. It looks nothing up."""
    return render(request, "shielding/proposed.html", {"reference": reference})
