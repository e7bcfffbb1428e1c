"""Proposing a record of a child whom no search finds."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from access import doors, kept
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
    if CARRIED in request.POST:
        kept.for_later(request, is_told=False)
        return redirect("shielding:propose")
    form = _form(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        reference = proposals.propose(form.payload, by=request.searcher, now=timezone.now())
        return redirect("shielding:proposed", reference=reference)
    return render(request, "shielding/propose.html", {"form": form})


def _form(typed: QueryDict | None) -> Proposal:
    """The questions with what was typed into them, or with what a search brought along."""
    today = timezone.localdate()
    if typed is None or CARRIED not in typed:
        return Proposal(typed, today=today)
    carried = finding.Search(typed, today=today)
    return Proposal(initial=carried.cleaned_data if carried.is_valid() else None, today=today)


@doors.needs(Permission.PROPOSE_RECORD)
@require_safe
def thank(request: SignedInRequest, reference: str) -> HttpResponse:
    """The same thanks whatever is held. It looks nothing up."""
    return render(request, "shielding/proposed.html", {"reference": reference})
