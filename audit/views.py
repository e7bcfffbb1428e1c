"""The pages of the trail. Filters are sent by POST, because names of people and of records stand in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from access import answers, doors
from access.doors import SignedInRequest
from access.permissions import Permission
from audit import forms
from audit.oversight import charts, investigations, reviews


@doors.needs(Permission.READ_TRAIL)
@sensitive_post_parameters()
@doors.read_or_send
def read_trail(request: SignedInRequest) -> HttpResponse:
    form = forms.Filter(request.POST if request.method == "POST" else {})
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


@doors.needs(Permission.READ_OWN_TRAIL)
@doors.read_or_send
def read_own(request: SignedInRequest) -> HttpResponse:
    before = forms.place_in(request.POST.get("before", ""))
    page = reviews.read_own(by=request.searcher, now=timezone.now(), before=before)
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
    form = forms.Investigation(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with answers.shown_in(form):
            made = investigations.ask(event, **form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(
                request, "You have asked. A second auditor has to agree before anything is opened."
            )
            return redirect("audit:terms-request", reference=made)
    return render(request, "audit/ask_for_terms.html", {"form": form, "search": search})


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@require_safe
def show_terms_request(request: SignedInRequest, reference: str) -> HttpResponse:
    return _terms_request(request, reference, forms.Investigation())


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@require_POST
def agree_on_terms(request: SignedInRequest, reference: str) -> HttpResponse:
    form = forms.Investigation(request.POST)
    if form.is_valid():
        with answers.shown_in(form):
            investigations.agree(reference, **form.cleaned_data, by=request.searcher, now=timezone.now())
            messages.success(request, "You have agreed. The terms are open to the two of you for a day.")
            return redirect("audit:terms-request", reference=reference)
    return _terms_request(request, reference, form)


@doors.needs(Permission.OPEN_SEARCH_TERMS)
@require_POST
def open_terms(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show what was typed, on this answer alone: nothing of it is in a URL or kept in the session."""
    terms = None
    with answers.told(request):
        terms = investigations.open_terms(reference, by=request.searcher, now=timezone.now())
    return _terms_request(request, reference, forms.Investigation(), terms=terms)


def _terms_request(
    request: SignedInRequest, reference: str, form: forms.Investigation, terms: dict[str, str] | None = None
) -> HttpResponse:
    one = investigations.read(reference, by=request.searcher, now=timezone.now())
    return render(request, "audit/terms_request.html", {"one": one, "form": form, "terms": terms})
