"""An .xlsx workbook: one of its sheets, with numbers, days and texts as the workbook holds them."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineSheet, load_workbook

from cases.imports.cells import Cell, shown
from cases.imports.inspection import Inspected, inspect, refusal
from cases.imports.sheets import RawRow


class WorkbookSheet:
    """The sheet with its header read: the first row that is not blank. UnreadableError where there is none."""

    def __init__(self, source: bytes, wanted: str) -> None:
        self._inspected = inspect(source, wanted)
        self._sheet = _opened(source, self._inspected)
        self.last_line = self._inspected.last_line
        header = next(self._all_rows(), None)
        if header is None:
            raise refusal("file_empty")
        self.header_line = header.line
        self.header = [shown(cell) for cell in header.cells]

    def rows(self) -> Iterator[RawRow]:
        rows = self._all_rows()
        next(rows)
        return rows

    def _all_rows(self) -> Iterator[RawRow]:
        """Every row that is not blank, from the first column of the sheet that holds anything."""
        faults = self._inspected.faults
        starts_at = (self._sheet.start or (0, 0))[1] + 1
        first_column = min([starts_at, *(column for row in faults.values() for column in row)])
        left = [""] * (starts_at - first_column)
        found = self._sheet.iter_rows()
        for line in range(1, self.last_line + 1):
            cells: list[Cell] = [*left, *map(as_cell, next(found, ()))]
            for column, fault in faults.get(line, {}).items():
                cells += [""] * (column - first_column + 1 - len(cells))
                cells[column - first_column] = fault
            row = RawRow(line, cells)
            if not row.is_blank:
                yield row


def _opened(source: bytes, inspected: Inspected) -> CalamineSheet:
    try:
        return load_workbook(io.BytesIO(source)).get_sheet_by_name(inspected.sheet)
    except CalamineError as broken:
        raise refusal("workbook_broken") from broken


def as_cell(value: Any) -> Cell:
    """The value as it was meant: numbers to the fifteen digits that Excel keeps, a day without its hour."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return Decimal(f"{value:.15g}")
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)
