"""The second look at a deadline's day: whose day it is, who else may look, and that it is asked of her.

It is asked for one day: a deadline that moves asks anew. What is said of it is written in `deadlines.confirming`.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import Action, colleagues_who_may
from cases.models import Dossier
from cases.services.dossiers import note
from deadlines.letters import second_look_letter
from deadlines.models import FATAL, Confirmation, ConfirmationState, Deadline, DeadlineState, Decision
from helpdesk.acts import Act, AnyAct, DeskAct
from helpdesk.outbox.services import queue_mail
from helpdesk.people.models import User

NOT_ASKED = "none"
BATCH = 200


def looked_at(state: str) -> Q:
    """The deadlines of which the confirmation in force stands so; `none`: those that have none.

    It is awaited of an open one only: of one that is done nobody looks at the day any more.
    """
    in_force = Confirmation.objects.filter(deadline=OuterRef("pk"), overtaken_at__isnull=True)
    if state == NOT_ASKED:
        return ~Q(Exists(in_force))
    stands_so = Q(Exists(in_force.filter(state=state)))
    return stands_so & Q(state=DeadlineState.OPEN) if state == ConfirmationState.AWAITED else stands_so


def in_force(deadline: Deadline) -> Confirmation | None:
    return deadline.confirmations.filter(overtaken_at__isnull=True).first()


def givers_of(deadline: Deadline) -> set[UUID]:
    """Whose day it is: who recorded its event, who took its last recomputation, who set it by hand."""
    taken = deadline.recomputations.filter(decision=Decision.TAKEN).order_by("decided_at", "id").last()
    override = deadline.overrides.filter(withdrawn_at__isnull=True).first()
    found = {
        deadline.event.recorded_by_id if deadline.event else None,
        taken.decided_by_id if taken else None,
        override.made_by_id if override else None,
    }
    return {one for one in found if one is not None}


def second_lawyers(deadline: Deadline) -> QuerySet[User]:
    """The colleagues who may work on the dossier and did not give the day."""
    return colleagues_who_may(Action.CHANGE, deadline.dossier).exclude(pk__in=givers_of(deadline))


def ask(act: AnyAct, deadline: Deadline, *, asked_by: UUID | None, of: UUID | None) -> None:
    """Let the day of a locked deadline be looked at; what was said of it before is overtaken.

    Where nobody asks it is the team that does. Who is asked by name gets a mail.
    """
    overtake(act, deadline)
    asked = Confirmation.objects.create(
        deadline=deadline, due_on=deadline.due_on, asked_by_id=asked_by, asked_at=act.at, of_id=of
    )
    if asked.of is not None:
        key, letter = f"second-look:{asked.pk}", second_look_letter(deadline, asked.of)
        queue_mail(key, to=asked.of, letter=letter, at=act.at, dossier_id=deadline.dossier_id)
    due_on = str(deadline.due_on)
    note(act, deadline.dossier, "deadline.confirmation_asked", deadline=deadline.pk, due_on=due_on, of=of)


def ask_anew(act: Act, deadline: Deadline) -> None:
    """After a move of a locked deadline: what was looked at was another day. Where it was asked, it is asked anew.

    Who was asked by name and gave the new day herself, or may no longer work on it, is asked no more: any other may.
    """
    before = in_force(deadline)
    if before is not None and before.asked_at is not None:
        may_still = before.of_id and second_lawyers(deadline).filter(pk=before.of_id).exists()
        ask(act, deadline, asked_by=before.asked_by_id, of=before.of_id if may_still else None)
        return
    overtake(act, deadline)
    ask_for_team(act, deadline)


def ask_for_team(act: AnyAct, deadline: Deadline) -> None:
    """Ask any second lawyer to look at a locked, open deadline where its team needs one and none was asked or looked.

    It keeps nobody from recording the day, nor from meeting the deadline.
    """
    is_needed = deadline.is_fatal and deadline.dossier.team.needs_second_lawyer
    if is_needed and in_force(deadline) is None:
        ask(act, deadline, asked_by=None, of=None)


def ask_for_all_teams(act: DeskAct) -> int:
    """The same for every deadline that stood open when its team began to need it; the number asked.

    Run again it finds nothing to do. A dossier that somebody works on just now is left to the next look.
    """
    asked = 0
    while batch := _ask_batch(act):
        asked += batch
    return asked


@transaction.atomic
def _ask_batch(act: DeskAct) -> int:
    """Of so many dossiers, locked before their deadlines."""
    waiting = Deadline.objects.filter(FATAL, looked_at(NOT_ASKED), state=DeadlineState.OPEN)
    rows = Dossier.objects.filter(
        Exists(waiting.filter(dossier=OuterRef("pk"))), team__needs_second_lawyer=True
    )
    rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related("team")
    asked = 0
    for dossier in list(rows.order_by("pk")[:BATCH]):
        for deadline in waiting.filter(dossier=dossier).select_for_update(of=("self",)).order_by("pk"):
            deadline.dossier = dossier
            ask(act, deadline, asked_by=None, of=None)
            asked += 1
    return asked


def overtake(act: AnyAct, deadline: Deadline) -> None:
    deadline.confirmations.filter(overtaken_at__isnull=True).update(overtaken_at=act.at)
