"""What somebody is still typing into the public form."""

from django.db import models

from ground import references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD_AND_PARENT,
    INTERNAL,
    READ,
    REMOVE,
    Clock,
    Ending,
    Governance,
    Retention,
)


class Draft(models.Model):
    """The answers of a form that has not been sent, or the reference of one that has, sealed, for an hour at most.

    ``key`` is the fingerprint of the key in the URL: who reads the table cannot open what stands in it. ``network`` is
    that of the network address, by which too many forms from one place are told from a school's.
    """

    governance = Governance(
        about=CHILD_AND_PARENT,
        classes={INTERNAL: ("id", "key", "sealed", "network", "started_at", "until")},
        web=READ | ADD | CHANGE | REMOVE,
        retention=Retention(
            name="draft",
            words="It is deleted an hour after somebody last typed into it.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.DRAFT_KEPT, starts="started_at"),),
        ),
        archived=False,
        not_archived="It was never sent.",
        not_told="It was never sent, and nobody here can read it.",
    )

    key = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    network = models.BinaryField()
    started_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["network", "started_at"], name="drafts_of_a_network"),
            models.Index(fields=["until"], name="drafts_that_end"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    KEY = references.LENGTH
