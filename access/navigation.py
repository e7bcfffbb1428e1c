"""The navigation. A page that belongs there gets one line here; who sees it follows from its permission."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from access import eyes
from access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """A title, the name of the URL of a page, and the permission without which it is not offered."""

    title: str
    url_name: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as one person sees it on one page."""

    title: str
    url: str
    current: bool


ENTRIES = (
    Entry("Find a child", "shielding:search", Permission.SEARCH),
    Entry("My contact requests", "shielding:contact-requests", Permission.ASK_FOR_CONTACT),
    Entry("Contact requests", "shielding:brokering", Permission.BROKER_CONTACT),
    Entry("Shields", "shielding:shields", Permission.IMPOSE_SHIELD),
    Entry("Updates to check", "shielding:quarantine", Permission.DECIDE_QUARANTINE),
    Entry("Transfers", "shielding:transfers", Permission.TRANSFER_RECORD),
    Entry("Audit trail", "audit:trail", Permission.READ_TRAIL),
    Entry("My activity", "audit:my-activity", Permission.READ_OWN_TRAIL),
    Entry("Accounts", "access:accounts", Permission.MANAGE_ACCOUNTS),
)


def shown(request: HttpRequest) -> dict[str, object]:
    """For every template: the navigation of this person, who they are, and whether the data are fictional."""
    searcher = getattr(request, "searcher", None)
    return {"navigation": _items(request, searcher), "searcher": searcher, "demo": settings.DEMO}


def first_page(searcher: eyes.Searcher) -> str:
    """The URL of the first page that the person's roles allow; their own account where no role works."""
    offered = (_url(entry) for entry in ENTRIES if searcher.may(entry.permission))
    return next((url for url in offered if url), reverse("access:own-account"))


def _items(request: HttpRequest, searcher: eyes.Searcher | None) -> list[Item]:
    if searcher is None:
        return []
    permissions = searcher.permissions
    offered = [entry for entry in ENTRIES if entry.permission in permissions]
    # A URL that leads nowhere belongs to no entry: the page that says so is the same for all of them.
    path = request.path if request.resolver_match else ""
    return [Item(e.title, a, path.startswith(a)) for e in offered if (a := _url(e))]


def _url(entry: Entry) -> str:
    """Where the entry leads; nowhere while its page is not part of the site."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""
