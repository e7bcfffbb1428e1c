"""Sessions: on the server, one for each person, ended by quiet, by age, by another sign-in or by an administrator.

15 minutes without a request, or 12 hours after signing in, end a session (a shared or unattended screen must not stay
open for long; NIST SP 800-63B asks for no more than 15 minutes and 12 hours at this level). The account remembers a
keyed fingerprint of the one session in force, so that ending it takes one write, whatever store holds the session.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest
from django.middleware import csrf
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from access import accreditation, eyes, kept
from access.models import Account
from audit import trail
from audit.verbs import Verb

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
#: How often at most the last activity is written down.
NOTE_EVERY = timedelta(minutes=1)

_BACKEND = "access.backends.AccountBackend"
_SIGNED_IN_AT = "signed_in_at"
_BEFORE = "csrf_before"


class Ending(StrEnum):
    """Why a session ended. Each has words for the sign-in page; the value is in its URL."""

    IDLE = "idle"
    LONGEST = "longest"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    CHANGED = "changed"


WORDS: dict[Ending, str] = {
    Ending.IDLE: "You were signed out because nothing happened for 15 minutes.",
    Ending.LONGEST: "You were signed out because 12 hours have passed since you signed in.",
    Ending.ELSEWHERE: (
        "You were signed out here because you signed in somewhere else. If that was not you, tell your account "
        "administrator at once."
    ),
    Ending.STOPPED: (
        "You were signed out because your account was changed by your account administrator. Ask them if you do not "
        "know why."
    ),
    Ending.LAPSED: (
        "You were signed out because your certificate, training or agreement is out of date. Your account "
        "administrator can renew it."
    ),
    Ending.CHANGED: "You were signed out because your password was changed.",
    Ending.UNKNOWN: "You are not signed in, or your session has ended.",
}

#: Endings that the trail records when they are found out. The others were recorded by the act that ended the session.
_FOUND_OUT = frozenset({Ending.IDLE, Ending.LONGEST, Ending.LAPSED})


def begin(request: HttpRequest, account: Account, *, now: datetime) -> None:
    """Start the person's one session, under a new key. An older session elsewhere is over from this moment."""
    token_before = request.META.get("CSRF_COOKIE")
    with transaction.atomic():
        locked = Account.objects.with_eyes().select_for_update(of=["self"]).get(pk=account.pk)
        older = locked.session_digest
        auth.login(request, locked, backend=_BACKEND)
        request.session[_SIGNED_IN_AT] = now.isoformat()
        if token_before:
            request.session[_BEFORE] = token_before
        request.session.set_expiry(int(LONGEST.total_seconds()))
        searcher = _remember(request, locked, now=now)
        if older:
            trail.record(
                Verb.SESSION_ENDED,
                actor=searcher.actor(),
                at=now,
                subject=locked.reference,
                outcome=Ending.ELSEWHERE,
            )
        trail.record(Verb.SIGNED_IN, actor=searcher.actor(), at=now, subject=locked.reference)


def is_of_page_before(request: HttpRequest) -> bool:
    """Whether a form was sent by a page that this browser was given before this person signed in again.

    Signing in changes the token of all forms. The one before opens nothing any more; it only shows where the form is
    from.
    """
    sent, before = request.POST.get("csrfmiddlewaretoken", ""), request.session.get(_BEFORE)
    if request.searcher is None or not before:  # type: ignore[attr-defined]
        return False
    try:
        csrf._check_token_format(sent)  # type: ignore[attr-defined]  # Django has no public name for it
    except csrf.InvalidTokenFormat:
        return False
    return bool(csrf._does_token_match(sent, before))  # type: ignore[attr-defined]


def renew(request: HttpRequest, account: Account, *, now: datetime) -> None:
    """Keep this one session after its password changed, under a new key."""
    with transaction.atomic():
        auth.update_session_auth_hash(request, account)
        _remember(request, account, now=now)


