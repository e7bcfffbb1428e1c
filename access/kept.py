"""What a person typed, kept for them alone until they come back to it.

Two things are kept: what was typed into a search, so that its answer has a page that can be gone back to and loaded
again with nothing about a child in its URL; and a form that could not be taken, because the session had ended or a
reason had run out, so that nothing has to be typed twice (WCAG 2.2 SC 2.2.1, 2.2.5 and 3.3.7). Kept words are shown in
their form again and are never carried out: a view acts on what is sent, and on nothing else.

They are sealed for one account and one key (128 random bits), end with the person's signing out, and last for some
hours at most. A cookie names, by such a key, who has signed in with this browser and, once their session has ended,
where: it outlives the session, opens nothing, and what it names is given to the same person alone, after they have
signed in again.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import timezone

from access.models import KeptWords
from ground import crypto, references, statute
from ground.asking import Row

LASTS = timedelta(hours=statute.WORDS_KEPT.value)
MOST = 20
"""So many are kept for one person; the oldest make room."""
NOT_TO_SEND = "keep-for-later"
"""A field that the page's script adds where it sends a form to be kept, and not to be carried out."""
STILL_HERE = "What you typed is still here. It has not been sent: check it, then send it."

_COOKIE = "__Host-return"
_WAITING = "kept_words"
"""In the session: for each place that has words waiting, their key, and whether the person is told of them there."""
_CAME_BACK = "came_back_to"
_NOT_WORDS = frozenset({"csrfmiddlewaretoken", NOT_TO_SEND})


@dataclass(frozen=True, slots=True)
class Kept:
    """Words as they were typed, field by field, for the page at this place."""

    key: str
    place: str
    words: QueryDict
    kept_at: datetime


# --- keeping and reading ----------------------------------------------------------------------------------------


def keep(
    words: Mapping[str, object],
    *,
    account: int,
    place: str,
    now: datetime,
    lasts: timedelta = LASTS,
    key: str = "",
) -> str:
    """Keep the words of a form and return their key. Where ``key`` is taken already, what is kept there stays."""
    key = key or references.new()
    typed = words if isinstance(words, QueryDict) else QueryDict("")
    text = json.dumps({name: typed.getlist(name) for name in typed if name not in _NOT_WORDS})
    _make_room(account, is_form=bool(place))
    row = KeptWords(key=key, account_id=account, place=place, kept_at=now, until=now + lasts)
    row.sealed = crypto.seal(text, context=_context(account, key))
    KeptWords.objects.bulk_create([row], ignore_conflicts=True)
    return key


def read(key: str, *, account: int, now: datetime) -> Kept | None:
    """What is kept by this key for this person."""
    row = KeptWords.objects.filter(key=key, account=account, until__gt=now).first()
    return _opened(row.key, row.account_id, row.place, bytes(row.sealed), row.kept_at) if row else None


def named(request: HttpRequest) -> Kept | None:
    """What is kept for this person by the key in the URL. It came with the session and asks nothing more."""
    row: Row | None = getattr(request.session, "kept", None)
    if row is None or row["account"] != request.account.pk:  # type: ignore[attr-defined]
        return None
    kept_at = datetime.fromisoformat(row["kept_at"])
    return _opened(row["key"], row["account"], row["place"], base64.b64decode(row["sealed"]), kept_at)


def forget(*, account: str) -> None:
    """Nothing is kept for this person any more."""
    KeptWords.objects.filter(account__reference=account).delete()


def forget_old(*, now: datetime) -> None:
    """Delete what nobody came back for."""
    KeptWords.objects.filter(until__lte=now).delete()


# --- a form that has words waiting ------------------------------------------------------------------------------


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form's page shows as typed: what was sent, or what is kept for this place; ``None`` for an empty form."""
    key, is_told = request.session.get(_WAITING, {}).get(request.path, ("", False))
    if request.method == "POST":
        if key:
            _drop(request, key)
        return request.POST
    found = read(key, account=request.account.pk, now=timezone.now()) if key else None  # type: ignore[attr-defined]
    if found is None:
        return None
    if is_told:
        messages.info(request, STILL_HERE)
    return found.words


