"""The sources a record is made from: who sends, what was received, what was said, and to whom it was linked.

None of it is ever shown to a practitioner. A statement's payload has the closed set of fields of its feed's format.
"""

from django.db import models
from django.db.models import Q

from access.models import Authority
from ground import references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD,
    DIRECTORY,
    EVERY_FIELD,
    EVERYTHING,
    INTERNAL,
    METADATA,
    NOBODY,
    OFFICERS,
    READ,
    REMOVE,
    Clock,
    Ending,
    Governance,
    Retention,
    while_used,
    with_parent,
)


class Source(models.Model):
    """A system that sends, or the practitioners of this system themselves."""

    governance = Governance(
        about=NOBODY,
        classes={INTERNAL: ("id", "live"), DIRECTORY: ("code", "name", "kind", "authority")},
        web=READ,
        worker=ADD | CHANGE,
        retention=while_used("source", "As long as a value or a statement came from it."),
        archived=False,
        history=EVERY_FIELD,
    )

    class Kind(models.TextChoices):
        SCHOOL_CENSUS = "school-census", "School census"
        SERVICE_INVOLVEMENTS = "service-involvements", "Service involvements"
        PRACTITIONERS = "practitioners", "Practitioners of this system"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    authority = models.ForeignKey(Authority, null=True, on_delete=models.PROTECT, related_name="+")
    live = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Delivery(models.Model):
    """One file of one source, and the balance of its lines.

    The same file has the same digest: it is one delivery, however often it is sent. ``last_line`` moves in the
    transaction that stores the lines, so a delivery that was cut off goes on where it stopped.
    """

    governance = Governance(
        about=NOBODY,
        classes={
            INTERNAL: (
                "id",
                "source",
                "digest",
                "received_at",
                "last_line",
                "received",
                "duplicate",
                "superseded",
                "rejected",
                "read_at",
            )
        },
        worker=EVERYTHING,
        retention=while_used("delivery", "As long as a statement came with it."),
        archived=False,
    )

    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    last_line = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    superseded = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="one_delivery_per_source_and_file"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Reject(models.Model):
    """What is wrong with one line, and what to do. The value itself is never repeated: it may be personal."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "delivery", "line", "field", "problem", "remedy")},
        worker=EVERYTHING,
        retention=Retention(
            name="reject",
            words="One year after the file came, so that its sender can put the line right.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.UNUSED_KEPT, starts="delivery__received_at"),),
            parent="delivery",
        ),
        archived=False,
        not_archived="A line that was refused is about no record.",
        not_told="It names a line and a column, no child and no value.",
    )

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=120)
    problem = models.CharField(max_length=300)
    remedy = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"line {self.line} of delivery {self.delivery_id}"


class SourceRecord(models.Model):
    """One record in a sending system, by that system's own key."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "source", "key")},
        web=READ | ADD,
        worker=CHANGE,
        retention=Retention(
            name="source-record",
            words=(
                "With the child to whom it is linked. What was never linked to anybody is deleted one year after its "
                "newest statement came; a source that still holds it sends it again."
            ),
            ending=Ending.WITH_PARENT,
            clocks=(
                Clock(
                    number=statute.UNUSED_KEPT, starts="statement__received_at", only={"link__isnull": True}
                ),
            ),
            parent="link__child",
        ),
        archived=True,
        not_told="It is a key of the sending system; its statements say what was said.",
    )

    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="one_record_per_source_and_key")
        ]

    def __str__(self) -> str:
        return f"source record {self.pk}"


