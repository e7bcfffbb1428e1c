"""The worker's doors to what the public asks."""

from celery import shared_task
from django.utils import timezone

from complaints import drafts


@shared_task(name="complaints.forget_drafts")
def forget_drafts() -> None:
    """Delete what people typed into the public form and did not send. Every quarter of an hour."""
    drafts.forget_old(now=timezone.now())
