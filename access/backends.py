"""The one way to check a username and a password, and the one query that loads a signed-in account."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from access.models import Account, username_of


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
        return Account.objects.with_eyes().filter(pk=user_id).first()
