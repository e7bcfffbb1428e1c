"""The trail's tables. They know nobody: people, organisations and children stand in them as text, never as keys."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.verbs import Verb


class AppendOnly(Exception):
    """An event is written once. Nobody changes or removes it, whatever their role."""


class Event(models.Model):
    """One thing that one person did, as durable text. Written by ``trail.record`` alone."""

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
    """What was typed into a search, sealed. Only an investigation opens it; the event holds a keyed hash."""

    event_uid = models.CharField(max_length=32, primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.event_uid
