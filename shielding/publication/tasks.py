"""The worker's doors to publication. They claim rows of the outbox; their order on the broker says nothing."""

from celery import shared_task
from django.utils import timezone

from shielding.publication import publication, quarantine


@shared_task(name="shielding.publish_pending")
def publish_pending() -> None:
    """Publish what waits. Every minute."""
    publication.publish_waiting(now=timezone.now())


@shared_task(name="shielding.nightly")
def nightly() -> None:
    """The nightly match: statements about children who were not known are tried again, then everything is published.

    Before it, what officers decided about open children before today is carried out.
    """
    quarantine.carry_out(now=timezone.now())
    publication.try_again()
    publication.publish_waiting(now=timezone.now())
