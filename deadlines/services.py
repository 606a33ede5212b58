"""Recording what happened and what it sets running; closing what has been done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.models import Dossier, Event, EventKind, PenaltyOrder
from cases.models.dossier import State
from cases.services import condemnations
from cases.services.condemnations import OrderDetails, PenaltyDetails
from cases.services.dossiers import Opening, end, note
from cases.services.events import OF_A_PENALTY, Happening, add_event
from cases.services.litigations import LitigationDetails
from cases.services.questions import begin_litigation
from deadlines.chains import MET_BY, open_next_term, with_own_term
from deadlines.computing import Computed, compute
from deadlines.entries import enter_deadline, lock_deadline, refresh_next_due_on
from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.models import Deadline, DeadlineState
from deadlines.watches import follow
from helpdesk.acts import Act

# These speak of the penalty itself and say nothing where the judge ordered none.
OF_A_PENALTY_ALONE = frozenset(
    {
        EventKind.PAYMENT_RECEIVED,
        EventKind.PENALTY_SUSPENDED,
        EventKind.PENALTY_AMENDED,
        EventKind.PRESCRIPTION_IMPEDED,
    }
)


@dataclass(frozen=True)
class Recorded:
    """An event, the deadlines it set running, and the watches it opened."""

    event: Event
    deadlines: list[Deadline]
    watches: list[Deadline]


@transaction.atomic
def record_event(
    act: Act, dossier_id: UUID, happening: Happening, *, query: Mapping[str, object] | None = None
) -> Recorded:
    """Record an event and, where `query` says by which decision or rule, the deadline it opens.

    The deadline, its reminders, the dossier's next day and the trail are written together or not at all. A date
    that cannot be computed refuses the whole with a LawError: a deadline that silently is not there is worse.
    """
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    query = with_own_term(happening, query)
    computed = compute(query) if query is not None else None
    event = add_event(act, dossier, _dated(happening, computed))
    if happening.kind in OF_A_PENALTY_ALONE and not PenaltyOrder.objects.filter(pk=dossier.pk).exists():
        raise DeadlineError("no_penalty")
    _meet_by(act, dossier, happening)
    leading = computed.leading if computed else ()
    deadlines = [enter_deadline(act, dossier, event, computed, one) for one in leading] if computed else []
    return Recorded(event, deadlines, _watch(act, dossier, event))


def _watch(act: Act, dossier: Dossier, event: Event) -> list[Deadline]:
    """Bring figures and watches of a condemnation in step; the watches that were opened.

    What the law would refuse every time the ledger is asked for, in digests too, is refused now. Where it was so
    before, an event that says nothing of the penalty is recorded all the same, and the sweep says what is wrong.
    """
    try:
        return follow(act, dossier, event)
    except (LawError, DeadlineError):
        if event.kind in OF_A_PENALTY:
            raise
        return []


@transaction.atomic
def enter_condemnation(
    act: Act, opening: Opening, *, order: OrderDetails, penalty: PenaltyDetails | None
) -> Dossier:
    """A new condemnation, with terms the ledger can reckon with."""
    dossier = condemnations.enter_condemnation(act, opening, order=order, penalty=penalty)
    follow(act, dossier)
    return dossier


def _dated(happening: Happening, computed: Computed | None) -> Happening:
    """The happening on the day the deadline counts from, where it was given no other day."""
    counted_from = computed.happened_on if computed else None
    if happening.on and counted_from and happening.on != counted_from:
        raise DeadlineError("dates_differ", field="on", on=happening.on, notification=counted_from)
    return replace(happening, on=happening.on or counted_from)


@transaction.atomic
def meet(act: Act, deadline_id: UUID, *, evidence: str, done_on: date) -> Deadline:
    """What had to be done was done on `done_on`; `evidence` says what was lodged, where, with which receipt.

    An appeal that is lodged opens the next term in its turn (`deadlines.chains`).
    """
    if done_on > act.on:
        raise DeadlineError("date_in_future", field="done_on", date=done_on, today=act.on)
    deadline = _close(act, deadline_id, state=DeadlineState.MET, done_on=done_on, evidence=evidence)
    open_next_term(act, deadline, lodged_on=done_on, evidence=evidence)
    return deadline


def _meet_by(act: Act, dossier: Dossier, happening: Happening) -> None:
    """What was recorded as done meets the open term that asked for it; its note is the evidence."""
    rule, on = MET_BY.get(happening.kind), happening.on
    if rule is None or on is None:
        return
    asked = dossier.deadlines.filter(rule_id=rule, state=DeadlineState.OPEN, event__occurred_on__lte=on)
    for deadline_id in list(asked.values_list("pk", flat=True)):
        if not happening.note.strip():
            raise DeadlineError("evidence_needed", field="note")
        _close(act, deadline_id, state=DeadlineState.MET, done_on=on, evidence=happening.note)


@transaction.atomic
def waive(act: Act, deadline_id: UUID, *, reason: str) -> Deadline:
    """It is decided, for a reason, that this deadline will not be used."""
    return _close(act, deadline_id, state=DeadlineState.WAIVED, done_on=act.on, evidence=reason)


def _close(act: Act, deadline_id: UUID, *, state: DeadlineState, done_on: date, evidence: str) -> Deadline:
    if not evidence.strip():
        raise DeadlineError("evidence_needed", field="evidence")
    deadline = lock_deadline(act, deadline_id)
    if deadline.state != DeadlineState.OPEN:
        raise DeadlineError("deadline_not_open", state=deadline.state, done_on=deadline.done_on)
    if deadline.is_watch and state is DeadlineState.MET:
        raise DeadlineError("watch_met_by_events")
    deadline.state, deadline.done_on, deadline.done_by, deadline.evidence = state, done_on, act.by, evidence
    deadline.save(update_fields=["state", "done_on", "done_by", "evidence"])
    refresh_next_due_on(deadline.dossier)
    note(act, deadline.dossier, f"deadline.{state.value}", deadline=deadline.pk, done_on=str(done_on))
    return deadline


@transaction.atomic
def promote_question(act: Act, dossier_id: UUID, *, title: str, details: LitigationDetails) -> Dossier:
    """Make a question into litigation. Open deadlines go along; events and trail stay, one link away."""
    question = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    litigation = begin_litigation(act, question, title=title, details=details)
    for deadline in question.deadlines.filter(state=DeadlineState.OPEN):
        deadline.dossier = litigation
        deadline.save(update_fields=["dossier"])
        note(act, question, "deadline.went_along", deadline=deadline.pk, to=litigation.reference)
        note(act, litigation, "deadline.came_along", deadline=deadline.pk, origin=question.reference)
    refresh_next_due_on(question)
    refresh_next_due_on(litigation)
    end(act, question, state=State.CLOSED, outcome="became_litigation")
    return litigation
