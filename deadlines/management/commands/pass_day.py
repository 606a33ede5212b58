"""Let the desk live through a day: the reminders due by then ring, and the week's digests are written."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines.tasks import sweep_reminders, write_digests
from helpdesk.outbox.models import MailState, OutgoingMail

WAIT_SECONDS = 20
# Beat looks every few minutes; who waits at a screen looks more often.
LOOK_EVERY_SECONDS = 0.2


class Command(BaseCommand):
    help = (
        "Ask the worker to ring what is due by a day and to write that week's digests, and wait for the mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("day", type=date.fromisoformat, help="the day to play, such as 2026-12-07")

    def handle(self, *args: Any, day: date, **options: Any) -> None:
        sent_before = OutgoingMail.objects.filter(state=MailState.SENT).count()
        sweep_reminders.delay(day.isoformat())
        write_digests.delay(day.isoformat())
        waiting = self._wait()
        if waiting:
            raise CommandError(
                f"{waiting} mails still wait after {WAIT_SECONDS} s. Does a worker run? See its log."
            )
        sent = OutgoingMail.objects.filter(state=MailState.SENT).count() - sent_before
        self.stdout.write(f"{day}: {sent} mails were sent.")

    def _wait(self) -> int:
        """How many mails still wait when the outbox has come to rest or the time is over."""
        at_rest = 0
        waiting = 0
        for _ in range(int(WAIT_SECONDS / LOOK_EVERY_SECONDS)):
            time.sleep(LOOK_EVERY_SECONDS)
            waiting = OutgoingMail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING]).count()
            at_rest = 0 if waiting else at_rest + 1
            # A task may be writing its first mail: only a rest of some length is one.
            if at_rest >= 10:
                break
        return waiting
