"""Where sessions are kept: in the database, so that they outlive every other part of the system."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.db.models import F, Func, Model, Subquery, TextField, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from access import eyes
from access.models import Account, Authority, KeptWords, Organisation, Service
from ground.asking import Given, Query, Question, Row, Wanted

Held = TypeVar("Held", bound=Model)
_KEY = re.compile(r"[0-9a-z-]{8,40}")


class SessionStore(db.SessionStore):
    """The framework's store, which reads with a session the account whose session in force it is, in one statement."""

    account: Account | None = None
    """The account as ``with_eyes`` would load it. Only if this is its session: nobody has signed in since elsewhere."""

    kept_key = ""
    """The key of kept words that the URL of the request names, if it names one: they are read with the session."""
    kept: Row | None = None

    def _validate_session_key(self, key: str | None) -> bool:
        """What cannot be a key is none: it is not even looked for. (PostgreSQL refuses a text with NUL in it.)"""
        return bool(key and _KEY.fullmatch(key))

    def load(self) -> dict[str, Any]:
        """What the session remembers; nothing, and no key any more, where there is none or it has expired."""
        key = self.session_key or ""
        held = _ask_session.first(key, eyes.session_digest(key), timezone.now(), self.kept_key)
        if held is None:
            self._session_key = None
            return {}
        self.account = _account_in(held["account"]) if held["account"] else None
        self.kept = held["kept"]
        return self.decode(held["session_data"])

    def save(self, must_create: bool = False) -> None:
        """Raises ``UpdateError`` for a session that is gone, and for an outage what it is: the page says so then."""
        try:
            super().save(must_create)
        except UpdateError as gone:
            fault = gone.__context__
            if isinstance(fault, DatabaseError) and type(fault) is not DatabaseError:
                raise fault from None
            raise


@Question
def _ask_session(key: Given, digest: Given, now: Given, kept_key: Given) -> tuple[Query, Wanted]:
    organisation = JSONObject(
        **_columns(Organisation, "organisation__"),
        authority=JSONObject(**_columns(Authority, "organisation__authority__")),
    )
    account = JSONObject(
        **_columns(Account),
        organisation=organisation,
        service=JSONObject(**_columns(Service, "service__")),
        open_roles="open_roles",
    )
    # The second half is that of the constraint by whose index the account is found.
    whose = Account.objects.with_eyes().filter(session_digest=digest).exclude(session_digest="")
    kept = JSONObject(
        key="key", account="account", place="place", kept_at="kept_at", sealed=_in_base64("sealed")
    )
    wanted = {
        "session_data": "session_data",
        "account": Subquery(whose.values(row=account)),
        "kept": Subquery(KeptWords.objects.filter(key=kept_key, until__gt=now).values(row=kept)),
    }
    return Session.objects.filter(session_key=key, expire_date__gt=now), wanted


def _in_base64(field: str) -> Func:
    return Func(F(field), Value("base64"), function="encode", output_field=TextField())


def _columns(model: type[Model], place: str = "") -> Mapping[str, str]:
    return {field.attname: f"{place}{field.attname}" for field in model._meta.concrete_fields}


def _account_in(row: Row) -> Account:
    account, organisation = _made(Account, row), _made(Organisation, row["organisation"])
    if account is None or organisation is None:
        raise LookupError("An account has an organisation.")
    organisation.authority = _made(Authority, row["organisation"]["authority"])
    account.organisation = organisation
    account.service = _made(Service, row["service"])
    account.open_roles = row["open_roles"]
    return account


def _made(model: type[Held], row: Row) -> Held | None:
    """The stored row that these columns are of; ``None`` where there was none to read."""
    if row["id"] is None:
        return None
    fields = model._meta.concrete_fields
    return model.from_db(
        DEFAULT_DB_ALIAS, [f.attname for f in fields], [f.to_python(row[f.attname]) for f in fields]
    )
