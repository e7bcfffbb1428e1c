"""Lists of work for officers: what was read stands in the trail, child by child, before it is shown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from audit import trail
from audit.verbs import Verb

Found = TypeVar("Found", bound=Sequence[Any])


def read(
    subject: str,
    find: Callable[[], Found],
    *,
    actor: trail.Actor,
    now: datetime,
    child_of: Callable[[Any], str],
    fields_of: Callable[[Any], Sequence[str]] = lambda _: (),
    **why: Any,
) -> Found:
    """Find what is on the list, or on one page of it, and write one event with the children (references) on that, also
    where it is empty.

    ``subject`` names the list, ``fields_of`` what is shown of a child besides; ``why`` goes into the event as it is.
    It is one durable transaction: call it from a door, outside any other.
    """
    with transaction.atomic(durable=True):
        found = find()
        trail.record(
            Verb.WORK_LISTED,
            actor=actor,
            at=now,
            subject=subject,
            shown=[child_of(item) for item in found],
            fields={name for item in found for name in fields_of(item)},
            outcome="shown",
            **why,
        )
    return found
