"""Take reports of mails that did not arrive: one from standard input, or all that lie in a Maildir."""

import sys
from argparse import ArgumentParser
from mailbox import Maildir
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from helpdesk.outbox.bounces import take_reports
from helpdesk.outbox.models import Bounce


class Command(BaseCommand):
    help = (
        "Take delivery reports. A mail server can pipe each one into this command, or leave them in a Maildir; "
        "a report stays there, marked as seen, and is taken once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", type=Path, help="take every report that lies here")

    def handle(self, *args: Any, maildir: Path | None, **options: Any) -> None:
        taken = _take_all(maildir) if maildir else take_reports(sys.stdin.buffer.read(), timezone.now())
        placed = sum(bounce.mail_id is not None for bounce in taken)
        self.stdout.write(f"{len(taken)} reports taken, {placed} of them about mails of this desk.")


def _take_all(folder: Path) -> list[Bounce]:
    """Take the mails in `new`; each is marked as seen only after it was taken."""
    box, taken = Maildir(folder, create=False), []
    for key, message in box.items():
        if message.get_subdir() == "new":
            taken += take_reports(box.get_bytes(key), timezone.now())
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
    return taken
