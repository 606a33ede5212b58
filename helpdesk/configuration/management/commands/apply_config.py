"""Bring the desk in line with a file: shows every difference, asks, and then does all of it or nothing."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from helpdesk.acts import DeskAct, today_at_the_desk
from helpdesk.configuration.bringing_in import (
    ChangedMeanwhileError,
    Outcome,
    Part,
    bring_in,
    read_configuration,
    try_out,
)
from helpdesk.configuration.mistakes import MistakeError

MEANWHILE = "The desk was changed meanwhile. Nothing was done; run it again."


class Command(BaseCommand):
    help = "Bring the desk in line with a file such as docs/desk.example.yml. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--yes", action="store_true", help="do it without asking")
        how.add_argument(
            "--dry-run", action="store_true", help="do nothing; end with 1 where something would be done"
        )

    def handle(self, *args: Any, file: Path, yes: bool, dry_run: bool, **options: Any) -> None:
        try:
            parts = read_configuration(file)
            foreseen = None if yes else self._foreseen(parts)
            if foreseen is None or (foreseen.changes and self._may_go_on(dry_run)):
                self._bring_in(parts, foreseen)
        except MistakeError as mistake:
            raise CommandError(f"{mistake}. Nothing was done.") from mistake
        except (ChangedMeanwhileError, IntegrityError) as change:
            raise CommandError(MEANWHILE) from change

    def _foreseen(self, parts: Sequence[Part]) -> Outcome:
        outcome = try_out(_act(), parts)
        self._tell(outcome)
        return outcome

    def _may_go_on(self, dry_run: bool) -> bool:
        if dry_run:
            raise SystemExit(1)
        try:
            agreed = input("Do all of this? [y/N] ").strip().lower() in {"y", "yes"}
        except EOFError:
            raise CommandError("Nobody answers here. Nothing was done; say --yes or --dry-run.") from None
        if not agreed:
            self.stdout.write("Nothing was done.")
        return agreed

    def _bring_in(self, parts: Sequence[Part], foreseen: Outcome | None) -> None:
        outcome = bring_in(_act(), parts, foreseen=foreseen)
        if foreseen is None:
            self._tell(outcome)
        for words in outcome.shown_once:
            self.stdout.write(words)

    def _tell(self, outcome: Outcome) -> None:
        for line in outcome.lines:
            self.stdout.write(line)
        if not outcome.changes:
            self.stdout.write("Nothing to do.")


def _act() -> DeskAct:
    now = timezone.now()
    return DeskAct(at=now, on=today_at_the_desk(now), reason="apply_config")
