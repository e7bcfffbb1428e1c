"""What becomes of a case: its stages, and the acts that lead from one to the next. Pure.

This table is the only place that knows which act may follow which. Commands ask it, pages offer what it allows, and the
pictures for the public are drawn from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """What somebody wants."""

    ACCESS = "access", "See what is held about me"
    LOOKED = "looked", "Find out who has looked at it"
    CORRECTION = "correction", "Say that something is wrong"
    WORRY = "worry", "I am worried about who can see this"
    OBJECTION = "objection", "I do not want this to be held, or used like this"
    COMPLAINT = "complaint", "Complain"
    ASK_FIRST = "ask-first", "Be asked before somebody looks"


class Stage(models.TextChoices):
    """Where a case is."""

    RECEIVED = "received", "It has come in"
    OPEN = "open", "Somebody is working on it"
    IDENTITY = "identity", "We need to know who is asking"
    REVIEW = "review", "A second person is checking the answer"
    ANSWERED = "answered", "It is answered"
    SECOND = "second", "Somebody else is looking at it again"
    SETTLED = "settled", "It is settled"
    WITHDRAWN = "withdrawn", "It was taken back"


class Act(models.TextChoices):
    """What moves a case on, or is done while it stays where it is."""

    CAME_IN = "came-in", "It came in"
    TAKEN = "taken", "Somebody took it on"
    TOLD = "told", "We said how it is going"
    EXTENDED = "extended", "We said that it takes longer, and why"
    IDENTITY_ASKED = "identity-asked", "We asked who is asking"
    IDENTITY_KNOWN = "identity-known", "We know who is asking"
    PROPOSED = "proposed", "An answer was written"
    SENT_BACK = "sent-back", "A second person asked for a better answer"
    ANSWERED = "answered", "A second person agreed, and it was answered"
    ASKED_AGAIN = "asked-again", "It was asked that somebody else looks at it"
    SETTLED = "settled", "Somebody else looked at it and answered"
    WITHDRAWN = "withdrawn", "It was taken back"
    RESTORED = "restored", "It was asked for again after all"
    ADDED = "added", "More was written"

    @property
    def order(self) -> str:
        """What an officer presses to do it."""
        return _ORDERS.get(self, str(self.label))


_ORDERS = {
    Act.TAKEN: "Take it on",
    Act.TOLD: "Say how it is going",
    Act.EXTENDED: "Say that it takes longer",
    Act.IDENTITY_ASKED: "Ask who is asking",
    Act.IDENTITY_KNOWN: "Say how we know who is asking",
    Act.PROPOSED: "Write an answer",
    Act.SENT_BACK: "Ask for a better answer",
    Act.ANSWERED: "Agree, and send the answer",
    Act.SETTLED: "Answer in the second stage",
}


class By(models.TextChoices):
    """Who may do it."""

    ASKER = "asker", "The person who asked"
    OFFICER = "officer", "A rights officer"
    ANOTHER = "another", "A rights officer who did not write the answer"


@dataclass(frozen=True, slots=True)
class Move:
    """One act: who does it, from which stages, and where it leads; nowhere else where ``to`` is not said."""

    by: By
    during: frozenset[Stage]
    to: Stage | None = None


_WAITING = frozenset({Stage.RECEIVED, Stage.OPEN, Stage.IDENTITY, Stage.REVIEW})
_AT_WORK = frozenset({Stage.OPEN})

MOVES: Mapping[Act, Move] = {
    Act.TAKEN: Move(By.OFFICER, frozenset({Stage.RECEIVED}), Stage.OPEN),
    Act.TOLD: Move(By.OFFICER, _WAITING - {Stage.RECEIVED} | {Stage.SECOND}),
    Act.EXTENDED: Move(By.OFFICER, frozenset({Stage.OPEN, Stage.REVIEW})),
    Act.IDENTITY_ASKED: Move(By.OFFICER, _AT_WORK, Stage.IDENTITY),
    Act.IDENTITY_KNOWN: Move(By.OFFICER, frozenset({Stage.IDENTITY}), Stage.OPEN),
    Act.PROPOSED: Move(By.OFFICER, _AT_WORK, Stage.REVIEW),
    Act.SENT_BACK: Move(By.ANOTHER, frozenset({Stage.REVIEW}), Stage.OPEN),
    Act.ANSWERED: Move(By.ANOTHER, frozenset({Stage.REVIEW}), Stage.ANSWERED),
    Act.ASKED_AGAIN: Move(By.ASKER, frozenset({Stage.ANSWERED}), Stage.SECOND),
    Act.SETTLED: Move(By.ANOTHER, frozenset({Stage.SECOND}), Stage.SETTLED),
    Act.WITHDRAWN: Move(By.ASKER, _WAITING, Stage.WITHDRAWN),
    Act.RESTORED: Move(By.ASKER, frozenset({Stage.WITHDRAWN}), Stage.RECEIVED),
    Act.ADDED: Move(By.ASKER, _WAITING | {Stage.SECOND}),
}
"""Every act but the first, which brings the case into being."""

WAITING = _WAITING | {Stage.SECOND}
"""The stages in which somebody here has to do something."""
TAKES_LONGER = frozenset({Kind.ACCESS, Kind.LOOKED, Kind.CORRECTION, Kind.OBJECTION})
"""What may be extended (UK GDPR art. 12(3)); a complaint and a worry may not."""


def allowed(kind: Kind, stage: Stage, *, by: frozenset[By]) -> tuple[Act, ...]:
    """What somebody who is one of these may do with a case of this kind at this stage, in the order of the table."""
    return tuple(
        act
        for act, move in MOVES.items()
        if stage in move.during and move.by in by and (act is not Act.EXTENDED or kind in TAKES_LONGER)
    )


def after(stage: Stage, act: Act) -> Stage:
    """The stage to which this act leads."""
    return MOVES[act].to or stage
