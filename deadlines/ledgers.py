"""What a condemnation's penalty comes to on a day: the desk's events handed to the law's ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language

from cases.models import Dossier, EventKind
from cases.models.dossier import DossierKind, State
from deadlines.addressees import addressed_to
from deadlines.computing import spoken
from deadlines.errors import DeadlineError
from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import Ledger, ledger, ledger_as_dict
from deadlines.life import Penalty, penalty_on
from helpdesk.people.models import User

LAPSING_WITHIN = timedelta(weeks=8)


@dataclass(frozen=True, kw_only=True)
class LapsingPenalty:
    """A penalty whose oldest unsecured unit is lost after `lapses_on` unless it is enforced. Euros."""

    reference: str
    claimable: Decimal
    oldest_on: date
    lapses_on: date


def ledger_of(dossier: Dossier, on: date, debtor: str = "") -> Ledger:
    """The ledger on a day, included, of one debtor; of two, where none is named, that whose units lapse first.

    Refuses with `no_penalty` where the judge ordered none, with `debtor_not_bound` one who owes none.
    """
    found = ledgers_by_debtor(dossier, on)
    if not found:
        raise DeadlineError("no_penalty")
    if debtor and debtor not in found:
        raise DeadlineError("debtor_not_bound", field="debtor", debtor=debtor, allowed=list(found))
    return found[debtor or most_urgent(found)]


def ledgers_by_debtor(dossier: Dossier, on: date) -> dict[str, Ledger]:
    """One ledger for each who owes the penalty; none where there is no penalty."""
    penalty = penalty_on(dossier.events.all(), on)
    return ledgers_of(penalty, on) if penalty else {}


def ledgers_of(penalty: Penalty, on: date) -> dict[str, Ledger]:
    calendar = load_law().calendar
    if on > calendar.confirmed_until:
        raise LawError("calendar_not_confirmed", "on", date=on, confirmed_until=calendar.confirmed_until)
    return {debtor: ledger(penalty.terms, penalty.facts(debtor), on, calendar) for debtor in penalty.debtors}


def calendar_for(on: date) -> Calendar:
    """The calendar; refuses a day of which nobody knows the holidays."""
    calendar = load_law().calendar
    if on > calendar.confirmed_until:
        raise LawError("calendar_not_confirmed", "on", date=on, confirmed_until=calendar.confirmed_until)
    return calendar


def most_urgent(ledgers: Mapping[str, Ledger]) -> str:
    """The debtor whose oldest unsecured unit lapses first; Fedasil where it is the same."""
    return min(ledgers, key=lambda debtor: ledgers[debtor].oldest_unsecured_lapses_on or date.max)


def ledger_in_words(dossier: Dossier, on: date, debtor: str = "") -> dict[str, object]:
    """The ledger with its explanation in the caller's language."""
    return ledger_as_dict(ledger_of(dossier, on, debtor), spoken(get_language()))


def lapsing_penalties(user: User, today: date) -> Iterator[LapsingPenalty]:
    """Her open condemnations of which a unit lapses within eight weeks, the first to lapse first."""
    found = (_lapsing(dossier, today) for dossier in _served_condemnations(user, today))
    soon = [one for one in found if one is not None and one.lapses_on - today <= LAPSING_WITHIN]
    return iter(sorted(soon, key=lambda one: (one.lapses_on, one.reference)))


def _served_condemnations(user: User, today: date) -> Iterator[Dossier]:
    rows = Dossier.objects.filter(
        addressed_to(user, today),
        kind=DossierKind.CONDEMNATION,
        state=State.OPEN,
        condemnation__penalty_order__isnull=False,
        events__kind=EventKind.ORDER_SERVED,
    )
    return rows.distinct().prefetch_related("events").iterator(chunk_size=500)


def _lapsing(dossier: Dossier, today: date) -> LapsingPenalty | None:
    found = ledger_of(dossier, today)
    if found.oldest_unsecured_unit_on is None or found.oldest_unsecured_lapses_on is None:
        return None
    return LapsingPenalty(
        reference=dossier.reference,
        claimable=found.totals.claimable.amount,
        oldest_on=found.oldest_unsecured_unit_on,
        lapses_on=found.oldest_unsecured_lapses_on,
    )
