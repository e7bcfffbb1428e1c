"""Issuing tokens, and checking a PIN together with a token's code."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

import django_otp
from django.db import transaction
from django_otp import oath

from access.models import Account, TotpDevice

SEED_BYTES = 20
PIN_DIGITS = 6
_ISSUER = "ContactPoint"
#: Stands in for a passcode that cannot be one: it is worked through like any other and never matches.
_NO_PASSCODE = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """What the person needs to set the token up: the seed in base 32, and the same as an ``otpauth`` URI."""

    seed: str
    uri: str


def issue(account: Account, *, now: datetime) -> Issued:
    """Give the account a new token with a random seed; the old one stops working at once."""
    seed = secrets.token_bytes(SEED_BYTES)
    place(account, seed=seed, now=now)
    text = base64.b32encode(seed).decode()
    label = quote(f"{_ISSUER}:{account.username}")
    query = {
        "secret": text,
        "issuer": _ISSUER,
        "digits": TotpDevice.DIGITS,
        "period": TotpDevice.STEP_SECONDS,
    }
    return Issued(seed=text, uri=f"otpauth://totp/{label}?{urlencode(query)}")


def place(account: Account, *, seed: bytes, now: datetime) -> TotpDevice:
    """Give the account a token whose maker delivered this seed; the old one stops working at once."""
    with transaction.atomic():
        retire(account)
        token = TotpDevice.objects.create(user=account, name="token", sealed_seed=b"", issued_at=now)
        # The seed is sealed for this very row, so the row must exist before.
        token.seal_seed(seed)
        token.save(update_fields=["sealed_seed"])
    return token


def retire(account: Account) -> None:
    """Take the account's token out of use. It stays in the table, because the trail knows when it was issued."""
    TotpDevice.objects.filter(user=account, confirmed=True).update(confirmed=False, sealed_seed=b"")


def code_at(seed: bytes, moment: datetime) -> str:
    """The code that a token with this seed shows at that moment."""
    totp = oath.TOTP(seed, step=TotpDevice.STEP_SECONDS, digits=TotpDevice.DIGITS)
    totp.time = moment.timestamp()
    return f"{totp.token():0{TotpDevice.DIGITS}d}"


def verify(account: Account, *, pin: str, code: str) -> bool:
    """Whether both the PIN and the code are right now. Both are always worked out; a code works once.

    A PIN or a code that is not six digits counts as wrong, with the same work. Failures make the next attempt wait.
    """
    device = TotpDevice.objects.filter(user=account, confirmed=True).first()
    if device is None:
        account.check_pin(pin)
        return False
    well_formed = _is_digits(pin, PIN_DIGITS) and _is_digits(code, TotpDevice.DIGITS)
    passcode = pin + code if well_formed else _NO_PASSCODE
    return django_otp.verify_token(account, device.persistent_id, passcode) is not None


def wait(account: Account, *, now: datetime) -> timedelta:
    """How long the account's token takes no code yet, after failures; nothing where it takes one now."""
    device = TotpDevice.objects.filter(user=account, confirmed=True).first()
    allowed, why = device.verify_is_allowed() if device else (True, None)
    return max(why["locked_until"] - now, timedelta()) if not allowed and why else timedelta()


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()
