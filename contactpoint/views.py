"""The roof's own pages: the first page after signing in, and the answers when something is wrong."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import timezone
from django.views.decorators.http import require_safe

from access import answers, doors, homes
from access.doors import SignedInRequest
from ground import refusals

logger = logging.getLogger(__name__)
_OUTAGES = (refusals.NotNow, OperationalError, InterfaceError)


@require_safe
@doors.open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """The first page that the person's roles allow; for everybody else the front door."""
    if request.searcher is None:  # type: ignore[attr-defined]
        return render(request, "public/front.html")
    return redirect(homes.first_page(request.searcher))  # type: ignore[attr-defined]


@doors.signed_in
@require_safe
def show_home(request: SignedInRequest) -> HttpResponse:
    """What waits for this person, and the ways on. It names nobody, so reading it is no event."""
    page = homes.page(by=request.searcher, now=timezone.now())
    return render(request, "home.html", {"page": page})


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault: 503 where the register cannot be read or the trail cannot be written, else 500.

    Django calls it while the exception is being handled, wherever it arose: in a view, in a middleware, in a template.
    It is made without the database and says nothing about the fault.
    """
    cause = sys.exception()
    is_outage = isinstance(cause, _OUTAGES)
    logger.error("%s: %s", "unavailable" if is_outage else "fault", type(cause).__name__)
    response = answers.not_now(request) if is_outage else _fault()
    response["Cache-Control"] = "no-store"
    return response


def _fault() -> HttpResponse:
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a URL that leads nowhere, and for whatever is refused as if it did."""
    return answers.not_found(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that no form of ours sends."""
    return render(request, "400.html", status=400)
