"""Four eyes: a second lawyer is asked to look at a deadline's day, and confirms or contests it."""

from uuid import UUID

from django.db import transaction

from cases.services.dossiers import note
from deadlines.addressees import alarmed_by
from deadlines.entries import lock_deadline, require_open
from deadlines.errors import DeadlineError
from deadlines.law.vocabulary import RuleKind
from deadlines.letters import contest_letter
from deadlines.models import Confirmation, ConfirmationState, Deadline
from deadlines.second_looks import ask, givers_of, in_force, second_lawyers
from helpdesk.acts import Act
from helpdesk.outbox.services import queue_mail


@transaction.atomic
def ask_confirmation(act: Act, deadline_id: UUID, *, of: UUID | None = None) -> Deadline:
    """Ask a second lawyer to look at the day, one by name or any. Asked again, it begins anew."""
    deadline = _lock_open(act, deadline_id)
    if of is not None and not second_lawyers(deadline).filter(pk=of).exists():
        raise DeadlineError("no_second_lawyer", field="of", colleague=of)
    ask(act, deadline, asked_by=act.by.pk, of=of)
    return deadline


@transaction.atomic
def confirm(act: Act, deadline_id: UUID, *, remark: str = "") -> Deadline:
    """A second lawyer finds the day right, whether she was asked or not. Where one was asked by name, only she."""
    return _decide(act, deadline_id, ConfirmationState.CONFIRMED, remark).deadline


@transaction.atomic
def contest(act: Act, deadline_id: UUID, *, reason: str) -> Deadline:
    """A second lawyer finds the day wrong. Whoever may says so; the owner and the coordinators hear of it by mail."""
    if not reason.strip():
        raise DeadlineError("contest_needs_reason", field="reason")
    contested = _decide(act, deadline_id, ConfirmationState.CONTESTED, reason)
    deadline = contested.deadline
    for user in alarmed_by(deadline.dossier, act.on):
        if user == act.by:
            continue
        key, letter = f"contested:{contested.pk}:{user.pk}", contest_letter(deadline, user)
        queue_mail(key, to=user, letter=letter, at=act.at, dossier_id=deadline.dossier_id)
    return deadline


def _decide(act: Act, deadline_id: UUID, state: ConfirmationState, remark: str) -> Confirmation:
    deadline = _lock_open(act, deadline_id)
    standing = in_force(deadline) or Confirmation(due_on=deadline.due_on)
    standing.deadline = deadline
    if standing.decided_at is not None:
        raise DeadlineError("confirmation_decided", state=standing.state)
    if act.by.is_service:
        raise DeadlineError("machine_no_lawyer")
    if act.by.pk in givers_of(deadline):
        raise DeadlineError("own_date_not_confirmed")
    if state is ConfirmationState.CONFIRMED and standing.of_id not in (None, act.by.pk):
        raise DeadlineError("asked_of_another", colleague=standing.of_id)
    standing.state, standing.remark = state, remark
    standing.decided_by, standing.decided_at = act.by, act.at
    standing.save()
    due_on = str(deadline.due_on)
    note(act, deadline.dossier, f"deadline.{state.value}", deadline=deadline.pk, due_on=due_on)
    return standing


def _lock_open(act: Act, deadline_id: UUID) -> Deadline:
    """The deadline locked, an open term that runs against the person: no other is looked at twice."""
    deadline = lock_deadline(act, deadline_id)
    if deadline.rule_kind != RuleKind.PARTY_DEADLINE:
        raise DeadlineError("nothing_to_confirm")
    require_open(deadline)
    return deadline
