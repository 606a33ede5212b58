"""How long a ledger holds: until when it says the same of every later day, if nothing more is recorded."""

from collections.abc import Iterable, Iterator
from datetime import date

from deadlines.law.calendars import Calendar
from deadlines.law.penalties.accounts import accrual_until, first_open_day
from deadlines.law.penalties.accrual import start_of
from deadlines.law.penalties.balance import Ledger
from deadlines.law.penalties.screening import known_on
from deadlines.law.penalties.terms import PenaltyFacts, PenaltyTerms
from deadlines.law.penalties.units import ONE_DAY, Stretch


def holds_until(book: Ledger, terms: PenaltyTerms, facts: PenaltyFacts, calendar: Calendar) -> date | None:
    """The last day, included, of which the ledger says what `book` says of its own; none: for good.

    It may be too early, never too late.
    """
    ends = [
        *(day - ONE_DAY for day in _days_to_come(facts, book.on)),
        *_next_units(terms, facts, book.on, calendar),
        *(part.lapses_on for part in book.ranges if part.lapses_on is not None),
    ]
    if _moves_daily(facts, book.on):
        ends.append(book.on)
    return min(ends, default=None)


def _days_to_come(facts: PenaltyFacts, on: date) -> Iterator[date]:
    """Days on which something that is known already begins to count."""
    days = (
        facts.served_on,
        facts.ended_on,
        facts.annulled_on,
        *(day for stay in facts.stays for day in (stay.from_on, stay.lost_on)),
        *facts.violations,
        *(act.on for act in facts.acts),
        *(payment.on for payment in facts.payments),
        *(amendment.takes_effect_on for amendment in facts.amendments),
        *(suspension.from_on for suspension in facts.suspensions),
        *(impediment.from_on for impediment in facts.impediments),
    )
    return (day for day in days if day is not None and day > on)


def _next_units(terms: PenaltyTerms, facts: PenaltyFacts, on: date, calendar: Calendar) -> Iterable[date]:
    """The day of the next unit, forfeited or stood still: it is counted when that day is over."""
    known = known_on(facts, on)
    if known.served_on is None or known.annulled_on is not None:
        return
    first_on = start_of(terms, known.served_on, calendar).first_on
    end = first_open_day(terms, known, max(on, calendar.confirmed_until))
    accrual = accrual_until(terms, known, calendar, first_on, end)
    open_on = first_open_day(terms, known, on)
    for stretch in (*accrual.forfeited, *accrual.suspended):
        yield from _first_from(stretch, open_on)


def _first_from(stretch: Stretch, on: date) -> Iterator[date]:
    number = max(stretch.first, stretch.days.before(on))
    if number < stretch.end:
        yield stretch.days.day(number)


def _moves_daily(facts: PenaltyFacts, on: date) -> bool:
    """Whether the last days move on with each day, under an accepted impediment that lasts, or a credit is set anew."""
    lasting = (one for one in facts.impediments if one.to_on is None or one.to_on > on)
    is_paused = any(one.is_accepted and one.from_on <= on for one in lasting)
    return is_paused or any(payment.may_exceed_forfeited for payment in facts.payments)
