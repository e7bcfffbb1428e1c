"""The registry's tables: the record (twelve tables), and the sources it is made from."""

from registry.models.record import (
    Address,
    Birth,
    Carer,
    Child,
    Death,
    Education,
    Gender,
    Identifier,
    Involvement,
    Name,
    Practice,
    Responsibility,
)
from registry.models.sources import (
    CarriedNumber,
    Delivery,
    Link,
    MatchKey,
    OutboxEntry,
    Reject,
    Source,
    SourceRecord,
    Statement,
)

__all__ = [
    "Address",
    "Birth",
    "Carer",
    "CarriedNumber",
    "Child",
    "Death",
    "Delivery",
    "Education",
    "Gender",
    "Identifier",
    "Involvement",
    "Link",
    "MatchKey",
    "Name",
    "OutboxEntry",
    "Practice",
    "Reject",
    "Responsibility",
    "Source",
    "SourceRecord",
    "Statement",
]

RECORD_TABLES = (
    Child,
    Name,
    Birth,
    Gender,
    Death,
    Carer,
    Address,
    Education,
    Practice,
    Involvement,
    Identifier,
    Responsibility,
)
"""The child's record itself: twelve tables, as many as the original had, and no more."""
