"""The one way to check a username and a password, and the one query that loads a signed-in account."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.http import HttpRequest

from access.models import Account, Authority, Organisation, Service, username_of
from ground.asking import Query, Question, Row


class AccountBackend(BaseBackend):
    """Username and password alone open nothing: they lead to the second step."""

    def authenticate(  # type: ignore[override]  # Django calls a backend by the names it asks for
        self, _request: HttpRequest | None, username: str = "", password: str = "", **_kwargs: Any
    ) -> Account | None:
        """The account whose password this is. Works equally long whether there is such an account or not."""
        account = Account.objects.filter(username=username_of(username)).first()
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, as ``with_eyes`` would load it. Every request of a signed-in person asks for it."""
        row = _ask_signed_in.first(user_id)
        return _account(row) if row else None


_PARTS: tuple[tuple[str, type[Model]], ...] = (
    ("", Account),
    ("organisation__", Organisation),
    ("organisation__authority__", Authority),
    ("service__", Service),
)
"""What a signed-in account is loaded with: where it stands in the query, and what it is."""


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@Question
def _ask_signed_in(account: int) -> Query:
    columns = [f"{place}{name}" for place, model in _PARTS for name in _columns(model)]
    return Account.objects.with_eyes().filter(pk=account).values_list(*columns, "open_roles")


def _account(row: Row) -> Account:
    values = iter(row)
    account, organisation, authority, service = (_made(model, values) for _, model in _PARTS)
    organisation.authority = authority
    account.organisation = organisation
    account.service = service
    account.open_roles = next(values)
    return account


def _made(model: type[Model], values: Iterator[Any]) -> Any:
    """The next of the row's parts; nothing where there is none."""
    columns = _columns(model)
    own = list(islice(values, len(columns)))
    return None if own[columns.index("id")] is None else model.from_db(DEFAULT_DB_ALIAS, columns, own)
