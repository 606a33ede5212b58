"""The standing of a condemnation: reckoned from its events, kept in its row, read by digests and lists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.life.orders import counting
from cases.life.replay import Life, relive
from cases.models import Dossier, Event
from cases.models.dossier import State
from deadlines.addressees import addressed_to
from deadlines.errors import DeadlineError
from deadlines.law.load import load_law
from deadlines.law.penalties import Ledger, Milestone, Sum, UnitState, holds_until, milestones
from deadlines.ledgers import accounts_of, most_claimable
from deadlines.life import Penalty, penalty_on
from deadlines.models import WATCH, Deadline, DeadlineState, PenaltyStanding
from deadlines.models.standing import out_of_date, up_to_date
from helpdesk.people.models import User

Hanging = TypeVar("Hanging", Event, Deadline)
AT_A_TIME = 200
TOTALS = ("forfeited", "suspended", "prescribed", "claimable", "secured", "paid")
AHEAD = timedelta(weeks=8)


@dataclass(frozen=True)
class Matter:
    """A condemnation with the events that count, its standing as it is stored, and its watches.

    Of the watches only those that stand open and those that were waived.
    """

    dossier: Dossier
    events: list[Event]
    standing: PenaltyStanding
    watches: list[Deadline]


@dataclass(frozen=True)
class Reckoned:
    """A standing, not yet stored, and what lies ahead: of each debtor, the earliest first."""

    standing: PenaltyStanding
    milestones: tuple[Milestone, ...] = ()


def matters_of(dossiers: Sequence[Dossier]) -> list[Matter]:
    """What is needed to reckon these condemnations, in three queries whatever their number."""
    keys = [dossier.pk for dossier in dossiers]
    standings = PenaltyStanding.objects.in_bulk(keys)
    events = _by_dossier(
        Event.objects.filter(dossier__in=keys, retracted_at=None).order_by("occurred_on", "id")
    )
    kept = Deadline.objects.filter(
        dossier__in=keys, rule_kind=WATCH, state__in=(DeadlineState.OPEN, DeadlineState.WAIVED)
    )
    watches = _by_dossier(kept.select_related("event"))
    return [Matter(one, events[one.pk], standings[one.pk], watches[one.pk]) for one in dossiers]


def _by_dossier(rows: Iterable[Hanging]) -> dict[UUID, list[Hanging]]:
    found: dict[UUID, list[Hanging]] = defaultdict(list)
    for row in rows:
        found[row.dossier_id].append(row)
    return found


def reckon(matter: Matter, on: date) -> Reckoned:
    """The standing on a day and the milestones after it. Errors: those of the ledger, and a life that cannot be."""
    penalty = penalty_on(matter.events, on)
    life = penalty.life if penalty else relive(matter.events)
    standing = PenaltyStanding(
        condemnation_id=matter.dossier.pk,
        decided_on=matter.standing.decided_on,
        words=matter.standing.words,
        as_of_on=on,
        served_on=_served_on(life, penalty, on),
        housed_on=next((place.arrived_on for place in life.places if not place.lost), None),
    )
    if penalty is None:
        return Reckoned(standing)
    accounts, calendar = accounts_of(penalty, on), load_law().calendar
    _write(standing, {debtor: account.book for debtor, account in accounts.items()})
    ahead = [one for each in accounts.values() for one in milestones(penalty.terms, each.facts, on, calendar)]
    held = (holds_until(each.book, penalty.terms, each.facts, calendar) for each in accounts.values())
    standing.holds_until = _first(*held, *(one.last_on for one in ahead))
    return Reckoned(standing, tuple(sorted(ahead, key=lambda one: one.due_on)))


def _served_on(life: Life, penalty: Penalty | None, on: date) -> date | None:
    """The first service of the order whose penalty counts, or else of the order that counts."""
    order = penalty.order if penalty else counting(life.orders)
    return _first(*(day for day in order.served_on.values() if day <= on)) if order else None


def _write(standing: PenaltyStanding, ledgers: Mapping[str, Ledger]) -> None:
    """The sums of the debtor of whom most can be claimed, what lapsed against each, and the earliest of their days."""
    books, most = ledgers.values(), ledgers[most_claimable(ledgers)].totals
    for name in TOTALS:
        total: Sum = getattr(most, name)
        setattr(standing, f"{name}_units", total.units)
        setattr(standing, f"{name}_amount", total.amount)
    lapsed = {debtor: book.totals.prescribed for debtor, book in ledgers.items()}
    standing.lapsed_against = {debtor: [one.units, f"{one.amount:.2f}"] for debtor, one in lapsed.items()}
    parts = (part for book in books for part in book.ranges if part.state is not UnitState.SUSPENDED)
    standing.first_unit_on = _first(*(part.from_on for part in parts))
    standing.oldest_unsecured_on = _first(*(book.oldest_unsecured_unit_on for book in books))
    lapses = ((book.oldest_unsecured_lapses_on, book.secured_lapses_on) for book in books)
    standing.lapses_on = _first(*chain.from_iterable(lapses))
    standing.cap_reached_on = _first(*(book.cap_reached_on for book in books))


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


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

    dossier_id: UUID
    reference: str
    claimable: Decimal
    lapses_on: date


def lapsing_penalties(user: User, today: date) -> Iterator[LapsingPenalty]:
    """Her open condemnations of which units lapse within eight weeks, the first to lapse first.

    Only those whose figures are not of this day are reckoned, as for a look at another week.
    """
    hers = Dossier.objects.filter(
        addressed_to(user, today), state=State.OPEN, condemnation__penalty_order__isnull=False
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
        dossier_id=dossier.pk,
        reference=dossier.reference,
        claimable=standing.claimable_amount,
        lapses_on=standing.lapses_on,
    )
