"""Finding a child. What is typed is sent by POST and kept sealed; its answer has a page of its own, by a random key.

So nothing about a child is in a URL or a log, and the page can be loaded again and gone back to.
"""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from access import answers, doors, eyes, kept
from access.doors import SignedInRequest
from access.permissions import Permission
from ground import references
from shielding.disclosure import search
from shielding.forms import finding

FOUND_NOBODY = "found_nobody"
"""The session remembers that a search found nobody: a record is proposed only after one."""
TYPED_LASTS = timedelta(hours=1)
"""For so long the answer to a search can be gone back to."""
ONE_SHOWING = timedelta(minutes=eyes.VIEW_MINUTES)
"""Within this time the same answer, shown again in the same session, is one event."""
GONE = "What you searched for is not kept any more. Type it again."

_PAGES = {
    search.Found: "shielding/found.html",
    search.Several: "shielding/several.html",
    search.NotFound: "shielding/not_found.html",
}


@doors.needs(Permission.SEARCH)
@sensitive_post_parameters()
@doors.read_or_send
def find_child(request: SignedInRequest) -> HttpResponse:
    typed = kept.sent(request)
    if request.method == "POST":
        return redirect(_keep(request))
    form = finding.Search(typed, today=timezone.localdate())
    return render(request, "shielding/search.html", {"form": form})


@doors.needs(Permission.SEARCH)
@require_safe
def show_found(request: SignedInRequest, key: str) -> HttpResponse:
    """The answer to what was typed, for this person alone. Whenever the page is loaded it is searched for."""
    typed = kept.named(request)
    if typed is None:
        return _type_again(request)
    today = timezone.localdate()
    form = finding.Search(typed.words, today=today)
    outcome = _find(request, form, typed) if form.is_valid() else None
    if outcome is None:
        return render(request, "shielding/search.html", {"form": form})
    facts = {
        "form": form,
        "outcome": outcome,
        "questions": finding.Reason.unanswered(),
        "query": form.query,
        "key": key,
        "today": today,
        "may_propose": request.searcher.may(Permission.PROPOSE_RECORD),
    }
    return render(request, _PAGES[type(outcome)], facts)


@doors.needs(Permission.SEARCH)
@require_safe
def change_typed(request: SignedInRequest, key: str) -> HttpResponse:
    """The form with what was typed, to be changed. It searches nothing."""
    typed = kept.named(request)
    if typed is None:
        return _type_again(request)
    form = finding.Search(typed.words, today=timezone.localdate())
    return render(request, "shielding/search.html", {"form": form})


def _keep(request: SignedInRequest) -> str:
    """Keep what was typed; the place of its answer. The page's script may have chosen the key."""
    chosen = request.POST.get("key", "")
    key = chosen if references.is_reference(chosen) else references.new()
    place = reverse("shielding:searched", args=[key])
    typed, account = finding.Search.typed_in(request.POST), request.account.pk
    kept.keep(typed, account=account, place=place, now=timezone.now(), lasts=TYPED_LASTS, key=key)
    return place


def _type_again(request: SignedInRequest) -> HttpResponse:
    messages.warning(request, GONE)
    return redirect("shielding:search")


def _find(request: SignedInRequest, form: finding.Search, typed: kept.Kept) -> search.Outcome | None:
    outcome, now = None, timezone.now()
    with answers.shown_in(form):
        outcome = search.find(
            form.query,
            by=request.searcher,
            now=now,
            occasion=f"{typed.key}:{(now - typed.kept_at) // ONE_SHOWING}",
        )
    if isinstance(outcome, search.NotFound):
        # Not set again: a session that has not changed is not stored again.
        request.session.setdefault(FOUND_NOBODY, True)
    return outcome
