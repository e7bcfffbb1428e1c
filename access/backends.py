"""The one way to check a username and a password."""

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
        """The account that a session names. Asked where the session is not the account's one in force."""
        return Account.objects.with_eyes().filter(pk=user_id).first()
