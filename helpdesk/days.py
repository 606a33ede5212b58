"""Days as people read them, in the language that is switched on."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def short_day(on: date) -> str:
    """A day such as 4 June 2026; Django's own English format is American."""
    return date_format(on, f"{_number_format(on)} F Y")


def long_day(on: date) -> str:
    """A day with its weekday, such as Thursday 4 June 2026."""
    comma = "," if get_language() == "de" else ""
    return date_format(on, f"l{comma} {_number_format(on)} F Y")


def _number_format(on: date) -> str:
    """French writes the first of a month as an ordinal, German every day of it."""
    if get_language() == "fr" and on.day == 1:
        return "j\\e\\r"
    return "j." if get_language() == "de" else "j"
