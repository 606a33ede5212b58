"""Enter a run of something outside the product in the ledger, such as a backup that came to a good end."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from helpdesk.watch.runs import note_run


class Command(BaseCommand):
    help = "Say that an expected run came to a good end: pg_dump ... && manage.py note_run backup"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=sorted(settings.EXPECTED_RUNS))

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        note_run(name, timezone.now())
        self.stdout.write(f"Noted: {name}.")
