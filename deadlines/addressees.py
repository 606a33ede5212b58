"""Who hears of a dossier's days: its owner while she works in its team, else everybody who does.

While she is away, who stands in for her hears of them too. A legal date must be seen by someone who is there: where
nobody of the team stands in, everybody hears of it.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from cases.models import Dossier
from helpdesk.people.absences import away, standing_in
from helpdesk.people.colleagues import WORKING_ROLES, teams_of, working_in
from helpdesk.people.models import Membership, User


def addressees_of(dossier: Dossier, today: date) -> list[User]:
    """The owner and who stands in for her today; where one of them is wanting, all who work in the team."""
    working = list(working_in([dossier.team_id]))
    wanted = {dossier.owner_id, standing_in(dossier.owner_id, away(today))}
    found = [user for user in working if user.pk in wanted]
    return found if len(found) == len(wanted) else working


def addressed_to(user: User, today: date, path: str = "") -> Q:
    """The same rule as a condition, for rows that hang on a dossier: `path` leads to it, such as `dossier__`."""
    hers = Q(**{f"{path}owner_id": user.pk}) | ~_works_there(OuterRef(f"{path}owner_id"), path)
    absent = away(today)
    for owner_id in absent:
        owned = Q(**{f"{path}owner_id": owner_id})
        instead = standing_in(owner_id, absent)
        if instead in (None, user.pk):
            hers |= owned
        else:
            hers |= owned & ~_works_there(instead, path)
    return Q(**{f"{path}team_id__in": teams_of(user, WORKING_ROLES)}) & hers


def _works_there(user_id: Any, path: str) -> Q:
    """Whether someone works in the dossier's team and can sign in."""
    memberships = Membership.objects.filter(
        user_id=user_id,
        team_id=OuterRef(f"{path}team_id"),
        role__in=WORKING_ROLES,
        user__is_active=True,
        user__is_service=False,
    )
    return Q(Exists(memberships))
