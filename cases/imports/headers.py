"""Which column of ours each column of a sheet is."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cases.imports.columns import Column, Part, folded, names_of
from cases.imports.mistakes import Mistake, UnreadableError
from cases.imports.sheets import Sheet


def read_header(sheet: Sheet, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Our names of the sheet's columns, in its order; UnreadableError names everything that is wrong with them."""
    known = names_of(columns)
    names = [known.get(folded(name), "") for name in sheet.header]
    mistakes = [*_unknown(sheet, names, known), *_doubled(sheet, names), *_missing(sheet, names, columns)]
    if mistakes:
        raise UnreadableError(*mistakes)
    return tuple(names)


def is_needed(column: Column, *, has_reference: bool) -> bool:
    """Whether a cell is needed: our reference stands for the order and for all that the desk knows of it."""
    return column.is_required and (column.part is Part.EVENT or not has_reference)


def _unknown(sheet: Sheet, names: Sequence[str], known: Mapping[str, str]) -> Iterator[Mistake]:
    for position, (written, name) in enumerate(zip(sheet.header, names, strict=True), start=1):
        if name:
            continue
        if not written.strip():
            yield Mistake(line=sheet.header_line, code="column_unnamed", values={"position": position})
            continue
        near = difflib.get_close_matches(folded(written), known, n=1)
        hint = f" ({known[near[0]]}?)" if near else ""
        column = written.strip()[:100]
        yield Mistake(line=sheet.header_line, column=column, code="column_unknown", values={"hint": hint})


def _doubled(sheet: Sheet, names: Sequence[str]) -> Iterator[Mistake]:
    for name, count in Counter(filter(None, names)).items():
        if count > 1:
            yield Mistake(line=sheet.header_line, column=name, code="column_twice")


def _missing(sheet: Sheet, names: Sequence[str], columns: Mapping[str, Column]) -> Iterator[Mistake]:
    for name, column in columns.items():
        if is_needed(column, has_reference="reference" in names) and name not in names:
            yield Mistake(line=sheet.header_line, column=name, code="column_missing")
