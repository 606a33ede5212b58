"""The days to come in the life of a penalty if nothing more happens, found without walking the days.

What is known on a day is run on to the end of the confirmed calendar; a day beyond it is not foretold. The same
contested points are read as the ledger reads them (`deadlines.law.penalties.accounts`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from deadlines.law.calendars import Calendar
from deadlines.law.penalties.accounts import (
    WARN_AFTER_MONTHS,
    accrual_until,
    expiry_of,
    first_open_day,
)
from deadlines.law.penalties.accrual import Accrual, Segment, Start, segments, start_of, suspends
from deadlines.law.penalties.balance import Line
from deadlines.law.penalties.lines import KINDS, ORDER, PRESCRIPTION, RESPITE, SERVICE, line, respite_line
from deadlines.law.penalties.payments import settle, spread
from deadlines.law.penalties.prescription import (
    PRESCRIPTION_MONTHS,
    Clock,
    Standing,
    Window,
    clock_on,
    window_of,
    windows,
)
from deadlines.law.penalties.screening import check, known_on
from deadlines.law.penalties.terms import CAUTIOUS, PenaltyFacts, PenaltyTerms, Readings, SuspensionKind
from deadlines.law.penalties.units import Stretch, cut_all
from deadlines.law.periods import month_end


class MilestoneKind(StrEnum):
    """What comes. The words are the ids that a stored watch remembers it by."""

    RESPITE = "penalty-respite"
    OLDEST_UNIT = "penalty-oldest-unit"
    SECURED_UNITS = "penalty-secured-units"
    CAP = "penalty-cap"
    EXPIRY = "penalty-expiry"


@dataclass(frozen=True)
class Milestone:
    """A day to come. `about` tells it from another of its kind: the service, the unit, the act, the cap, the day.

    `due_on` is the day to ring on. `last_on` is the last day to act, weekend or not; but for units it is the same day.
    """

    kind: MilestoneKind
    about: str
    due_on: date
    last_on: date
    steps: tuple[tuple[date, Line], ...]


def milestones(
    terms: PenaltyTerms, facts: PenaltyFacts, on: date, calendar: Calendar, readings: Readings = CAUTIOUS
) -> tuple[Milestone, ...]:
    """What comes on the day or after it, the earliest first. An amendment known by then counts before it takes effect.

    Of an annulled order nothing comes any more. Errors: those of the ledger.
    """
    check(terms, facts)
    known = replace(known_on(facts, on), amendments=facts.amendments)
    if known.annulled_on is not None:
        return ()
    found = [_expiry(terms, known, on)]
    if known.served_on is not None:
        course = _Course(terms, known, known.served_on, on, calendar, readings)
        found += [_respite(course), _cap(course), _oldest_unit(course), _secured_units(course)]
    sure = (one for one in found if one is not None and one.last_on <= calendar.confirmed_until)
    return tuple(sorted(sure, key=lambda one: (one.due_on, one.kind)))


@dataclass(frozen=True)
class _Course:
    """A served order as known on a day, run on."""

    terms: PenaltyTerms
    known: PenaltyFacts
    served_on: date
    on: date
    calendar: Calendar
    readings: Readings

    @cached_property
    def start(self) -> Start:
        return start_of(self.terms, self.served_on, self.calendar)

    @cached_property
    def end(self) -> date:
        """The first day that is not counted any more, as far as anybody knows."""
        return first_open_day(self.terms, self.known, max(self.on, self.calendar.confirmed_until))

    @cached_property
    def ran(self) -> list[Segment]:
        return segments(self.terms, self.known, self.calendar, self.start.first_on, self.end)

    @cached_property
    def accrual(self) -> Accrual:
        return accrual_until(self.terms, self.known, self.calendar, self.start.first_on, self.end)

    @cached_property
    def clock(self) -> Clock:
        return clock_on(self.on, self.known.impediments, self.readings)

    @cached_property
    def windows(self) -> list[Window]:
        return windows((act.on for act in self.known.acts), self.clock, self.on, self.readings)

    @cached_property
    def owed(self) -> list[tuple[Window, Stretch]]:
        """Units of which something is still due, now or to come, in the order of their days."""

        def forfeited_before(day: date) -> date:
            return first_open_day(self.terms, self.known, day)

        settled, credit = settle(self.accrual.forfeited, self.known, self.on, forfeited_before, self.readings)
        if credit:
            settled, _ = spread(settled, credit, self.end, self.windows)
        pieces = cut_all(settled, [window.from_on for window in self.windows])
        return [(window_of(self.windows, piece.first_on), piece) for piece in pieces if piece.due]

    def runs_from(self, day: date) -> date | None:
        """The first day from this one on which the penalty runs."""
        running = (part for part in self.ran if not part.is_suspended and part.until > day)
        return next((max(day, part.from_on) for part in running), None)


def _respite(course: _Course) -> Milestone | None:
    """The end of the respite of the last service: the first day that can carry a unit."""
    if not course.terms.respite.length or course.known.ended_on is not None:
        return None
    for served_on in sorted(_services(course), reverse=True):
        start = start_of(course.terms, served_on, course.calendar)
        first_on = course.runs_from(start.first_on)
        if first_on is not None and first_on >= course.on:
            steps = (
                (served_on, line("served", SERVICE, on=served_on)),
                (start.respite_ends_on or first_on, respite_line(course.terms, start)),
                (first_on, line("first_counted", RESPITE, on=first_on)),
            )
            return Milestone(MilestoneKind.RESPITE, served_on.isoformat(), first_on, first_on, steps)
    return None


def _services(course: _Course) -> Iterable[date]:
    """The service, and each new one after an appeal that suspended."""
    yield course.served_on
    for suspension in course.known.suspensions:
        by_appeal = suspension.kind is SuspensionKind.APPEAL and suspends(course.terms, suspension)
        again_on = suspension.served_again_on
        if by_appeal and again_on is not None and again_on <= course.on:
            yield again_on


def _oldest_unit(course: _Course) -> Milestone | None:
    """The first unit that no act has saved, forfeited or to come."""
    open_days = (piece.first_on for window, piece in course.owed if window.standing is Standing.UNSECURED)
    unit_on = next(open_days, None)
    if unit_on is None:
        return None
    said = line("unit_watched", PRESCRIPTION, on=unit_on)
    return _lapsing(course, MilestoneKind.OLDEST_UNIT, unit_on, course.clock.last_day(unit_on), said)


def _secured_units(course: _Course) -> Milestone | None:
    """The first units to be lost of those that an act saved; none where they were saved for good."""
    secured = {window.secured_until for window, _ in course.owed if window.standing is Standing.SECURED}
    last_on = min((day for day in secured if day), default=date.max)
    if last_on == date.max:
        return None
    acts = [act for act in course.known.acts if course.clock.last_day(act.on) == last_on]
    last = max(acts, key=lambda act: act.on)
    said = line("act_watched", PRESCRIPTION, kind=last.kind, on=last.on)
    return _lapsing(course, MilestoneKind.SECURED_UNITS, last.on, last_on, said)


def _lapsing(
    course: _Course, kind: MilestoneKind, counted_from: date, last_on: date, said: Line
) -> Milestone | None:
    """What lapses six months after a day, told on the last working day of the first five."""
    warned_on = month_end(counted_from, WARN_AFTER_MONTHS).safe_on
    if last_on > course.calendar.confirmed_until:
        return None
    due_on = course.calendar.previous_working_day(warned_on)
    steps = [(counted_from, said), (warned_on, line("five_months", PRESCRIPTION, on=warned_on))]
    if due_on != warned_on:
        steps.append((due_on, line("rings_before", PRESCRIPTION, on=due_on)))
    ends = month_end(counted_from, PRESCRIPTION_MONTHS)
    if ends.safe_on != ends.legal_on:
        readings = line("month_read_twice", PRESCRIPTION, safe_on=ends.safe_on, legal_on=ends.legal_on)
        steps.append((ends.safe_on, readings))
    steps.append((last_on, line("last_day_to_act", PRESCRIPTION, on=last_on)))
    return Milestone(kind, counted_from.isoformat(), due_on, last_on, tuple(steps))


def _cap(course: _Course) -> Milestone | None:
    reached_on = course.accrual.cap_reached_on
    if reached_on is None or reached_on < course.on or course.known.ended_on is not None:
        return None
    valid = next(part.terms for part in course.ran if part.from_on <= reached_on < part.until)
    if valid.cap is None:
        return None
    steps = (
        (course.start.first_on, line("first_counted", RESPITE, on=course.start.first_on)),
        (reached_on, line("cap_watched", KINDS, cap=valid.cap, price=valid.price, on=reached_on)),
    )
    return Milestone(MilestoneKind.CAP, str(valid.cap), reached_on, reached_on, steps)


def _expiry(terms: PenaltyTerms, known: PenaltyFacts, on: date) -> Milestone | None:
    """Served or not: an order that expires before it is served was given for nothing."""
    expires_on = expiry_of(terms, known)
    if expires_on is None or expires_on < on or known.ended_on is not None:
        return None
    steps = (
        (expires_on, line("order_expires", ORDER, on=expires_on)),
        (expires_on, line("nothing_after_expiry", KINDS, on=expires_on)),
    )
    return Milestone(MilestoneKind.EXPIRY, expires_on.isoformat(), expires_on, expires_on, steps)
