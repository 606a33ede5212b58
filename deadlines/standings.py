"""The standing of a condemnation: reckoned from its events, kept in its row, read by digests and lists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.models import Dossier, Event, EventKind, PenaltyOrder
from cases.models.dossier import State
from deadlines.addressees import addressed_to
from deadlines.errors import DeadlineError
from deadlines.law.load import load_law
from deadlines.law.penalties import Ledger, Milestone, Sum, UnitState, holds_until, milestones
from deadlines.ledgers import account_of
from deadlines.models import WATCH, Deadline, DeadlineState, PenaltyStanding
from deadlines.models.standing import out_of_date, up_to_date
from helpdesk.people.models import User

Hanging = TypeVar("Hanging", Event, Deadline)
AT_A_TIME = 200
AHEAD = timedelta(weeks=8)


@dataclass(frozen=True)
class Matter:
    """A condemnation with all that its ledger rests on, its standing as it is stored, and its watches.

    Of the watches only those that stand open and those that were waived.
    """

    dossier: Dossier
    order: PenaltyOrder | None
    events: list[Event]
    standing: PenaltyStanding
    watches: list[Deadline]


@dataclass(frozen=True)
class Reckoned:
    """A standing, not yet stored, and what lies ahead."""

    standing: PenaltyStanding
    milestones: tuple[Milestone, ...] = ()


def matters_of(dossiers: Sequence[Dossier]) -> list[Matter]:
    """What is needed to reckon these condemnations, in four queries whatever their number."""
    keys = [dossier.pk for dossier in dossiers]
    orders = PenaltyOrder.objects.in_bulk(keys)
    standings = PenaltyStanding.objects.in_bulk(keys)
    events = _by_dossier(Event.objects.filter(dossier__in=keys).order_by("occurred_on", "id"))
    kept = Deadline.objects.filter(
        dossier__in=keys, rule_kind=WATCH, state__in=(DeadlineState.OPEN, DeadlineState.WAIVED)
    )
    watches = _by_dossier(kept.select_related("event"))
    return [
        Matter(one, orders.get(one.pk), events[one.pk], standings[one.pk], watches[one.pk])
        for one in dossiers
    ]


def _by_dossier(rows: Iterable[Hanging]) -> dict[UUID, list[Hanging]]:
    found: dict[UUID, list[Hanging]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def reckon(matter: Matter, on: date) -> Reckoned:
    """The standing on a day and the milestones after it. Errors: those of the ledger."""
    standing = PenaltyStanding(
        condemnation_id=matter.dossier.pk,
        decided_on=matter.standing.decided_on,
        words=matter.standing.words,
        as_of_on=on,
        served_on=_day_of(matter, EventKind.ORDER_SERVED, on),
        housed_on=_day_of(matter, EventKind.PERSON_HOUSED, on),
    )
    if matter.order is None:
        return Reckoned(standing)
    account = account_of(matter.order, matter.events, on)
    calendar = load_law().calendar
    ahead = milestones(account.terms, account.facts, on, calendar)
    figures_hold_until = holds_until(account.book, account.terms, account.facts, calendar)
    _write(standing, account.book)
    ends = [figures_hold_until, *(one.last_on for one in ahead)]
    standing.holds_until = min((day for day in ends if day is not None), default=None)
    return Reckoned(standing, ahead)


def _day_of(matter: Matter, kind: EventKind, on: date) -> date | None:
    days = (event.occurred_on for event in matter.events if event.kind == kind)
    return next((day for day in days if day is not None and day <= on), None)


def _write(standing: PenaltyStanding, book: Ledger) -> None:
    for one in fields(book.totals):
        value = getattr(book.totals, one.name)
        if isinstance(value, Sum):
            setattr(standing, f"{one.name}_units", value.units)
            setattr(standing, f"{one.name}_amount", value.amount)
    forfeited = (part.from_on for part in book.ranges if part.state is not UnitState.SUSPENDED)
    standing.first_unit_on = min(forfeited, default=None)
    standing.oldest_unsecured_on = book.oldest_unsecured_unit_on
    lapses = (book.oldest_unsecured_lapses_on, book.secured_lapses_on)
    standing.lapses_on = min((day for day in lapses if day), default=None)
    standing.cap_reached_on = book.cap_reached_on


def refused(matter: Matter, on: date, code: str) -> PenaltyStanding:
    """The standing of a condemnation of which the law gives no ledger today. Its old figures count no more."""
    standing = matter.standing
    standing.as_of_on = standing.holds_until = on
    standing.refusal = code
    return standing


KEPT_BY_TRIGGERS = frozenset({"condemnation", "decided_on", "words"})


def store(standings: Iterable[PenaltyStanding]) -> None:
    """Write these over what is stored, in one statement. The dossiers must be locked by the caller."""
    names = {field.name for field in PenaltyStanding._meta.concrete_fields}
    PenaltyStanding.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["condemnation"],
        update_fields=sorted(names - KEPT_BY_TRIGGERS),
    )


def refuse_other_figures(dossiers: QuerySet[Dossier], today: date) -> None:
    """Refuse with `figures_not_of_today` to answer about money of these dossiers while one is still to be reckoned.

    Of a closed dossier the figures are those of the day it was closed.
    """
    late = PenaltyStanding.objects.filter(out_of_date(today), condemnation__dossier__in=dossiers.values("pk"))
    if late.filter(Q(as_of_on=None) | ~Q(condemnation__dossier__state=State.CLOSED)).exists():
        raise DeadlineError("figures_not_of_today", today=today)


@dataclass(frozen=True, kw_only=True)
class LapsingPenalty:
    """A penalty of which units are lost after `lapses_on` unless it is enforced. Euros."""

    reference: str
    claimable: Decimal
    lapses_on: date


def lapsing_penalties(user: User, today: date) -> Iterator[LapsingPenalty]:
    """Her open condemnations of which units lapse within eight weeks, the first to lapse first.

    Only those whose figures are not of this day are reckoned, as for a look at another week.
    """
    hers = Dossier.objects.filter(
        addressed_to(user), state=State.OPEN, condemnation__penalty_order__isnull=False
    )
    until = today + min(AHEAD, date.max - today)
    rows = PenaltyStanding.objects.filter(condemnation__dossier__in=hers)
    sure = rows.filter(up_to_date(today), refusal="", lapses_on__lte=until)
    unsure = rows.filter(out_of_date(today) | ~Q(refusal=""))
    told = chain(
        ((row.condemnation.dossier, row) for row in sure.select_related("condemnation__dossier").iterator()),
        reckoned(unsure.values_list("pk", flat=True).order_by("pk").iterator(), today),
    )
    soon = (_lapsing(dossier, row) for dossier, row in told if row.lapses_on and row.lapses_on <= until)
    return iter(sorted(soon, key=lambda one: (one.lapses_on, one.reference)))


def reckoned(keys: Iterator[UUID], today: date) -> Iterator[tuple[Dossier, PenaltyStanding]]:
    """Standings of a day of which none are stored, a few at a time; nothing is written."""
    while some := list(islice(keys, AT_A_TIME)):
        for matter in matters_of(list(Dossier.objects.filter(pk__in=some))):
            yield matter.dossier, reckon(matter, today).standing


def _lapsing(dossier: Dossier, standing: PenaltyStanding) -> LapsingPenalty:
    assert standing.lapses_on is not None  # noqa: S101 - for the type checker: only such are asked for
    return LapsingPenalty(
        reference=dossier.reference,
        claimable=standing.claimable_amount,
        lapses_on=standing.lapses_on,
    )
