"""What may be shown: shields, sensitive involvements, brokered contact, and the keys that a search reads."""

from django.db import models
from django.db.models import F, Q

from access import policy
from access.models import Account, Service
from ground import references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD,
    CHILD_AND_WORKER,
    EVERYTHING,
    INTERNAL,
    OFFICERS,
    OPEN,
    PERSONAL,
    READ,
    REMOVE,
    SENSITIVE,
    WHEREABOUTS,
    Clock,
    Ending,
    Governance,
    Retention,
    with_parent,
)
from registry.models import Child, SourceRecord, Statement

AUTHORITY_OF_CHILD = "child__responsibility__authority__code"
"""From a row about a child to the authority that looks after the record now."""


class Tier(models.TextChoices):
    """How private a child's record is. A child has exactly one tier; without a shield in force it is open."""

    OPEN = "open", "Open"
    ASK_FIRST = "ask-first", "Ask first"
    RAISED = "raised", "Raised privacy"
    SHIELDED = "shielded", "Shielded"
    UNLISTED = "unlisted", "Unlisted"


class ShieldQuerySet(policy.Within["Shield"]):
    def in_force(self) -> "ShieldQuerySet":
        return self.filter(lifted_at__isnull=True)


_STEPS_OF_A_SHIELD = (
    "imposed_at",
    "imposed_by",
    "review_due",
    "lift_asked_at",
    "lift_asked_by",
    "lifted_at",
    "lifted_by",
)
"""When, and by which officer."""


class Shield(models.Model):
    """One decision that a record shows less. It belongs to the child, not to a feed, and never lapses by itself.

    Grounds: statutory guidance 2008, paras 4.36 to 4.39. They stand outside the record and only officers read them.
    """

    class Grounds(models.TextChoices):
        HARM_TO_CHILD = "harm-to-child", "The child would be at increased risk of significant harm"
        PLACEMENT = "placement", "A placement would be put at risk"
        HARM_TO_ADULT = "harm-to-adult", "An adult would be at risk of significant harm"
        SERIOUS_CRIME = "serious-crime", "The prevention or detection of serious crime would suffer"
        ASKED_BY_CHILD = "asked-by-child", "The child asks for more privacy"
        OTHER = "other", "Other circumstances, decided case by case"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "child", "justification"),
            OFFICERS: ("tier", "grounds", *_STEPS_OF_A_SHIELD),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent(
            "child", "shield", "As long as the record, lifted or not; it never lapses by itself."
        ),
        archived=True,
        told=CHILD,
        untold=("grounds", "imposed_by", "lift_asked_by", "lifted_by"),
        not_told=(
            "What was said for it may be about somebody else, and officers are not named. A parent is not told that "
            "there is a shield: it may be there because of them."
        ),
        # dates and officers alone: no child, no grounds, no words
        history=("tier", *_STEPS_OF_A_SHIELD),
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    tier = models.CharField(
        max_length=10, choices=[choice for choice in Tier.choices if choice[0] != Tier.OPEN]
    )
    grounds = models.CharField(max_length=16, choices=Grounds.choices)
    justification = models.BinaryField()
    imposed_at = models.DateTimeField()
    imposed_by = models.CharField(max_length=references.LENGTH)
    review_due = models.DateField()
    lift_asked_at = models.DateTimeField(null=True)
    lift_asked_by = models.CharField(max_length=references.LENGTH, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = AUTHORITY_OF_CHILD
    objects = ShieldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(lifted_at__isnull=True), name="one_shield_in_force_per_child"
            ),
            models.CheckConstraint(
                condition=Q(lift_asked_at__isnull=True, lift_asked_by="")
                | (Q(lift_asked_at__isnull=False) & ~Q(lift_asked_by="")),
                name="shield_lift_request_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="shield_lift_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lift_asked_at__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))),
                name="shield_is_lifted_by_two_people",
            ),
            models.CheckConstraint(condition=~Q(imposed_by=""), name="shield_says_who_imposed_it"),
        ]

    def __str__(self) -> str:
        return f"shield {self.pk}"