def account_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """The account that came with the session, if the session is signed in as it and its password is still the same.

    Otherwise whom the framework finds. It asks once more; the session is over then, and this is to say why.
    """
    account = getattr(request.session, "account", None)
    if (
        account is not None
        and request.session.get(auth.SESSION_KEY) == str(account.pk)
        and constant_time_compare(
            request.session.get(auth.HASH_SESSION_KEY, ""), account.get_session_auth_hash()
        )
    ):
        return account
    return request.user


def end(request: HttpRequest, searcher: eyes.Searcher, *, now: datetime) -> None:
    """Sign out: the session is gone from the server, and its cookie opens nothing any more."""
    with transaction.atomic():
        _forget(searcher)
        kept.forget(account=searcher.account)
        trail.record(Verb.SIGNED_OUT, actor=searcher.actor(), at=now, subject=searcher.account)
        request.session.flush()


def ending_of(request: HttpRequest, account: Account, *, now: datetime) -> Ending | None:
    """Why this session must not go on, or None where it may. Asks nothing of the database."""
    if account.state in {Account.State.SUSPENDED, Account.State.CLOSED}:
        return Ending.STOPPED
    digest = eyes.session_digest(request.session.session_key or "")
    if account.session_digest != digest:
        return Ending.ELSEWHERE if account.session_digest else Ending.STOPPED
    if accreditation.missing(account, today=timezone.localdate(now)):
        return Ending.LAPSED
    if account.last_seen_at is None or now - account.last_seen_at >= IDLE:
        return Ending.IDLE
    began = datetime.fromisoformat(request.session[_SIGNED_IN_AT])
    return Ending.LONGEST if now - began >= LONGEST else None


def stop(request: HttpRequest, account: Account, ending: Ending, *, now: datetime) -> None:
    """Take the session away from a browser that may not go on with it."""
    if ending in _FOUND_OUT:
        with transaction.atomic():
            searcher = eyes.searcher_of(account, request.session.session_key or "")
            _forget(searcher)
            trail.record(
                Verb.SESSION_ENDED, actor=searcher.actor(), at=now, subject=searcher.account, outcome=ending
            )
    request.session.flush()


def note_activity(account: Account, *, now: datetime) -> None:
    """Write down that the person is there: at most once a minute, and only while this session is the one in force.

    A session may therefore end up to a minute before 15 quiet minutes are over, never after.
    """
    if account.last_seen_at is None or now - account.last_seen_at >= NOTE_EVERY:
        account.last_seen_at = now
        Account.objects.filter(pk=account.pk, session_digest=account.session_digest).update(last_seen_at=now)


@dataclass(frozen=True, slots=True)
class Limits:
    """In how many seconds a session ends if nothing happens, and at the latest; and how many a request gives again."""

    idle: int
    longest: int
    each: int = int(IDLE.total_seconds())


def limits_of(request: HttpRequest, account: Account, *, now: datetime) -> Limits:
    """The limits of the session in force. Asks nothing of the database."""
    began = datetime.fromisoformat(request.session[_SIGNED_IN_AT])
    seen = account.last_seen_at or now
    return Limits(
        idle=int((seen + IDLE - now).total_seconds()), longest=int((began + LONGEST - now).total_seconds())
    )


def words_of(ending: str) -> str:
    """The words for the end that the URL of the sign-in page names; none for anything else."""
    return WORDS[Ending(ending)] if ending in list(Ending) else ""


def _forget(searcher: eyes.Searcher) -> None:
    """No session of this account is in force, unless a newer one has taken its place."""
    Account.objects.filter(reference=searcher.account, session_digest=searcher.session).update(
        session_digest=""
    )


def _remember(request: HttpRequest, account: Account, *, now: datetime) -> eyes.Searcher:
    """Make the request's session the one in force."""
    request.session.save()
    searcher = eyes.searcher_of(account, request.session.session_key or "")
    Account.objects.filter(pk=account.pk).update(session_digest=searcher.session, last_seen_at=now)
    return searcher
