"""Finding a child. The form is sent by POST, because nothing about a child may be in a URL or a log."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from access import answers, doors
from access.doors import SignedInRequest
from access.permissions import Permission
from shielding.disclosure import search
from shielding.forms import finding

FOUND_NOBODY = "found_nobody"
"""The session remembers that a search found nobody: a record is proposed only after one."""

_PAGES = {
    search.Found: "shielding/found.html",
    search.Several: "shielding/several.html",
    search.NotFound: "shielding/not_found.html",
}


@doors.needs(Permission.SEARCH)
@sensitive_post_parameters()
@doors.read_or_send
def find_child(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = finding.Search(request.POST if request.method == "POST" else None, today=today)
    outcome = _find(request, form) if request.method == "POST" and form.is_valid() else None
    if outcome is None:
        return render(request, "shielding/search.html", {"form": form})
    facts = {
        "form": form,
        "outcome": outcome,
        "questions": finding.Reason.unanswered(),
        "query": form.query,
        "today": today,
        "may_propose": request.searcher.may(Permission.PROPOSE_RECORD),
    }
    return render(request, _PAGES[type(outcome)], facts)


def _find(request: SignedInRequest, form: finding.Search) -> search.Outcome | None:
    outcome = None
    with answers.shown_in(form):
        outcome = search.find(form.query, by=request.searcher, now=timezone.now())
    if isinstance(outcome, search.NotFound):
        # Not set again: a session that has not changed is not stored again.
        request.session.setdefault(FOUND_NOBODY, True)
    return outcome
