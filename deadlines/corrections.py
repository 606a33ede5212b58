"""When a stored deadline must move: an override, an extension, a corrected event, a change of law.

Nothing moves in silence. An override is never overwritten; a recomputation that disagrees with it waits for a
lawyer, and a change of law moves nothing until a person confirms it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from cases.access import Action, lock_dossiers, may_be_seen_by
from cases.models import Dossier, Event, EventKind
from cases.services.dossiers import note
from cases.services.events import Happening, correct, retract
from deadlines.chains import with_own_term
from deadlines.computing import Computed, Leading, compute
from deadlines.dating import dated
from deadlines.entries import (
    enter_deadline,
    lock_deadline,
    refresh_next_due_on,
    require_open,
    ring_anew,
    settle_reminders,
)
from deadlines.errors import DeadlineError
from deadlines.law.load import load_law
from deadlines.law.periods import Period, last_day
from deadlines.models import (
    WATCH,
    Cause,
    Deadline,
    DeadlineState,
    Decision,
    Override,
    OverrideKind,
    Recomputation,
)
from deadlines.services import meet_by, reopen_met_by
from deadlines.watches import follow
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why a day is set by hand, and what shows it."""

    reason: str
    evidence: str = ""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DeadlineError("reason_needed", field="reason")


@transaction.atomic
def override(act: Act, deadline_id: UUID, *, due_on: date, grounds: Grounds) -> Deadline:
    """Set another day, included, in place of the computed one. It replaces an override that is in force."""
    deadline = lock_deadline(act, deadline_id)
    return _set(act, deadline, kind=OverrideKind.OWN_DATE, raw_on=due_on, due_on=due_on, grounds=grounds)


@transaction.atomic
def extend(act: Act, deadline_id: UUID, *, period: Period, grounds: Grounds) -> Deadline:
    """Lengthen the term, as a court granted it.

    The extension counts from the raw day (of the computation, or of the extension before it), and only its end is
    moved to a working day: 14 days and 14 days are 28, whatever lay between.
    """
    deadline = lock_deadline(act, deadline_id)
    before = _in_force(deadline)
    raw_before = before.raw_on if before else deadline.raw_on
    calendar = load_law().calendar
    raw_on = last_day(raw_before + timedelta(days=1), period, calendar)
    due_on = calendar.next_working_day(raw_on)
    return _set(
        act,
        deadline,
        kind=OverrideKind.EXTENSION,
        raw_on=raw_on,
        due_on=due_on,
        grounds=grounds,
        period=period,
    )


@transaction.atomic
def withdraw_override(act: Act, deadline_id: UUID, *, reason: str) -> Deadline:
    """Go back to the computed day."""
    grounds = Grounds(reason=reason)
    deadline = lock_deadline(act, deadline_id)
    standing = _in_force(deadline)
    if standing is None:
        raise DeadlineError("no_override")
    _withdraw(act, standing)
    days = [str(deadline.due_on), str(deadline.computed_due_on)]
    _move(act, deadline, deadline.computed_due_on)
    note(
        act,
        deadline.dossier,
        "deadline.override_withdrawn",
        deadline=deadline.pk,
        due_on=days,
        reason=grounds.reason,
    )
    return deadline


def _set(
    act: Act,
    deadline: Deadline,
    *,
    kind: OverrideKind,
    raw_on: date,
    due_on: date,
    grounds: Grounds,
    period: Period | None = None,
) -> Deadline:
    require_open(deadline)
    if deadline.is_watch:
        raise DeadlineError("watch_follows_events")
    standing = _in_force(deadline)
    if standing is not None:
        _withdraw(act, standing)
    Override.objects.create(
        deadline=deadline,
        kind=kind,
        raw_on=raw_on,
        due_on=due_on,
        period=f"{period.amount} {period.unit}" if period else "",
        reason=grounds.reason,
        evidence=grounds.evidence,
        made_by=act.by,
        made_at=act.at,
    )
    verb = "deadline.extended" if kind is OverrideKind.EXTENSION else "deadline.overridden"
    days = [str(deadline.due_on), str(due_on)]
    _move(act, deadline, due_on)
    note(act, deadline.dossier, verb, deadline=deadline.pk, due_on=days, reason=grounds.reason)
    return deadline


def _in_force(deadline: Deadline) -> Override | None:
    return deadline.overrides.filter(withdrawn_at__isnull=True).first()


def _withdraw(act: Act, standing: Override) -> None:
    standing.withdrawn_by, standing.withdrawn_at = act.by, act.at
    standing.save(update_fields=["withdrawn_by", "withdrawn_at"])


