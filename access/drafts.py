"""An account that is being made: what was typed, kept step by step in the session until the account is created.

Kept as it was typed, so that each step is judged again by its own form whenever the list is shown: a service goes
with the organisation that it belongs to. It is dropped with the session, and when the account is made.
"""

from collections.abc import Iterable

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

_DRAFT = "new_account"


def kept(session: SessionBase, step: str) -> QueryDict | None:
    """What was typed in this step; ``None`` where it was never sent."""
    typed = session.get(_DRAFT, {}).get(step)
    if typed is None:
        return None
    found = QueryDict(mutable=True)
    for name, values in typed.items():
        found.setlist(name, values)
    return found


def keep(session: SessionBase, step: str, sent: QueryDict, names: Iterable[str]) -> None:
    """Keep what was sent of the fields with these names, in place of what was kept of the step."""
    typed = {name: sent.getlist(name) for name in names if name in sent}
    session[_DRAFT] = session.get(_DRAFT, {}) | {step: typed}


def drop(session: SessionBase) -> bool:
    """Forget all of it. Returns whether there was something."""
    return session.pop(_DRAFT, None) is not None
