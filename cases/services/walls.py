"""Ethical walls: a colleague is kept from a dossier, whatever else would open it to her."""

from uuid import UUID

from django.db import transaction

from cases.access import Action, get_dossier
from cases.errors import CaseError
from cases.models.participant import Wall
from cases.services.dossiers import note
from cases.services.participants import refuse_to_leave_it_to_nobody
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User


@transaction.atomic
def raise_wall(act: Act, dossier_id: UUID, user_id: UUID) -> Wall:
    """Keep a colleague from the dossier from this moment, for the act's reason; she takes part no longer.

    Refuses with `wall_around_oneself` the acting coordinator, who could not lift it, and with `owner_walled` the owner,
    whose dossier must be another's first.
    """
    dossier = get_dossier(act.by, dossier_id, Action.WALL_OFF, lock=True)
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise CaseError("user_unknown", field="user", user=user_id)
    if user == act.by:
        raise CaseError("wall_around_oneself", field="user")
    if user.pk == dossier.owner_id:
        raise CaseError("owner_walled", field="user")
    if dossier.walls.filter(user=user).exists():
        raise CaseError("walled_off", field="user", user=user_id)
    wall = Wall.objects.create(
        dossier=dossier, user=user, reason=_reason(act), raised_by=act.by, raised_at=act.at
    )
    dossier.participants.filter(user=user).delete()
    note(act, dossier, "wall.raised", user=user.pk)
    refuse_to_leave_it_to_nobody(dossier)
    return wall


@transaction.atomic
def lift_wall(act: Act, dossier_id: UUID, wall_id: UUID, *, unchanged_since: int | None = None) -> None:
    """The colleague may see again what her roles open to her. Who took part must be named anew."""
    dossier = get_dossier(act.by, dossier_id, Action.WALL_OFF, lock=True, unchanged_since=unchanged_since)
    _reason(act)
    wall = dossier.walls.filter(pk=wall_id).first()
    if wall is None:
        raise NotFoundError
    wall.delete()
    note(act, dossier, "wall.lifted", user=wall.user_id)


def _reason(act: Act) -> str:
    if not act.reason.strip():
        raise CaseError("reason_needed", field="reason")
    return act.reason
