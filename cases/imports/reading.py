"""From the bytes of a file to rows of cells."""

import csv
import difflib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from cases.imports.columns import COLUMNS, REQUIRED
from cases.imports.mistakes import Mistake, UnreadableError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEADER_LINE = 1


@dataclass(frozen=True)
class RawRow:
    """The cells of a row and the line of the file it begins on; a quoted cell may run over several lines."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """A file whose header is right: its columns in order, and how its cells are parted."""

    source: bytes
    columns: tuple[str, ...]
    delimiter: str

    @property
    def line_count(self) -> int:
        return self.source.count(b"\n") + (not self.source.endswith(b"\n"))

    def rows(self) -> Iterator[RawRow]:
        """Every row below the header that is not blank; UnreadableError where the file breaks off."""
        rows = _rows(self.source, self.delimiter)
        next(rows)
        return (row for row in rows if any(cell.strip() for cell in row.cells))


def open_sheet(source: bytes) -> Sheet:
    """The file with its header read; UnreadableError names everything that is wrong with the header."""
    if not source.removeprefix(BYTE_ORDER_MARK).strip():
        raise UnreadableError(Mistake(line=HEADER_LINE, code="file_empty"))
    first_line = next(_lines(source))
    delimiter = max(";,", key=first_line.count)
    names = [name.strip().lower() for name in next(_rows(source, delimiter)).cells]
    if mistakes := list(_mistakes_of_header(names)):
        raise UnreadableError(*mistakes)
    return Sheet(source, tuple(names), delimiter)


def _mistakes_of_header(names: list[str]) -> Iterator[Mistake]:
    for position, name in enumerate(names, start=1):
        if not name:
            yield Mistake(line=HEADER_LINE, code="column_unnamed", values={"position": position})
        elif name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            yield Mistake(line=HEADER_LINE, column=name, code="column_unknown", values={"hint": hint})
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            yield Mistake(line=HEADER_LINE, column=name, code="column_twice")
    for name in REQUIRED:
        if name not in names:
            yield Mistake(line=HEADER_LINE, column=name, code="column_missing")


def _rows(source: bytes, delimiter: str) -> Iterator[RawRow]:
    reader = csv.reader(_lines(source), delimiter=delimiter, strict=True)
    line = HEADER_LINE
    try:
        for cells in reader:
            yield RawRow(line, cells)
            line = reader.line_num + 1
    except csv.Error as broken:
        raise UnreadableError(Mistake(line=line, code="not_csv", values={"reason": broken})) from broken


def _lines(source: bytes) -> Iterator[str]:
    """The lines as text. Decoded one by one, so that a byte that is not UTF-8 can be named with its line."""
    for number, line in enumerate(io.BytesIO(source.removeprefix(BYTE_ORDER_MARK)), start=1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            byte = f"0x{line[wrong.start]:02x}"
            raise UnreadableError(Mistake(line=number, code="not_utf_8", values={"byte": byte})) from wrong
