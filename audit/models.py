"""The trail's tables. They know nobody: people, organisations and children stand in them as text, never as keys."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.verbs import Verb
from ground import references, statute
from ground.governance import (
    ADD,
    CHANGE,
    CHILD_AND_WORKER,
    INTERNAL,
    READ,
    STAFF,
    TRAIL,
    WORKER,
    Clock,
    Ending,
    Governance,
    Retention,
    with_parent,
)


class AppendOnly(Exception):
    """An event is written once. Nobody changes or removes it, whatever their role."""


class Event(models.Model):
    """One thing that one person did, as durable text. Written by ``trail.record`` alone."""

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={
            INTERNAL: ("id", "session", "terms_hash", "leaf"),
            TRAIL: (
                "uid",
                "at",
                "verb",
                "account",
                "name",
                "roles",
                "organisation",
                "authority",
                "reference",
                "shown",
                "subject",
                "purpose",
                "reason",
                "fields",
                "outcome",
            ),
        },
        web=READ | ADD,
        retention=Retention(
            name="trail",
            words="Six years after the record that it names is gone; where it names none, after it was written.",
            ending=Ending.DELETE,
            clocks=(Clock(number=statute.TRAIL_KEPT, starts="at"),),
            outlives="reference",
        ),
        archived=False,
        not_archived="The trail is kept where it is: it says who read the archive as well.",
        told=CHILD_AND_WORKER,
        untold=("account", "shown"),
        not_told=(
            "A search may have shown other children too, and people are named, not numbered. A parent is not told who "
            "looked: it may show where the child is, or that a sensitive service is there."
        ),
        free_text=("reason",),
    )

    id = models.BigAutoField(primary_key=True)
    uid = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=40, choices=Verb.choices)
    account = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    organisation = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=8, blank=True)
    session = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=32, blank=True)
    shown = ArrayField(models.CharField(max_length=32), default=list)
    subject = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list)
    outcome = models.CharField(max_length=60, blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    leaf = models.BinaryField(max_length=32)

    authority_path = "authority"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verb__in=Verb.values), name="event_verb_is_of_the_closed_vocabulary"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "-at"], name="event_by_authority"),
            models.Index(fields=["account", "-at"], name="event_by_account"),
            models.Index(fields=["reference", "-at"], name="event_by_reference"),
        ]

    def __str__(self) -> str:
        return self.uid

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly


class SearchTerms(models.Model):
    """What was typed into a search, sealed. The event holds a keyed hash.

    No process may read the table. ``audit_open_terms`` hands out one row, for a request that two people have agreed on.
    """

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={INTERNAL: ("event_uid", "sealed")},
        web=ADD,
        retention=with_parent("event_uid", "search-terms", "As long as the event of the search."),
        archived=False,
        not_archived="The trail is kept where it is.",
        not_told="It may name somebody else than the child who was shown, and is opened by an investigation alone.",
    )

    event_uid = models.CharField(max_length=32, primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.event_uid


class TermsRequest(models.Model):
    """That an auditor asks for the terms of one search to be opened for an investigation, and a second one answers."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waits for a second auditor"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    governance = Governance(
        about=CHILD_AND_WORKER,
        classes={
            INTERNAL: ("id",),
            TRAIL: (
                "reference",
                "event_uid",
                "authority",
                "asked_by",
                "asked_by_name",
                "asked_at",
                "asked_why",
                "outcome",
                "answered_by",
                "answered_by_name",
                "answered_at",
                "answered_why",
                "open_until",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("event_uid", "terms-request", "As long as the event of the search."),
        archived=False,
        not_archived="It belongs to the trail, which is kept where it is.",
        not_told="It belongs to an investigation, and names people who may have to be asked first.",
        free_text=("asked_why", "answered_why"),
    )

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    event_uid = models.CharField(max_length=32)
    authority = models.CharField(max_length=8)
    asked_by = models.CharField(max_length=32)
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_why = models.TextField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    answered_by = models.CharField(max_length=32, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_why = models.TextField(blank=True)
    open_until = models.DateTimeField(null=True)

    authority_path = "authority"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(asked_by=""), name="terms_request_says_who_asked"),
            models.CheckConstraint(
                condition=models.Q(outcome="waiting", answered_by="", answered_at__isnull=True)
                | (
                    models.Q(outcome__in=("agreed", "declined"), answered_at__isnull=False)
                    & ~models.Q(answered_by="")
                ),
                name="terms_answer_has_its_who_and_when",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="agreed", open_until__isnull=False)
                | (~models.Q(outcome="agreed") & models.Q(open_until__isnull=True)),
                name="terms_are_open_where_somebody_agreed",
            ),
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("asked_by")), name="terms_are_opened_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Denial(models.Model):
    """That somebody says of one event under their name that it was not them, and what came of it.

    It repeats of the event what was done and when, and nothing about a child: who looks into it reads no trail.
    """

    governance = Governance(
        about=WORKER,
        classes={
            INTERNAL: ("id",),
            STAFF: (
                "reference",
                "event_uid",
                "verb",
                "at",
                "denied_by",
                "name",
                "organisation",
                "authority",
                "denied_at",
                "outcome",
                "settled_at",
                "settled_by",
            ),
        },
        web=READ | ADD | CHANGE,
        retention=with_parent("event_uid", "denial", "As long as the event that it is about."),
        archived=False,
        told=WORKER,
        untold=("settled_by",),
        not_told="The person is told what came of it; administrators are not named.",
    )

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Nobody has looked into it yet"
        THEIRS = "theirs-after-all", "They had done it after all"
        MADE_SAFE = "made-safe", "It was somebody else: the account is made safe"
        NOT_EXPLAINED = "not-explained", "It cannot be explained"

    reference = models.CharField(max_length=references.LENGTH, unique=True, default=references.new)
    event_uid = models.CharField(max_length=32, unique=True)
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    denied_by = models.CharField(max_length=references.LENGTH)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    authority = models.CharField(max_length=8, blank=True)
    denied_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.WAITING)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=references.LENGTH, blank=True)

    authority_path = "authority"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="waiting", settled_at__isnull=True, settled_by="")
                | (
                    ~models.Q(outcome="waiting")
                    & models.Q(settled_at__isnull=False)
                    & ~models.Q(settled_by="")
                ),
                name="denial_settlement_has_its_who_and_when",
            ),
            models.CheckConstraint(condition=~models.Q(denied_by=""), name="denial_says_who_denies"),
            models.CheckConstraint(
                condition=~models.Q(settled_by=models.F("denied_by")), name="nobody_settles_their_own_denial"
            ),
        ]
        indexes = [
            models.Index(
                fields=["authority", "denied_at"],
                condition=models.Q(outcome="waiting"),
                name="denial_that_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def what(self) -> str:
        """What was done, in the words of the trail."""
        return Verb(self.verb).label
