"""Remove files of documents that no row names."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.services.orphans import clear_orphans


class Command(BaseCommand):
    help = "Remove files that no document names and that are older than a day; say which."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--even-if-many", action="store_true", help="even where a large part of all files would go"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        cleared = clear_orphans(timezone.now(), even_if_many=options["even_if_many"])
        for file in cleared.orphans:
            self.stdout.write(file.name)
        if not cleared.was_removed:
            raise CommandError(
                f"{len(cleared.orphans)} of {cleared.files} files have no row: too many for an accident. "
                "Nothing was removed. Look whether DATABASE_URL and DOCUMENTS_DIR belong together."
            )
        self.stdout.write(f"{len(cleared.orphans)} removed, {cleared.files} files in all")
