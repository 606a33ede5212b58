"""Enter the condemnations of a CSV file or a workbook, all of them or none."""

from argparse import RawDescriptionHelpFormatter
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from cases.imports.columns import described
from cases.imports.mistakes import Mistake
from cases.management.signing import add_signing_arguments, signed
from cases.models import Import
from cases.models.imports import Existing, ImportKind, ImportState, RowResult
from cases.services.imports import Upload, confirm, upload
from deadlines.imports import Clock, work_on
from helpdesk.acts import Act

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
        "Enter the condemnations of a CSV file or an .xlsx workbook. Every row is checked first; if one is wrong, "
        "nothing is written. Run again with the same file, it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        listed = described(ImportKind.CONDEMNATIONS)
        parser.epilog = "columns:\n  " + "\n  ".join(listed).replace("%", "%%")
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument(
            "--columns", action="store_true", help="list the columns a file may have, and stop"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument(
            "--existing", choices=Existing.values, default=Existing.REFUSE.value,
            help="what to do with orders the desk holds with other values (default refuse)",
        )  # fmt: skip
        parser.add_argument("--sheet", default="", help="the sheet of a workbook (default the first)")
        parser.add_argument(
            "--show",
            type=int,
            default=MISTAKES_SHOWN,
            metavar="N",
            help=f"mistakes to show, all being counted (default {MISTAKES_SHOWN})",
        )
        add_signing_arguments(parser, required=False)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """In English, as every command here, whatever the language of the desk."""
        if options["columns"]:
            self.stdout.write("\n".join(described(ImportKind.CONDEMNATIONS)))
            return
        bars = Bars(hidden=options["verbosity"] == 0)
        act, handed_in = _handed_in(options)
        with transaction.atomic() if options["dry_run"] else nullcontext():
            imported = _worked_on(act, upload(act, handed_in), bars)
            if imported.state != ImportState.CHECKED:
                self._refuse(imported, options["show"])
            if options["dry_run"]:
                transaction.set_rollback(True)
            else:
                imported = self._write(act, imported, bars)
        self.stdout.write(_summary(imported))

    def _refuse(self, imported: Import, show: int) -> None:
        refused = imported.rows.filter(result=RowResult.REFUSED).order_by("line")
        told = [Mistake(line=row.line, **mistake) for row in refused[:show] for mistake in row.mistakes][
            :show
        ]
        for mistake in told:
            self.stderr.write(str(mistake))
        count = imported.counts["mistakes"]
        if count > len(told):
            self.stderr.write(f"and {count - len(told)} more")
        mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
        raise CommandError(f"{mistakes}; nothing was written.")

    def _write(self, act: Act, imported: Import, bars: Bars) -> Import:
        imported = _worked_on(act, confirm(act, imported.pk), bars)
        if imported.state != ImportState.WRITTEN:
            raise CommandError(
                "The desk changed while the file was checked; nothing was written. Run it again."
            )
        return imported


def _handed_in(options: dict[str, Any]) -> tuple[Act, Upload]:
    path: Path | None = options["file"]
    if path is None:
        raise CommandError("Name the file to import.")
    try:
        content = path.read_bytes()
    except OSError as unreadable:
        raise CommandError(f"{path} cannot be read: {unreadable.strerror}.") from unreadable
    act, team = signed(options["by"], options["team"], reason=f"import of {path.name}")
    return act, Upload(
        team=team, kind=ImportKind.CONDEMNATIONS, existing=options["existing"], file_name=path.name, content=content,
        sheet=options["sheet"],
    )  # fmt: skip


def _worked_on(act: Act, imported: Import, bars: Bars) -> Import:
    work_on(imported.pk, Clock(timezone.now, act.on), bars)
    bars.close()
    imported.refresh_from_db()
    return imported


def _summary(imported: Import) -> str:
    results = [RowResult.NEW, RowResult.UPDATED, RowResult.UNCHANGED, RowResult.SKIPPED]
    always = (RowResult.NEW, RowResult.UNCHANGED)
    counted = {one: imported.counts[one.value] for one in results}
    said = ", ".join(f"{count} {one.value}" for one, count in counted.items() if count or one in always)
    rows = f"{sum(counted.values())} rows: {said}"
    if imported.state != ImportState.WRITTEN:
        return f"{rows}. Dry run: nothing was written."
    names = imported.rows.filter(result=RowResult.NEW).order_by("line").values_list("reference", flat=True)
    span = f" ({names.first()} to {names.last()})" if counted[RowResult.NEW] else ""
    return f"{rows}{span}."
