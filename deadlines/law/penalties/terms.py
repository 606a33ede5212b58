"""What the judge ordered and what happened since: the ledger's input, refused where it cannot be true."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from deadlines.law.errors import LawError

CENT_EXPONENT: Final = -2


class Unit(StrEnum):
    """What the amount is due for (Judicial Code art. 1385ter)."""

    CALENDAR_DAY = "calendar_day"
    NIGHT = "night"
    WORKING_DAY = "working_day"
    VIOLATION = "violation"
    LUMP_SUM = "lump_sum"


class CountedPer(StrEnum):
    """For whom a unit counts: each person, the family once, or any person of an open group."""

    PERSON = "person"
    FAMILY = "family"
    ANY_PERSON = "any_person"


class FirstCountedDay(StrEnum):
    """Contested: whether the day of service counts. The day after is cautious: it never claims too much."""

    DAY_AFTER_SERVICE = "day_after_service"
    SERVICE_DAY = "service_day"


class Debtor(StrEnum):
    """Who owes. With `BOTH` each owes the whole: the figures are those of one of the two, never a sum."""

    FEDASIL = "fedasil"
    BELGIAN_STATE = "belgian_state"
    BOTH = "both"


class RespiteUnit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


class ActKind(StrEnum):
    COMMAND = "command"
    SEIZURE = "seizure"


class SuspensionKind(StrEnum):
    """Why no penalty runs: an appeal that suspends the order, or the judge of art. 1385quinquies."""

    APPEAL = "appeal"
    JUDGE = "judge"


class ImpedimentKind(StrEnum):
    """Why prescription may stand still (Judicial Code art. 1385octies)."""

    BANKRUPTCY = "bankruptcy"
    LEGAL_IMPEDIMENT = "legal_impediment"
    OPPOSITION_TO_SEIZURE = "opposition_to_seizure"
    CREDITOR_COULD_NOT_KNOW = "creditor_could_not_know"


class EndKind(StrEnum):
    """Why nothing more falls due: the order was obeyed, or the claimant asks no more."""

    HOUSED = "housed"
    CODE_LIFTED = "code_lifted"
    PLACE_DECLINED = "place_declined"
    UNTRACEABLE = "untraceable"
    DESISTED = "desisted"
    SETTLED = "settled"


class MonthReading(StrEnum):
    """Contested: the last day of six months after a day that ends a short month (31 August or 28 August)."""

    SAFE = "safe"
    LEGAL = "legal"


class Interruption(StrEnum):
    """Contested: what an act of enforcement gives the units it saves."""

    FRESH_TERM = "fresh_term"
    FOR_GOOD = "for_good"


def refusal(field: str, reason: str, **values: object) -> LawError:
    """The error for an order or a fact that cannot be as stated."""
    return LawError("penalty_impossible", field=field, reason=reason, **values)


def _check_money(field: str, amount: Decimal) -> None:
    exponent = amount.as_tuple().exponent if isinstance(amount, Decimal) else None
    if not isinstance(exponent, int) or amount <= 0:
        raise refusal(field, "amount_not_positive", amount=amount)
    if exponent < CENT_EXPONENT:
        raise refusal(field, "amount_finer_than_a_cent", amount=amount)


@dataclass(frozen=True, kw_only=True)
class Respite:
    """The time the judge leaves after service, none by default (Judicial Code art. 1385bis al. 4).

    Hours count as whole days, rounded up, since the hour of service is rarely known. Contested: whether the
    last day of the respite is the first penalty day ("from the third working day"); by default it is not.
    A respite does not move off a weekend unless the order says so (Cass. 17 June 2011, C.08.0073.N).
    """

    length: int = 0
    unit: RespiteUnit = RespiteUnit.DAYS
    is_last_day_counted: bool = False
    rolls_to_working_day: bool = False

    def __post_init__(self) -> None:
        if self.length < 0:
            raise refusal("terms.respite.length", "respite_negative", length=self.length)
        if not self.length and (self.is_last_day_counted or self.rolls_to_working_day):
            raise refusal("terms.respite.length", "respite_without_length")


NO_RESPITE: Final = Respite()


@dataclass(frozen=True, kw_only=True)
class PenaltyTerms:
    """The penalty as ordered. Euros exact to the cent; `expires_on` is the last day of the order, inclusive.

    `persons` multiplies the amount only where it is due per person. Where it is due for any person of a group
    (collective orders), only days proven one by one (`PenaltyFacts.violations`) are counted.
    """

    amount_per_unit: Decimal
    unit: Unit
    provisionally_enforceable: bool
    counted_per: CountedPer = CountedPer.FAMILY
    persons: int = 1
    respite: Respite = NO_RESPITE
    cap: Decimal | None = None
    expires_on: date | None = None
    first_counted_day: FirstCountedDay = FirstCountedDay.DAY_AFTER_SERVICE
    debtor: Debtor = Debtor.FEDASIL

    def __post_init__(self) -> None:
        _check_money("terms.amount_per_unit", self.amount_per_unit)
        if self.cap is not None:
            _check_money("terms.cap", self.cap)
        if self.persons < 1:
            raise refusal("terms.persons", "persons_below_one", persons=self.persons)

    @property
    def price(self) -> Decimal:
        """Euros for one unit, all persons together."""
        return self.amount_per_unit * (self.persons if self.counted_per is CountedPer.PERSON else 1)

    @property
    def counts_proven_days(self) -> bool:
        """Whether a unit exists only where a violation of that day is on file."""
        is_proven_daily = self.counted_per is CountedPer.ANY_PERSON and self.unit is not Unit.LUMP_SUM
        return self.unit is Unit.VIOLATION or is_proven_daily


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """New terms from a first day on; what fell due before stays due (art. 1385quinquies).

    An increase may not take effect before the day after its own service: the caller gives that day.
    """

    takes_effect_on: date
    terms: PenaltyTerms


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """Days, both inclusive, on which no penalty runs; without `to_on` it still lasts.

    An appeal suspends only an order that is not provisionally enforceable, and afterwards nothing runs until
    the order is served again and a new respite is over (Brussels Court of Appeal, 16 September 2003).
    """

    kind: SuspensionKind
    from_on: date
    to_on: date | None = None
    served_again_on: date | None = None

    def __post_init__(self) -> None:
        if self.to_on is not None and self.to_on < self.from_on:
            raise refusal("facts.suspensions.to_on", "ends_before_it_begins", to_on=self.to_on)
        if self.served_again_on is not None and (self.to_on is None or self.served_again_on < self.to_on):
            raise refusal("facts.suspensions.served_again_on", "served_again_during_suspension")


@dataclass(frozen=True, kw_only=True)
class Impediment:
    """Days, both inclusive, on which prescription may stand still (art. 1385octies).

    Contested case by case, above all for an opposition under art. 1412bis: it counts only where a lawyer
    accepts it and says why; otherwise it is shown and not counted.
    """

    kind: ImpedimentKind
    from_on: date
    to_on: date | None = None
    is_accepted: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if self.to_on is not None and self.to_on < self.from_on:
            raise refusal("facts.impediments.to_on", "ends_before_it_begins", to_on=self.to_on)
        if self.is_accepted and not self.reason.strip():
            raise refusal("facts.impediments.reason", "accepted_without_reason")


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A place that was lost again: the day of arrival and the day of the loss, neither of them counted.

    Contested: the penalty runs again, from the day after the loss and without a new respite, only where a lawyer
    accepts it and says why; otherwise the arrival ended it for good.
    """

    from_on: date
    lost_on: date
    is_accepted: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if self.lost_on < self.from_on:
            raise refusal("facts.stays.lost_on", "ends_before_it_begins", lost_on=self.lost_on)
        if self.is_accepted and not self.reason.strip():
            raise refusal("facts.stays.reason", "accepted_without_reason")


