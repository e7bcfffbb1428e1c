"""Who is asking, and may they: decided once, before any view runs.

A view says at its own door what it needs (``access.doors``); this middleware holds every view to it. A view that says
nothing is refused to everybody.
"""

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from auditlog.middleware import AuditlogMiddleware
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from access import answers, eyes, kept, policy, proxies, sessions
from access.doors import Door
from access.models import Account
from access.permissions import Permission
from ground import refusals
from ground.refusals import Refusal

_KEY = re.compile(r"/([0-9a-f]{32})(?=/)")
"""A key in a URL, which may be that of kept words."""
_log = logging.getLogger(__name__)

#: Documents are of no use to another site, another tab or a disk.
_HEADERS = {"Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin"}


class HeadersMiddleware:
    """Puts these headers on every answer. It stands outside everything that may fail, so that error pages have them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        return response


class SearcherMiddleware:
    """Sets ``request.searcher`` (and ``request.account``) for people who passed both steps, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.searcher = None  # type: ignore[attr-defined]
        request.account = None  # type: ignore[attr-defined]
        request.ended_account = None  # type: ignore[attr-defined]
        request.session_ending = _open_session(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        return wrong_method(request, response) if isinstance(response, HttpResponseNotAllowed) else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        needs = getattr(view, "needs", None)
        if needs is Door.OPEN_TO_ALL:
            return None
        if not isinstance(needs, Door | Permission):
            _log.error("A view without a door was asked for: %s", getattr(view, "__qualname__", view))
            return answers.answer(request, refusals.NotPermitted())
        takes_words = getattr(view, "takes_words", False)
        if request.searcher is None:  # type: ignore[attr-defined]
            return to_sign_in(request, takes_words=takes_words)
        if request.account.must_change_password and not getattr(view, "before_password_change", False):  # type: ignore[attr-defined]
            return redirect("access:change-password")
        if isinstance(needs, Permission) and not request.searcher.may(needs):  # type: ignore[attr-defined]
            return answers.answer(request, policy.NotPermitted(needs))
        return _put_off(request, takes_words=takes_words) if kept.NOT_TO_SEND in request.POST else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Every refusal that the view has not shown itself is answered here."""
        return answers.answer(request, exception) if isinstance(exception, Refusal) else None


class HistoryMiddleware(AuditlogMiddleware):
    """Tells the history of changes who makes them and from where. It comes after ``SearcherMiddleware``.

    Auditlog's own middleware believes what a browser writes into X-Forwarded-For and X-Forwarded-Port. Here the address
    is that of the trusted proxies, and who is acting is the person whose session is in force.
    """

    def get_extra_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "remote_addr": proxies.address_of(request),
            "remote_port": None,
            "actor": request.account,  # type: ignore[attr-defined]
        }


def _put_off(request: HttpRequest, *, takes_words: bool) -> HttpResponse:
    """What was sent only to be kept is not carried out. The form is shown again with it."""
    if takes_words:
        kept.for_later(request)
    return redirect(request.path if takes_words else kept.page_of(request) or "home")


def wrong_method(request: HttpRequest, empty: HttpResponseNotAllowed) -> HttpResponse:
    """A page in the place of the framework's empty answer: people come to a form's URL by going back."""
    response = render(request, "405.html", status=405)
    response["Allow"] = empty["Allow"]
    return response


def to_sign_in(request: HttpRequest, *, takes_words: bool) -> HttpResponse:
    """To the sign-in page, which says why if a session had ended. What was typed is kept until the person is back."""
    ending = request.session_ending  # type: ignore[attr-defined]
    url = reverse("access:sign-in")
    key, has_words = kept.after_end(request, account=request.ended_account, takes_words=takes_words)  # type: ignore[attr-defined]
    said = {"ended": ending} if ending else {}
    if has_words:
        said["kept"] = "yes"
    response = redirect(f"{url}?{urlencode(said)}" if said else url)
    if key:
        kept.remember_here(response, key)
    return response


def _open_session(request: HttpRequest) -> sessions.Ending | None:
    """Recognise the person, or say why their session is over. One statement reads the session and its account."""
    had_cookie = bool(request.session.session_key)
    if key := _KEY.search(request.path):
        request.session.kept_key = key[1]  # type: ignore[attr-defined]
    if SESSION_KEY not in request.session:
        known_half_way = bool(request.session.keys())
        return sessions.Ending.UNKNOWN if had_cookie and not known_half_way else None
    account = sessions.account_of(request)
    if not isinstance(account, Account):
        request.session.flush()
        return sessions.Ending.CHANGED
    now = timezone.now()
    ending = sessions.ending_of(request, account, now=now)
    if ending:
        request.ended_account = account.pk  # type: ignore[attr-defined]
        sessions.stop(request, account, ending, now=now)
        return ending
    sessions.note_activity(account, now=now)
    request.user = request.account = account  # type: ignore[attr-defined]
    request.searcher = eyes.searcher_of(account, request.session.session_key or "")  # type: ignore[attr-defined]
    return None
