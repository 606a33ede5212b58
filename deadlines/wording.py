"""Days, money, time left and line ends as a mail writes them, in the language that is switched on."""

import re
import textwrap
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deadlines.law.load import load_law

TEXT_WIDTH = 78
NO_BREAK = "\N{NO-BREAK SPACE}"
EUROS = {"nl": f"€{NO_BREAK}{{}}", "en": "€{}", "fr": f"{{}}{NO_BREAK}€", "de": f"{{}}{NO_BREAK}€"}
# What the next lines of a wrapped line stand under: the text after an indent, a number or a mark.
STEM = re.compile(r" *(?:\d+\. |! |· )?")


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


def euros(amount: Decimal) -> str:
    """An amount with its cents, grouped and signed as the language does."""
    figure = number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return EUROS[get_language() or "en"].format(figure)


def time_ahead(due_on: date, today: date) -> str:
    """How long until a day that has not passed, in working days, which is what a lawyer has."""
    if due_on == today:
        return _("today")
    if due_on == today + timedelta(days=1):
        return _("tomorrow")
    days = load_law().calendar.working_days_between(today + timedelta(days=1), due_on)
    if not days:
        return _("no working day left")
    return ngettext("in %(days)d working day", "in %(days)d working days", days) % {"days": days}


def time_overdue(last_on: date, today: date) -> str:
    """How long the very last day has been over, in calendar days."""
    days = (today - last_on).days
    return ngettext("%(days)d day overdue", "%(days)d days overdue", days) % {"days": days}


def wrapped(text: str) -> str:
    """Plain text in lines of at most 78 columns and never two blank lines together. An address stays whole."""
    lines = [piece for line in text.splitlines() for piece in _wrapped_line(line.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _wrapped_line(line: str) -> list[str]:
    stem = STEM.match(line)
    hanging = " " * (stem.end() if stem else 0)
    pieces = textwrap.wrap(
        line, TEXT_WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
    return pieces or [""]
