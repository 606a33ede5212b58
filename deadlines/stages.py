"""Where the life of an order stands on a day, and every stage before, each with the event that caused it.

The stage tells of the main line only; oppositions, appeals, seizures and the European Court run beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.life.replay import Life, Moment
from cases.life.rules import Fact
from cases.models import Dossier, Event, EventKind
from cases.models.dossier import State
from deadlines.law.penalties import Pace, Turn


class Stage(models.TextChoices):
    INTAKE = "intake", _("intake")
    FORMAL_NOTICE = "formal_notice", _("formal notice")
    PETITION_FILED = "petition_filed", _("petition filed")
    ORDER_REFUSED = "order_refused", _("order refused")
    ORDER_GRANTED = "order_granted", _("order granted, not served")
    SERVED = "served", _("served")
    RESPITE = "respite", _("time to comply")
    ACCRUING = "accruing", _("penalty runs")
    SUSPENDED = "suspended", _("penalty stands still")
    EXHAUSTED = "exhausted", _("cap reached, order expired or one sum due")
    COMPLIED = "complied", _("complied with")
    ENFORCING = "enforcing", _("complied with, penalty being enforced")
    ORDER_ANNULLED = "order_annulled", _("order annulled")
    ENDED = "ended", _("desisted, settled or contact lost")
    CLOSED = "closed", _("closed")


@dataclass(frozen=True)
class Begun:
    """A stage, its first day, and the event that caused it; none where the dossier itself did."""

    stage: Stage
    from_on: date
    event: Event | None = None


PACES: Mapping[Pace, Stage] = {
    Pace.RESPITE: Stage.RESPITE,
    Pace.RUNNING: Stage.ACCRUING,
    Pace.SUSPENDED: Stage.SUSPENDED,
    Pace.HOUSED: Stage.COMPLIED,
    Pace.OVER: Stage.EXHAUSTED,
}
# Before the penalty moves at all: the first that holds.
BEFORE_IT: Sequence[tuple[Fact, Stage]] = (
    (Fact.SERVED, Stage.SERVED),
    (Fact.GRANTED, Stage.ORDER_GRANTED),
    (Fact.PENDING, Stage.PETITION_FILED),
    (Fact.REFUSED, Stage.ORDER_REFUSED),
    (Fact.NOTICED, Stage.FORMAL_NOTICE),
)
MOVES_IT = frozenset(
    {
        EventKind.ORDER_GIVEN,
        EventKind.ORDER_SERVED,
        EventKind.ORDER_SERVED_AGAIN,
        EventKind.ORDER_APPEALED,
        EventKind.APPEAL_ENDED,
        EventKind.PENALTY_SUSPENDED,
        EventKind.PENALTY_AMENDED,
        EventKind.PLACE_LOST,
    }
)


def stages_of(dossier: Dossier, life: Life, turns: Sequence[Turn], on: date, debtor: str) -> list[Begun]:
    """The stages until the day, included, in order. `life` and `turns` tell of no later day."""
    found = list(_without_repeats(_begun(dossier, life, turns, debtor)))
    if dossier.state == State.CLOSED and dossier.closed_on is not None and dossier.closed_on <= on:
        found.append(Begun(Stage.CLOSED, dossier.closed_on))
    return [begun for begun in found if begun.from_on <= on]


def _begun(dossier: Dossier, life: Life, turns: Sequence[Turn], debtor: str) -> Iterator[Begun]:
    """A stage for every moment and every turn, repeated or not."""
    first_on = life.moments[0].on if life.moments else None
    if first_on is None or dossier.opened_on < first_on:
        yield Begun(Stage.INTAKE, dossier.opened_on)
    for day, moment in _points(life, turns):
        turn = next((turn for turn in reversed(turns) if turn.on <= day), None)
        stage, is_of_penalty = _stage(moment, turn, debtor)
        cause = _cause(life, day) if is_of_penalty else moment.event
        yield Begun(stage, day, cause)


def _points(life: Life, turns: Sequence[Turn]) -> Iterator[tuple[date, Moment]]:
    """Each moment, and each day on which the penalty turns without one."""
    days = {moment.on for moment in life.moments}
    points = [(moment.on, place) for place, moment in enumerate(life.moments)]
    for turn in turns:
        if turn.on not in days:
            points.append((turn.on, max(place for day, place in points if day <= turn.on)))
    for day, place in sorted(points):
        yield day, life.moments[place]


def _stage(moment: Moment, turn: Turn | None, debtor: str) -> tuple[Stage, bool]:
    """The stage, and whether it is the penalty's course that decides it."""
    if moment.holds(Fact.ANNULLED):
        return Stage.ORDER_ANNULLED, False
    if moment.holds(Fact.DESISTED) or moment.holds(Fact.SETTLED):
        return Stage.ENDED, False
    if moment.holds(Fact.GRANTED) and (moment.holds(Fact.COMPLIED) or moment.holds(Fact.HAS_PLACE)):
        return (Stage.ENFORCING if moment.holds(Fact.ENFORCED) else Stage.COMPLIED), False
    if moment.holds(Fact.LOST):
        return Stage.ENDED, False
    if turn is not None:
        return PACES[turn.pace], True
    before = (stage for fact, stage in BEFORE_IT if moment.holds(fact, debtor))
    return next(before, Stage.INTAKE), False


def _cause(life: Life, day: date) -> Event | None:
    """The last event by the day that can have moved the penalty."""
    moved = [moment.event for moment in life.moments if moment.on <= day and moment.event.kind in MOVES_IT]
    return moved[-1] if moved else None


def _without_repeats(begun: Iterator[Begun]) -> Iterator[Begun]:
    last = None
    for one in begun:
        if one.stage is not last:
            yield one
        last = one.stage
