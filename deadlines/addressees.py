"""Who hears of a dossier's days: its owner while she may work on it, else everybody who may.

While she is away, who stands in for her hears of them too. A legal date must be seen by someone who is there: where
nobody who may work on it stands in, everybody who may hears of it.
"""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import ROLES_THAT_CHANGE, Action, colleagues_who_may, may, owner_may, parts_in_force
from cases.models import Dossier
from helpdesk.people.absences import away, standing_in
from helpdesk.people.models import Membership, Role, User


def colleagues() -> QuerySet[User]:
    """Everybody who works on dossiers and can sign in, guests too; integrations read no mail."""
    working = Membership.objects.filter(role__in=ROLES_THAT_CHANGE).values("user_id")
    taking_part = parts_in_force(Action.CHANGE).values("user_id")
    able = User.objects.filter(Q(pk__in=working) | Q(pk__in=taking_part), is_active=True, is_service=False)
    return able.order_by("email")


def addressees_of(dossier: Dossier, today: date) -> list[User]:
    """The owner and who stands in for her today; where one of them is wanting, all who may work on the dossier."""
    able = list(colleagues_who_may(Action.CHANGE, dossier).order_by("email"))
    wanted = {dossier.owner_id, standing_in(dossier.owner_id, away(today))}
    found = [user for user in able if user.pk in wanted]
    return found if len(found) == len(wanted) else able


def alarmed_by(dossier: Dossier, today: date) -> list[User]:
    """Those who hear of a loss: the addressees, and the coordinators of the team who may work on the dossier."""
    leading = Membership.objects.filter(team_id=dossier.team_id, role=Role.COORDINATOR).values("user_id")
    known = addressees_of(dossier, today)
    able = colleagues_who_may(Action.CHANGE, dossier).filter(pk__in=leading).order_by("email")
    return [*known, *(user for user in able if user not in known)]


def addressed_to(user: User, today: date, path: str = "") -> Q:
    """The same rule as a condition, for rows that hang on a dossier: `path` leads to it, such as `dossier__`."""
    hers = Q(**{f"{path}owner_id": user.pk}) | ~Q(owner_may(Action.CHANGE, path))
    absent = away(today)
    for owner_id in absent:
        owned = Q(**{f"{path}owner_id": owner_id})
        instead = standing_in(owner_id, absent)
        if instead in (None, user.pk):
            hers |= owned
        else:
            hers |= owned & ~Q(_may_work(instead, path))
    return may(user, Action.CHANGE, path) & hers


def _may_work(user_id: UUID | None, path: str) -> Exists:
    """Whether somebody may work on the dossier that `path` leads to."""
    hers = Dossier.objects.filter(may(User(pk=user_id), Action.CHANGE))
    return Exists(hers.filter(pk=OuterRef(f"{path}pk")))
