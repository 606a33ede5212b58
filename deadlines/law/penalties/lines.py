"""Why each figure is what it is: one line a fact or figure, with the article it rests on."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Final

from deadlines.law.penalties.accrual import Accrual, Start, suspends
from deadlines.law.penalties.balance import Line, Sum, Totals, UnitRange, Value
from deadlines.law.penalties.prescription import Standing, Window
from deadlines.law.penalties.terms import (
    Debtor,
    EndKind,
    FirstCountedDay,
    PenaltyFacts,
    PenaltyTerms,
    Stay,
    Suspension,
    Unit,
)
from deadlines.law.penalties.units import Stretch
from deadlines.law.periods import month_end

SERVICE: Final = "1385bis_3"
RESPITE: Final = "1385bis_4"
KINDS: Final = "1385ter"
DUE: Final = "1385quater"
REVISION: Final = "1385quinquies"
PRESCRIPTION: Final = "1385octies"
SUSPENSIVE_APPEAL: Final = "suspensive_appeal"
IMPUTATION: Final = "imputation"
ORDER: Final = "order"
ANNULMENT: Final = "annulment"
RUNS_AGAIN: Final = "runs_again"
ENDINGS: Final = {
    EndKind.HOUSED: "ended",
    EndKind.CODE_LIFTED: "ended_by_code_lifted",
    EndKind.PLACE_DECLINED: "ended_by_declining",
    EndKind.UNTRACEABLE: "ended_untraceable",
    EndKind.DESISTED: "ended_by_desistance",
    EndKind.SETTLED: "ended_by_settlement",
}
TOTAL_ARTICLES: Final = {
    "forfeited": DUE,
    "suspended": SUSPENSIVE_APPEAL,
    "prescribed": PRESCRIPTION,
    "claimable": DUE,
    "secured": PRESCRIPTION,
    "paid": DUE,
}


def line(key: str, article: str, **values: Value) -> Line:
    """A line with its values by name."""
    return Line(key, article, tuple(values.items()))


def unserved_lines() -> tuple[Line, ...]:
    """The whole explanation of an order that was not served."""
    return (line("not_served", SERVICE),)


def annulled_lines(annulled_on: date, paid: Decimal) -> tuple[Line, ...]:
    """The whole explanation of an order that was annulled."""
    lines = (line("annulled", ANNULMENT, on=annulled_on),)
    return (*lines, line("paid_without_title", ANNULMENT, amount=paid)) if paid else lines


def order_lines(
    terms: PenaltyTerms, known: PenaltyFacts, start: Start, cap_reached_on: date | None
) -> Iterable[Line]:
    """From the service to the end of the order."""
    yield line("served", SERVICE, on=start.served_on)
    yield respite_line(terms, start)
    key = (
        "service_day_counts" if terms.first_counted_day is FirstCountedDay.SERVICE_DAY else "day_after_counts"
    )
    yield line(key, SERVICE)
    yield line("first_counted", RESPITE, on=start.first_on)
    if terms.debtor is Debtor.BOTH:
        yield line("each_debtor", ORDER)
    if terms.counts_proven_days and terms.unit is not Unit.VIOLATION:
        yield line("proven_days_only", ORDER, days=len(set(known.violations)))
    for amendment in known.amendments:
        yield line("amended", REVISION, on=amendment.takes_effect_on, price=amendment.terms.price)
    yield from (_suspension_line(terms, suspension) for suspension in known.suspensions)
    if cap_reached_on is not None:
        yield line("cap_reached", KINDS, on=cap_reached_on)
    if terms.expires_on is not None:
        yield line("order_expires", ORDER, on=terms.expires_on)
    yield from (_stay_line(stay) for stay in known.stays)
    if known.ended_on is not None:
        yield line(ENDINGS[known.ended_by], DUE, on=known.ended_on)


def _stay_line(stay: Stay) -> Line:
    key = "had_a_place" if stay.is_accepted else "place_lost_not_counted"
    return line(key, RUNS_AGAIN, from_on=stay.from_on, lost_on=stay.lost_on)


def respite_line(terms: PenaltyTerms, start: Start) -> Line:
    """How long the judge gave after a service, and until when."""
    respite = terms.respite
    if start.respite_ends_on is None:
        return line("no_respite", RESPITE)
    key = "respite_rolled" if respite.rolls_to_working_day else "respite"
    values: dict[str, Value] = {"length": respite.length, "unit": respite.unit, "on": start.respite_ends_on}
    return line(key, RESPITE, **values)


def _suspension_line(terms: PenaltyTerms, suspension: Suspension) -> Line:
    if not suspends(terms, suspension):
        return line("appeal_does_not_suspend", SUSPENSIVE_APPEAL, on=suspension.from_on)
    article = SUSPENSIVE_APPEAL if suspension.kind == "appeal" else REVISION
    if suspension.to_on is None:
        return line(f"{suspension.kind}_suspends", article, from_on=suspension.from_on)
    if suspension.served_again_on is None and suspension.kind == "appeal":
        return line("awaits_new_service", article, from_on=suspension.from_on, to_on=suspension.to_on)
    return line(f"{suspension.kind}_suspended", article, from_on=suspension.from_on, to_on=suspension.to_on)


def account_lines(
    accrual: Accrual, found: Iterable[Window], known: PenaltyFacts, totals: Totals, oldest: UnitRange | None
) -> Iterable[Line]:
    """From the units counted to each total."""
    yield from (_stretch_line("units_forfeited", DUE, stretch) for stretch in accrual.forfeited)
    yield from (_stretch_line("units_suspended", SUSPENSIVE_APPEAL, stretch) for stretch in accrual.suspended)
    yield from _act_lines(accrual, found, known)
    yield from _impediment_lines(known)
    for payment in known.payments:
        yield line("payment", IMPUTATION, on=payment.on, amount=payment.amount)
    yield from _total_lines(totals)
    if oldest is not None and oldest.lapses_on is not None:
        yield from _oldest_lines(oldest.from_on, oldest.lapses_on)


def _stretch_line(key: str, article: str, stretch: Stretch) -> Line:
    return line(
        key,
        article,
        from_on=stretch.first_on,
        to_on=stretch.last_on,
        units=stretch.units,
        price=stretch.price,
        amount=stretch.amount,
    )


def _act_lines(accrual: Accrual, found: Iterable[Window], known: PenaltyFacts) -> Iterable[Line]:
    saved = {window.act_on: window for window in found if window.act_on is not None}
    for act in sorted(known.acts, key=lambda act: act.on):
        window = saved[act.on]
        units = sum(_units_within(stretch, window) for stretch in accrual.forfeited)
        if not units or window.secured_until is None:
            yield line("act_saves_nothing_more", PRESCRIPTION, kind=act.kind, on=act.on)
        elif window.secured_until == date.max:
            yield line("act_saves_for_good", PRESCRIPTION, kind=act.kind, on=act.on, units=units)
        else:
            key = "act_saves" if window.standing is Standing.SECURED else "act_saved"
            yield line(
                key, PRESCRIPTION, kind=act.kind, on=act.on, units=units, until_on=window.secured_until
            )


def _units_within(stretch: Stretch, window: Window) -> int:
    if stretch.last_on < window.from_on or window.until <= stretch.first_on:
        return 0
    first = stretch.first if window.from_on <= stretch.first_on else stretch.days.before(window.from_on)
    end = stretch.end if stretch.last_on < window.until else stretch.days.before(window.until)
    return end - first


def _impediment_lines(known: PenaltyFacts) -> Iterable[Line]:
    for impediment in known.impediments:
        key = "impediment_counted" if impediment.is_accepted else "impediment_not_counted"
        yield line(key, PRESCRIPTION, kind=impediment.kind, on=impediment.from_on)


def _total_lines(totals: Totals) -> Iterable[Line]:
    for total in fields(totals):
        value = getattr(totals, total.name)
        if isinstance(value, Sum):
            yield line(
                f"total_{total.name}", TOTAL_ARTICLES[total.name], units=value.units, amount=value.amount
            )
    if totals.overpaid:
        yield line("overpaid", IMPUTATION, amount=totals.overpaid)


def _oldest_lines(unit_on: date, lapses_on: date) -> Iterable[Line]:
    yield line("oldest_unsecured", PRESCRIPTION, on=unit_on, lapses_on=lapses_on)
    ends = month_end(unit_on, 6)
    if ends.safe_on != ends.legal_on:
        yield line("month_read_twice", PRESCRIPTION, safe_on=ends.safe_on, legal_on=ends.legal_on)
