"""The clock of the trail."""

from celery import shared_task
from django.utils import timezone

from helpdesk.trail.anchors import send_anchors
from helpdesk.trail.seals import seal_all
from helpdesk.watch.runs import run_of


@shared_task
def seal_trail() -> None:
    """Seal what is committed, and once a day send the end of the chain out of the database's reach."""
    now = timezone.now()
    with run_of("seal-trail", now) as done:
        done(seal_all(now))
        send_anchors(now)