class Statement(models.Model):
    """What a source said about one of its records at one time. It is kept as it was said; newer ones stand beside it.

    A statement about a sensitive service is sealed from the moment it is received: its payload is empty.
    """

    class Outcome(models.TextChoices):
        PENDING = "pending", "Waiting for publication"
        APPLIED = "applied", "Applied"
        SUPERSEDED = "superseded", "Overtaken by newer information"
        QUARANTINED = "quarantined", "Set aside for a person to decide"

    class Quarantine(models.TextChoices):
        NONE = "", "Not set aside"
        SHIELDED = "shielded", "May concern a shielded child"
        OPEN_FIELD = "open-field", "Changes a name, birth date or gender of a shielded child"
        POTENTIAL = "potential", "May concern a child who is known already"
        ANOTHER_PERSON = "another-person", "Speaks of somebody else than the same record did before"
        NO_MATCH = "no-match", "No such child is known yet"
        NO_CONSENT = "no-consent", "Sensitive service without a consent receipt"
        FAULT = "fault", "Could not be applied"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: (
                "id",
                "reference",
                "record",
                "delivery",
                "line",
                "digest",
                "outcome",
                "quarantine",
                "current",
            ),
            METADATA: ("as_at", "received_at"),
            OFFICERS: ("payload", "sealed"),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("record", "statement", "As long as the source record that it speaks of."),
        archived=True,
        told=CHILD,
        not_told=(
            "It is the history of the record. A parent is told what the record says now: an earlier statement may show "
            "an address or a service that they must not learn of."
        ),
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT)
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.PROTECT)
    line = models.PositiveIntegerField(null=True)
    payload = models.JSONField()
    sealed = models.BinaryField(null=True)
    digest = models.BinaryField(max_length=32)
    as_at = models.DateField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    quarantine = models.CharField(
        max_length=16, choices=Quarantine.choices, blank=True, default=Quarantine.NONE
    )
    current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(current=True), name="one_current_statement_per_source_record"
            ),
            models.UniqueConstraint(fields=["delivery", "line"], name="one_statement_per_line"),
            models.CheckConstraint(
                condition=Q(outcome="quarantined") ^ Q(quarantine=""), name="quarantine_has_a_cause"
            ),
        ]
        indexes = [
            models.Index(
                fields=["quarantine"], condition=Q(outcome="quarantined"), name="statement_set_aside"
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class Link(models.Model):
    """That a source record is about a child: who or which rule said so, and when it was taken back."""

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "record", "child", "made_by", "ended_by"),
            OFFICERS: ("rule", "made_at", "ended_at"),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("child", "link", "As long as the record, in force or taken back."),
        archived=True,
        told=CHILD,
        not_told="A parent is told what the record says now, not what it was once mixed up with.",
    )

    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT)
    child = models.ForeignKey("registry.Child", on_delete=models.PROTECT)
    rule = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(ended_at__isnull=True),
                name="one_link_in_force_per_source_record",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="link_end_has_its_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(made_by=""), name="link_says_who_made_it"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class MatchKey(models.Model):
    """What matching compares: keyed fingerprints of identifiers and of name, birth date and postcode together.

    It is complete, shielded children included, and read by matching alone.
    """

    class Kind(models.TextChoices):
        NHS_NUMBER = "nhs-number"
        UPN = "upn"
        NAME_BIRTH_POSTCODE = "name-birth-postcode"
        NAME_BIRTH = "name-birth"
        BIRTH = "birth"

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "child", "record", "kind", "digest")},
        web=EVERYTHING,
        retention=with_parent(
            "child", "match-key", "As long as the record is live: nobody is matched to an archive."
        ),
        archived=False,
        not_archived="It is made from the statements and can be made again.",
        not_told="It holds fingerprints, which say nothing to anybody.",
    )

    child = models.ForeignKey("registry.Child", on_delete=models.CASCADE)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind"], name="matchkey_by_digest")]

    def __str__(self) -> str:
        return f"match key {self.pk}"


class CarriedNumber(models.Model):
    """That some line gave a number together with this birth date. By it a number that many children carry is known.

    Whichever source gave it: one row for each number and birth date, both as keyed fingerprints, and no more of them
    than a number of one child may have (``registry.fillers``).
    """

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "record", "number", "birth")},
        worker=EVERYTHING,
        retention=with_parent("record", "carried-number", "As long as the source record that gave it first."),
        archived=False,
        not_archived="It is counted again from what is sent.",
        not_told="It holds fingerprints, which say nothing to anybody.",
    )

    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE)
    number = models.BinaryField(max_length=32)
    birth = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "birth"], name="one_carried_number_per_birth_date"),
        ]

    def __str__(self) -> str:
        return f"carried number {self.pk}"


class OutboxEntry(models.Model):
    """The outbox: a statement that waits for publication. The row goes in the transaction that publishes it."""

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "statement", "attempts")},
        web=ADD,
        worker=READ | CHANGE | REMOVE,
        retention=with_parent(
            "statement", "outbox", "Until the statement is published, or as long as that is kept."
        ),
        archived=False,
        not_archived="It is an order, and is gone when it was carried out.",
        not_told="It says that a statement waits; the statement itself is told.",
    )

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"outbox entry {self.statement_id}"
