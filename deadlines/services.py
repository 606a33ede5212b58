"""Recording what happened and what it sets running; closing what has been done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.life.rules import OF_A_LIFE
from cases.models import Document, Dossier, Event, EventKind, PenaltyOrder
from cases.models.dossier import State
from cases.services import condemnations
from cases.services.documents import document_in
from cases.services.dossiers import Opening, end, note
from cases.services.events import Happening, add_event
from cases.services.litigations import LitigationDetails
from cases.services.orders import OrderDetails, PenaltyDetails
from cases.services.questions import begin_litigation, lock_questions
from cases.services.violations import add_violations
from deadlines.chains import LODGED_WITH, MET_BY, open_next_term, with_own_term
from deadlines.computing import compute
from deadlines.dating import dated
from deadlines.entries import (
    enter_deadline,
    lock_deadline,
    lock_open_deadline,
    refresh_next_due_on,
    ring_anew,
    settle_reminders,
)
from deadlines.errors import DeadlineError
from deadlines.law.errors import LawError
from deadlines.life import OF_A_PENALTY_ALONE
from deadlines.lodging import Done, check_done
from deadlines.models import Deadline, DeadlineState
from deadlines.watches import follow, follow_whatever
from helpdesk.acts import Act


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
    query = with_own_term(dossier, happening, query)
    computed = compute(query) if query is not None else None
    event = add_event(act, dossier, dated(act, happening, computed))
    if happening.kind in OF_A_PENALTY_ALONE and not PenaltyOrder.objects.filter(pk=dossier.pk).exists():
        raise DeadlineError("no_penalty")
    meet_by(act, dossier, event)
    leading = computed.leading if computed else ()
    deadlines = [enter_deadline(act, dossier, event, computed, one) for one in leading] if computed else []
    meet_by_what_is_done(act, deadlines)
    return Recorded(event, deadlines, _watch(act, dossier, event))


def _watch(act: Act, dossier: Dossier, event: Event) -> list[Deadline]:
    """Bring figures and watches of a condemnation in step; the watches that were opened.

    What the law would refuse every time the ledger is asked for, in digests too, is refused now. Where it was so
    before, an event that says nothing of a life is recorded all the same, and the sweep says what is wrong.
    """
    try:
        return follow(act, dossier, event)
    except (LawError, DeadlineError):
        if event.kind in OF_A_LIFE:
            raise
        return []


@transaction.atomic
def record_violations(act: Act, dossier_id: UUID, found: Sequence[Happening]) -> list[Event]:
    """Record many days on which an order was broken, all or none."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    events = add_violations(act, dossier, found)
    follow(act, dossier, events[-1] if events else None)
    return events


@transaction.atomic
def enter_condemnation(
    act: Act, opening: Opening, *, order: OrderDetails, penalty: PenaltyDetails | None
) -> Dossier:
    """A new condemnation, with terms the ledger can reckon with."""
    dossier = condemnations.enter_condemnation(act, opening, order=order, penalty=penalty)
    follow(act, dossier)
    return dossier


@transaction.atomic
def open_condemnation(
    act: Act, opening: Opening, *, proceedings: condemnations.ProceedingsDetails
) -> Dossier:
    """A dossier that begins before its order, with its standing."""
    dossier = condemnations.open_condemnation(act, opening, proceedings=proceedings)
    follow(act, dossier)
    return dossier


