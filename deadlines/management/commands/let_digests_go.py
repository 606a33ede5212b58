"""Say that the digests missing in a week that has ended will not be made any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deadlines.missed_weeks import let_week_go, missed_weeks


class Command(BaseCommand):
    help = "Let the digests go that are missing in a week, so that the watchdog no longer tells of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("week", help="the ISO week, such as 2026-W25")
        parser.add_argument("--reason", required=True, help="why; it stands in the trail")

    def handle(self, *args: Any, week: str, reason: str, **options: Any) -> None:
        now = timezone.now()
        missed = missed_weeks(timezone.localdate(now))
        if week not in missed:
            raise CommandError(
                f"No digest is missing in {week}. Weeks with any: {', '.join(missed) or 'none'}."
            )
        let_week_go(week, reason=reason, at=now)
        self.stdout.write(f"{week}: {missed[week]} digests were let go.")
