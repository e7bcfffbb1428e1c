"""The house's own addresses, and an empty page beside them: what a signed-in request costs before it does anything."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from access import doors
from contactpoint import urls

handler400 = urls.handler400
handler500 = urls.handler500


@doors.signed_in
@require_safe
def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("empty/", empty, name="empty"), *urls.urlpatterns]
