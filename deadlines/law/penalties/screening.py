"""Facts that cannot be true together are refused; facts of later days are left out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from deadlines.law.penalties.terms import EndKind, PenaltyFacts, PenaltyTerms, Unit, refusal


def check(terms: PenaltyTerms, facts: PenaltyFacts) -> None:
    """Refuse acts and payments before service, proof that no unit asks for, amendments of another shape."""
    if terms.cap is not None and terms.unit is Unit.LUMP_SUM:
        raise refusal("terms.cap", "lump_sum_has_no_cap")
    if facts.violations and not terms.counts_proven_days:
        raise refusal("facts.violations", "unit_needs_no_proof", unit=terms.unit)
    for index, amendment in enumerate(facts.amendments):
        if _shape(amendment.terms) != _shape(terms):
            raise refusal(f"facts.amendments.{index}.terms", "amendment_changes_shape")
    if facts.served_on is None:
        _refuse_any(facts)
    else:
        _check_order("acts", (act.on for act in facts.acts), facts.served_on)
        _check_order("payments", (payment.on for payment in facts.payments), facts.served_on)


def _shape(terms: PenaltyTerms) -> str:
    if terms.unit in {Unit.VIOLATION, Unit.LUMP_SUM}:
        return terms.unit.value
    return f"proven_{terms.unit}" if terms.counts_proven_days else "days"


def _refuse_any(facts: PenaltyFacts) -> None:
    for field in ("acts", "payments"):
        if getattr(facts, field):
            raise refusal(f"facts.{field}", "before_service")


def _check_order(field: str, days: Iterable[date], served_on: date) -> None:
    for index, day in enumerate(days):
        if day < served_on:
            raise refusal(f"facts.{field}.{index}.on", "before_service", on=day, served_on=served_on)


def known_on(facts: PenaltyFacts, on: date) -> PenaltyFacts:
    """The facts of the day and before. A stay whose loss is to come, or does not count, ends all by its arrival."""
    stays = tuple(stay for stay in facts.stays if stay.from_on <= on)
    arrivals = [stay.from_on for stay in stays if stay.lost_on > on or not stay.is_accepted]
    ended_on, arrived_on = _until(facts.ended_on, on), min(arrivals, default=None)
    is_housed = arrived_on is not None and (ended_on is None or arrived_on <= ended_on)
    return replace(
        facts,
        served_on=_until(facts.served_on, on),
        ended_on=arrived_on if is_housed else ended_on,
        ended_by=EndKind.HOUSED if is_housed else facts.ended_by,
        annulled_on=_until(facts.annulled_on, on),
        stays=tuple(stay for stay in stays if stay.lost_on <= on),
        violations=tuple(day for day in facts.violations if day <= on),
        suspensions=tuple(suspension for suspension in facts.suspensions if suspension.from_on <= on),
        impediments=tuple(impediment for impediment in facts.impediments if impediment.from_on <= on),
        acts=tuple(act for act in facts.acts if act.on <= on),
        payments=tuple(payment for payment in facts.payments if payment.on <= on),
        amendments=tuple(amendment for amendment in facts.amendments if amendment.takes_effect_on <= on),
    )


def _until(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None
