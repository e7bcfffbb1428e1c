"""A signed-in browser without a network: requests go through the whole stack of the web process and come back read."""

import importlib
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import reverse

from access import sessions
from access.eyes import Viewer
from access.models import Account
from ground import statute
from shielding.disclosure import reasons
from shielding.disclosure.query import Query

HOST = "localhost"
_CSRF = "b" * 32


class PageFailed(Exception):
    """A page answered with something else than what was asked for. Nothing of it would be worth timing."""


class Browser:
    """One person's browser. ``post`` and ``get`` make a request; calling what they return sends it.

    What a form answers is the page, or where it leads to.
    """

    def __init__(self, account: Account, *, now: datetime) -> None:
        self._handler = WSGIHandler()
        self._store = importlib.import_module(settings.SESSION_ENGINE).SessionStore
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = "127.0.0.1"
        request.session = self._store()
        sessions.begin(request, account, now=now)
        request.session.save()
        self._session_key = request.session.session_key or ""

    def get(self, address: str) -> Callable[[], bytes]:
        return lambda: self._send(self._environ("GET", address, b""))

    def post(self, address: str, fields: Mapping[str, object]) -> Callable[[], bytes]:
        body = urlencode({"csrfmiddlewaretoken": _CSRF, **fields}).encode()
        return lambda: self._send(self._environ("POST", address, body))

    def _follow(self, location: bytes) -> bytes:
        return self._send(self._environ("GET", location.decode(), b""))

    def search(self, query: Query, *, today: date) -> Callable[[], bytes]:
        """The search page, sent with what the query says."""
        fields: dict[str, object] = {
            "given": query.given,
            "family": query.family,
            "gender": query.gender,
            "postcode": query.postcode,
        }
        if query.born:
            born = query.born
            fields |= {"born_0": born.day, "born_1": born.month, "born_2": born.year}
        elif query.ages:
            youngest = statute.age_on(today, born=query.ages[1])
            fields |= {"age_from": youngest, "age_to": youngest + 1}
        send = self.post(reverse("shielding:search"), fields)
        return lambda: self._follow(send())

    def record(self, viewer: Viewer, *, now: datetime) -> Callable[[], bytes]:
        """The record page, after the reason was given: the giving is not part of what is returned."""
        session = self._store(self._session_key)
        reasons.keep(session, viewer, now=now)
        session.save()
        return self.get(reverse("shielding:record", args=[viewer.reference]))

    def _environ(self, method: str, address: str, body: bytes) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": "",
            "SERVER_NAME": HOST,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_ORIGIN": f"https://{HOST}",
            "HTTP_COOKIE": f"__Host-session={self._session_key}; __Host-csrftoken={_CSRF}",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def _send(self, environ: dict[str, Any]) -> bytes:
        statuses: list[str] = []
        locations: list[str] = []

        def start_response(status: str, headers: Iterable[tuple[str, str]], *_: Any) -> Any:
            statuses.append(status)
            locations.extend(value for name, value in headers if name == "Location")

        response = self._handler(environ, start_response)
        content = b"".join(response)
        response.close()
        if (
            statuses
            and statuses[0].startswith(str(HTTPStatus.FOUND.value))
            and environ["REQUEST_METHOD"] == "POST"
        ):
            return locations[0].encode()
        if not statuses or not statuses[0].startswith(str(HTTPStatus.OK.value)):
            raise PageFailed(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {statuses}")
        return content
