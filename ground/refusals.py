"""Refusals: why something is not done. One family, so that every door can answer each of them in one way.

A refusal is named for the domain (``AlreadyShielded``) and is of one of five kinds. Its code names it for machines, its
words tell a person what is the matter and, where something can be done, what. A view that shows a refusal in its form
or above the next page catches it; whatever no view catches is answered in one place (``access.answers``).

What is not found says nothing else: whether a thing does not exist, belongs to another authority or is kept from this
person must be one answer, so a refusal of that kind takes no words of its own.

An error that is a fault of ours is no refusal.
"""

import re
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What a refusal means to the person who asked."""

    NOT_FOUND = "not-found"
    """There is no such thing, or not for this person. Which of the two is never said."""
    NOT_PERMITTED = "not-permitted"
    """None of the person's roles includes this."""
    CONFLICT = "conflict"
    """It cannot be done as things are."""
    INVALID = "invalid"
    """What was sent cannot be taken."""
    NOT_NOW = "not-now"
    """It cannot be done at this moment. Nothing was done; it may be tried again."""


class Refusal(Exception):
    """Something is not done, and a person may know why. Inherit from one of the five kinds below."""

    kind: ClassVar[Kind]
    code: ClassVar[str]
    """The name for machines, in small letters with hyphens. It follows from the name of the class, unless stated."""
    about: ClassVar[str] = ""
    """The argument of the command that is at fault, where it is one."""
    words: str

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, words: str = "") -> None:
        self.words = words or type(self).words
        super().__init__(self.words)

    @property
    def beside_a_question(self) -> str:
        """The words as an error of a form, which ends without a full stop."""
        return self.words.removesuffix(".")


class NotFound(Refusal):
    kind = Kind.NOT_FOUND
    words = "Nothing was found here."

    def __init__(self) -> None:
        super().__init__()


class NotPermitted(Refusal):
    kind = Kind.NOT_PERMITTED
    words = "None of your roles includes this page or this act. Nothing was done and nothing was shown."


class Conflict(Refusal):
    kind = Kind.CONFLICT
    words = "This cannot be done as things are. Nothing has changed."


class Invalid(Refusal):
    kind = Kind.INVALID
    words = "This cannot be taken as it was sent. Nothing has changed."


class NotNow(Refusal):
    kind = Kind.NOT_NOW
    words = "This cannot be done at this moment. Nothing was done. Try again in a minute."
    retry_after: ClassVar[int] = 30
    """After how many seconds it may be tried again."""
