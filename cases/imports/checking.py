"""One row by itself: cells into values, and the rules of `cases.services` that need no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.imports.cells import Cell, CellError, Fault, trimmed
from cases.imports.columns import COLUMNS, KEY, OF_THE_PENALTY, Column
from cases.imports.headers import is_needed
from cases.imports.mistakes import Mistake
from cases.imports.sheets import RawRow
from cases.models.imports import ImportKind

Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read. Without mistakes it holds a value for every column, empty ones what they stand for.

    `said` are the columns with something in their cell.
    """

    line: int
    values: Mapping[str, Any]
    said: frozenset[str] = frozenset()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def reference(self) -> str:
        """Our own reference of the order; empty where the row names it by its key."""
        return str(self.values.get("reference") or "")

    @property
    def key(self) -> Key | None:
        """How the court knows this order; none where a cell of it is empty or could not be read."""
        court, role_number, decided_on = (self.values.get(name) for name in KEY)
        return (court, role_number, decided_on) if court and role_number and decided_on else None

    @property
    def has_penalty(self) -> bool:
        return self.values["penalty_amount"] is not None


@dataclass(frozen=True)
class RowReader:
    """How the rows of one sheet are read: of which kind they are, and in which order its columns stand."""

    kind: ImportKind
    names: tuple[str, ...]
    today: date

    def read(self, raw: RawRow) -> Row:
        """The row, with everything that is wrong with it by itself."""
        if len(raw.cells) != len(self.names):
            counts = {"found": len(raw.cells), "expected": len(self.names)}
            return Row(raw.line, {}, mistakes=(Mistake(line=raw.line, code="cell_count", values=counts),))
        values, mistakes = self._values(raw)
        unread = {mistake.column for mistake in mistakes}
        mistakes += _mistakes_between(raw.line, values, unread, self.today)
        if mistakes:
            return Row(raw.line, values, mistakes=tuple(mistakes))
        return Row(raw.line, _completed(values, self.columns), frozenset(values))

    @property
    def columns(self) -> Mapping[str, Column]:
        return COLUMNS[self.kind]

    def _values(self, raw: RawRow) -> tuple[dict[str, Any], list[Mistake]]:
        """What the cells that are not empty say, and the mistakes of single cells."""
        values: dict[str, Any] = {}
        mistakes = []
        cells = dict(zip(self.names, map(trimmed, raw.cells), strict=True))
        has_reference = cells.get("reference", "") != ""
        for name, column in self.columns.items():
            try:
                if (cell := cells.get(name, "")) != "":
                    values[name] = _read(column, cell)
                elif is_needed(column, has_reference=has_reference) and not self._may_be_named(name):
                    raise CellError("value_needed")
            except CellError as wrong:
                mistakes.append(Mistake(line=raw.line, column=name, code=wrong.code, values=wrong.values))
        return values, mistakes

    def _may_be_named(self, name: str) -> bool:
        """Whether our reference could stand in place of this column; then one mistake is told, and not three."""
        return name in KEY and "reference" in self.names


def _read(column: Column, cell: Cell) -> Any:
    if isinstance(cell, Fault):
        raise CellError(cell.value)
    return column.read(cell)


def _mistakes_between(
    line: int, values: Mapping[str, Any], unread: set[str], today: date
) -> Iterator[Mistake]:
    if not unread & {"reference", *KEY} and "reference" not in values and not values.keys() >= set(KEY):
        yield Mistake(line=line, column="reference", code="key_needed")
    days = [name for name in values if name.endswith("_on") and name != "penalty_expires_on"]
    for name in days:
        if values[name] > today:
            told = {"date": values[name], "today": today}
            yield Mistake(line=line, column=name, code="date_in_future", values=told)
    for name in days:
        if "decided_on" in values and values[name] < values["decided_on"]:
            told = {"date": values[name], "decided_on": values["decided_on"]}
            yield Mistake(line=line, column=name, code="event_before_order", values=told)
    yield from _mistakes_of_penalty(line, {name for name in OF_THE_PENALTY if name in values} | unread)


def _mistakes_of_penalty(line: int, said: set[str]) -> Iterator[Mistake]:
    """`said` holds the columns with something in their cell, readable or not."""
    if "penalty_amount" not in said and (others := [name for name in OF_THE_PENALTY if name in said]):
        values = {"others": ", ".join(others)}
        yield Mistake(line=line, column="penalty_amount", code="penalty_needs_amount", values=values)
    if "penalty_amount" in said and "penalty_unit" not in said:
        yield Mistake(line=line, column="penalty_unit", code="unit_needed")


def _completed(values: Mapping[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    """Every column with a value. Without a penalty its columns stay empty: no default makes one up."""
    has_penalty = "penalty_amount" in values
    return {
        name: values.get(name, column.default if has_penalty or name not in OF_THE_PENALTY else None)
        for name, column in columns.items()
    }