def _move(act: Act, deadline: Deadline, due_on: date) -> None:
    """Let a locked deadline ring on another day; the reminders that had not rung are planned anew."""
    if due_on != deadline.due_on:
        deadline.due_on = due_on
        deadline.save(update_fields=["due_on"])
        ring_anew(act, deadline)
    refresh_next_due_on(deadline.dossier)


@dataclass(frozen=True)
class Corrected:
    """A corrected event, and every deadline that follows from it."""

    event: Event
    deadlines: list[Deadline]


@transaction.atomic
def correct_event(
    act: Act, event_id: UUID, happening: Happening, *, query: Mapping[str, object] | None, grounds: Grounds
) -> Corrected:
    """Put right what was recorded wrongly, and recompute what follows from it.

    A deadline nothing stands against moves at once; one that was overridden or done waits as a conflict. A remedy
    that no longer arises lapses; a new one is entered. The event before and after stands in the trail.
    """
    event, dossiers = _lock_event(act, event_id)
    dossier = dossiers[event.dossier_id]
    query = with_own_term(dossier, happening, query)
    computed = compute(query) if query is not None else None
    happening = dated(act, happening, computed)
    reopen_met_by(act, dossier, event)
    correct(act, dossier, event, happening, reason=grounds.reason)
    meet_by(act, dossier, event)
    if computed is not None or event.deadlines.exclude(rule_kind=WATCH).exists():
        _recompute(act, event, dossiers, computed, Cause.EVENT_CORRECTED)
    _recompute_letters(act, event, dossier, Cause.EVENT_CORRECTED)
    follow(act, dossier, event)
    return _corrected(event)


@transaction.atomic
def retract_event(act: Act, event_id: UUID, *, grounds: Grounds) -> Corrected:
    """Take back what was entered in error, and let what followed from it lapse.

    What was overridden or done waits as a conflict; a term that only this event had met stands open again.
    """
    event, dossiers = _lock_event(act, event_id)
    dossier = dossiers[event.dossier_id]
    reopen_met_by(act, dossier, event)
    retract(act, dossier, event, reason=grounds.reason)
    _recompute(act, event, dossiers, None, Cause.EVENT_RETRACTED)
    _recompute_letters(act, event, dossier, Cause.EVENT_RETRACTED)
    follow(act, dossier, event)
    return _corrected(event)


def _recompute_letters(act: Act, event: Event, dossier: Dossier, cause: Cause) -> None:
    """An order that is another opens another appeal, or none, from the letters that notified it."""
    if event.kind != EventKind.ORDER_GIVEN:
        return
    letters = dossier.events.filter(kind=EventKind.ORDER_NOTIFIED, retracted_at=None, facts={})
    for letter in letters.order_by("id"):
        told = Happening(kind=EventKind.ORDER_NOTIFIED, on=letter.occurred_on)
        query = with_own_term(dossier, told, None)
        _recompute(act, letter, {dossier.pk: dossier}, compute(query) if query else None, cause)


def _corrected(event: Event) -> Corrected:
    found = event.deadlines.select_related("dossier").prefetch_related(
        "acknowledgements__acknowledged_by",
        "confirmations__asked_by",
        "confirmations__of",
        "confirmations__decided_by",
    )
    return Corrected(event, list(found.order_by("due_on", "id")))


def _lock_event(act: Act, event_id: UUID) -> tuple[Event, dict[UUID, Dossier]]:
    """The event, and every dossier with a deadline of it, its own among them, locked in the order of their ids."""
    seen = Event.objects.filter(may_be_seen_by(act.by, "dossier__"), pk=event_id)
    event = seen.first()
    if event is None:
        raise NotFoundError
    wanted = {event.dossier_id, *event.deadlines.values_list("dossier_id", flat=True)}
    locked = lock_dossiers(act.by, wanted, Action.CHANGE)
    if not Event.objects.filter(pk=event.pk, dossier=event.dossier_id).exists():
        raise DeadlineError("moved_meanwhile")
    return Event.objects.get(pk=event.pk), locked


def _recompute(
    act: Act, event: Event, dossiers: Mapping[UUID, Dossier], computed: Computed | None, cause: Cause
) -> None:
    found = {leading.remedy: leading for leading in computed.leading} if computed else {}
    # One that lapsed stays so; what arises again is entered anew. A watch follows the ledger, not a question.
    terms = Deadline.objects.filter(event=event).exclude(state=DeadlineState.LAPSED).exclude(rule_kind=WATCH)
    for deadline in terms.select_for_update().order_by("id"):
        deadline.dossier = dossiers[deadline.dossier_id]
        deadline.event = event
        leading = found.pop(deadline.remedy, None)
        weigh(act, deadline, computed, leading, cause, act.reason)
    for leading in found.values():
        assert computed is not None  # noqa: S101 - for the type checker: what was found was computed
        enter_deadline(act, dossiers[event.dossier_id], event, computed, leading)


