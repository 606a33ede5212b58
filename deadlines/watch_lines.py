"""A watch as the mails say it: what comes, how much money, what saves it. In the language that is switched on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deadlines.law.penalties import MilestoneKind
from deadlines.models import Deadline, PenaltyStanding
from deadlines.wording import euros, time_ahead, time_overdue
from helpdesk.days import short_day


@dataclass(frozen=True)
class WatchWords:
    """The sentences of one kind. `when` is the last day to act, or the day itself where there is nothing to save."""

    subject: str | Promise
    comes: str | Promise
    saves: str | Promise


WORDS = {
    MilestoneKind.RESPITE: WatchWords(
        _("%(reference)s: a penalty runs from %(when)s (%(left)s)"),
        _("From %(when)s on, units can be forfeited."),
        _("Nothing is forfeited if the person is housed before that day."),
    ),
    MilestoneKind.OLDEST_UNIT: WatchWords(
        _("%(reference)s: units of a penalty are lost after %(when)s (%(left)s)"),
        _(
            "The unit of %(about)s is the oldest that no act has saved. It is lost after %(when)s, weekend or not, and "
            "then one unit after the other."
        ),
        _("A command to pay or a seizure by then saves every unit forfeited before it."),
    ),
    MilestoneKind.SECURED_UNITS: WatchWords(
        _("%(reference)s: saved units of a penalty are lost after %(when)s (%(left)s)"),
        _("What the act of %(about)s saved is lost after %(when)s, weekend or not."),
        _("A new command to pay or a seizure by then saves it again."),
    ),
    MilestoneKind.CAP: WatchWords(
        _("%(reference)s: the cap of a penalty is reached on %(when)s (%(left)s)"),
        _("After %(when)s nothing more is forfeited, if nothing changes."),
        _("Only the judge who imposed the penalty can change its terms."),
    ),
    MilestoneKind.EXPIRY: WatchWords(
        _("%(reference)s: an order expires on %(when)s (%(left)s)"),
        _("After %(when)s nothing more is forfeited under this order."),
        _("A new order has to be asked for before that day."),
    ),
}


def watch_told(watch: Deadline, today: date) -> dict[str, Any]:
    """The members of a mail's line that a watch says in its own words."""
    words = WORDS[MilestoneKind(watch.rule_id)]
    is_over = today > watch.legal_on
    values = {
        "reference": watch.dossier.reference,
        "when": short_day(watch.legal_on),
        "left": time_overdue(watch.legal_on, today) if is_over else time_ahead(watch.legal_on, today),
        "about": _about(watch),
    }
    return {
        "subject": str(words.subject) % values,
        "when": values["when"],
        "left": values["left"],
        "caution": str(words.comes) % values,
        "money": _money(watch, today),
        "saves": str(words.saves),
    }


def _about(watch: Deadline) -> str:
    """The day the watch is about; a cap is about euros, which its sentence does not name."""
    kind = MilestoneKind(watch.rule_id)
    return "" if kind is MilestoneKind.CAP else short_day(date.fromisoformat(watch.query["about"]))


def _money(watch: Deadline, today: date) -> str:
    """What can be claimed on the day; nothing is said where that is not known for this day."""
    standing: PenaltyStanding = watch.dossier.condemnation.standing
    if not standing.is_of(today):
        return ""
    if standing.forfeited_amount == Decimal(0):
        return gettext("Nothing is forfeited yet.")
    said = _(
        "On %(day)s %(claimable)s can be claimed; of that, %(secured)s is saved by an act of enforcement."
    )
    return said % {
        "day": short_day(today),
        "claimable": euros(standing.claimable_amount),
        "secured": euros(standing.secured_amount),
    }