class SensitiveInvolvement(models.Model):
    """That a sensitive service works with the child. Ordinary readers learn only that one or more exist."""

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={
            INTERNAL: ("id", "child", "record", "account"),
            SENSITIVE: (
                "service",
                "practitioner",
                "job_title",
                "telephone",
                "email",
                "started_on",
                "ended_on",
            ),
        },
        web=EVERYTHING,
        retention=Retention(
            name="sensitive-involvement",
            words=(
                "One year after it ended, or as long as its service says; at the latest with the record. When consent "
                "is taken back it ends, and shows no more at once."
            ),
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
        archived=True,
        told=CHILD_AND_WORKER,
        not_told="Parents must not learn of a sensitive service through what they ask about their child.",
        reach=("telephone", "email"),
    )

    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    record = models.OneToOneField(SourceRecord, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    practitioner = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=254, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "account", "service"],
                condition=Q(ended_on__isnull=True, account__isnull=False),
                name="one_open_sensitive_involvement_per_person_and_service",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="sensitive_involvement_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(record__isnull=False) | Q(account__isnull=False),
                name="sensitive_involvement_comes_from_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"sensitive involvement {self.pk}"


class ConsentReceipt(models.Model):
    """Why a sensitive involvement may be held: consent, or the one exception of SI 2007/2182 reg. 11(3)(b).

    The least that shows it (UK GDPR art. 7): who consented, when and how. Nothing of the help that is given.
    """

    class Basis(models.TextChoices):
        CHILD = "child", "The child or young person consented"
        PARENT = "parent", "A parent or carer consented, because the child could not"
        SIGNIFICANT_HARM = (
            "significant-harm",
            "Reasonable cause to suspect significant harm (Children Act 1989 s. 31)",
        )

    class Method(models.TextChoices):
        SPOKEN = "spoken", "Spoken"
        WRITTEN = "written", "In writing"
        NONE = "", "Not asked"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "involvement"),
            SENSITIVE: ("basis", "method", "given_on", "withdrawn_on"),
        },
        web=EVERYTHING,
        retention=with_parent(
            "involvement",
            "consent",
            "As long as the involvement that it allows: consent must be shown while what rests on it is held.",
        ),
        archived=True,
        told=CHILD,
        not_told="Parents must not learn of a sensitive service through what they ask about their child.",
    )

    involvement = models.OneToOneField(SensitiveInvolvement, on_delete=models.CASCADE, related_name="receipt")
    basis = models.CharField(max_length=16, choices=Basis.choices)
    method = models.CharField(max_length=8, choices=Method.choices, blank=True)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="significant-harm", method="")
                | (~Q(basis="significant-harm") & ~Q(method="")),
                name="consent_has_a_method",
            ),
        ]

    def __str__(self) -> str:
        return f"consent receipt {self.pk}"


