"""The worker's part of the outbox."""

from celery import shared_task
from django.utils import timezone

from helpdesk.outbox.delivery import deliver_batch
from helpdesk.watch.runs import run_of

# A task ends well before its time limit; what is still due then is found by the next look.
BATCHES = 100


@shared_task
def deliver_due_mail() -> None:
    """Deliver what is due, batch by batch. Other workers may do the same: each mail is taken once."""
    with run_of("deliver-mail", timezone.now()) as done:
        for _ in range(BATCHES):
            claimed = deliver_batch(timezone.now())
            done(claimed)
            if not claimed:
                return
