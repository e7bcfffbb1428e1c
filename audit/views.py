"""The pages of the trail. Filters are sent by POST, because names of people and of records stand in them."""

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors, kept, policy
from access.doors import SignedInRequest
from access.permissions import Permission
from access.questions import Questions
from audit import forms
from audit.oversight import activity, charts, denials, investigations, reports, reviews


@doors.needs(Permission.READ_TRAIL)
@sensitive_post_parameters()
@doors.read_or_send
def read_trail(request: SignedInRequest) -> HttpResponse:
    """The trail. A link may ask for what was done, and for nothing else: no name and no number is in a URL."""
    form = forms.Filter(request.POST if request.method == "POST" else {"verb": request.GET.get("verb", "")})
    if not form.is_valid():
        return render(request, "audit/trail.html", {"form": form})
    review = reviews.read(
        form.filters, by=request.searcher, now=timezone.now(), before=form.cleaned_data["before"]
    )
    facts = {
        "form": form,
        "page": review.page,
        "older": forms.written(review.page.older),
        "days": review.days,
        "chart": charts.bars(review.days),
    }
    return render(request, "audit/trail.html", facts)


@doors.needs(Permission.READ_TRAIL)
@sensitive_post_parameters()
@require_POST
def take_report(request: SignedInRequest) -> HttpResponse:
    """What the filters choose, as a file. What is wrong with them is said on the page of the trail."""
    form = forms.Filter(request.POST)
    now = timezone.now()
    if form.is_valid():
        with answers.shown_in(form):
            return _file(reviews.report(form.filters, by=request.searcher, now=now))
    return render(request, "audit/trail.html", {"form": form})


def _file(entries: Sequence[reviews.Entry]) -> HttpResponse:
    # A spreadsheet needs the mark at the beginning to read it as Unicode.
    response = HttpResponse(f"\ufeff{reports.written(entries)}", content_type="text/csv; charset=utf-8")
    name = f"contactpoint-trail-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@doors.needs(Permission.READ_OWN_TRAIL)
@doors.read_or_send
def read_own(request: SignedInRequest) -> HttpResponse:
    before = forms.place_in(request.POST.get("before", ""))
    page = activity.read(by=request.searcher, now=timezone.now(), before=before)
    return render(request, "audit/my_activity.html", {"page": page, "older": forms.written(page.older)})


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@require_safe
def list_terms_requests(request: SignedInRequest) -> HttpResponse:
    found = investigations.requests(by=request.searcher, now=timezone.now())
    return render(request, "audit/terms_requests.html", {"requests": found})


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@doors.read_or_send
def ask_for_terms(request: SignedInRequest, event: str) -> HttpResponse:
    search = investigations.search(event, by=request.searcher)
    form = forms.Investigation(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            made = investigations.ask(event, **form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(
                request, "You have asked. A second auditor has to agree before anything is opened."
            )
            return redirect("audit:terms-request", reference=made)
    return render(request, "audit/ask_for_terms.html", {"form": form, "search": search})


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@doors.read_or_send
def show_terms_request(request: SignedInRequest, reference: str) -> HttpResponse:
    """One request; a second auditor answers it here."""
    form = forms.AnswerToInvestigation(kept.sent(request))
    if request.method == "POST" and form.is_valid():
        answer, done = _ANSWERS[form.cleaned_data["decision"]]
        with answers.shown_in(form):
            answer(reference, reason=form.cleaned_data["reason"], by=request.searcher, now=timezone.now())
            messages.success(request, done)
            return redirect("audit:terms-request", reference=reference)
    return _terms_request(request, reference, form)


_ANSWERS: Mapping[str, tuple[Callable[..., None], str]] = {
    "agree": (investigations.agree, "You have agreed. The terms are open to the two of you for a day."),
    "decline": (investigations.decline, "You have declined. Nothing is opened, and who asked reads why."),
}


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@require_POST
def open_terms(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what was typed, on this answer alone: nothing of it is in a URL or kept in the session."""
    terms = None
    with answers.told(request):
        terms = investigations.open_terms(reference, by=request.searcher, now=timezone.now())
    return _terms_request(request, reference, forms.AnswerToInvestigation(), terms=terms)


def _terms_request(
    request: SignedInRequest,
    reference: str,
    form: forms.AnswerToInvestigation,
    terms: dict[str, str] | None = None,
) -> HttpResponse:
    one = investigations.read(reference, by=request.searcher, now=timezone.now())
    return render(request, "audit/terms_request.html", {"one": one, "form": form, "terms": terms})


@doors.needs(Permission.READ_OWN_TRAIL)
@doors.read_or_send
def deny(request: SignedInRequest, event: str) -> HttpResponse:
    """Asks once, with the line itself, and tells the account administrators that it was not this person."""
    if request.method == "POST":
        said = denials.deny(event, by=request.searcher, now=timezone.now())
        told = "Your account administrators" if said.has_administrators else "Those who run ContactPoint"
        if said.is_new:
            messages.success(request, f"{told} are told that this was not you. Change your password now.")
        else:
            messages.info(request, f"You have said this before. {told} know of it.")
        return redirect("audit:my-activity")
    line = activity.one(event, by=request.searcher, now=timezone.now())
    facts = {"line": line, "form": Questions(), "has_administrators": policy.has_scope(request.searcher)}
    return render(request, "audit/deny.html", facts)


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_safe
def list_denials(request: SignedInRequest) -> HttpResponse:
    waiting = denials.listed(by=request.searcher, now=timezone.now())
    return render(request, "audit/denials.html", {"waiting": waiting, "form": forms.Settle()})


@doors.needs(Permission.MANAGE_ACCOUNTS)
@require_POST
def settle(request: SignedInRequest, denial: str) -> HttpResponse:
    form = forms.Settle(request.POST)
    if not form.is_valid():
        waiting = denials.listed(by=request.searcher, now=timezone.now())
        return render(request, "audit/denials.html", {"waiting": waiting, "form": form, "sent": denial})
    with answers.told(request):
        denials.settle(denial, **form.cleaned_data, by=request.searcher, now=timezone.now())
        messages.success(request, "What came of it is recorded. The person sees it in their activity.")
    return redirect("audit:denials")
