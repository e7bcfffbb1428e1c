"""What may be shown: shields, sensitive involvements, brokered contact, and the keys that a search reads."""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from access import policy
from access.models import Account, Authority, Service
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
    SENSITIVE,
    STAFF,
    WHEREABOUTS,
    WORKER,
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
            INTERNAL: ("id", "child"),
            OFFICERS: ("tier", "grounds", "justification", *_STEPS_OF_A_SHIELD),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent(
            "child", "shield", "As long as the record, lifted or not; it never lapses by itself."
        ),
        archived=True,
        told=CHILD,
        untold=("grounds", "justification", "imposed_by", "lift_asked_by", "lifted_by"),
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


class ShieldStep(models.Model):
    """What was decided on a shield after it was put on, by whom, and the reason: the next officer has to read it."""

    class Kind(models.TextChoices):
        REVIEWED = "reviewed", "Reviewed: the shield stays"
        LIFT_ASKED = "lift-asked", "Asked for it to be lifted"
        LIFTED = "lifted", "Agreed to lift it"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "shield"),
            OFFICERS: ("kind", "reason", "done_at", "done_by"),
        },
        web=READ | ADD,
        retention=with_parent("shield", "shield-step", "As long as the shield."),
        archived=True,
        told=CHILD,
        untold=("reason", "done_by"),
        not_told=(
            "A reason may be about somebody else, and officers are not named. A parent is not told that there is a "
            "shield: it may be there because of them."
        ),
    )

    shield = models.ForeignKey(Shield, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.BinaryField()
    done_at = models.DateTimeField()
    done_by = models.CharField(max_length=references.LENGTH)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(done_by=""), name="shield_step_says_who_took_it"),
        ]

    def __str__(self) -> str:
        return f"step of shield {self.shield_id}"


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
                "retracted_on",
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
    retracted_on = models.DateField(null=True)

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
            models.CheckConstraint(
                condition=Q(retracted_on__isnull=True) | Q(ended_on__isnull=False),
                name="retracted_sensitive_involvement_has_ended",
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
    """That a statement which was set aside may be about this child. It waits for the officers of that child.

    Whose officers these are is not kept: it follows from who looks after the child when they ask. ``settled``: an
    officer has said that it is about this child, who is open; tonight's run carries it out.
    """

    governance = Governance(
        about=CHILD,
        classes={INTERNAL: ("id", "statement", "child", "settled_at", "settled_by")},
        web=EVERYTHING,
        retention=with_parent(
            "child", "concern", "Until somebody has decided on the statement; at the latest with the record."
        ),
        archived=False,
        not_archived="It goes when somebody has decided, and what they decided stays with the statement.",
        not_told="It is a line on a list of work. What was said is told of the statement.",
    )

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = AUTHORITY_OF_CHILD
    objects = policy.Within["Concern"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "child"], name="one_concern_per_statement_and_child"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="concern_settled_has_its_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class Decision(models.Model):
    """What an officer decided on a statement that was set aside, so that it can be taken back on the same day."""

    class Choice(models.TextChoices):
        APPLY = "apply", "It is about this child"
        ANOTHER = "another", "It is about another child"
        DISMISS = "dismiss", "It is wrong, or about nobody"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "reference", "statement", "child", "was_linked", "before"),
            OFFICERS: ("choice", "decided_at", "decided_by", "taken_back_at", "taken_back_by"),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent(
            "child", "decision", "As long as the record for whose officers the update waited."
        ),
        archived=True,
        told=CHILD,
        untold=("decided_by", "taken_back_by"),
        not_told=(
            "Officers are not named. A parent is not told: that an update was decided on may say that there is a "
            "shield."
        ),
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    was_linked = models.BooleanField()
    before = models.ForeignKey(Statement, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=references.LENGTH)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = AUTHORITY_OF_CHILD
    objects = policy.Within["Decision"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_by="")),
                name="decision_taken_back_has_its_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(decided_by=""), name="decision_says_who_decided"),
        ]

    def __str__(self) -> str:
        return self.reference


