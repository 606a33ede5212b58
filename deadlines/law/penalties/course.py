"""How a penalty moved: respite, running, standing still, over. Days, not euros; those are the ledger's."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from deadlines.law.calendars import Calendar
from deadlines.law.penalties.accrual import Segment, Start, accrue, segments, start_of, unit_days
from deadlines.law.penalties.screening import check, known_on
from deadlines.law.penalties.terms import PenaltyFacts, PenaltyTerms, Unit
from deadlines.law.penalties.units import ONE_DAY


class Pace(StrEnum):
    """How the penalty moves on a day. Over: cap reached, order expired, the one sum due, or a place given."""

    RESPITE = "respite"
    RUNNING = "running"
    SUSPENDED = "suspended"
    OVER = "over"


class Turn(NamedTuple):
    """The first day of a pace."""

    on: date
    pace: Pace


def course(terms: PenaltyTerms, facts: PenaltyFacts, on: date, calendar: Calendar) -> tuple[Turn, ...]:
    """The turns of a penalty until the day, included, in order; facts of later days left out.

    It has none before the day after service, nor when the order was annulled, and says nothing of the days from
    `ended_on` on. Errors: those of the ledger.
    """
    check(terms, facts)
    known = known_on(facts, on)
    if known.served_on is None or known.annulled_on is not None:
        return ()
    start = start_of(terms, known.served_on, calendar)
    until = on + ONE_DAY if known.ended_on is None else min(known.ended_on, on + ONE_DAY)
    ran = segments(terms, known, calendar, start.first_on, until)
    reached_on = accrue(ran, unit_days(terms, known, calendar, start.first_on, ran)).cap_reached_on
    stops_on = reached_on or _lump_sum_on(terms, ran)
    turns = [*_respite(start), *_turns(start, ran, until)]
    if stops_on is not None:
        turns = [*(turn for turn in turns if turn.on <= stops_on), Turn(stops_on + ONE_DAY, Pace.OVER)]
    return tuple(_joined(turn for turn in turns if turn.on < until))


def _lump_sum_on(terms: PenaltyTerms, ran: list[Segment]) -> date | None:
    due = (segment.from_on for segment in ran if not segment.is_suspended)
    return next(due, None) if terms.unit is Unit.LUMP_SUM else None


def _respite(start: Start) -> Iterator[Turn]:
    if start.respite_ends_on is not None and start.respite_ends_on > start.served_on:
        yield Turn(start.served_on + ONE_DAY, Pace.RESPITE)


def _turns(start: Start, ran: list[Segment], until: date) -> Iterator[Turn]:
    """One for each segment; where none follows at once, the order has expired or there is a place."""
    follows_on = start.first_on
    for segment in ran:
        if segment.from_on > follows_on:
            yield Turn(follows_on, Pace.OVER)
        yield Turn(segment.from_on, Pace.SUSPENDED if segment.is_suspended else Pace.RUNNING)
        follows_on = segment.until
    if follows_on < until:
        yield Turn(follows_on, Pace.OVER)


def _joined(turns: Iterator[Turn]) -> Iterator[Turn]:
    last = None
    for turn in turns:
        if turn.pace is not last:
            yield turn
        last = turn.pace
