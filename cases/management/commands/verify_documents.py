"""Hold every file of a document against the checksum it was filed with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.documents import open_version
from cases.errors import CaseError
from cases.models import DocumentVersion


class Command(BaseCommand):
    help = "Read every file of a document and name those that are missing or altered."

    def handle(self, *args: Any, **options: Any) -> None:
        versions = DocumentVersion.objects.filter(document__purged_at=None).select_related(
            "document__dossier"
        )
        checked = damaged = 0
        for version in versions.order_by("id").iterator(chunk_size=500):
            checked += 1
            try:
                open_version(version).close()
            except CaseError as refusal:
                damaged += 1
                where = f"{version.document.dossier.reference} document {version.document_id}"
                self.stdout.write(f"{where} version {version.number}: {refusal.values['how']}")
        if damaged:
            raise CommandError(f"{damaged} of {checked} files are damaged. Put them back from a backup.")
        self.stdout.write(f"{checked} files, all as they were filed")
