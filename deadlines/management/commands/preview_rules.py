"""What a changed folder of rules would move, before it takes effect."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines.impact import Move, moves
from deadlines.law.changes import changes_between
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.rules import Law
from deadlines.models import Deadline


class Command(BaseCommand):
    help = "Show which open deadlines another folder of rules would move, and by how much. Nothing moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="a copy of deadlines/law/data with the changes made in it"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        law = self._read(folder)
        for change in changes_between(load_law(), law):
            self.stdout.write(f"{change.place}: {change.before} -> {change.after}")
        found = list(moves(Deadline.objects.all(), law))
        for move in found:
            self.stdout.write(_line(move))
        earlier = sum(move.becomes_earlier for move in found)
        self.stdout.write(f"{len(found)} open deadlines would move, {earlier} of them to an earlier day.")

    def _read(self, folder: Path) -> Law:
        try:
            return load_law(folder)
        except LawError as broken:
            raise CommandError(str(broken)) from broken
        except FileNotFoundError as missing:
            raise CommandError(f"{missing.filename} is missing.") from missing


def _line(move: Move) -> str:
    after = move.problem or f"{move.computed_after_on} ({move.days:+d} days)"
    earlier = "  EARLIER" if move.becomes_earlier else ""
    return f"{move.deadline.dossier.reference}  {move.deadline.rule_id}  {move.computed_before_on} -> {after}{earlier}"
