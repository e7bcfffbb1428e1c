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


def updates_that_wait(browser: Client) -> list[str]:
    """The references of the updates on the officer's list, in its order."""
    listed = browser.get("/quarantine/").content.decode()
    return re.findall(r'href="/quarantine/([0-9a-f]{32})/"', listed)


def decide(browser: Client, statement: str, decision: str, **more: str) -> Any:
    """Decide on an update and confirm it; the page after that, or the one that asks again."""
    said = {"decision": decision, **more}
    chosen = browser.post(f"/quarantine/{statement}/", said, follow=True)
    if "Confirm your decision" not in words(chosen):
        return chosen
    return browser.post(f"/quarantine/{statement}/confirm/", said, follow=True)


def words(response: Any) -> str:
    """The page as one line of words, without markup."""
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(text.split())


def body(response: Any) -> str:
    """The page without its form tokens, which differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
