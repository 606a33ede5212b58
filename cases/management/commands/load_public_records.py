"""Enter the public orders, strategic cases, published figures and policy recommendations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.errors import CaseError
from cases.management.signing import add_signing_arguments, signed
from cases.records import load_public_records


class Command(BaseCommand):
    help = "Enter the public orders, cases, figures and recommendations. Run again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        add_signing_arguments(parser, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        act, team = signed(options["by"], options["team"], reason="public record")
        try:
            loaded = load_public_records(act, team)
        except CaseError as refusal:
            raise CommandError(f"{refusal}; nothing was written.") from refusal
        for what, count in loaded.items():
            self.stdout.write(f"{what}: {count.added} added, {count.unchanged} unchanged")