@transaction.atomic
def amend_condemnation(
    act: Act, dossier_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> Dossier:
    """Put identifiers and descriptions right; its standing is of this day still."""
    dossier = condemnations.amend_condemnation(act, dossier_id, said, unchanged_since=unchanged_since)
    follow_whatever(act, [dossier])
    return dossier


@transaction.atomic
def meet(act: Act, deadline_id: UUID, done: Done) -> Deadline:
    """What had to be done was done; of a fatal deadline it says what was lodged, how, and by which receipt.

    An appeal that is lodged opens the next term in its turn (`deadlines.chains`).
    """
    if done.done_on > act.on:
        raise DeadlineError("date_in_future", field="done_on", date=done.done_on, today=act.on)
    deadline = lock_open_deadline(act, deadline_id)
    if deadline.is_watch:
        raise DeadlineError("watch_met_by_events")
    check_done(deadline, done)
    deadline.lodged, deadline.lodged_by, deadline.receipt = done.lodged, done.lodged_by, done.receipt.strip()
    _close(
        act, deadline, state=DeadlineState.MET, done_on=done.done_on, evidence=done.evidence, **done.codes()
    )
    if done.document is not None:
        _attach(act, deadline, done.document)
    open_next_term(act, deadline, lodged_on=done.done_on, evidence=done.evidence)
    return deadline


@transaction.atomic
def give_receipt(act: Act, deadline_id: UUID, *, receipt: str = "", document: UUID | None = None) -> Deadline:
    """The receipt that was to follow is there: its reference, a paper of the dossier that shows it, or both."""
    deadline = lock_deadline(act, deadline_id)
    if not deadline.awaits_receipt:
        raise DeadlineError("no_receipt_awaited")
    if not receipt.strip() and document is None:
        raise DeadlineError("receipt_needed", field="receipt")
    deadline.receipt = receipt.strip()
    deadline.save(update_fields=["receipt"])
    if document is not None:
        _attach(act, deadline, document)
    note(act, deadline.dossier, "deadline.receipt_given", deadline=deadline.pk)
    return deadline


@transaction.atomic
def attach_evidence(act: Act, deadline_id: UUID, document_id: UUID | None) -> Deadline:
    """Say which document shows that a deadline was met, or with none that no document does."""
    deadline = lock_deadline(act, deadline_id)
    _attach(act, deadline, document_id)
    return deadline


def _attach(act: Act, deadline: Deadline, document_id: UUID | None) -> None:
    _hang_on(act, deadline, document_in(act, deadline.dossier, document_id))


def _hang_on(act: Act, deadline: Deadline, document: Document | None) -> None:
    attached = [deadline.evidence_document_id, document.pk if document else None]
    deadline.evidence_document = document
    deadline.save(update_fields=["evidence_document"])
    note(act, deadline.dossier, "deadline.document_attached", deadline=deadline.pk, document=attached)


def meet_by(act: Act, dossier: Dossier, event: Event) -> None:
    """What was recorded as done meets the open term that asked for it."""
    rule, on = MET_BY.get(EventKind(event.kind)), event.occurred_on
    if rule is None or on is None:
        return
    asked = dossier.deadlines.filter(rule_id=rule, state=DeadlineState.OPEN, event__occurred_on__lte=on)
    for deadline_id in list(asked.values_list("pk", flat=True)):
        if not event.note.strip():
            raise DeadlineError("evidence_needed", field="note")
        _meet_from(act, lock_open_deadline(act, deadline_id), event, on)


def meet_by_what_is_done(act: Act, deadlines: Iterable[Deadline]) -> None:
    """A term entered late is met by what was done for it and is in the book already, with its evidence."""
    for deadline in deadlines:
        event = deadline.event
        assert event is not None  # noqa: S101 - for the type checker: only a watch comes from none
        kinds = [kind for kind, rule in MET_BY.items() if rule == deadline.rule_id]
        done = deadline.dossier.events.filter(
            kind__in=kinds, retracted_at=None, occurred_on__gte=event.occurred_on
        )
        first = done.exclude(note="").order_by("occurred_on", "id").first() if kinds else None
        if first is not None and first.occurred_on is not None and deadline.state == DeadlineState.OPEN:
            _meet_from(act, deadline, first, first.occurred_on)


def _meet_from(act: Act, deadline: Deadline, event: Event, on: date) -> None:
    """What was recorded says what was lodged; its note and its document are the evidence."""
    deadline.lodged = LODGED_WITH.get(EventKind(event.kind), "")
    _close(act, deadline, state=DeadlineState.MET, done_on=on, evidence=event.note, lodged=deadline.lodged)
    if event.document is not None:
        _hang_on(act, deadline, event.document)


def reopen_met_by(act: Act, dossier: Dossier, event: Event) -> None:
    """What an event had met stands open again, without its evidence, before that event is put right or retracted."""
    rule = MET_BY.get(EventKind(event.kind))
    if rule is None:
        return
    met = dossier.deadlines.filter(
        rule_id=rule, state=DeadlineState.MET, lodged_by="", done_on=event.occurred_on, evidence=event.note
    )
    for deadline in list(met.select_related("event")):
        deadline.dossier = dossier
        deadline.state, deadline.done_on, deadline.done_by = DeadlineState.OPEN, None, None
        deadline.lodged, deadline.evidence = "", ""
        deadline.save(update_fields=["state", "done_on", "done_by", "lodged", "evidence"])
        if deadline.evidence_document is not None:
            _hang_on(act, deadline, None)
        ring_anew(act, deadline)
        refresh_next_due_on(dossier)
        note(act, dossier, "deadline.reopened", deadline=deadline.pk, due_on=str(deadline.due_on))


@transaction.atomic
def waive(act: Act, deadline_id: UUID, *, reason: str) -> Deadline:
    """It is decided, for a reason, that this deadline will not be used."""
    if not reason.strip():
        raise DeadlineError("reason_needed", field="reason")
    deadline = lock_open_deadline(act, deadline_id)
    _close(act, deadline, state=DeadlineState.WAIVED, done_on=act.on, evidence=reason)
    return deadline


def _close(
    act: Act, deadline: Deadline, *, state: DeadlineState, done_on: date, evidence: str, **codes: object
) -> None:
    """A locked, open deadline is done; `codes` is what the trail says besides."""
    deadline.state, deadline.done_on, deadline.done_by, deadline.evidence = state, done_on, act.by, evidence
    deadline.save(update_fields=["state", "done_on", "done_by", "evidence", "lodged", "lodged_by", "receipt"])
    settle_reminders(act, [deadline])
    refresh_next_due_on(deadline.dossier)
    note(
        act, deadline.dossier, f"deadline.{state.value}", deadline=deadline.pk, done_on=str(done_on), **codes
    )


def promote_question(
    act: Act,
    dossier_id: UUID,
    *,
    title: str,
    details: LitigationDetails,
    instance: Mapping[str, Any] | None = None,
) -> Dossier:
    """Make a question into litigation."""
    return promote_questions(act, [dossier_id], title=title, details=details, instance=instance)


@transaction.atomic
def promote_questions(
    act: Act,
    question_ids: Sequence[UUID],
    *,
    title: str,
    details: LitigationDetails,
    instance: Mapping[str, Any] | None = None,
) -> Dossier:
    """Make questions of one team into one litigation, all or none. Open deadlines go along; the rest is a link away."""
    questions = lock_questions(act, question_ids, field="questions")
    litigation = begin_litigation(act, questions, title=title, details=details, instance=instance)
    for question in questions:
        for deadline in question.deadlines.filter(state=DeadlineState.OPEN):
            deadline.dossier = litigation
            deadline.save(update_fields=["dossier"])
            note(act, question, "deadline.went_along", deadline=deadline.pk, to=litigation.reference)
            note(act, litigation, "deadline.came_along", deadline=deadline.pk, origin=question.reference)
        refresh_next_due_on(question)
        end(act, question, state=State.CLOSED, outcome="became_litigation")
    refresh_next_due_on(litigation)
    return litigation
