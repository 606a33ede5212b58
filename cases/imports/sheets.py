"""What every sheet is, whatever file it came in: a header and rows of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from cases.imports.cells import Cell

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row and the line of the file it begins on; a quoted cell of CSV may run over several lines."""

    line: int
    cells: Sequence[Cell]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() if isinstance(cell, str) else True for cell in self.cells)


class Sheet(Protocol):
    """A header and what stands below it."""

    header_line: int
    header: list[str]
    last_line: int

    def rows(self) -> Iterator[RawRow]:
        """Every row below the header that is not blank; UnreadableError where the file breaks off."""
