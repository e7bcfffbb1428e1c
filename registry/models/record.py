"""The child's record: an anchor and eleven tables of values, each cut to one class of fields.

Every value carries its source, the date it was true (as at) and the time it was received. What the Regulations do not
list has no column here: no photograph, no telephone number for the child or the home, no note, no score (Children Act
2004 s. 12(4); Making ContactPoint Work, 2007).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from access import policy
from access.models import Account, Authority, Organisation, Service
from ground import references, statute
from ground.governance import (
    ADD,
    BODY_NUMBER,
    CHANGE,
    CHILD,
    CHILD_AND_PARENT,
    CHILD_AND_WORKER,
    EVERYBODY_CONCERNED,
    EVERYTHING,
    INTERNAL,
    METADATA,
    OPEN,
    PERSONAL,
    READ,
    WHEREABOUTS,
    Clock,
    Ending,
    Governance,
    Retention,
    with_parent,
)
from registry.models.sources import Source, SourceRecord


class Child(models.Model):
    """The anchor of one child's record: a reference for machines, a number for people, and nothing about the child."""

    class State(models.TextChoices):
        PROVISIONAL = "provisional", "Being checked"
        LIVE = "live", "Live"
        RETIRED = "retired", "Retired"

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "state", "proposed_by"), OPEN: ("reference", "number")},
        web=READ | ADD | CHANGE,
        retention=Retention(
            name="record",
            words=(
                "To the 18th birthday, or to the 25th at most with the young person's explicit written consent, which "
                "can be taken back at any time. One year after a death was notified; three years after the child left "
                "England, unless they are back."
            ),
            ending=Ending.ARCHIVE,
            clocks=(
                Clock(number=statute.CHILDHOOD_ENDS, starts="birth__last", put_off_to=statute.EXTENSION_ENDS),
                Clock(number=statute.DEATH_KEPT, starts="death__received_at"),
                Clock(
                    number=statute.LEFT_ENGLAND_KEPT,
                    starts="address__as_at",
                    only={"address__status__startswith": "left-"},
                ),
            ),
        ),
        archived=True,
        told=CHILD_AND_PARENT,
        unpaired={"proposed_by": "the event of the proposal says when"},
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    number = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.LIVE)
    proposed_by = models.CharField(max_length=references.LENGTH, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="provisional") | ~Q(proposed_by=""),
                name="provisional_child_has_a_proposer",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Value(models.Model):
    """What every value of the record carries: whose it is, where it came from, when it was true, when it came."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False, related_name="+")
    as_at = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of child {self.child_id}"


PROVENANCE = {INTERNAL: ("id", "child"), METADATA: ("source", "as_at", "received_at")}
VALUE_KEPT = with_parent("child", "value", "As long as the record, or until a newer value takes its place.")


def _value(**said: Any) -> Governance:
    """What the tables of values say alike: about the child, kept with the record, told to child and parent."""
    alike: dict[str, Any] = {
        "about": CHILD,
        "web": EVERYTHING,
        "retention": VALUE_KEPT,
        "archived": True,
        "told": CHILD_AND_PARENT,
    }
    return Governance(**alike | said)


class Name(Value):
    """A name the child has or had (SI 2007/2182 Sch. 1 para. 1)."""

    class Kind(models.TextChoices):
        CURRENT = "current", "Current name"
        FORMER = "former", "Former name"

    governance = _value(classes={**PROVENANCE, OPEN: ("kind", "given", "family")})

    kind = models.CharField(max_length=8, choices=Kind.choices)
    given = models.CharField(max_length=100)
    family = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(kind="current"), name="one_current_name_per_child"
            ),
        ]


class Birth(Value):
    """The birth date as a span: exact where both ends are equal, estimated where they are not."""

    governance = _value(classes={**PROVENANCE, OPEN: ("first", "last")})

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("last")), name="birth_span_begins_before_it_ends"
            ),
        ]


class Gender(Value):
    """Gender, or the statement that it has not been specified (SI 2007/2182 Sch. 1 para. 3)."""

    class Code(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"
        NOT_SPECIFIED = "N", "Not specified"

    governance = _value(classes={**PROVENANCE, OPEN: ("code",)})

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    code = models.CharField(max_length=1, choices=Code.choices)


class Death(Value):
    """The date of death. The record is kept for one year after the notification (Hansard, 21 Apr 2009)."""

    governance = _value(classes={**PROVENANCE, PERSONAL: ("died_on",)})

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    died_on = models.DateField()


class Carer(Value):
    """A person with parental responsibility for the child or with care of the child, by name alone.

    Rows belong to one child; there is no table of adults and no link between children (Hansard, 23 Apr 2008). The
    fingerprint lets an officer see that two children name the same carer without storing the link.
    """

    class Responsibility(models.TextChoices):
        PARENTAL = "parental-responsibility", "Parental responsibility"
        CARE = "care", "Cares for the child"

    governance = _value(
        about=CHILD_AND_PARENT,
        classes={
            INTERNAL: ("id", "child", "carer"),
            METADATA: ("source", "as_at", "received_at"),
            PERSONAL: ("position", "given", "family", "responsibility"),
        },
        not_told="A parent is told of their own row alone.",
    )

    position = models.PositiveSmallIntegerField()
    given = models.CharField(max_length=100)
    family = models.CharField(max_length=100)
    responsibility = models.CharField(max_length=24, choices=Responsibility.choices)
    carer = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "position"], name="one_carer_per_position"),
        ]
        indexes = [models.Index(fields=["carer"], name="carer_fingerprint")]


class Address(Value):
    """Where the child lives, or which of the statutory statements stands in its place (Sch. 1 para. 2)."""

    class Status(models.TextChoices):
        CURRENT = "current", "Current address"
        LAST_KNOWN = "last-known", "Last known address"
        NONE = "none", "No known address"
        LEFT_RETURNING = "left-returning", "Left England, intends to return within 3 years"
        LEFT_NOT_RETURNING = "left-not-returning", "Left England, does not intend to return"
        LEFT_UNKNOWN = "left-unknown", "Left England, no information on a return"

    governance = _value(
        classes={
            INTERNAL: ("id", "child", "dwelling"),
            METADATA: ("source", "as_at", "received_at"),
            WHEREABOUTS: ("status", "line_1", "line_2", "town", "postcode"),
        }
    )

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    status = models.CharField(max_length=20, choices=Status.choices)
    line_1 = models.CharField(max_length=100, blank=True)
    line_2 = models.CharField(max_length=100, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    dwelling = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [models.Index(fields=["dwelling"], name="dwelling_fingerprint")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("current", "last-known"))
                | Q(line_1="", line_2="", town="", postcode=""),
                name="address_stands_only_with_an_address_status",
            ),
        ]


class Education(Value):
    """The school and the date started, or that education is elsewhere or at home (Sch. 1 para. 7)."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "At a school"
        ELSEWHERE = "elsewhere", "Educated elsewhere"
        HOME = "home", "Educated at home"

    governance = _value(classes={**PROVENANCE, WHEREABOUTS: ("kind", "school", "started_on")})

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="school", school__isnull=False)
                | (~Q(kind="school") & Q(school__isnull=True)),
                name="school_stands_with_education_at_a_school",
            ),
        ]


