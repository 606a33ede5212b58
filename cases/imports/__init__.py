"""Condemnations from a CSV file: every row checked first, then all of them written or none.

The file is UTF-8, with or without byte order mark, its cells parted by `;` or `,`, its first row the column names in
any order; `columns.COLUMNS` says what each holds. Blank rows are skipped.

A condemnation is known by court, role number and day of the order. One the desk holds already, with the same values in
every column of the file, is left alone; an empty cell differs from a value that is stored, a column that is not in the
file says nothing. Nothing stored is ever overwritten.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, transaction

from cases.errors import CaseError
from cases.imports.checking import Key, Row, check
from cases.imports.mistakes import Mistake, Report, UnreadableError
from cases.imports.reading import HEADER_LINE, RawRow, Sheet, open_sheet
from cases.imports.stored import conflicts, find_stored
from cases.imports.writing import write
from cases.models import DossierKind
from cases.services.references import next_references
from helpdesk.acts import Act
from helpdesk.people.models import Team

BATCH = 500
Item = TypeVar("Item")
# Told how far the work has come: what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass
class Checked:
    """What reading a whole file found. Of a row only its line and its key are kept."""

    report: Report
    new_lines: set[int] = field(default_factory=set)
    unchanged: int = 0
    lines_of: dict[Key, int] = field(default_factory=dict)

    @property
    def row_count(self) -> int:
        return len(self.new_lines) + self.unchanged


@dataclass(frozen=True)
class Importing:
    """One file, for one team, by one colleague."""

    act: Act
    team: Team
    source: bytes
    progress: Progress

    def check(self, mistakes_kept: int) -> Checked:
        """Read every row and compare it with what the desk holds; writes nothing."""
        checked = Checked(Report(mistakes_kept))
        try:
            sheet = open_sheet(self.source)
            for batch in batches(_until_broken(sheet, checked.report), BATCH):
                self._check_batch(sheet, batch, checked)
                self.progress("checking", batch[-1].line, sheet.line_count)
            self.progress("checking", sheet.line_count, sheet.line_count)
        except UnreadableError as broken:
            checked.report.add(*broken.mistakes)
        if not checked.report.count and not checked.row_count:
            checked.report.add(Mistake(line=HEADER_LINE, code="file_without_rows"))
        return checked

    def _check_batch(self, sheet: Sheet, batch: list[RawRow], checked: Checked) -> None:
        rows, mistakes = [], []
        for raw in batch:
            row = check(raw, sheet.columns, self.act.on)
            wrong = [*row.mistakes, *_repeated(row, checked.lines_of)]
            mistakes += wrong
            if not wrong:
                rows.append(row)
        mistakes += self._compare(sheet, rows, checked)
        checked.report.add(*sorted(mistakes, key=lambda mistake: mistake.line))

    def _compare(self, sheet: Sheet, rows: list[Row], checked: Checked) -> Iterator[Mistake]:
        stored = find_stored(rows, self.act.by)
        for row in rows:
            known = stored.get(row.key)
            if known is None:
                checked.new_lines.add(row.line)
                continue
            differing = list(conflicts(row, known, sheet.columns, self.team.pk))
            checked.unchanged += not differing
            yield from differing

    def write(self, checked: Checked) -> list[str]:
        """Write the rows that were found new, all or none, and return their references in the order of the file.

        Refuses with `book_changed_meanwhile` where one of them was entered since the check.
        """
        references: list[str] = []
        if not checked.new_lines:
            return references
        try:
            with transaction.atomic():
                kind, year, count = DossierKind.CONDEMNATION, self.act.on.year, len(checked.new_lines)
                references = next_references(kind, year, count)
                self._write_rows(checked, references)
        except IntegrityError as clash:
            if "one_condemnation_per_court_role_number_and_day" not in str(clash):
                raise
            raise CaseError("book_changed_meanwhile") from clash
        return references

    def _write_rows(self, checked: Checked, references: list[str]) -> None:
        names = iter(references)
        written = 0
        for batch in batches(self._new_rows(checked), BATCH):
            write(self.act, self.team, batch, list(islice(names, len(batch))))
            written += len(batch)
            self.progress("writing", written, len(references))

    def _new_rows(self, checked: Checked) -> Iterator[Row]:
        """The new rows, read once more from the same bytes; reading is quick and keeping them is not small."""
        sheet = open_sheet(self.source)
        for raw in sheet.rows():
            if raw.line in checked.new_lines:
                yield check(raw, sheet.columns, self.act.on)


def _repeated(row: Row, lines_of: dict[Key, int]) -> Iterator[Mistake]:
    """The mistake of a key that stands above in the file; a new key is kept with its line."""
    if row.key is None:
        return
    first_line = lines_of.setdefault(row.key, row.line)
    if first_line != row.line:
        values = {"first_line": first_line}
        yield Mistake(line=row.line, column="role_number", code="key_twice", values=values)


def _until_broken(sheet: Sheet, report: Report) -> Iterator[RawRow]:
    """The rows as far as the file can be read; why it cannot be read on goes to the report."""
    try:
        yield from sheet.rows()
    except UnreadableError as broken:
        report.add(*broken.mistakes)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`, the last one shorter."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch
