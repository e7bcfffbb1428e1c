"""A walk through the public side, as a browser makes it: from the first question to the reference, and back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.test import Client

from complaints.stages import Kind
from tests import browsing

WORDS = "My dad must not find out where we live"


def answers(
    kind: Kind = Kind.ACCESS,
    *,
    asker: str = "oneself",
    given: str = "Kelly",
    family: str = "Example",
    born: tuple[str, str, str] = ("14", "3", "2011"),
    postcode: str = "ZZ1 1AA",
    words: str = WORDS,
) -> dict[str, dict[str, str]]:
    """What is typed, step by step. Steps that are not asked are left out by whoever walks."""
    return {
        "what": {"kind": kind},
        "who": {"asker": asker},
        "person": {
            "given": given,
            "family": family,
            **{f"born_{at}": part for at, part in enumerate(born)},
        },
        "you": {"own_name": "Maria Example", "relation": "I am her mum"},
        "where": {"postcode": postcode},
        "council": {"authority": "X01"},
        "about": {"words": words},
        "reach": {"way": "here"},
    }


def typed(**said: Any) -> dict[str, str]:
    """The same as a draft holds it."""
    return {step: urlencode(form) for step, form in answers(**said).items() if step not in ("you", "council")}


def walk(browser: Client, **typed: Any) -> list[Any]:
    """Every answer on the way: each question's page, what sending it leads to, the reference, and following it."""
    said = answers(**typed)
    found = [browser.get("/"), browser.get("/ask/"), browser.post("/ask/", said["what"])]
    while "/ask/" in (place := found[-1].get("Location", "")):
        found.append(browser.get(place))
        step = place.rstrip("/").rpartition("/")[2]
        if step == "sent":
            break
        if found[-1].status_code == 200:
            found.append(browser.post(place, said.get(step, {})))
    reference = reference_on(found[-1])
    found.append(browser.post("/follow/", {"reference": reference.lower().replace("-", " ")}))
    found.append(browser.get(found[-1]["Location"]))
    return found


def reference_on(page: Any) -> str:
    """The reference that a page shows."""
    (found,) = set(re.findall(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", browsing.body(page)))
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What is done in this block is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
