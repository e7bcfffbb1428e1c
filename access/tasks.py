"""The worker's doors to what is kept for people."""

from celery import shared_task
from django.utils import timezone

from access import kept


@shared_task(name="access.forget_kept_words")
def forget_kept_words() -> None:
    """Delete what people typed and did not come back for. Every quarter of an hour."""
    kept.forget_old(now=timezone.now())
