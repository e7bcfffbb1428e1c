"""Coming in, in two steps: something the person knows, then something they know and something they hold.

Within each step every failure looks alike and costs alike: nobody learns whether a username exists, whether an account
is suspended, or which half of the second step was wrong. Guessing is slowed for a username at an address (five tries,
then 15 minutes' wait that ends by itself) and for a token (each failure doubles the wait, up to about four minutes).
Never for an address alone, which would lock a whole council out, nor for a username alone, which would let a stranger
lock anybody out. People were locked out of the original for long periods.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from access import accreditation, proxies, sessions, tokens
from access.models import Account, username_of
from audit import trail
from audit.verbs import Verb
from ground import crypto

LOCKED_FOR = settings.AXES_COOLOFF_TIME
#: How long a right password waits for its second step.
SECOND_STEP_WITHIN = timedelta(minutes=5)

_HALF_WAY = "half_way"


def first_step(request: HttpRequest, *, username: str, password: str, now: datetime) -> bool:
    """Check username and password; on success this browser may try the second step for five minutes."""
    account = auth.authenticate(request, username=username, password=password)
    if not isinstance(account, Account) or not _may_come_in(account, now=now):
        if isinstance(account, Account):
            # A right password of an account that may not come in counts as a failure like any other.
            auth.user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
        _record_failure(username, step="first-step", now=now)
        return False
    request.session.flush()
    request.session[_HALF_WAY] = {"account": account.pk, "at": now.isoformat()}
    request.session.set_expiry(int(SECOND_STEP_WITHIN.total_seconds()))
    return True


def half_way(request: HttpRequest, *, now: datetime) -> bool:
    """Whether this browser has passed the first step and may still try the second."""
    state = request.session.get(_HALF_WAY)
    return state is not None and now - datetime.fromisoformat(state["at"]) < SECOND_STEP_WITHIN


def second_step(request: HttpRequest, *, pin: str, code: str, now: datetime) -> bool:
    """Check PIN and code together; on success the person is signed in. Call only when ``half_way``."""
    account = Account.objects.get(pk=request.session[_HALF_WAY]["account"])
    right = tokens.verify(account, pin=pin, code=code)
    if right and _may_come_in(account, now=now):
        del request.session[_HALF_WAY]
        sessions.begin(request, account, now=now)
        return True
    _record_failure(account.username, step="second-step", now=now)
    return False


def second_step_after(request: HttpRequest, *, now: datetime) -> timedelta:
    """How long to wait before the second step can be tried again. Call only when ``half_way``."""
    return tokens.wait(Account.objects.get(pk=request.session[_HALF_WAY]["account"]), now=now)


def locked_for(request: HttpRequest, *, now: datetime) -> timedelta:
    """How long this username stays locked at this address: until enough of its failures are too old to count."""
    failures = AccessAttempt.objects.filter(
        username=username_for_counting(request, None),
        ip_address=proxies.address_of(request),
        attempt_time__gt=now - LOCKED_FOR,
    ).order_by("attempt_time")
    counted = list(failures.values_list("attempt_time", "failures_since_start"))
    left = sum(count for _, count in counted)
    for at, count in counted:
        left -= count
        if left < settings.AXES_FAILURE_LIMIT:
            return at + LOCKED_FOR - now
    return LOCKED_FOR


def fingerprint_of(username: str) -> str:
    """What is remembered of a username that was typed: people type their password into that field by mistake."""
    return crypto.fingerprint(username_of(username), kind="username").hex()


def username_for_counting(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """The name under which failed attempts are counted: never the username itself."""
    typed = (credentials or {}).get("username")
    return fingerprint_of(typed if typed is not None else request.POST.get("username", ""))


def _may_come_in(account: Account, *, now: datetime) -> bool:
    """Active, in date, and not on a first password that has run out."""
    expired = account.initial_password_until is not None and now >= account.initial_password_until
    return (
        account.is_active
        and not expired
        and not accreditation.missing(account, today=timezone.localdate(now))
    )


def _record_failure(username: str, *, step: str, now: datetime) -> None:
    known = Account.objects.filter(username=username_of(username)).values_list("reference", flat=True).first()
    with transaction.atomic():
        trail.record(
            Verb.SIGN_IN_FAILED,
            actor=trail.Actor.nobody(),
            at=now,
            subject=known or fingerprint_of(username),
            outcome=step,
        )
