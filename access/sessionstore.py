"""Where sessions are kept: in the database, so that they outlive every other part of the system."""

import re

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

_KEY = re.compile(r"[0-9a-z-]{8,40}")


class SessionStore(db.SessionStore):
    """The framework's store, which takes a database that has gone away for a session that has been deleted."""

    def _validate_session_key(self, key: str | None) -> bool:
        """What cannot be a key is none: it is not even looked for. (PostgreSQL refuses a text with NUL in it.)"""
        return bool(key and _KEY.fullmatch(key))

    def save(self, must_create: bool = False) -> None:
        """Raises ``UpdateError`` for a session that is gone, and for an outage what it is: the page says so then."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
