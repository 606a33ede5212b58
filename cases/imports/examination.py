"""A sheet read from its first row to its last and held against the desk as it stands, batch by batch."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from cases.imports.checking import RowReader
from cases.imports.columns import COLUMNS
from cases.imports.condemnations import CondemnationRows
from cases.imports.csv_sheets import CsvSheet
from cases.imports.findings import Finding, Job
from cases.imports.happenings import HappeningRows
from cases.imports.headers import read_header
from cases.imports.inspection import refusal
from cases.imports.mistakes import Mistake, UnreadableError
from cases.imports.sheets import RawRow, Sheet
from cases.imports.workbooks import WorkbookSheet
from cases.models.imports import ImportKind, RowResult

BATCH = 500
OF_A_PACKAGE, OF_OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
Item = TypeVar("Item")


def open_sheet(source: bytes, wanted: str = "") -> Sheet:
    """The sheet of a file, known by its content and not by its name; `wanted` names one of a workbook."""
    if source.startswith(OF_OLD_EXCEL):
        raise refusal("file_is_old_excel")
    return WorkbookSheet(source, wanted) if source.startswith(OF_A_PACKAGE) else CsvSheet(source)


class Examination:
    """One pass over a file. What cannot be read is a finding like any other, in the line where it breaks off."""

    def __init__(self, job: Job, source: bytes, wanted: str = "") -> None:
        self._job, self._source, self._wanted = job, source, wanted
        self.last_line = 0
        self._broken: UnreadableError | None = None

    def batches(self) -> Iterator[list[Finding]]:
        """What the rows come to. A caller that stores a batch says so with `forget_pending` before the next."""
        try:
            sheet = open_sheet(self._source, self._wanted)
            names = read_header(sheet, COLUMNS[self._job.kind])
        except UnreadableError as broken:
            yield [_unreadable(broken.mistakes)]
            return
        self.last_line = sheet.last_line
        yield from self._examined(sheet, names)

    def forget_pending(self) -> None:
        self._rows.forget_pending()

    def _examined(self, sheet: Sheet, names: tuple[str, ...]) -> Iterator[list[Finding]]:
        is_of_orders = self._job.kind is ImportKind.CONDEMNATIONS
        self._rows = (CondemnationRows if is_of_orders else HappeningRows)(self._job, names)
        reader = RowReader(self._job.kind, names, self._job.act.on)
        is_empty = True
        for raw in batches(self._until_broken(sheet), BATCH):
            is_empty = False
            yield list(self._rows.examine([reader.read(row) for row in raw]))
        if self._broken:
            yield [_unreadable(self._broken.mistakes)]
        elif is_empty:
            yield [_unreadable([Mistake(line=sheet.header_line, code="file_without_rows")])]

    def _until_broken(self, sheet: Sheet) -> Iterator[RawRow]:
        """The rows as far as the file can be read."""
        try:
            yield from sheet.rows()
        except UnreadableError as broken:
            self._broken = broken


def _unreadable(mistakes: Sequence[Mistake]) -> Finding:
    return Finding(mistakes[0].line, RowResult.REFUSED, mistakes=mistakes)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`, the last one shorter."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


@dataclass
class Tally:
    """What all rows came to: how many of each, how many mistakes, and a digest by which two passes are compared."""

    results: Counter[str] = field(default_factory=Counter)
    mistakes: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.results[finding.result.value] += 1
            self.mistakes += len(finding.mistakes)
            dossier = finding.held.dossier.pk if finding.held else None
            said = [
                finding.line,
                finding.result,
                dossier,
                finding.changes,
                [one.code for one in finding.mistakes],
            ]
            self._digest.update(json.dumps(said, default=str).encode())

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """By result, every one of them, with the number of mistakes beside."""
        return {**{one.value: self.results[one.value] for one in RowResult}, "mistakes": self.mistakes}
