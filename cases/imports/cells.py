"""From the text of a cell to a value, or a refusal. The text has no blanks around it and is not empty."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

Reader = Callable[[str], Any]
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# At most two decimals: "1,000" may be one euro or a thousand, and is refused.
EUROS = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")
WHOLE = re.compile(r"[0-9]{1,9}")


class CellError(Exception):
    """A cell says what cannot be read."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def text_of(most: int | None) -> Reader:
    """Text of at most so many characters; None where any length fits."""

    def read(text: str) -> str:
        if "\x00" in text:
            raise CellError("text_with_nul")
        if most is not None and len(text) > most:
            raise CellError("text_too_long", length=len(text), most=most)
        return text

    return read


def day(text: str) -> date:
    """A date written as 2022-07-22 and in no other way: 01/02/2022 is two different days."""
    try:
        if ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as impossible:
        raise CellError("date_unreadable", text=text) from impossible
    raise CellError("date_unreadable", text=text)


def euros(digits: int) -> Reader:
    """More than zero, with so many digits before the decimal sign; a comma or a point, no separators."""

    def read(text: str) -> Decimal:
        if not EUROS.fullmatch(text):
            raise CellError("money_unreadable", text=text)
        amount = Decimal(text.replace(",", "."))
        if amount == 0:
            raise CellError("money_not_positive")
        if amount >= 10**digits:
            raise CellError("money_too_large", text=text, digits=digits)
        return amount

    return read


def whole(least: int, most: int) -> Reader:
    """A whole number between the two, both included."""

    def read(text: str) -> int:
        if not WHOLE.fullmatch(text):
            raise CellError("number_unreadable", text=text)
        number = int(text)
        if not least <= number <= most:
            raise CellError("number_out_of_range", number=number, least=least, most=most)
        return number

    return read


def one_of(choices: type[TextChoices]) -> Reader:
    """One of the codes, exactly as listed."""

    def read(text: str) -> str:
        if text not in choices.values:
            raise CellError("choice_unknown", text=text, allowed=", ".join(choices.values))
        return text

    return read
