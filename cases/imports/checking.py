"""One row by itself: cells into values, and the rules of `cases.services` that need no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.imports.cells import CellError
from cases.imports.columns import COLUMNS, KEY, OF_THE_PENALTY
from cases.imports.mistakes import Mistake
from cases.imports.reading import RawRow

Key = tuple[str, str, date]
EVENT_DAYS = ("served_on", "housed_on")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read. Without mistakes it holds a value for every column, empty ones what they stand for."""

    line: int
    values: dict[str, Any]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def key(self) -> Key | None:
        """How the desk knows this condemnation; none where a cell of the key could not be read."""
        if not all(name in self.values for name in KEY):
            return None
        return self.values["court"], self.values["role_number"], self.values["decided_on"]

    @property
    def has_penalty(self) -> bool:
        return self.values["penalty_amount"] is not None


def check(raw: RawRow, columns: tuple[str, ...], today: date) -> Row:
    """The row, with everything that is wrong with it by itself."""
    if len(raw.cells) != len(columns):
        counts = {"found": len(raw.cells), "expected": len(columns)}
        return Row(raw.line, {}, (Mistake(line=raw.line, code="cell_count", values=counts),))
    values, mistakes = _values(raw, columns)
    unread = {mistake.column for mistake in mistakes}
    mistakes += _mistakes_between(raw.line, values, unread, today)
    return Row(raw.line, values, tuple(mistakes)) if mistakes else Row(raw.line, _completed(values))


def _values(raw: RawRow, columns: tuple[str, ...]) -> tuple[dict[str, Any], list[Mistake]]:
    """What the cells that are not empty say, and the mistakes of single cells."""
    values: dict[str, Any] = {}
    mistakes = []
    for name, cell in zip(columns, raw.cells, strict=True):
        text = cell.strip()
        try:
            if text:
                values[name] = COLUMNS[name].read(text)
            elif COLUMNS[name].is_required:
                raise CellError("value_needed")
        except CellError as wrong:
            mistakes.append(Mistake(line=raw.line, column=name, code=wrong.code, values=wrong.values))
    return values, mistakes


def _mistakes_between(line: int, values: dict[str, Any], unread: set[str], today: date) -> Iterator[Mistake]:
    for name in ("decided_on", *EVENT_DAYS):
        if name in values and values[name] > today:
            days = {"date": values[name], "today": today}
            yield Mistake(line=line, column=name, code="date_in_future", values=days)
    for name in EVENT_DAYS:
        if name in values and "decided_on" in values and values[name] < values["decided_on"]:
            days = {"date": values[name], "decided_on": values["decided_on"]}
            yield Mistake(line=line, column=name, code="event_before_order", values=days)
    yield from _mistakes_of_penalty(line, {name for name in OF_THE_PENALTY if name in values} | unread)


def _mistakes_of_penalty(line: int, said: set[str]) -> Iterator[Mistake]:
    """`said` holds the columns with something in their cell, readable or not."""
    if "penalty_amount" not in said and (others := [name for name in OF_THE_PENALTY if name in said]):
        yield Mistake(
            line=line, column="penalty_amount", code="amount_needed", values={"others": ", ".join(others)}
        )
    if "penalty_amount" in said and "penalty_unit" not in said:
        yield Mistake(line=line, column="penalty_unit", code="unit_needed")


def _completed(values: dict[str, Any]) -> dict[str, Any]:
    """Every column with a value. Without a penalty its columns stay empty: no default makes one up."""
    has_penalty = "penalty_amount" in values
    return {
        name: values.get(name, column.default if has_penalty or name not in OF_THE_PENALTY else None)
        for name, column in COLUMNS.items()
    }
