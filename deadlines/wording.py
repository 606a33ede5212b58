"""Days, money and time left as a mail writes them, in the language that is switched on."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deadlines.law.load import load_law

NO_BREAK = "\N{NO-BREAK SPACE}"
EUROS = {"nl": f"€{NO_BREAK}{{}}", "en": "€{}", "fr": f"{{}}{NO_BREAK}€", "de": f"{{}}{NO_BREAK}€"}


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
