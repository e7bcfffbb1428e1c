"""What the cast of the demonstration signs in with, worked out again from this installation's key each time.

Nothing of it is stored in clear, and it exists only in demo mode, which refuses to start on anything but this machine.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from access import tokens
from access.models import TotpDevice
from ground import crypto
from workshop.demo import cast

_WORDS = ("heron", "lantern", "orchard", "pebble", "saddle", "thimble", "walnut", "willow")


@dataclass(frozen=True, slots=True)
class SignInCard:
    """One person's card: who they are, what they may do, and everything that the two steps ask for."""

    name: str
    given_name: str
    job_title: str
    may: str
    username: str
    password: str
    pin: str
    code: str


def password_of(person: cast.Person) -> str:
    """Three words and a number; as long as the rule for passwords asks."""
    digest = crypto.fingerprint(person.username, kind="demo-password")
    words = [_WORDS[byte % len(_WORDS)] for byte in digest[:3]]
    return f"{'-'.join(words)}-{int.from_bytes(digest[3:5]):05d}"


def pin_of(person: cast.Person) -> str:
    """Six digits."""
    digest = crypto.fingerprint(person.username, kind="demo-pin")
    return f"{int.from_bytes(digest[:4]) % 10**tokens.PIN_DIGITS:0{tokens.PIN_DIGITS}d}"


def seed_of(person: cast.Person) -> bytes:
    """The seed of the person's token."""
    return crypto.fingerprint(person.username, kind="demo-token")[: tokens.SEED_BYTES]


def unused_code(person: cast.Person, *, now: datetime) -> str | None:
    """The earliest code that the person's token takes now and has not taken yet; None where it has taken them all.

    A token takes the code of now, the one before and the one after, each once and none that is older than the last. The
    earliest is chosen, so that the code on the card stays good for somebody who types it.
    """
    last = TotpDevice.objects.filter(user__username=person.username, confirmed=True).values_list(
        "last_t", flat=True
    )
    step_now = int(now.timestamp()) // TotpDevice.STEP_SECONDS
    for drift in range(-TotpDevice.TOLERANCE, TotpDevice.TOLERANCE + 1):
        if step_now + drift > max(last, default=-1):
            return tokens.code_at(seed_of(person), now + drift * timedelta(seconds=TotpDevice.STEP_SECONDS))
    return None


def cards(now: datetime) -> list[SignInCard]:
    """The cards of the whole cast, with the code that each token shows now."""
    return [
        SignInCard(
            name=person.full_name,
            given_name=person.given_name,
            job_title=person.job_title,
            may=person.may,
            username=person.username,
            password=password_of(person),
            pin=pin_of(person),
            code=tokens.code_at(seed_of(person), now),
        )
        for person in cast.PEOPLE
    ]
