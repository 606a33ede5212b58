"""How a penalty moved: respite, running, standing still, over. Days, not euros: those are the ledger's."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from deadlines.law.calendars import Calendar
from deadlines.law.penalties.accrual import Segment, Start, accrue, segments, start_of, unit_days
from deadlines.law.penalties.screening import check, known_on
from deadlines.law.penalties.terms import PenaltyFacts, PenaltyTerms, Stay, Unit
from deadlines.law.penalties.units import ONE_DAY


class Pace(StrEnum):
    """How the penalty moves on a day. Over: the cap is reached, the order expired, or the one sum is due."""

    RESPITE = "respite"
    RUNNING = "running"
    SUSPENDED = "suspended"
    HOUSED = "housed"
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
    turns = [*_respite(start), *_turns(start, ran, known.stays)]
    if stops_on is not None:
        turns = [*(turn for turn in turns if turn.on <= stops_on), Turn(stops_on + ONE_DAY, Pace.OVER)]
    return tuple(_joined(turn for turn in turns if turn.on < until))


def _lump_sum_on(terms: PenaltyTerms, ran: list[Segment]) -> date | None:
    due = (segment.from_on for segment in ran if not segment.is_suspended)
    return next(due, None) if terms.unit is Unit.LUMP_SUM else None


def _respite(start: Start) -> Iterator[Turn]:
    if start.respite_ends_on is not None and start.respite_ends_on > start.served_on:
        yield Turn(start.served_on + ONE_DAY, Pace.RESPITE)


def _turns(start: Start, ran: list[Segment], stays: tuple[Stay, ...]) -> Iterator[Turn]:
    """One for each edge of a segment or of a stay that counts."""
    counted = [stay for stay in stays if stay.is_accepted]
    edges = {start.first_on, *(segment.from_on for segment in ran), *(segment.until for segment in ran)}
    edges |= {stay.lost_on + ONE_DAY for stay in counted}
    for day in sorted(edge for edge in edges if edge >= start.first_on):
        yield Turn(day, _pace_on(day, ran, counted))


def _pace_on(day: date, ran: list[Segment], stays: list[Stay]) -> Pace:
    for segment in ran:
        if segment.from_on <= day < segment.until:
            return Pace.SUSPENDED if segment.is_suspended else Pace.RUNNING
    return Pace.HOUSED if any(stay.from_on <= day <= stay.lost_on for stay in stays) else Pace.OVER


def _joined(turns: Iterator[Turn]) -> Iterator[Turn]:
    last = None
    for turn in turns:
        if turn.pace is not last:
            yield turn
        last = turn.pace
