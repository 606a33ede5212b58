"""Units of a penalty that were lost: said in the trail, and out loud to those who could have saved them."""

from collections.abc import Sequence

from cases.models import Dossier
from cases.services.dossiers import note
from deadlines.addressees import alarmed_by
from deadlines.law.penalties import Sum
from deadlines.leads import awake
from deadlines.letters import loss_letter
from deadlines.models import Deadline, PenaltyStanding, Reminder, ReminderMail
from helpdesk.acts import Doing
from helpdesk.outbox.services import queue_mail


def tell_of_loss(
    act: Doing, dossier: Dossier, lost: Sum, standing: PenaltyStanding, over: Sequence[Deadline]
) -> None:
    """Note what has lapsed since it was last looked at; mail it where a watch stood open `over` it.

    What had lapsed before the desk knew of it, and what somebody decided to let go, is in the trail alone.
    """
    changes = {"units": lost.units, "amount": str(lost.amount), "seen_on": str(act.on)}
    note(act, dossier, "penalty.unit_lapsed", **changes)
    if over:
        _mail(act, min(over, key=lambda watch: watch.legal_on), lost, standing)


def _mail(act: Doing, watch: Deadline, lost: Sum, standing: PenaltyStanding) -> None:
    reminder, _ = Reminder.objects.get_or_create(
        deadline=watch, due_on=watch.due_on, lead="lost", defaults={"ring_on": act.on, "claimed_at": act.at}
    )
    for user in alarmed_by(watch.dossier):
        letter = loss_letter(watch.dossier, lost, standing, user)
        key = f"unit-lapsed:{watch.dossier_id}:{act.on}:{user.pk}"
        mail = queue_mail(key, to=user, letter=letter, at=awake(act.at))
        if mail is not None:
            ReminderMail.objects.create(reminder=reminder, mail=mail)
