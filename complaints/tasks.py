"""The worker's doors to what the public asks."""

from celery import shared_task
from django.utils import timezone

from complaints import consultation, drafts


@shared_task(name="complaints.forget_drafts")
def forget_drafts() -> None:
    """Delete what people typed into public forms and did not send, and which passwords were wrong. Every quarter of an
    hour."""
    now = timezone.now()
    drafts.forget_old(now=now)
    consultation.forget_tries(now=now)
