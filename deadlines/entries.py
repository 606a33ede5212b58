"""A deadline enters the book: its columns, its reminders, the dossier's next day; and how it is locked."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef

from cases.access import Action, get_dossier, may_be_seen_by
from cases.models import Dossier, Event
from cases.services.dossiers import note
from deadlines import attention, second_looks
from deadlines.computing import Computed, Leading
from deadlines.errors import DeadlineError
from deadlines.law.load import load_law
from deadlines.law.rules import LeadTimes
from deadlines.leads import ENTRY, MOVED, Lead, lead_times, leads, watch_leads
from deadlines.models import WATCH, Deadline, DeadlineState, Reminder, ReminderMail
from deadlines.notices import read_all_notices_of
from helpdesk.acts import Act, AnyAct
from helpdesk.errors import NotFoundError
from helpdesk.outbox.models import MailState
from helpdesk.outbox.services import call_off

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
    plan(act, reminders_of(act, deadline, first=ENTRY))
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
    second_looks.ask_for_team(act, deadline)
    return deadline


def ring_anew(act: Act, deadline: Deadline) -> None:
    """After a move: forget what has not rung, plan the new day's reminders, one at once, and ask anew."""
    attention.ask_anew(deadline, act.at)
    second_looks.ask_anew(act, deadline)
    forget_reminders([deadline])
    call_off_reminders(act, [deadline])
    plan(act, reminders_of(act, deadline, first=MOVED))


def forget_reminders(deadlines: Collection[Deadline]) -> None:
    """Let nothing ring that has not rung."""
    Reminder.objects.filter(deadline__in=deadlines, claimed_at__isnull=True).delete()


def call_off_reminders(act: AnyAct, deadlines: Collection[Deadline]) -> None:
    """What rang and waits for its reader's hours is overtaken, and does not leave."""
    call_off(ReminderMail.objects.filter(reminder__deadline__in=deadlines).values("mail_id"), act.at)


def settle_reminders(act: AnyAct, deadlines: Collection[Deadline]) -> None:
    """Of deadlines that are done: what waits does not leave, and what was told is read."""
    call_off_reminders(act, deadlines)
    read_all_notices_of(deadlines, act.at)


def plan(act: AnyAct, reminders: Collection[Reminder]) -> None:
    """Store them. One that moved away and back has rung for this day before: what it said is said again only where
    another day was told since.

    What was called off before it was said rings once more, for those whom it did not reach. Not what a colleague had
    wished for herself: the move is told to all.
    """
    _name_moves(reminders)
    Reminder.objects.bulk_create(reminders, ignore_conflicts=True)
    unsaid = Reminder.objects.filter(
        deadline__in={reminder.deadline_id for reminder in reminders},
        due_on=F("deadline__due_on"),
        acknowledgement__isnull=True,
        wished_by__isnull=True,
        mails__mail__state=MailState.CALLED_OFF,
    )
    Reminder.objects.filter(pk__in=unsaid.values("pk")).update(planned_at=act.at, claimed_at=None)


def _name_moves(reminders: Collection[Reminder]) -> None:
    """Name those that tell a move as that day was told before; otherwise where another day was told since."""
    moves = {reminder.deadline_id: reminder for reminder in reminders if reminder.lead == MOVED}
    if not moves:
        return
    said = ReminderMail.objects.filter(reminder=OuterRef("pk")).exclude(mail__state=MailState.CALLED_OFF)
    since = Reminder.objects.filter(deadline=OuterRef("deadline"), claimed_at__gt=OuterRef("claimed_at"))
    of_another_day = Exists(since.exclude(due_on=OuterRef("due_on")).filter(Exists(said)))
    before = Reminder.objects.filter(
        deadline__in=moves, lead__startswith=MOVED, due_on=F("deadline__due_on"), claimed_at__isnull=False
    )
    times: Counter[UUID] = Counter()
    for told in before.annotate(is_overtaken=of_another_day).order_by("claimed_at"):
        times[told.deadline_id] += 1
        again = f"{MOVED}_{times[told.deadline_id] + 1}"
        moves[told.deadline_id].lead = again if told.is_overtaken else told.lead


def reminders_of(act: AnyAct, deadline: Deadline, *, first: str) -> list[Reminder]:
    """The reminders of a deadline's day, not yet stored; `first` names the one at once."""
    if deadline.rule_kind not in RINGING_KINDS:
        return []
    return [
        Reminder(
            deadline=deadline, due_on=deadline.due_on, lead=lead.name, ring_on=lead.ring_on, planned_at=act.at
        )
        for lead in _leads(act, deadline, first)
    ]


def _leads(act: AnyAct, deadline: Deadline, first: str) -> list[Lead]:
    told: dict[str, Any] = {
        "due_on": deadline.due_on,
        "times": lead_times_of(deadline, entered_on=act.on),
        "today": act.on,
        "calendar": load_law().calendar,
        "first": first,
    }
    return watch_leads(**told, last_on=deadline.legal_on) if deadline.is_watch else leads(**told)


def lead_times_of(deadline: Deadline, *, entered_on: date) -> LeadTimes:
    """Those its rule states, or of its length: from what happened, or from its entry where no day is known."""
    happened_on = deadline.event.occurred_on if deadline.event else None
    rule = load_law().rules.get(deadline.rule_id)
    version = rule.version_named(deadline.rule_version) if rule else None
    return lead_times(
        due_on=deadline.due_on,
        counted_from=happened_on or entered_on,
        stated=version.reminders if version else None,
    )


def refresh_next_due_on(dossier: Dossier) -> None:
    """Set the dossier's day to that of its earliest open deadline. The dossier must be locked by the caller."""
    refresh_next_due_days([dossier])


def refresh_next_due_days(dossiers: Collection[Dossier]) -> None:
    """The same for many, in two statements."""
    ringing = Deadline.objects.filter(
        dossier__in=dossiers, state=DeadlineState.OPEN, rule_kind__in=RINGING_KINDS
    )
    days = dict(ringing.values("dossier").annotate(day=Min("due_on")).values_list("dossier", "day"))
    moved = [dossier for dossier in dossiers if dossier.next_due_on != days.get(dossier.pk)]
    for dossier in moved:
        dossier.next_due_on = days.get(dossier.pk)
    Dossier.objects.bulk_update(moved, ["next_due_on"])


def lock_deadline(act: Act, deadline_id: UUID) -> Deadline:
    """The deadline with its dossier locked, for one who works on it. The dossier is locked first, always."""
    seen = Deadline.objects.filter(may_be_seen_by(act.by, "dossier__"), pk=deadline_id)
    dossier_id = seen.values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise NotFoundError
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    deadline = Deadline.objects.select_for_update(of=("self",)).select_related("event").get(pk=deadline_id)
    if deadline.dossier_id != dossier.pk:
        raise DeadlineError("moved_meanwhile")
    deadline.dossier = dossier
    return deadline


def lock_open_deadline(act: Act, deadline_id: UUID) -> Deadline:
    """The same, of one that is not done."""
    deadline = lock_deadline(act, deadline_id)
    require_open(deadline)
    return deadline


def require_open(deadline: Deadline) -> None:
    if deadline.state != DeadlineState.OPEN:
        raise DeadlineError("deadline_not_open", state=deadline.state, done_on=deadline.done_on)
