"""The clock of the cases: the task reads the time and says "look now"."""

from celery import shared_task
from django.utils import timezone

from cases.services.orphans import clear_orphans


@shared_task
def clear_orphan_files() -> None:
    """Remove files that no document names, once a day."""
    clear_orphans(timezone.now())
