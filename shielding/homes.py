"""The home of each role: what waits for this person, how long the oldest has waited, and the ways on.

The same numbers stand beside the navigation of every page. They are those of the pages where the work is done: each
kind of work names the function that its page lists from, and all are counted by one statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from access import accounts, accreditation, navigation, sessions, work, wrong_numbers
from access.eyes import Searcher
from access.permissions import Permission
from access.roles import Role
from audit.oversight import denials, investigations
from shielding import shields, transfers
from shielding.disclosure import brokering
from shielding.publication import proposals, quarantine


def _was_due(since: date, today: date) -> str:
    days = (today - since).days
    return (
        "The first is due today."
        if days <= 0
        else f"The first was due {days} day{'' if days == 1 else 's'} ago."
    )


def _first_ends(since: date, today: date) -> str:
    ends = accreditation.ends_on(since)
    has_ended = "ended" if ends <= today else "ends"
    return f"The first {has_ended} on {ends.day} {ends:%B %Y}."


KINDS = (
    work.Kind(
        name="contact-requests",
        title="Contact requests to answer",
        permission=Permission.BROKER_CONTACT,
        rows=lambda by, _: brokering.waiting_for(by=by),
        since="asked_at",
        url_name="shielding:brokering",
        beside="shielding:brokering",
    ),
    work.Kind(
        name="updates",
        title="Updates to check",
        permission=Permission.DECIDE_QUARANTINE,
        rows=lambda by, _: quarantine.waiting_for(by=by),
        counted="statement",
        since="statement__received_at",
        url_name="shielding:quarantine",
        beside="shielding:quarantine",
    ),
    work.Kind(
        name="proposals",
        title="Proposed records to check",
        permission=Permission.DECIDE_PROPOSAL,
        rows=lambda by, _: proposals.waiting_for(by=by),
        since="proposed_at",
        url_name="shielding:proposals-waiting",
        beside="shielding:proposals-waiting",
    ),
    work.Kind(
        name="transfers",
        title="Records that another council asks you to take over",
        permission=Permission.TRANSFER_RECORD,
        rows=lambda by, _: transfers.to_take_over(by),
        since="opened_at",
        url_name="shielding:transfers",
        beside="shielding:transfers",
    ),
    work.Kind(
        name="transfers-to-offer",
        title="Shielded records that belong to another council, to offer or to keep",
        permission=Permission.TRANSFER_RECORD,
        rows=lambda by, _: transfers.to_offer(by),
        since="opened_at",
        url_name="shielding:transfers",
        beside="shielding:transfers",
    ),
    work.Kind(
        name="lifts",
        title="Shields that another officer asks to lift",
        permission=Permission.LIFT_SHIELD,
        rows=lambda by, _: shields.lifts_to_agree(by=by),
        since="lift_asked_at",
        url_name="shielding:shields",
        beside="shielding:shields",
    ),
    work.Kind(
        name="reviews",
        title="Shields to review",
        permission=Permission.IMPOSE_SHIELD,
        rows=lambda by, today: shields.reviews_due(by=by, today=today),
        since="review_due",
        tells=_was_due,
        url_name="shielding:shields",
        beside="shielding:shields",
    ),
    work.Kind(
        name="denials",
        title="People who say that something was not them",
        permission=Permission.MANAGE_ACCOUNTS,
        rows=lambda by, _: denials.waiting_for(by=by),
        since="denied_at",
        url_name="audit:denials",
        beside="audit:denials",
    ),
    work.Kind(
        name="wrong-numbers",
        title="Wrong numbers that were reported",
        permission=Permission.MANAGE_ACCOUNTS,
        rows=lambda by, _: wrong_numbers.waiting_for(by=by),
        since="reported_at",
        url_name="access:wrong-numbers",
        beside="access:accounts",
    ),
    work.Kind(
        name="accreditation",
        title="Accounts whose criminal-records certificate ends soon",
        permission=Permission.MANAGE_ACCOUNTS,
        rows=lambda by, today: accounts.certificates_ending(by=by, today=today),
        since="dbs_issued_on",
        tells=_first_ends,
        url_name="access:certificates",
        beside="access:accounts",
    ),
    work.Kind(
        name="denials-to-follow",
        title="Things that somebody says were not them",
        permission=Permission.READ_TRAIL,
        rows=lambda by, _: denials.seen_by_auditor(by=by),
        since="denied_at",
        url_name="audit:trail",
        query="verb=act-denied",
        beside="audit:trail",
    ),
    work.Kind(
        name="search-terms",
        title="Search terms that another auditor asks to open",
        permission=Permission.OPEN_SEARCH_TERMS,
        rows=lambda by, _: investigations.waiting_for(by=by),
        since="asked_at",
        url_name="audit:terms-requests",
        beside="audit:terms-requests",
    ),
    work.Kind(
        name="own-contact-requests",
        title="Contact requests of yours that wait for an answer",
        permission=Permission.ASK_FOR_CONTACT,
        rows=lambda by, _: brokering.waiting_of(by=by),
        since="asked_at",
        url_name="shielding:contact-requests",
    ),
)
"""Every kind of work that waits for people, in the order in which a home shows it."""


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


_FIND = Way("shielding:search", "Find a child, and see who else is working with them")
_ACTIVITY = Way("audit:my-activity", "See what is written down about you, and say if something was not you")
_PROPOSALS = Way("shielding:proposals", "See what became of the records you proposed")
_CONTACT = Way("shielding:contact-requests", "See what came of your contact requests")

HOMES: Mapping[Role, Home] = {
    Role.PRACTITIONER: Home(
        "You find out who else is working with a child, and say that you are.",
        (_FIND, _CONTACT, _PROPOSALS, _ACTIVITY),
        first="shielding:search",
    ),
    Role.SENSITIVE_PRACTITIONER: Home(
        "You find out who else is working with a child. What you record is shown to nobody else without consent.",
        (_FIND, _CONTACT, _PROPOSALS, _ACTIVITY),
        first="shielding:search",
    ),
    Role.SHIELDING_OFFICER: Home(
        "You keep hidden where a child is while showing it is a danger, and pass on requests for contact.",
        (
            Way("shielding:search", "Find a child of your authority"),
            Way("shielding:shields", "See the shields in force"),
            Way("shielding:brokering", "Answer contact requests"),
            Way("shielding:quarantine", "Check updates of which nobody can be sure"),
            Way("shielding:proposals-waiting", "Check proposed records"),
            Way("shielding:transfers", "Take records over from another council, and hand them over"),
        ),
    ),
    Role.ACCOUNT_ADMINISTRATOR: Home(
        "You decide who comes in: accounts, roles and credentials of the people of your authority.",
        (
            Way("access:create-account", "Create an account"),
            Way("access:accounts", "Look after the accounts of your authority"),
            Way("access:certificates", "See whose criminal-records certificate ends soon"),
            Way("access:wrong-numbers", "See which numbers were reported as wrong"),
            Way("audit:denials", "Look into what people say was not them"),
        ),
    ),
    Role.LOCAL_AUDITOR: Home(
        "You check how the people of your authority use the register. No child is named to you.",
        (
            Way("audit:trail", "Read the trail, filter it, and take a report away"),
            Way(
                "audit:terms-requests",
                "See whose search terms are asked for, and answer with a second auditor",
            ),
        ),
    ),
}
"""The home of every role that works. A role without one makes a test red."""


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
    homes = [HOMES[role] for role in sorted(by.roles) if role in HOMES]
    waiting = work.count(KINDS, by=by, now=now)
    today = timezone.localdate(now)
    return Page(
        leads=tuple(home.lead for home in homes),
        waits=tuple(_line(one, today) for one in waiting if one.kind.beside),
        waits_for_others=tuple(_line(one, today) for one in waiting if not one.kind.beside),
        ways=tuple(dict.fromkeys((reverse(way.url_name), way.words) for home in homes for way in home.ways)),
    )


def first_page(by: Searcher) -> str:
    """The URL that somebody comes to after signing in; their own account where no role works."""
    firsts = [HOMES[role].first for role in sorted(by.roles) if role in HOMES]
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
    for one in work.count([kind for kind in KINDS if kind.beside], by=by, now=timezone.now()):
        numbers[one.kind.beside] = numbers.get(one.kind.beside, 0) + one.times
    return numbers


def _line(one: work.Waiting, today: date) -> Line:
    query = f"?{one.kind.query}" if one.kind.query else ""
    return Line(one.kind.title, one.times, one.words(today), f"{reverse(one.kind.url_name)}{query}")
