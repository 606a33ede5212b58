"""A deadline enters the book: its columns, its reminders, the dossier's next day; and how it is locked."""

from datetime import date
from uuid import UUID

from django.db.models import Min

from cases.access import Action, get_dossier, may_be_seen_by
from cases.models import Dossier, Event
from cases.services.dossiers import note
from deadlines.computing import Computed, Leading
from deadlines.law.load import load_law
from deadlines.leads import Lead, leads, watch_leads
from deadlines.models import WATCH, Deadline, DeadlineState, Reminder
from helpdesk.acts import Act, Doing
from helpdesk.errors import NotFoundError

# Only a term that runs against the person herself rings, and a watch; the terms of others are kept to be seen.
RINGING_KINDS = frozenset({"party_deadline", WATCH})


def enter_deadline(
    act: Act, dossier: Dossier, event: Event, computed: Computed, leading: Leading
) -> Deadline:
    """Store one result with its whole explanation, plan its reminders, and move the locked dossier's day."""
    deadline = Deadline.objects.create(
        dossier=dossier,
        event=event,
        query=computed.query,
        answer=computed.answer_for(leading),
        computed_at=act.at,
        **leading.columns(),
    )
    plan_reminders(act, deadline, first="entry")
    refresh_next_due_on(dossier)
    note(
        act,
        dossier,
        "deadline.computed",
        deadline=deadline.pk,
        rule=leading.rule_id,
        version=leading.rule_version,
        due_on=str(leading.due_on),
    )
    return deadline


def ring_anew(act: Doing, deadline: Deadline) -> None:
    """After a move: forget the reminders that have not rung, and plan those of the new day, one at once."""
    forget_reminders(deadline)
    plan_reminders(act, deadline, first="moved")


def forget_reminders(deadline: Deadline) -> None:
    """Let nothing ring that has not rung."""
    deadline.reminders.filter(claimed_at__isnull=True).delete()


def plan_reminders(act: Doing, deadline: Deadline, *, first: str) -> None:
    """Plan the reminders of a deadline's day; `first` names the one at once."""
    if deadline.rule_kind not in RINGING_KINDS:
        return
    Reminder.objects.bulk_create(
        (
            Reminder(deadline=deadline, due_on=deadline.due_on, lead=lead.name, ring_on=lead.ring_on)
            for lead in _leads(act, deadline, first)
        ),
        # A deadline that moves away and back has rung for this day before: what it said then need not be said again.
        ignore_conflicts=True,
    )


def _leads(act: Doing, deadline: Deadline, first: str) -> list[Lead]:
    happened_on = deadline.event.occurred_on if deadline.event else None
    told = {"due_on": deadline.due_on, "counted_from": happened_on or act.on, "today": act.on}
    calendar = load_law().calendar
    if deadline.is_watch:
        return watch_leads(**told, last_on=deadline.legal_on, calendar=calendar, first=first)
    return leads(**told, calendar=calendar, first=first)


def refresh_next_due_on(dossier: Dossier) -> None:
    """Set the dossier's day to that of its earliest open deadline. The dossier must be locked by the caller."""
    ringing = dossier.deadlines.filter(state=DeadlineState.OPEN, rule_kind__in=RINGING_KINDS)
    earliest: date | None = ringing.aggregate(day=Min("due_on"))["day"]
    if earliest != dossier.next_due_on:
        dossier.next_due_on = earliest
        dossier.save(update_fields=["next_due_on", "updated_at"])


def lock_deadline(act: Act, deadline_id: UUID) -> Deadline:
    """The deadline with its dossier locked, for one who works on it. The dossier is locked first, always."""
    seen = Deadline.objects.filter(may_be_seen_by(act.by, "dossier__"), pk=deadline_id)
    dossier_id = seen.values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise NotFoundError
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("event").get(pk=deadline_id)
    deadline.dossier = dossier
    return deadline
