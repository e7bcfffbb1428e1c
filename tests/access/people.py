"""The people of these tests: who works in Westmarch, who works next door, and how they come in."""

import functools
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from access import eyes, tokens
from access.models import Account, Authority, Organisation, RoleGrant, Service
from access.occupations import Occupation
from access.roles import Role

PASSWORD = "three quiet herons wading"
PIN = "604215"
SEED = b"westmarch-token-seed"


@functools.cache
def hashed(secret: str) -> str:
    """One hash for all, because each costs 50 milliseconds on purpose."""
    return hashers.make_password(secret)


def authority(code: str = "WM", name: str = "Westmarch") -> Authority:
    return Authority.objects.get_or_create(code=code, defaults={"name": name})[0]


def organisation(
    code: str = "WM-COUNCIL", kind: str = "council", of: Authority | None = None, **fields: Any
) -> Organisation:
    defaults = {"name": f"The {code.lower()}", "kind": kind, **fields}
    defaults.setdefault("authority", of or authority())
    return Organisation.objects.get_or_create(code=code, defaults=defaults)[0]


def service(code: str = "WM-SEXUAL-HEALTH", sensitive: bool = True) -> Service:
    defaults = {"name": "A service", "organisation": organisation(), "sensitive": sensitive}
    return Service.objects.get_or_create(code=code, defaults=defaults)[0]


def account(username: str, *held: Role, **fields: Any) -> Account:
    """An active account in order, with token, PIN and password, holding these roles."""
    today = timezone.localdate()
    facts = {
        "full_name": f"{username.title()} Fictional",
        "job_title": "Worker",
        "occupation": Occupation.SOCIAL_WORKER,
        "organisation": fields.pop("organisation", None) or organisation(),
        "state": Account.State.ACTIVE,
        "dbs_issued_on": today - timedelta(days=100),
        "training_completed_on": date(2026, 1, 5),
        "agreement_signed_on": date(2026, 1, 6),
        **fields,
    }
    made = Account(username=username, password=hashed(PASSWORD), pin=hashed(PIN), **facts)
    made.save()
    for role in held:
        RoleGrant.objects.create(account=made, role=role, granted_by="a test", granted_at=timezone.now())
    tokens.place(made, seed=SEED, now=timezone.now())
    return made


def administrator(username: str = "ada", **fields: Any) -> Account:
    return account(username, Role.ACCOUNT_ADMINISTRATOR, **fields)


def searcher(of: Account) -> eyes.Searcher:
    return eyes.searcher_of(Account.objects.with_eyes().get(pk=of.pk), "a session key")


def code() -> str:
    """What the token shows now."""
    return tokens.code_at(SEED, timezone.now())


def first_step(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password}, **extra)


def second_step(client: Client, pin: str = PIN, code: str | None = None, **extra: Any) -> Any:
    return client.post(
        "/sign-in/second/", {"pin": pin, "code": globals()["code"]() if code is None else code}, **extra
    )
