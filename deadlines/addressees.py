"""Who hears of a dossier's days: its owner while she works in its team, else everybody who does."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Dossier
from helpdesk.people.models import Membership, Role, User

WORKING_ROLES = (Role.LAWYER, Role.COORDINATOR)


def colleagues() -> QuerySet[User]:
    """Everybody who works on dossiers and can sign in; integrations read no mail."""
    working = Membership.objects.filter(role__in=WORKING_ROLES).values("user_id")
    return User.objects.filter(is_active=True, is_service=False, pk__in=working).order_by("email")


def addressees_of(dossier: Dossier) -> list[User]:
    """The owner; where she has left the team or cannot sign in, every lawyer and coordinator of the team."""
    in_team = Membership.objects.filter(team_id=dossier.team_id, role__in=WORKING_ROLES).values("user_id")
    working = list(colleagues().filter(pk__in=in_team))
    return [user for user in working if user.pk == dossier.owner_id] or working


def alarmed_by(dossier: Dossier) -> list[User]:
    """Those who hear of a loss: the addressees, and the coordinators of the team."""
    leading = Membership.objects.filter(team_id=dossier.team_id, role=Role.COORDINATOR).values("user_id")
    known = addressees_of(dossier)
    return [*known, *(user for user in colleagues().filter(pk__in=leading) if user not in known)]


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
