"""The house's own URLs, and beside them what a signed-in request costs before it does anything.

The empty answer has gone through every middleware and holds nothing. The empty page is made of the site's own base: its
head, the navigation of the person's roles and its foot, around nothing.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from access import doors
from contactpoint import urls

handler400 = urls.handler400
handler500 = urls.handler500


@doors.signed_in
@require_safe
def empty_answer(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@doors.signed_in
@require_safe
def empty_page(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [
    path("empty/", empty_answer, name="empty-answer"),
    path("empty/page/", empty_page, name="empty-page"),
    *urls.urlpatterns,
]
