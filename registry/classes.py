"""The classes of stored fields, by the names that the record uses. What they mean is said in ``ground.governance``."""

from ground.governance import (
    BODY_NUMBER,
    INTERNAL,
    METADATA,
    NOTICE,
    OFFICERS,
    OPEN,
    PERSONAL,
    SENSITIVE,
    WHEREABOUTS,
    Classification,
    FieldClass,
    class_of,
)

__all__ = [
    "BODY_NUMBER",
    "INTERNAL",
    "METADATA",
    "NOTICE",
    "OFFICERS",
    "OPEN",
    "PERSONAL",
    "SENSITIVE",
    "WHEREABOUTS",
    "Classification",
    "FieldClass",
    "class_of",
]
