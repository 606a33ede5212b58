"""The clock of the cases: these tasks read the time and say "look now"."""

from celery import shared_task
from django.utils import timezone

from cases.services.orphans import clear_orphans
from cases.webhooks import send_due, spread_all
from helpdesk.trail.seals import seal_all
from helpdesk.watch.runs import run_of

BATCHES = 20


@shared_task
def call_webhooks() -> None:
    """Put what is new into messages, and send what is due, batch by batch."""
    now = timezone.now()
    with run_of("call-webhooks", now) as done:
        seal_all(now)
        spread_all(now)
        for _ in range(BATCHES):
            claimed = send_due(timezone.now())
            done(claimed)
            if not claimed:
                return


@shared_task
def clear_orphan_files() -> None:
    """Remove files that no document names, once a day."""
    clear_orphans(timezone.now())
