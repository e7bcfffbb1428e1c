"""How a refusal is answered: as an error of the form, as a message above the next page, or as a page of its own.

A client that asks for JSON gets the page as a problem (RFC 9457). What is not found is answered by the
very code that answers a URL that leads nowhere, so that it cannot be told from one.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader

from ground import refusals
from ground.refusals import Kind, Refusal

_log = logging.getLogger(__name__)

STATUS = {
    Kind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    Kind.NOT_PERMITTED: HTTPStatus.FORBIDDEN,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.NOT_NOW: HTTPStatus.SERVICE_UNAVAILABLE,
}
PROBLEM = "application/problem+json"
_OFFERED = ("text/html", PROBLEM, "application/json")
_TITLES = {Kind.CONFLICT: "This cannot be done now", Kind.INVALID: "This cannot be done as it was sent"}


# --- where a view shows it --------------------------------------------------------------------------------------


@contextmanager
def shown_in(form: forms.Form) -> Iterator[None]:
    """Run a command; what it refuses becomes an error of the form, beside the question that the refusal is about.

    What is not found, not permitted or not possible now is no matter of the form and is left to the page for it.
    """
    try:
        yield
    except (refusals.Conflict, refusals.Invalid) as refusal:
        question = refusal.about if refusal.about in form.fields else None
        form.add_error(question, refusal.beside_a_question)


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """Run a command; what cannot be done as things are becomes a message above the next page."""
    try:
        yield
    except refusals.Conflict as refusal:
        messages.warning(request, refusal.words)


# --- where no view does -----------------------------------------------------------------------------------------


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page for a refusal that no view has shown. Raises ``Http404`` for what is not found."""
    if refusal.kind == Kind.NOT_FOUND:
        # Raised as the framework's own "not found", which ends in ``not_found`` below, as every other URL does.
        raise Http404 from refusal
    if refusal.kind == Kind.NOT_NOW:
        _log.error("unavailable: %s", type(refusal).__name__, exc_info=refusal)
        return not_now(request)
    if _asks_for_json(request):
        return _as_problem(refusal)
    status = STATUS[refusal.kind]
    if refusal.kind == Kind.NOT_PERMITTED:
        return render(request, "403.html", status=status)
    facts = {"title": _TITLES[refusal.kind], "words": refusal.words}
    return render(request, "refused.html", facts, status=status)


def not_found(request: HttpRequest) -> HttpResponse:
    """The one answer to a URL that leads nowhere, and to one that leads to nothing for this person."""
    request.resolver_match = None  # a URL that leads nowhere belongs to no entry of the navigation
    if _asks_for_json(request):
        return _as_problem(refusals.NotFound())
    return render(request, "404.html", status=STATUS[Kind.NOT_FOUND])


def not_now(request: HttpRequest) -> HttpResponse:
    """The page for what cannot be done at this moment. It is made without the database and says nothing of why."""
    refusal = refusals.NotNow()
    if _asks_for_json(request):
        response = _as_problem(refusal)
    else:
        response = HttpResponse(loader.render_to_string("503.html"), status=STATUS[Kind.NOT_NOW])
    response["Retry-After"] = str(refusal.retry_after)
    return response


def problem(refusal: Refusal) -> dict[str, Any]:
    """The refusal as a problem (RFC 9457). Of what is not found all problems are equal."""
    if refusal.kind == Kind.NOT_FOUND:
        refusal = refusals.NotFound()
    status = STATUS[refusal.kind]
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": refusal.words,
        "code": refusal.code,
    }


def _as_problem(refusal: Refusal) -> HttpResponse:
    return JsonResponse(problem(refusal), status=STATUS[refusal.kind], content_type=PROBLEM)


def _asks_for_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(_OFFERED) in (PROBLEM, "application/json")
