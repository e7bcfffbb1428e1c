"""The pages of the trail. Filters are sent by POST, because names of people and of records stand in them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from access import doors
from access.doors import SignedInRequest
from access.permissions import Permission
from audit import forms
from audit.oversight import charts, reviews


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
