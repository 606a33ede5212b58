"""From a cell to a value, or a refusal. CSV knows text only; a workbook also numbers, days and yes or no."""

import re
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any


class Fault(Enum):
    """What a workbook shows in place of a value; the code of the refusal."""

    ERROR = "cell_error"
    NO_VALUE = "formula_without_value"


Cell = str | Decimal | date | bool | Fault
Reader = Callable[[Cell], Any]
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# At most two decimals: "1,000" may be one euro or a thousand, and is refused.
EUROS = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
WHOLE = re.compile(r"[0-9]{1,9}")
CENT = Decimal("0.01")
YES = frozenset({"yes", "ja", "oui", "x", "true", "1"})
NO = frozenset({"no", "nee", "non", "nein", "false", "0"})


class CellError(Exception):
    """A cell says what cannot be read."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def trimmed(cell: Cell) -> Cell:
    """The cell without blanks around its text; a cell that is empty is an empty text."""
    return cell.strip() if isinstance(cell, str) else cell


def shown(cell: Cell) -> str:
    """A cell as text: whole numbers without a decimal sign, days as ISO writes them."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def text_of(most: int | None) -> Reader:
    """Text of at most so many characters; None where any length fits."""

    def read(cell: Cell) -> str:
        text = shown(cell)
        if isinstance(cell, date):
            raise CellError("text_is_a_date", text=text)
        if "\x00" in text:
            raise CellError("text_with_nul")
        if most is not None and len(text) > most:
            raise CellError("text_too_long", length=len(text), most=most)
        return text

    return read


def day(cell: Cell) -> date:
    """A day of the workbook, or text written as 2022-07-22 and in no other way: 01/02/2022 is two different days."""
    if isinstance(cell, date):
        return cell
    text = shown(cell)
    try:
        if ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as impossible:
        raise CellError("date_unreadable", text=text) from impossible
    raise CellError("date_unreadable", text=text)


def euros(digits: int) -> Reader:
    """More than zero, with so many digits before the decimal sign; a comma or a point, no separators."""

    def read(cell: Cell) -> Decimal:
        text = shown(cell)
        if not EUROS.fullmatch(text):
            raise CellError("money_unreadable", text=text)
        amount = Decimal(text.replace(",", "."))
        if amount == 0:
            raise CellError("money_not_positive")
        if amount >= 10**digits:
            raise CellError("money_too_large", text=text, digits=digits)
        return amount.quantize(CENT)

    return read


def whole(least: int, most: int) -> Reader:
    """A whole number between the two, both included."""

    def read(cell: Cell) -> int:
        text = shown(cell)
        if not WHOLE.fullmatch(text):
            raise CellError("number_unreadable", text=text)
        number = int(text)
        if not least <= number <= most:
            raise CellError("number_out_of_range", number=number, least=least, most=most)
        return number

    return read


def one_of(codes: Collection[str]) -> Reader:
    """One of the codes, exactly as listed."""

    def read(cell: Cell) -> str:
        text = shown(cell)
        if text not in codes:
            raise CellError("choice_unknown", text=text, allowed=", ".join(codes))
        return text

    return read


def yes_or_no(cell: Cell) -> bool:
    """Yes or no in the languages of the desk; a cross is a yes."""
    text = shown(cell).casefold()
    if text not in YES | NO:
        raise CellError("choice_unknown", text=text, allowed="ja, nee, oui, non, yes, no")
    return text in YES