def takes_words(request: HttpRequest) -> bool:
    """Whether the request is for a view whose form may be kept."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "takes_words", False)


def for_later(request: HttpRequest, *, is_told: bool = True) -> None:
    """Keep what was sent for this place, where it cannot be taken now. Leads nowhere by itself."""
    key = keep(request.POST, account=request.account.pk, place=request.path, now=timezone.now())  # type: ignore[attr-defined]
    request.session[_WAITING] = request.session.get(_WAITING, {}) | {request.path: (key, is_told)}


def waiting(request: HttpRequest, *, below: str) -> str:
    """The place below this one that has words waiting; empty where there is none."""
    return next((place for place in request.session.get(_WAITING, {}) if place.startswith(below)), "")


# --- a session that has ended -----------------------------------------------------------------------------------


def after_end(request: HttpRequest, *, account: int | None, takes_words: bool) -> tuple[str, bool]:
    """Keep what came after a session's end, and remember the place.

    Returns the key for the browser, empty where nobody is known, and whether there were words to keep.

    ``account`` is whose session has just ended; otherwise the browser's cookie says whose had.
    """
    now = timezone.now()
    account = account or _whose(request, now=now)
    if account is None:
        return "", False
    is_sent = request.method == "POST"
    has_words = is_sent and takes_words and bool(request.POST.keys() - _NOT_WORDS)
    if has_words:
        keep(request.POST, account=account, place=request.path, now=now)
    place = QueryDict(mutable=True)
    place["place"] = page_of(request) if is_sent and not takes_words else request.get_full_path()
    return keep(place, account=account, place="", now=now), has_words


def remember_here(response: HttpResponse, key: str) -> None:
    """Let the browser bring the key along, until the person has signed in again."""
    response.set_cookie(_COOKIE, key, max_age=LASTS, secure=True, httponly=True, samesite="Strict", path="/")


def come_in(*, account: int, now: datetime) -> str:
    """A key by which this browser's next requests say whose they are, when the session is over."""
    return keep({}, account=account, place="", now=now)


def come_back(request: HttpRequest, *, account: int, now: datetime) -> str:
    """After signing in: what waits for this person is theirs again. Returns where they were; empty for nowhere."""
    waits = KeptWords.objects.filter(account=account, until__gt=now).exclude(place="").order_by("kept_at")
    places = {place: (key, True) for place, key in waits.values_list("place", "key")}
    if places:
        request.session[_WAITING] = places
    found = read(request.COOKIES.get(_COOKIE, ""), account=account, now=now)
    place = found.words.get("place", "") if found and not found.place else ""
    if place:
        request.session[_CAME_BACK] = place
    return place


def came_back_to(request: HttpRequest) -> str:
    """Where the person was led after signing in again."""
    return str(request.session.get(_CAME_BACK, ""))


def leave(response: HttpResponse) -> None:
    """The browser need not bring the key any more."""
    response.delete_cookie(_COOKIE, path="/", samesite="Strict")


def _whose(request: HttpRequest, *, now: datetime) -> int | None:
    key = request.COOKIES.get(_COOKIE, "")
    if not references.is_reference(key):
        return None
    return (
        KeptWords.objects.filter(key=key, place="", until__gt=now).values_list("account", flat=True).first()
    )


def page_of(request: HttpRequest) -> str:
    """The page of ours from which a button was pressed; empty where the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() and view_at(page.path) else ""


def view_at(path: str) -> Callable[..., HttpResponse] | None:
    """The view that answers at this path; none where it leads nowhere."""
    try:
        return resolve(path).func
    except Http404:
        return None


def _drop(request: HttpRequest, key: str) -> None:
    KeptWords.objects.filter(key=key, account=request.account.pk).delete()  # type: ignore[attr-defined]
    left = {place: held for place, held in request.session[_WAITING].items() if held[0] != key}
    request.session[_WAITING] = left


def _make_room(account: int, *, is_form: bool) -> None:
    alike = KeptWords.objects.filter(account=account)
    alike = alike.exclude(place="") if is_form else alike.filter(place="")
    newest_first = alike.order_by("-kept_at", "-pk")
    KeptWords.objects.filter(pk__in=newest_first.values("pk")[MOST - 1 :]).delete()


def _opened(key: str, account: int, place: str, sealed: bytes, kept_at: datetime) -> Kept:
    words = QueryDict(mutable=True)
    for name, values in json.loads(crypto.unseal(sealed, context=_context(account, key))).items():
        words.setlist(name, values)
    return Kept(key=key, place=place, words=words, kept_at=kept_at)


def _context(account: int, key: str) -> str:
    return f"kept-words:{account}:{key}"
