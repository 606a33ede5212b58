"""Who hears of a dossier's days: its owner while she works in its team, else everybody who does."""

from django.db.models import Exists, OuterRef, Q

from cases.models import Dossier
from helpdesk.people.colleagues import WORKING_ROLES, working_in
from helpdesk.people.models import Membership, User


def addressees_of(dossier: Dossier) -> list[User]:
    """The owner; where she has left the team or cannot sign in, every lawyer and coordinator of the team."""
    working = list(working_in([dossier.team_id]))
    return [user for user in working if user.pk == dossier.owner_id] or working


def addressed_to(user: User, path: str = "") -> Q:
    """The same rule as a condition, for rows that hang on a dossier: `path` leads to it, such as `dossier__`."""
    teams = Membership.objects.filter(user=user, role__in=WORKING_ROLES).values("team_id")
    owner_works_there = Membership.objects.filter(
        user_id=OuterRef(f"{path}owner_id"),
        team_id=OuterRef(f"{path}team_id"),
        role__in=WORKING_ROLES,
        user__is_active=True,
        user__is_service=False,
    )
    hers = Q(**{f"{path}owner_id": user.pk}) | ~Q(Exists(owner_works_there))
    return Q(**{f"{path}team_id__in": teams}) & hers
