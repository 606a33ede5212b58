"""Watch the clockwork from outside it: another process than beat and the workers, and other mail than the outbox's."""

import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.utils import timezone

from deadlines.watch import findings
from helpdesk.watch.alarms import keep_alarms

log = structlog.get_logger(__name__)
HEARTBEAT_SECONDS = 10


class Command(BaseCommand):
    help = (
        "Look whether everything that should run has run, mail the administrators what is wrong and when it is over, "
        "and call HEARTBEAT_URL while all is well. Without --once it looks again and again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="look once; ends with 1 where something is wrong"
        )
        parser.add_argument(
            "--every", type=int, default=60, metavar="SECONDS", help="pause between two looks"
        )

    def handle(self, *args: Any, once: bool, every: int, **options: Any) -> None:
        # One look has no past of its own: what never ran is late.
        since = datetime.min.replace(tzinfo=UTC) if once else timezone.now()
        while True:
            is_well = look(timezone.now(), since)
            if once:
                sys.exit(0 if is_well else 1)
            connection.close()
            time.sleep(every)


def look(now: datetime, since: datetime) -> bool:
    """One look. A database that does not answer is as wrong as can be: no heartbeat is sent."""
    try:
        found = {each.name: str(each) for each in findings(now, since)}
        was_told = keep_alarms(found, now)
    except OperationalError as failure:
        log.error("desk_alarm", wrong=["database"], error=str(failure).partition("\n")[0])
        return False
    is_well = was_told and not found
    return is_well and _heartbeat()


def _heartbeat() -> bool:
    """Tell the dead-man's switch outside that somebody still watches; it raises the alarm when this stops."""
    if not settings.HEARTBEAT_URL:
        return True
    try:
        with urllib.request.urlopen(settings.HEARTBEAT_URL, timeout=HEARTBEAT_SECONDS):  # noqa: S310 - of the settings
            return True
    except (urllib.error.URLError, OSError) as failure:
        log.error("heartbeat_not_heard", error=str(failure))
        return False
