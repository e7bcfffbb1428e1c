"""Proposing a record of a child whom no search finds, what became of it, and the officers who decide."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from access import answers, doors, kept
from access.doors import SignedInRequest
from access.eyes import Viewer
from access.permissions import Permission
from shielding.disclosure import disclosure, resemblance
from shielding.disclosure.disclosure import Card
from shielding.forms import finding, officers
from shielding.forms.proposal import Proposal
from shielding.publication import proposals
from shielding.views.finding import FOUND_NOBODY
from shielding.views.reason import after_reason

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
    """The same thanks whatever is held, to the proposer alone. Another's is answered like one that does not exist."""
    one = proposals.sent(reference, by=request.searcher)
    shown = {"one": one, "child": one.name, "today": timezone.localdate()}
    return render(request, "shielding/proposed.html", shown)


@doors.needs(Permission.PROPOSE_RECORD)
@require_safe
def list_own(request: SignedInRequest) -> HttpResponse:
    shown = {"proposals": proposals.mine(by=request.searcher), "today": timezone.localdate()}
    return render(request, "shielding/proposals.html", shown)


@doors.needs(Permission.DECIDE_PROPOSAL)
@require_safe
def list_waiting(request: SignedInRequest) -> HttpResponse:
    waiting = proposals.waiting(by=request.searcher, now=timezone.now())
    return render(
        request, "shielding/proposals_waiting.html", {"waiting": waiting, "today": timezone.localdate()}
    )


@doors.needs(Permission.DECIDE_PROPOSAL)
@doors.read_or_send
@after_reason
def decide(request: SignedInRequest, viewer: Viewer) -> HttpResponse:
    """The record, who it may be, and the decision: what it will do is said first, and it is done by a second press."""
    now = timezone.now()
    try:
        one = proposals.read(viewer.reference, by=viewer.searcher)
    except proposals.NoSuchProposal:
        messages.warning(request, proposals.AlreadyDecided().words)
        return redirect("shielding:proposals-waiting")
    alike = resemblance.alike(by=viewer, now=now)
    form = officers.DecideProposal(kept.sent(request))
    form.offer(alike, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["sure"]:
            if _decide(request, viewer, form):
                return redirect("shielding:proposals-waiting")
        elif (confirming := _confirming(viewer, form, alike)) is not None:
            return render(request, "shielding/proposal_confirm.html", confirming)
    record = disclosure.disclose(viewer.reference, to=viewer, now=now)
    shown = {
        "form": form,
        "alike": alike,
        "one": one,
        "record": record,
        "child": record.name,
        "reference": viewer.reference,
        "today": timezone.localdate(now),
    }
    return render(request, "shielding/proposal.html", shown)


def _confirming(
    viewer: Viewer, form: officers.DecideProposal, alike: Sequence[Card]
) -> dict[str, object] | None:
    """What the second page shows: the decision in words, and the other record, if it is joined to one."""
    said, target = form.cleaned_data, None
    if said["decision"] == "join":
        target = _target(viewer, form, alike)
        if target is None:
            form.add_error("number", proposals.NoSuchRecord().beside_a_question)
            return None
    return {
        "form": form,
        "target": target,
        "decision": said["decision"],
        "words": said["words"],
        "child": disclosure.name_of(to=viewer),
        "reference": viewer.reference,
        "today": timezone.localdate(),
    }


def _target(viewer: Viewer, form: officers.DecideProposal, alike: Sequence[Card]) -> Card | None:
    said = form.cleaned_data
    if number := said["number"]:
        return resemblance.by_number(number, by=viewer, now=timezone.now())
    return next((card for card in alike if card.reference == said.get("into")), None)


def _decide(request: SignedInRequest, viewer: Viewer, form: officers.DecideProposal) -> bool:
    """Returns whether there is nothing left to put right in the form."""
    said, now, by = form.cleaned_data, timezone.now(), viewer.searcher
    with answers.shown_in(form):
        match said["decision"]:
            case "approve":
                proposals.approve(viewer.reference, by=by, now=now)
                messages.success(request, "The record is approved. Everybody who searches may find it now.")
            case "join":
                into = _target(viewer, form, resemblance.alike(by=viewer, now=now))
                proposals.merge(viewer.reference, into=into.reference if into else "", by=by, now=now)
                messages.success(request, "The proposal is joined to that record.")
            case "refuse":
                proposals.refuse(viewer.reference, words=said["words"], by=by, now=now)
                messages.success(request, "The proposal is refused, and its proposer is told why.")
    return not form.errors
