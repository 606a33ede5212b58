"""A fatal day that nobody acknowledged climbs: to who stands in, to everybody who may work on it, to the coordinators.

One look of the clockwork may climb several rungs: where a rung reaches nobody, and where the day is close.
"""

from datetime import date, datetime

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from cases.access import Action, colleagues_who_may, parts_in_force
from cases.models import Dossier
from cases.models.participant import DossierRole
from deadlines.attention import first_climb
from deadlines.models import Acknowledgement, Deadline, DeadlineState, Reminder, Rung
from deadlines.reminders import mail_reminder
from helpdesk.people.absences import away, standing_in
from helpdesk.people.models import Membership, Role, User
from helpdesk.trail.services import record

log = structlog.get_logger(__name__)

BATCH = 200
LADDER = tuple(Rung)


def climb_all(*, today: date, at: datetime) -> int:
    """Climb with everything that nobody acknowledged in time, rung by rung; the number of mails queued."""
    queued = 0
    while batch := _climb_batch(today, at):
        queued += sum(batch)
    return queued


@transaction.atomic
def _climb_batch(today: date, at: datetime) -> list[int]:
    """One rung each: the number of mails per deadline. Locked deadlines are another's just now and are skipped."""
    due = Acknowledgement.objects.filter(deadline=OuterRef("pk"), climbs_at__lte=at)
    rows = Deadline.objects.select_for_update(skip_locked=True, of=("self",)).filter(Exists(due))
    batch = rows.select_related("dossier", "event").prefetch_related("confirmations")
    batch = batch.order_by("due_on", "id")[:BATCH]
    return [_climb(deadline, today, at) for deadline in list(batch)]


def _climb(deadline: Deadline, today: date, at: datetime) -> int:
    """The next rung of one locked deadline."""
    unanswered = deadline.acknowledgements.filter(climbs_at__lte=at).first()
    if unanswered is None:
        return 0
    if deadline.state != DeadlineState.OPEN:
        unanswered.climbs_at = None
        unanswered.save(update_fields=["climbs_at"])
        return 0
    rung, *above = LADDER[unanswered.rungs.count() :]
    told = _tell(deadline, unanswered, rung, today, at)
    unanswered.climbs_at = (first_climb(deadline.due_on, at) if told else at) if above else None
    unanswered.save(update_fields=["climbs_at"])
    return told


def _tell(deadline: Deadline, unanswered: Acknowledgement, rung: Rung, today: date, at: datetime) -> int:
    """Write down that it climbed, and mail those of this rung who may work on the dossier."""
    reminder = Reminder.objects.create(
        deadline=deadline,
        due_on=deadline.due_on,
        lead=rung,
        ring_on=today,
        claimed_at=at,
        acknowledgement=unanswered,
    )
    told = mail_reminder(reminder, heard_at(rung, deadline.dossier, today), today, at)
    if not told and rung is LADDER[-1]:
        log.error("escalation_without_addressee", deadline=str(deadline.pk))
    record(
        "deadline.escalated",
        actor=None,
        at=at,
        subject_id=deadline.dossier_id,
        dossier_id=deadline.dossier_id,
        changes={"deadline": deadline.pk, "due_on": str(deadline.due_on), "rung": rung.value, "told": told},
    )
    return told


def heard_at(rung: Rung, dossier: Dossier, today: date) -> list[User]:
    """Who hears of it at a rung; nobody there who may not work on the dossier."""
    able = colleagues_who_may(Action.CHANGE, dossier).order_by("email")
    if rung is Rung.TO_STAND_IN:
        parts = parts_in_force(Action.CHANGE).filter(dossier=dossier, role=DossierRole.STAND_IN)
        instead = {standing_in(dossier.owner_id, away(today)), *parts.values_list("user_id", flat=True)}
        return list(able.filter(pk__in=[one for one in instead if one and one != dossier.owner_id]))
    if rung is Rung.TO_COORDINATORS:
        coordinators = Membership.objects.filter(team_id=dossier.team_id, role=Role.COORDINATOR)
        return list(able.filter(pk__in=coordinators.values("user_id")))
    return list(able)
