"""The home of each role: what waits for this person, how long the oldest has waited, and the ways on.

The same numbers stand beside the navigation of every page. They are those of the pages where the work is done: each
kind of work names the function that its page lists from, and all are counted by one statement. A package of ours that
has work for people says so in a module of the name ``homes``: its ``KINDS`` of work, and the ``HOMES`` of its roles.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from access import navigation, sessions, work
from access.eyes import Searcher
from access.roles import Role
from ground import house


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a home: the page, in words that say what is done there."""

    url_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Home:
    """The home of one role: what the role is there for, the ways on, and the page that somebody comes to first.

    Who comes to find a child comes to the search at once; everybody else to what waits for them.
    """

    lead: str
    ways: tuple[Way, ...]
    first: str = "your-home"


@functools.cache
def _declared() -> tuple[ModuleType, ...]:
    """The modules in which packages of ours say what work there is."""
    found = (import_module(f"{package}.homes") for package in house.packages_with("homes"))
    return tuple(module for module in found if module.__name__ != __name__)


@functools.cache
def kinds() -> tuple[work.Kind, ...]:
    """Every kind of work that waits for people, in the order in which a home shows it."""
    return tuple(kind for module in _declared() for kind in module.KINDS)


@functools.cache
def homes() -> Mapping[Role, Home]:
    """The home of every role that works."""
    return {role: home for module in _declared() for role, home in module.HOMES.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of work on a home: what it is, how many, how long, and where it is done."""

    title: str
    times: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one person finds at home."""

    leads: tuple[str, ...]
    waits: tuple[Line, ...]
    waits_for_others: tuple[Line, ...]
    ways: tuple[tuple[str, str], ...]


def page(*, by: Searcher, now: datetime) -> Page:
    """The home of somebody with these roles. Several roles have one home together."""
    homes = _homes_of(by)
    waiting = work.count(kinds(), by=by, now=now)
    today = timezone.localdate(now)
    return Page(
        leads=tuple(home.lead for home in homes),
        waits=tuple(_line(one, today) for one in waiting if one.kind.beside),
        waits_for_others=tuple(_line(one, today) for one in waiting if not one.kind.beside),
        ways=tuple(dict.fromkeys((reverse(way.url_name), way.words) for home in homes for way in home.ways)),
    )


def first_page(by: Searcher) -> str:
    """The URL that somebody comes to after signing in; their own account where no role works."""
    firsts = [home.first for home in _homes_of(by)]
    home = "your-home"
    return reverse(home if home in firsts else next(iter(firsts), "access:own-account"))


def shown(request: HttpRequest) -> dict[str, object]:
    """For every template: who this person is, their navigation with what waits, when their session ends, and whether
    the data are fictional.

    What waits is counted when the navigation is drawn, so that an answer without it asks nothing.
    """
    searcher: Searcher | None = getattr(request, "searcher", None)
    counts_for = None if _is_drawn_without(request) else searcher
    items = SimpleLazyObject(lambda: navigation.items(request, searcher, _beside(counts_for)))
    # An account without a session in force, as after signing out, has no limits any more.
    account = getattr(request, "account", None) if searcher and SESSION_KEY in request.session else None
    limits = sessions.limits_of(request, account, now=timezone.now()) if account else None
    return {"navigation": items, "searcher": searcher, "limits": limits, "demo": settings.DEMO}


WITHOUT_NUMBERS = frozenset({"shielding:search", "shielding:searched"})
"""Pages whose navigation has no numbers: a search is held to six statements, and each of them is needed."""


def _is_drawn_without(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in WITHOUT_NUMBERS


def _beside(by: Searcher | None) -> Mapping[str, int]:
    """The number beside each entry of the navigation, by the name of its URL."""
    if by is None:
        return {}
    numbers: dict[str, int] = {}
    for one in work.count([kind for kind in kinds() if kind.beside], by=by, now=timezone.now()):
        numbers[one.kind.beside] = numbers.get(one.kind.beside, 0) + one.times
    return numbers


def _homes_of(by: Searcher) -> list[Home]:
    known = homes()
    return [known[role] for role in sorted(by.roles) if role in known]


def _line(one: work.Waiting, today: date) -> Line:
    query = f"?{one.kind.query}" if one.kind.query else ""
    return Line(one.kind.title, one.times, one.words(today), f"{reverse(one.kind.url_name)}{query}")
