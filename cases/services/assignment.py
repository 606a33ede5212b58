"""Giving a dossier to a colleague, and giving it back to the team."""

from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.letters import assignment_letter
from cases.models.dossier import Dossier
from cases.services.dossiers import hand_over
from cases.status import state_after
from helpdesk.acts import Act
from helpdesk.outbox.services import queue_mail
from helpdesk.people.colleagues import working_in


@transaction.atomic
def assign(act: Act, dossier_id: UUID, *, to: UUID, unchanged_since: int | None = None) -> Dossier:
    """Make a colleague who works in the team the owner, and tell her by mail; whose it is already keeps it.

    That she is away does not stand against it: who assigns is told (`helpdesk.people.absences`).
    """
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    state = state_after(dossier, "assign")
    owner = working_in([dossier.team_id]).filter(pk=to).first()
    if owner is None:
        raise CaseError("colleague_elsewhere", field="to", colleague=to)
    if owner.pk == dossier.owner_id:
        return dossier
    hand_over(act, dossier, owner, state=state, verb="assigned")
    if owner != act.by:
        key = f"assigned:{dossier.pk}:{dossier.revision}"
        letter = assignment_letter(dossier, owner)
        queue_mail(key, to=owner, letter=letter, at=act.at, dossier_id=dossier.pk)
    return dossier


@transaction.atomic
def release(act: Act, dossier_id: UUID, *, unchanged_since: int | None = None) -> Dossier:
    """Nobody of the team looks after it any more; refuses with `nobody_owns_it` where nobody did."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    state = state_after(dossier, "release")
    if dossier.owner_id is None:
        raise CaseError("nobody_owns_it")
    hand_over(act, dossier, None, state=state, verb="released")
    return dossier
