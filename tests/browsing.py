"""How a member of the cast uses the pages: signed in, looking for a child, saying why, opening the record."""

import re
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from access import sessions
from access.models import Account
from ground.statute import Purpose
from tests import cast

REASON = {"purpose": Purpose.FIND_OTHERS.value, "reason": "Falling behind at school"}


def come_in(client: Client, who: Account, now: datetime | None = None) -> Client:
    """Put a session in force into the browser, as the second step would."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions.begin(request, who, now=now or timezone.now())
    request.session.save()
    client.cookies["__Host-session"] = request.session.session_key
    return client


def browser_of(username: str) -> Client:
    """A browser in which this member of the cast has signed in."""
    return come_in(Client(), cast.account(username))


def open_record(browser: Client, reference: str) -> Any:
    """Say why and follow to the record, whatever the answer is."""
    return browser.post(f"/children/{reference}/reason/", REASON, follow=True)


def search(browser: Client, typed: dict[str, Any]) -> Any:
    """Type this into the search, press the button, and follow to the page that answers."""
    return browser.post("/search/", typed, follow=True)


def words(response: Any) -> str:
    """The page as one line of words, without markup."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(text.split())


def body(response: Any) -> str:
    """The page without its form tokens and without what is left of the session, which differ each time."""
    changing = r'name="csrfmiddlewaretoken" value="[^"]+"|data-(?:idle|longest)="[0-9]+"'
    return re.sub(changing, "", response.content.decode())
