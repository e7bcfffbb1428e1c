"""Whom a statement that was set aside may concern: kept with it, so that a list of work asks for its own scope alone.

It concerns the children whom it may be about. That a line waits because of somebody who is shielded elsewhere is for no
other officer to know, so that is worked out for each authority by itself (``publication``). What is kept follows the
statement: it is written when the statement is set aside, and gone once the statement is decided, overtaken or put back
into the outbox. Who else may be meant since then is asked when the statement is decided on again.
"""

from collections.abc import Collection, Iterable, Mapping

from registry.models import Statement
from shielding.models import Concern

FOR_OFFICERS = (
    Statement.Quarantine.SHIELDED,
    Statement.Quarantine.OPEN_FIELD,
    Statement.Quarantine.POTENTIAL,
    Statement.Quarantine.ANOTHER_PERSON,
)
"""Why a statement waits for the officers of a child's authority."""


def note(meant: Mapping[int, Iterable[int]]) -> None:
    """Keep with each statement the children whom it may concern (internal keys)."""
    Concern.objects.bulk_create(
        [
            Concern(statement_id=statement, child_id=child)
            for statement, children in meant.items()
            for child in children
        ]
    )


def forget(statements: Collection[int]) -> None:
    """Nobody has to decide on these statements (internal keys) any more."""
    Concern.objects.filter(statement__in=statements).delete()


def settle_without(statement: int, children: Collection[int]) -> None:
    """The officers of these children (internal keys) have nothing to decide on this statement any more."""
    Concern.objects.filter(statement=statement, child__in=children).delete()


def forget_settled(records: Collection[int]) -> None:
    """The same for those statements of these source records (internal keys) that wait for no officer any more."""
    of_records = Concern.objects.filter(statement__record__in=records)
    of_records.exclude(statement__quarantine__in=FOR_OFFICERS).delete()
