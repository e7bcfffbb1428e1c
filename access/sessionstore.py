"""Where sessions are kept: in the database, so that they outlive every other part of the system."""

import re
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from ground.asking import Query, Question
from ground.prepared import Blank, Statement

_KEEP = Statement(
    "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s",
    [Blank(0), Blank(1), Blank(2)],
)
_KEY = re.compile(r"[0-9a-z-]{8,40}")


class SessionStore(db.SessionStore):
    """The framework's store, with one short statement for each reading and each writing of a session that stands."""

    def _validate_session_key(self, key: str | None) -> bool:
        """What cannot be a key is none: it is not even looked for. (PostgreSQL refuses a text with NUL in it.)"""
        return bool(key and _KEY.fullmatch(key))

    def load(self) -> dict[str, Any]:
        """What the session remembers; nothing, and no key any more, where there is none or it has expired."""
        kept = _ask_session.first(self.session_key or "")
        if kept is None or kept[1] <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(kept[0])

    def save(self, must_create: bool = False) -> None:
        """Raises ``UpdateError`` for a session that is gone, and for an outage what it is: the page says so then."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        kept = (self.encode(dict(self.items())), self.get_expiry_date(), self.session_key)
        with connection.cursor() as cursor:
            _KEEP.run(cursor, kept)
            if not cursor.rowcount:
                raise UpdateError


@Question
def _ask_session(key: str) -> Query:
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")
