"""What a condemnation's penalty comes to on a day: the desk's events handed to the law's ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from cases.models import Dossier
from deadlines.computing import spoken
from deadlines.errors import DeadlineError
from deadlines.law.calendars import Calendar
from deadlines.law.errors import LawError
from deadlines.law.load import load_law
from deadlines.law.penalties import Ledger, PenaltyFacts, ledger, ledger_as_dict
from deadlines.life import Penalty, penalty_on


@dataclass(frozen=True)
class Account:
    """A penalty from the side of one debtor: what happened, and the ledger of a day."""

    facts: PenaltyFacts
    book: Ledger


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
    return {debtor: account.book for debtor, account in accounts_of(penalty, on).items()}


def accounts_of(penalty: Penalty, on: date) -> dict[str, Account]:
    """The ledger of each debtor on a day, with what it was reckoned from."""
    calendar = calendar_for(on)
    facts = {debtor: penalty.facts(debtor) for debtor in penalty.debtors}
    return {debtor: Account(one, ledger(penalty.terms, one, on, calendar)) for debtor, one in facts.items()}


def calendar_for(on: date) -> Calendar:
    """The calendar; refuses a day of which nobody knows the holidays."""
    calendar = load_law().calendar
    if on > calendar.confirmed_until:
        raise LawError("calendar_not_confirmed", "on", date=on, confirmed_until=calendar.confirmed_until)
    return calendar


def most_urgent(ledgers: Mapping[str, Ledger]) -> str:
    """The debtor whose oldest unsecured unit lapses first; Fedasil where it is the same."""
    return min(ledgers, key=lambda debtor: ledgers[debtor].oldest_unsecured_lapses_on or date.max)


def most_claimable(ledgers: Mapping[str, Ledger]) -> str:
    """The debtor of whom most can be claimed; of two that owe as much, the one whose units lapse first."""
    first = most_urgent(ledgers)
    return max(ledgers, key=lambda debtor: (ledgers[debtor].totals.claimable.amount, debtor == first))


def ledger_in_words(dossier: Dossier, on: date, debtor: str = "") -> dict[str, object]:
    """The ledger with its explanation in the caller's language."""
    return ledger_as_dict(ledger_of(dossier, on, debtor), spoken(get_language()))
