"""What the API forgets by the clock."""

from celery import shared_task
from django.utils import timezone

from api.idempotency import forget_answers


@shared_task
def forget_old_answers() -> None:
    forget_answers(timezone.now())
