"""What can befall an order, which details each event needs, and in which order they can follow one another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cases.errors import CaseError
from cases.models.event import Event, EventKind

Details = dict[str, object]

# By kind, the details it needs and those it may have. A kind that is not here has none.
NEEDED: dict[EventKind, frozenset[str]] = {
    EventKind.ORDER_APPEALED: frozenset({"has_suspensive_effect"}),
    EventKind.PRESCRIPTION_IMPEDED: frozenset({"impediment"}),
}
ALLOWED: dict[EventKind, frozenset[str]] = {
    EventKind.FORMAL_NOTICE: frozenset({"comply_by"}),
    EventKind.PENALTY_SUSPENDED: frozenset({"until"}),
    EventKind.PRESCRIPTION_IMPEDED: frozenset({"until", "is_accepted", "why"}),
    EventKind.PENALTY_AMENDED: frozenset(
        {"takes_effect_on", "served_on", "amount", "persons", "cap", "expires_on"}
    ),
}
NEW_TERMS = ("amount", "persons", "cap", "expires_on")
APPEAL_STEPS = (EventKind.ORDER_APPEALED, EventKind.APPEAL_ENDED, EventKind.ORDER_SERVED_AGAIN)


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """One appeal against the order: lodged, ended, and the order served anew after it. None: not yet."""

    lodged_on: date
    has_suspensive_effect: bool
    ended_on: date | None = None
    served_again_on: date | None = None


def check_details(kind: EventKind, details: Details) -> None:
    """Refuse what an event of this kind lacks (`detail_needed`) or cannot have (`detail_not_of_this_event`)."""
    needed = NEEDED.get(kind, frozenset())
    known = needed | ALLOWED.get(kind, frozenset())
    for name in sorted(needed - details.keys()):
        raise CaseError("detail_needed", field=f"details.{name}", event=kind.value)
    for name in sorted(details.keys() - known):
        raise CaseError(
            "detail_not_of_this_event", field=f"details.{name}", event=kind.value, allowed=sorted(known)
        )
    if kind is EventKind.PENALTY_AMENDED and not any(name in details for name in NEW_TERMS):
        raise CaseError("detail_needed", field="details", event=kind.value, allowed=list(NEW_TERMS))


def appeals_of(events: Iterable[Event]) -> list[Appeal]:
    """The appeals of an order, each with its end and the new service that followed, by the days, not by entry.

    Refuses an end without an appeal (`appeal_not_lodged`) and a new service without an end (`appeal_not_ended`).
    """
    found: list[Appeal] = []
    for on, step, event in sorted(_steps(events), key=lambda one: one[:2]):
        if APPEAL_STEPS[step] is EventKind.ORDER_APPEALED:
            suspends = bool(event.details["has_suspensive_effect"])
            found.append(Appeal(lodged_on=on, has_suspensive_effect=suspends))
        elif APPEAL_STEPS[step] is EventKind.APPEAL_ENDED:
            found = _ended(found, on)
        else:
            found = _served_again(found, on)
    return found


def _steps(events: Iterable[Event]) -> list[tuple[date, int, Event]]:
    """The events of appeals with their days; on one day an appeal is lodged, then ended, then the order served."""
    return [
        (event.occurred_on, APPEAL_STEPS.index(EventKind(event.kind)), event)
        for event in events
        if event.kind in APPEAL_STEPS and event.occurred_on
    ]


def _ended(found: list[Appeal], on: date) -> list[Appeal]:
    """The appeal that was lodged first ends first."""
    pending = [appeal for appeal in found if appeal.ended_on is None]
    if not pending:
        raise CaseError("appeal_not_lodged", field="on", date=on)
    return [replace(one, ended_on=on) if one is pending[0] else one for one in found]


def _served_again(found: list[Appeal], on: date) -> list[Appeal]:
    """One new service is that of every appeal that has ended by then."""
    waiting = [one for one in found if one.ended_on is not None and one.served_again_on is None]
    if not waiting:
        raise CaseError("appeal_not_ended", field="on", date=on)
    return [replace(one, served_again_on=on) if one in waiting else one for one in found]