class Transfer(models.Model):
    """That a source says that another authority looks after the child. Nothing changes hands until that one accepts.

    ``offered``: an officer of the authority that holds the record lets it go; asked for where the child has a shield.
    ``said_still``: whether the source record that opened it says so still; it is not opened twice for one saying.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waits for the other authority"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused by the other authority"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERTAKEN = "overtaken", "The source says otherwise now"

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "reference", "child", "record", "statement", "said_still"),
            OFFICERS: (
                "giving",
                "receiving",
                "opened_at",
                "offered_at",
                "offered_by",
                "outcome",
                "answered_at",
                "answered_by",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("child", "transfer", "As long as the record."),
        archived=True,
        told=CHILD,
        untold=("offered_by", "answered_by"),
        not_told="Officers are not named. A parent is not told: which authority it is may say where the child is.",
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    child = models.ForeignKey(Child, on_delete=models.CASCADE)
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    giving = models.ForeignKey(Authority, null=True, on_delete=models.PROTECT, related_name="+")
    receiving = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    offered_by = models.CharField(max_length=references.LENGTH, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=references.LENGTH, blank=True)
    said_still = models.BooleanField(default=True)

    authority_path = AUTHORITY_OF_CHILD
    giving_path = "giving__code"
    receiving_path = "receiving__code"
    objects = policy.Within["Transfer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "receiving"],
                condition=Q(outcome="waiting"),
                name="one_waiting_transfer_per_child_and_authority",
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True, offered_by="")
                | (Q(offered_at__isnull=False) & ~Q(offered_by="")),
                name="transfer_offer_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", answered_at__isnull=True, answered_by="")
                | (~Q(outcome="waiting") & Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="transfer_answer_has_its_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Proposal(models.Model):
    """What became of a record that somebody proposed, and what its proposer is told of that.

    A source that tells of the child confirms the record by itself: then it is live, and nobody has to decide.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being checked"
        APPROVED = "approved", "Approved"
        JOINED = "joined", "It is a child who had a record already"
        REFUSED = "refused", "Refused"

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={
            INTERNAL: ("id", "child", "statement", "joined_to"),
            OFFICERS: (
                "proposed_by",
                "proposed_by_name",
                "proposed_at",
                "state",
                "words",
                "decided_at",
                "decided_by",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent(
            "child", "proposal", "As long as the record, joined to another or out of sight."
        ),
        archived=True,
        told=CHILD_AND_WORKER,
        untold=("proposed_by", "decided_by"),
        not_told="People are named, not numbered, and officers are not named. A parent is not told who proposed it.",
        free_text=("words",),
    )

    child = models.OneToOneField(Child, on_delete=models.PROTECT, related_name="+")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.CharField(max_length=references.LENGTH)
    proposed_by_name = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    words = models.TextField(blank=True)
    joined_to = models.CharField(max_length=references.LENGTH, blank=True)
    """The reference of the child's own record."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = AUTHORITY_OF_CHILD
    objects = policy.Within["Proposal"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=""), name="proposal_says_who_proposed_it"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by="")
                | (~Q(state="waiting") & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="proposal_decision_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=(Q(state="joined") & ~Q(joined_to="")) | (~Q(state="joined") & Q(joined_to="")),
                name="joined_proposal_says_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(words=""), name="refused_proposal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class SearchKeyQuerySet(models.QuerySet["SearchKey"]):
    def living_at(self, postcodes: Collection[str]) -> "SearchKeyQuerySet":
        """The rows of children at any of these postcodes.

        The index leaves out rows without a postcode, and the query says so too: of a list of more than a hundred values
        the database does not find out by itself that none of them is empty, and would read the whole table.
        """
        return self.filter(postcode__in=postcodes).exclude(postcode="")


class SearchKey(models.Model):
    """What a search reads: one row for each way of writing each name of a child who can be found.

    It holds only what an ordinary practitioner may be shown. For a child whose whereabouts are withheld the facts are
    empty and ``withheld`` is set; an unlisted or provisional child has no row. Names are normalised; codes are
    phonetic. The parts of a name stand beside it, with spaces between them, where they tell more than the whole: then
    Smith is known to be one half of Smith-Jones, and no part of Smithson.
    """

    governance = Governance(
        about=CHILD,
        classes={
            INTERNAL: ("id", "child", "given_code", "family_code", "withheld"),
            OPEN: (
                "given",
                "family",
                "given_parts",
                "family_parts",
                "former",
                "born_first",
                "born_last",
                "gender",
            ),
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
    given_parts = models.CharField(max_length=200)
    family_parts = models.CharField(max_length=200)
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

    objects = SearchKeyQuerySet.as_manager()

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
            models.Index(fields=["family", "given", "born_first"], name="searchkey_written"),
            models.Index(fields=["given", "born_first"], name="searchkey_given"),
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


class Departure(models.Model):
    """That somebody left a service, and what became of their open work, so that it can be taken back the same day.

    Work is named by internal keys alone. What was an error is put back exactly; what others have changed since stays.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", "The account was closed"
        MOVED = "moved", "The person went to another service"

    governance = Governance(
        about=WORKER,
        classes={
            INTERNAL: ("id", "account", "ended", "begun", "sensitive_ended", "sensitive_passed_on"),
            STAFF: (
                "kind",
                "service",
                "successor",
                "roles",
                "children",
                "left_at",
                "left_by",
                "taken_back_at",
                "taken_back_by",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("account", "departure", "As long as the account of the person who left."),
        archived=False,
        told=WORKER,
        not_told="The keys of the work are no words about the person.",
    )

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    service = models.ForeignKey(Service, null=True, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=30), default=list)
    children = models.PositiveIntegerField()
    ended = ArrayField(models.BigIntegerField(), default=list)
    begun = ArrayField(models.BigIntegerField(), default=list)
    sensitive_ended = ArrayField(models.BigIntegerField(), default=list)
    sensitive_passed_on = ArrayField(models.BigIntegerField(), default=list)
    left_at = models.DateTimeField()
    left_by = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-left_at"], name="departures_of_an_account")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["closed", "moved"]), name="departure_kind_is_known"),
            models.CheckConstraint(condition=~Q(left_by=""), name="departure_says_who_settled_it"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_by="")),
                name="departure_taken_back_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"departure {self.pk}"
