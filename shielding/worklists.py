"""Lists of work for officers: what was read stands in the trail, child by child, before it is shown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from audit import trail
from audit.verbs import Verb

Item = TypeVar("Item")


def read(
    subject: str,
    find: Callable[[], Sequence[Item]],
    *,
    actor: trail.Actor,
    now: datetime,
    child_of: Callable[[Item], str],
    fields_of: Callable[[Item], Sequence[str]] = lambda _: (),
    **why: Any,
) -> Sequence[Item]:
    """Find what is on the list, and write one event with the children (references) on it, also where it is empty.

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
