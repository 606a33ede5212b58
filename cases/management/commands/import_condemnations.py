"""Enter the condemnations of a CSV file, all of them or none."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cases.errors import CaseError
from cases.imports import Checked, Importing
from cases.imports.columns import described
from cases.imports.mistakes import Report
from cases.management.signing import add_signing_arguments, signed

MISTAKES_SHOWN = 100


class Bars:
    """A progress bar on standard error for each stage of the work."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        self.stage = ""
        self.bar: tqdm[Any] | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self.stage or self.bar is None:
            self.close()
            self.stage, self.bar = stage, tqdm(total=total, desc=stage, unit="", disable=self.hidden)
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


class Command(BaseCommand):
    help = (
        "Enter the condemnations of a CSV file. Every row is checked first; if one is wrong, nothing is written. "
        "Run again with the same file, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = "columns:\n  " + "\n  ".join(described()).replace("%", "%%")
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--columns", action="store_true", help="list the columns a file may have, and stop"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument(
            "--show",
            type=int,
            default=MISTAKES_SHOWN,
            metavar="N",
            help=f"mistakes to show, all being counted (default {MISTAKES_SHOWN})",
        )
        add_signing_arguments(parser, required=False)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["columns"]:
            self.stdout.write("\n".join(described()))
            return
        bars = Bars(hidden=options["verbosity"] == 0)
        importing = self._importing(options, bars)
        checked = importing.check(options["show"])
        bars.close()
        if checked.report.count:
            self._refuse(checked.report)
        references = [] if options["dry_run"] else self._write(importing, checked)
        bars.close()
        self.stdout.write(_summary(checked, references, is_dry_run=options["dry_run"]))

    def _importing(self, options: dict[str, Any], bars: Bars) -> Importing:
        path: Path | None = options["file"]
        if path is None:
            raise CommandError("Name the CSV file to import.")
        try:
            source = path.read_bytes()
        except OSError as unreadable:
            raise CommandError(f"{path} cannot be read: {unreadable.strerror}.") from unreadable
        act, team = signed(options["by"], options["team"], reason=f"import of {path.name}")
        return Importing(act, team, source, bars)

    def _refuse(self, report: Report) -> None:
        for mistake in sorted(report.kept, key=lambda one: one.line):
            self.stderr.write(str(mistake))
        if report.left_out:
            self.stderr.write(f"and {report.left_out} more")
        mistakes = "1 mistake" if report.count == 1 else f"{report.count} mistakes"
        raise CommandError(f"{mistakes}; nothing was written.")

    def _write(self, importing: Importing, checked: Checked) -> list[str]:
        try:
            return importing.write(checked)
        except CaseError as refusal:
            raise CommandError(
                "One of these orders was entered while the file was checked; nothing was written. Run it again."
            ) from refusal


def _summary(checked: Checked, references: list[str], *, is_dry_run: bool) -> str:
    counts = f"{len(checked.new_lines)} new, {checked.unchanged} unchanged"
    if is_dry_run:
        return f"{checked.row_count} rows: {counts}. Dry run: nothing was written."
    span = f" ({references[0]} to {references[-1]})" if references else ""
    return f"{checked.row_count} rows: {counts}{span}."