def weigh(
    act: Act,
    deadline: Deadline,
    computed: Computed | None,
    leading: Leading | None,
    cause: Cause,
    reason: str,
) -> Recomputation | None:
    """Take a new result for a locked deadline, or let it wait where an override or what was done stands against it.

    Nothing is written where the result is the same in every column.
    """
    result = computed.kept_for(leading) if leading and computed else None
    due_after = leading.due_on if leading else None
    if deadline.state in (DeadlineState.WAIVED, DeadlineState.LAPSED) or _is_unchanged(deadline, leading):
        return None
    stands_against = deadline.state == DeadlineState.MET or _in_force(deadline) is not None
    deadline.recomputations.filter(decision=Decision.WAITING).update(
        decision=Decision.KEPT,
        decided_by=act.by,
        decided_at=act.at,
        reason="overtaken by a later recomputation",
    )
    made = Recomputation(
        deadline=deadline, cause=cause, due_before_on=deadline.due_on, due_after_on=due_after, result=result,
        decision=Decision.WAITING, made_at=act.at,
    )  # fmt: skip
    if stands_against:
        made.save()
        days = [str(deadline.due_on), str(due_after or "")]
        note(
            act,
            deadline.dossier,
            "deadline.conflict_raised",
            deadline=deadline.pk,
            cause=cause.value,
            due_on=days,
        )
    else:
        _decide(act, made, Decision.TAKEN, reason)
    return made


def _is_unchanged(deadline: Deadline, leading: Leading | None) -> bool:
    return leading is not None and all(
        getattr(deadline, name) == value for name, value in leading.columns().items()
    )


@transaction.atomic
def resolve(act: Act, recomputation_id: UUID, *, take: bool, reason: str) -> Recomputation:
    """Decide a conflict: take the new result, which withdraws the override, or keep the day as it stands."""
    grounds = Grounds(reason=reason)
    seen = Recomputation.objects.filter(may_be_seen_by(act.by, "deadline__dossier__"), pk=recomputation_id)
    found = seen.first()
    if found is None:
        raise NotFoundError
    deadline = lock_deadline(act, found.deadline_id)
    waiting = Recomputation.objects.select_for_update().get(pk=found.pk)
    waiting.deadline = deadline
    if waiting.decision != Decision.WAITING:
        raise DeadlineError("recomputation_decided", decision=waiting.decision)
    standing = _in_force(deadline)
    if take and standing is not None:
        _withdraw(act, standing)
    _decide(act, waiting, Decision.TAKEN if take else Decision.KEPT, grounds.reason)
    return waiting


def _decide(act: Act, made: Recomputation, decision: Decision, reason: str) -> None:
    made.decision, made.decided_by, made.decided_at, made.reason = decision, act.by, act.at, reason
    made.save()
    if decision is Decision.TAKEN:
        _take(act, made.deadline, made)
    days = [str(made.due_before_on), str(made.due_after_on or "")]
    verb = "deadline.recomputed" if decision is Decision.TAKEN else "deadline.kept"
    note(
        act, made.deadline.dossier, verb, deadline=made.deadline.pk, cause=made.cause, due_on=days, reason=reason
    )  # fmt: skip


def _take(act: Act, deadline: Deadline, made: Recomputation) -> None:
    """Write the new result over the old one; a deadline that was done stays done."""
    if made.result is None:
        if deadline.state == DeadlineState.OPEN:
            deadline.state, deadline.done_on, deadline.done_by = DeadlineState.LAPSED, act.on, act.by
            deadline.save(update_fields=["state", "done_on", "done_by"])
            settle_reminders(act, [deadline])
        refresh_next_due_on(deadline.dossier)
        return
    moved_from = deadline.due_on
    for name, value in Leading.columns_from(made.result["columns"]).items():
        setattr(deadline, name, value)
    deadline.answer, deadline.query = made.result["answer"], made.result["query"]
    deadline.computed_at = act.at
    deadline.save()
    if deadline.state == DeadlineState.OPEN and deadline.due_on != moved_from:
        ring_anew(act, deadline)
    refresh_next_due_on(deadline.dossier)
