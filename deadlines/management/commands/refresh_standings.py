"""Reckon every condemnation anew, as the sweep does those that are not of today."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from deadlines.watch_sweep import sweep


class Command(BaseCommand):
    help = "Reckon the standing of every condemnation anew from its events, and bring its watches in step."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        count = sweep(today=settings.DESK_DAY or timezone.localdate(now), at=now, everything=True)
        self.stdout.write(f"{count} condemnations were reckoned.")