class Practice(Value):
    """The doctors' practice with which the child is registered."""

    governance = _value(classes={**PROVENANCE, WHEREABOUTS: ("practice",)})

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")


class Involvement(Value):
    """That a service works or worked with the child, who there, and how to reach them. Never what for.

    Sensitive services do not stand here; they have a table of their own on the floor above.

    ``retracted_on``: the day on which the person said that they were never involved. Nobody who reads the record is
    shown it from then on; the row stays for those who ask what was held about them.
    """

    governance = _value(
        about=CHILD_AND_WORKER,
        classes={
            INTERNAL: ("id", "child", "record", "account"),
            METADATA: ("source", "as_at", "received_at"),
            WHEREABOUTS: (
                "service",
                "practitioner",
                "job_title",
                "telephone",
                "email",
                "started_on",
                "ended_on",
                "retracted_on",
                "lead_professional",
                "caf_holder",
            ),
        },
        retention=Retention(
            name="involvement",
            words="One year after it ended, or as long as its service says; at the latest with the record.",
            ending=Ending.ARCHIVE,
            clocks=(
                Clock(
                    number=statute.INVOLVEMENT_SHOWN_AFTER_END,
                    starts="ended_on",
                    set_by="service__shown_after_end_days",
                ),
            ),
            parent="child",
        ),
        told=EVERYBODY_CONCERNED,
        not_told="Somebody at work is told of the rows that name them, and not whose they are.",
        reach=("telephone", "email"),
    )

    record = models.OneToOneField(
        SourceRecord, null=True, on_delete=models.PROTECT, related_name="involvement"
    )
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    practitioner = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=254, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    retracted_on = models.DateField(null=True)
    lead_professional = models.BooleanField(default=False)
    caf_holder = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "account", "service"],
                condition=Q(ended_on__isnull=True, account__isnull=False),
                name="one_open_involvement_per_person_and_service",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="involvement_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(record__isnull=False) | Q(account__isnull=False),
                name="involvement_comes_from_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retracted_on__isnull=True) | Q(ended_on__isnull=False),
                name="retracted_involvement_has_ended",
            ),
        ]


class Identifier(Value):
    """Another body's number for the child: sealed, compared by fingerprint, shown to no ordinary reader."""

    class Kind(models.TextChoices):
        NHS_NUMBER = "nhs-number", "NHS number"
        UPN = "upn", "Unique pupil number"

    governance = _value(
        classes={
            INTERNAL: ("id", "child", "digest"),
            METADATA: ("source", "as_at", "received_at"),
            BODY_NUMBER: ("kind", "sealed"),
        }
    )

    kind = models.CharField(max_length=12, choices=Kind.choices)
    sealed = models.BinaryField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "kind"], name="one_identifier_of_a_kind_per_child"),
        ]


class Responsibility(Value):
    """The local authority that looks after the record."""

    governance = _value(classes={**PROVENANCE, WHEREABOUTS: ("authority",)})

    child = models.OneToOneField(Child, on_delete=models.CASCADE)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")

    authority_path = "authority__code"
    objects = policy.Within["Responsibility"].as_manager()
