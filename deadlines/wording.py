"""Money and time left as a mail writes them, in the language that is switched on."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deadlines.law.load import load_law

NO_BREAK = "\N{NO-BREAK SPACE}"
EUROS = {"nl": f"€{NO_BREAK}{{}}", "en": "€{}", "fr": f"{{}}{NO_BREAK}€", "de": f"{{}}{NO_BREAK}€"}


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
