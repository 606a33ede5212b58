"""Small workbooks for the tests of the import, made by a real writer of .xlsx."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

Fill = Callable[[Any, Any], None]


def workbook(*rows: Sequence[Any], **options: Any) -> bytes:
    """One sheet with these rows from its first cell on; days are days, numbers numbers."""
    return drawn(lambda book, sheet: _write(sheet, rows), **options)


def drawn(fill: Fill, **options: Any) -> bytes:
    """A workbook whose first sheet is filled by a function of the book and the sheet."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"default_date_format": "dd/mm/yyyy", **options}) as book:
        fill(book, book.add_worksheet("Eerste"))
    return kept.getvalue()


def _write(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)


def tables(header: Sequence[str], *rows: Mapping[str, Any], **options: Any) -> bytes:
    """A workbook of rows given by the names of their columns; what a row does not name is an empty cell."""
    return workbook(header, *([row.get(name, "") for name in header] for row in rows), **options)


def repacked(
    source: bytes, changes: Mapping[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The package with some of its parts changed, added, or (None) left out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as package, zipfile.ZipFile(kept, "w", compression) as into:
        parts = {part: package.read(part) for part in package.namelist()} | dict(changes)
        for name, content in parts.items():
            if content is not None:
                into.writestr(name, content)
    return kept.getvalue()


def part_of(source: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return package.read(name)
