"""The navigation. A page that belongs there gets one line here; who sees it follows from its permission."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from access import eyes
from access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A title, the name of the URL of a page, and the permission without which it is not offered, if there is one."""

    title: str
    url_name: str
    permission: Permission | None


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one person sees it on one page, with the number of pieces of work that wait there."""

    title: str
    url: str
    current: bool
    waiting: int = 0


ENTRIES = (
    Entry("Home", "your-home", None),
    Entry("Find a child", "shielding:search", Permission.SEARCH),
    Entry("My contact requests", "shielding:contact-requests", Permission.ASK_FOR_CONTACT),
    Entry("My proposals", "shielding:proposals", Permission.PROPOSE_RECORD),
    Entry("Contact requests", "shielding:brokering", Permission.BROKER_CONTACT),
    Entry("Shields", "shielding:shields", Permission.IMPOSE_SHIELD),
    Entry("Updates to check", "shielding:quarantine", Permission.DECIDE_QUARANTINE),
    Entry("Proposed records", "shielding:proposals-waiting", Permission.DECIDE_PROPOSAL),
    Entry("Transfers", "shielding:transfers", Permission.TRANSFER_RECORD),
    Entry("Requests and complaints", "complaints:cases", Permission.ANSWER_CASES),
    Entry("Consultations", "complaints:surveys", Permission.CONDUCT_CONSULTATION),
    Entry("Audit trail", "audit:trail", Permission.READ_TRAIL),
    Entry("Search terms", "audit:terms-requests", Permission.OPEN_SEARCH_TERMS),
    Entry("My activity", "audit:my-activity", Permission.READ_OWN_TRAIL),
    Entry("Accounts", "access:accounts", Permission.MANAGE_ACCOUNTS),
    Entry("Not-me reports", "audit:denials", Permission.MANAGE_ACCOUNTS),
)


def items(request: HttpRequest, searcher: eyes.Searcher | None, waiting: Mapping[str, int]) -> list[Item]:
    """The navigation as this person sees it on this page. ``waiting``: the numbers, by the name of the URL."""
    if searcher is None:
        return []
    permissions = searcher.permissions
    offered = [entry for entry in ENTRIES if entry.permission is None or entry.permission in permissions]
    # A URL that leads nowhere belongs to no entry: the page that says so is the same for all of them.
    path = request.path if request.resolver_match else ""
    return [
        Item(e.title, url, path.startswith(url), waiting.get(e.url_name, 0))
        for e in offered
        if (url := _url(e))
    ]


def _url(entry: Entry) -> str:
    """Where the entry leads; nowhere while its page is not part of the site."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""