@dataclass(frozen=True, kw_only=True)
class Act:
    """A command to pay or a seizure, with the day it was served."""

    on: date
    kind: ActKind


@dataclass(frozen=True, kw_only=True)
class Payment:
    """Euros received on the principal, costs apart; beyond what was forfeited only if expressly allowed."""

    on: date
    amount: Decimal
    may_exceed_forfeited: bool = False

    def __post_init__(self) -> None:
        _check_money("facts.payments.amount", self.amount)


@dataclass(frozen=True, kw_only=True)
class PenaltyFacts:
    """What happened to one order, against one debtor. `ended_on`: the first day not counted any more: that of arrival.

    `annulled_on`: the day the order was annulled on opposition or appeal; from then on nothing of it is due.
    `violations` are days on which the order was broken: one unit each for penalties per violation (the same
    day may stand twice), proof of the day for orders that protect any person of a group.
    """

    served_on: date | None = None
    ended_on: date | None = None
    ended_by: EndKind = EndKind.HOUSED
    annulled_on: date | None = None
    stays: tuple[Stay, ...] = ()
    violations: tuple[date, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    impediments: tuple[Impediment, ...] = ()
    acts: tuple[Act, ...] = ()
    payments: tuple[Payment, ...] = ()
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Readings:
    """How the contested points of prescription are read; the default never keeps a unit alive too long.

    `months`: `SAFE` takes the earlier of the two last days, for alarms and for what is still claimable alike.
    `interruption`: `FRESH_TERM` gives saved units six new months from the act, `FOR_GOOD` ends prescription.
    """

    months: MonthReading = MonthReading.SAFE
    interruption: Interruption = Interruption.FRESH_TERM


CAUTIOUS: Final = Readings()