class ContactRequest(models.Model):
    """A request for brokered contact. The person who asked learns the outcome alone, never who or where."""

    class Urgency(models.TextChoices):
        TODAY = "today", "Today"
        THIS_WEEK = "this-week", "This week"
        ROUTINE = "routine", "It can wait longer"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "We are looking into it"
        WILL_CONTACT = "will-contact", "Somebody will contact you"
        NO_CONTACT = "no-contact", "No contact will be made"

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={
            INTERNAL: ("id", "reference", "child"),
            OFFICERS: (
                "asked_by",
                "asked_by_name",
                "asked_by_organisation",
                "asked_by_contact",
                "asked_at",
                "urgency",
                "reason",
                "outcome",
                "answered_at",
                "answered_by",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("child", "contact-request", "As long as the record."),
        archived=True,
        told=CHILD_AND_WORKER,
        untold=("asked_by", "answered_by"),
        not_told=(
            "People are named, not numbered, and officers are not named. A parent is not told: that a contact was "
            "passed on may say that there is something to pass on."
        ),
        reach=("asked_by_contact",),
        free_text=("reason",),
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    asked_by = models.CharField(max_length=references.LENGTH)
    asked_by_name = models.CharField(max_length=200)
    asked_by_organisation = models.CharField(max_length=200)
    asked_by_contact = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    reason = models.TextField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = AUTHORITY_OF_CHILD
    objects = policy.Within["ContactRequest"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "asked_by"],
                condition=Q(outcome="waiting"),
                name="one_waiting_contact_request_per_child_and_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", answered_at__isnull=True, answered_by="")
                | (~Q(outcome="waiting") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="contact_answer_has_its_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(asked_by=""), name="contact_request_says_who_asked"),
        ]

    def __str__(self) -> str:
        return self.reference


class Concern(models.Model):
    """That a statement which was set aside may be about a shielded child. It waits for the officers of that child.

    Whose officers these are is not kept: it follows from who looks after the child when they ask.
    """

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "statement", "child")},
        web=READ | ADD | REMOVE,
        retention=with_parent(
            "child", "concern", "Until somebody has decided on the statement; at the latest with the record."
        ),
        archived=False,
        not_archived="It goes when somebody has decided, and what they decided stays with the statement.",
        not_told="It is a line on a list of work. What was said is told of the statement.",
    )

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE)

    authority_path = AUTHORITY_OF_CHILD
    objects = policy.Within["Concern"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "child"], name="one_concern_per_statement_and_child"
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class SearchKey(models.Model):
    """What a search reads: one row for each way of writing each name of a child who can be found.

    It holds only what an ordinary practitioner may be shown. For a child whose whereabouts are withheld the facts are
    empty and ``withheld`` is set; an unlisted or provisional child has no row. Names are normalised; codes are
    phonetic.
    """

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "child", "given_code", "family_code", "withheld"),
            OPEN: ("given", "family", "former", "born_first", "born_last", "gender"),
            PERSONAL: ("carers",),
            WHEREABOUTS: ("postcode", "school"),
        },
        web=EVERYTHING,
        retention=with_parent(
            "child", "search-key", "As long as the record is live: nobody finds an archived one."
        ),
        archived=False,
        not_archived="It is made from the record and can be made again.",
        not_told="It repeats what the record says.",
    )

    child = models.ForeignKey(Child, on_delete=models.CASCADE)
    given = models.CharField(max_length=200)
    family = models.CharField(max_length=200)
    former = models.BooleanField()
    given_code = models.CharField(max_length=4)
    family_code = models.CharField(max_length=4)
    born_first = models.DateField()
    born_last = models.DateField()
    gender = models.CharField(max_length=1)
    withheld = models.BooleanField()
    postcode = models.CharField(max_length=8)
    school = models.CharField(max_length=200)
    carers = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withheld=False) | Q(postcode="", school="", carers=""),
                name="withheld_child_has_no_searchable_facts",
            ),
        ]
        indexes = [
            models.Index(fields=["born_first", "family_code"], name="searchkey_birth_family"),
            models.Index(fields=["born_first", "given_code"], name="searchkey_birth_given"),
            models.Index(fields=["family_code", "given_code", "born_first"], name="searchkey_names"),
            models.Index(fields=["postcode"], condition=~Q(postcode=""), name="searchkey_postcode"),
            models.Index(
                fields=["family_code", "given_code"],
                condition=Q(born_first__lt=F("born_last")),
                name="searchkey_estimated",
            ),
        ]

    def __str__(self) -> str:
        return f"search key {self.pk}"


class NearKey(models.Model):
    """A fingerprint of something that a statement near a child who is not open would have too (``near_keys``).

    Only publication reads it. Open children have none.
    """

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "child", "digest")},
        web=EVERYTHING,
        retention=with_parent(
            "child", "near-key", "As long as the record is not open; made afresh with each change."
        ),
        archived=False,
        not_archived="It is made from the record and its shield.",
        not_told="Fingerprints of what is told of the record itself.",
    )

    child = models.ForeignKey(Child, on_delete=models.CASCADE)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["digest"], name="nearkey_by_digest")]

    def __str__(self) -> str:
        return f"near key {self.pk}"
