"""A CSV file: UTF-8, with or without byte order mark, its cells parted by `;` or `,`."""

import csv
import io
from collections.abc import Iterator

from cases.imports.mistakes import Mistake, UnreadableError
from cases.imports.sheets import MOST_ROWS, RawRow

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEADER_LINE = 1


class CsvSheet:
    """The file with its header read; UnreadableError where there is none that can be read."""

    header_line = HEADER_LINE

    def __init__(self, source: bytes) -> None:
        if not source.removeprefix(BYTE_ORDER_MARK).strip():
            raise UnreadableError(Mistake(line=HEADER_LINE, code="file_empty"))
        self._source = source
        self._delimiter = max(";,", key=next(_lines(source)).count)
        self.header = [str(name) for name in next(self._all_rows()).cells]
        self.last_line = source.count(b"\n") + (not source.endswith(b"\n"))

    def rows(self) -> Iterator[RawRow]:
        rows = self._all_rows()
        next(rows)
        found = 0
        for row in rows:
            if row.is_blank:
                continue
            found += 1
            if found > MOST_ROWS:
                raise UnreadableError(
                    Mistake(line=row.line, code="too_many_rows", values={"most": MOST_ROWS})
                )
            yield row

    def _all_rows(self) -> Iterator[RawRow]:
        reader = csv.reader(_lines(self._source), delimiter=self._delimiter, strict=True)
        line = HEADER_LINE
        try:
            for cells in reader:
                yield RawRow(line, cells)
                line = reader.line_num + 1
        except csv.Error as broken:
            values = {"reason": str(broken)}
            raise UnreadableError(Mistake(line=line, code="not_csv", values=values)) from broken


def _lines(source: bytes) -> Iterator[str]:
    """The lines as text. Decoded one by one, so that a byte that is not UTF-8 can be named with its line."""
    for number, line in enumerate(io.BytesIO(source.removeprefix(BYTE_ORDER_MARK)), start=1):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            byte = f"0x{line[wrong.start]:02x}"
            raise UnreadableError(Mistake(line=number, code="not_utf_8", values={"byte": byte})) from wrong
