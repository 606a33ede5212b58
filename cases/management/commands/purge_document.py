"""Remove the bytes of a withdrawn document for good; what is known of it stays."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.errors import CaseError
from cases.management.signing import signed
from cases.models import Document
from cases.services.documents import purge
from helpdesk.errors import NotFoundError


class Command(BaseCommand):
    help = "Remove the bytes of a withdrawn document for good. Its row, checksums and trail stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("document", type=UUID, help="the identifier of the document")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the colleague who decides it")
        parser.add_argument("--reason", required=True, help="why; it stands in the trail")

    def handle(self, *args: Any, **options: Any) -> None:
        document = Document.objects.filter(pk=options["document"]).select_related("dossier__team").first()
        if document is None:
            raise CommandError("There is no such document.")
        act, _ = signed(options["by"], document.dossier.team.slug, options["reason"])
        try:
            purge(act, document.pk)
        except NotFoundError as refusal:
            raise CommandError(f"{options['by']} does not see this document.") from refusal
        except CaseError as refusal:
            raise CommandError(f"{refusal}: only a withdrawn document is purged, and only once.") from refusal
        self.stdout.write(f"{document.dossier.reference}: the bytes of {document.pk} are gone")
