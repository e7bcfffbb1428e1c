"""A case: what somebody asked for, every step since, and the words of both sides, sealed."""

from django.db import models
from django.db.models import Q

from access import policy
from access.models import Authority
from complaints.stages import Act, Kind, Stage
from ground import references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD_AND_PARENT,
    INTERNAL,
    OFFICERS,
    READ,
    Clock,
    Ending,
    Governance,
    Retention,
    with_parent,
)

_TOLD_BY_REFERENCE = (
    "Whoever asked follows it by the reference that they hold, without the names of officers and without what officers "
    "write to each other. It may have been asked by somebody of whom the child must not be told."
)


class Case(models.Model):
    """One thing that somebody asked of a council.

    ``follow`` is the fingerprint of the reference by which the person follows it: it opens nothing by itself.
    ``sent_once`` names the sending, so that a form that is sent twice makes one case. ``due`` is when the next thing
    has to be done, as ``deadlines`` works it out. A case names no child: whom it is about is in the words alone.
    """

    class Asker(models.TextChoices):
        ONESELF = "oneself", "For me"
        CHILD = "child", "For my child"
        SUPPORTED = "supported", "For somebody I support"
        PARENT = "parent", "For myself, as a parent"

    class Channel(models.TextChoices):
        WEB = "web", "On the internet"
        PAPER = "paper", "On paper"
        SPOKEN = "spoken", "On the telephone, or in person"

    governance = Governance(
        about=CHILD_AND_PARENT,
        classes={
            INTERNAL: ("id", "follow", "sent_once"),
            OFFICERS: (
                "reference",
                "kind",
                "asker",
                "channel",
                "authority",
                "stage",
                "due",
                "received_at",
                "ended_at",
                "handler",
                "writer",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=Retention(
            name="case",
            words="Six years after it was answered, settled or taken back.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.CASE_KEPT, starts="ended_at"),),
        ),
        archived=False,
        not_archived="It is no part of the record, and is kept by a rule of its own.",
        not_told=_TOLD_BY_REFERENCE,
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    follow = models.BinaryField(unique=True)
    sent_once = models.BinaryField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    asker = models.CharField(max_length=10, choices=Asker.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RECEIVED)
    due = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    handler = models.CharField(max_length=references.LENGTH, blank=True)
    writer = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = "authority__code"
    objects = policy.Within["Case"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "due"], name="cases_of_a_council_by_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due__isnull=False)
                | Q(stage__in=[Stage.ANSWERED, Stage.SETTLED, Stage.WITHDRAWN]),
                name="case_that_waits_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                ^ Q(stage__in=[Stage.ANSWERED, Stage.SETTLED, Stage.WITHDRAWN]),
                name="case_has_ended_or_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Step(models.Model):
    """One thing that was done with a case, when and by whom. The first is that it came in."""

    governance = Governance(
        about=CHILD_AND_PARENT,
        classes={INTERNAL: ("id", "case"), OFFICERS: ("act", "done_at", "officer")},
        web=READ | ADD,
        retention=with_parent("case", "case-step", "As long as the case."),
        archived=False,
        not_archived="It is no part of the record.",
        not_told=_TOLD_BY_REFERENCE,
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=14, choices=Act.choices)
    done_at = models.DateTimeField()
    officer = models.CharField(max_length=references.LENGTH, blank=True)
    """Empty for the person who asked."""

    def __str__(self) -> str:
        return f"step of case {self.case_id}"


class Words(models.Model):
    """What was written at a step, sealed: by the person who asked, or to them, or by one officer to another."""

    class Meant(models.TextChoices):
        ASKED = "asked", "From the person who asked"
        TOLD = "told", "To the person who asked"
        INSIDE = "inside", "Between officers"

    governance = Governance(
        about=CHILD_AND_PARENT,
        classes={INTERNAL: ("id", "step"), OFFICERS: ("meant", "sealed")},
        web=READ | ADD,
        retention=Retention(
            name="case-words",
            words="One year after the case was answered, settled or taken back.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.CASE_WORDS_KEPT, starts="step__case__ended_at"),),
            parent="step",
        ),
        archived=False,
        not_archived="It is no part of the record.",
        not_told=_TOLD_BY_REFERENCE,
    )

    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="words")
    meant = models.CharField(max_length=6, choices=Meant.choices)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"words of step {self.step_id}"
