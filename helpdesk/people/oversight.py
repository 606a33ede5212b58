"""Who watches over whose work: the coordinators of her teams, and whoever administers the desk."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from helpdesk.errors import DeskError
from helpdesk.people.models import ApiKey, Membership, Role, Team, User


def overseers_of(user: User) -> list[User]:
    """The coordinators of the colleague's teams; where there is none but herself, the administrators."""
    teams = Membership.objects.filter(user=user).values("team_id")
    coordinators = Membership.objects.filter(team_id__in=teams, role=Role.COORDINATOR).values("user_id")
    others = User.objects.filter(is_active=True, is_service=False).exclude(pk=user.pk).order_by("email")
    return list(others.filter(pk__in=coordinators)) or list(others.filter(is_admin=True))


def overseen_by(user: User) -> QuerySet[User]:
    """The colleagues of the teams that the user coordinates; everybody, for who administers the desk."""
    if user.is_admin:
        return User.objects.all()
    teams = Membership.objects.filter(user=user, role=Role.COORDINATOR).values("team_id")
    return User.objects.filter(Q(pk__in=Membership.objects.filter(team_id__in=teams).values("user_id")))


def integrations_managed_by(user: User | None) -> QuerySet[User]:
    """Those that work only in teams which the user coordinates; all, for who administers the desk and for itself."""
    integrations = User.objects.filter(is_service=True)
    if _manages_all(user):
        return integrations
    coordinated = Membership.objects.filter(user=user, role=Role.COORDINATOR).values("team_id")
    places = Membership.objects.filter(user=OuterRef("pk"))
    return integrations.filter(
        Exists(places), ~Exists(places.exclude(team_id__in=coordinated)), is_admin=False
    )


def keys_managed_by(user: User | None) -> QuerySet[ApiKey]:
    """The keys of the integrations that the user manages."""
    return ApiKey.objects.filter(user__in=integrations_managed_by(user))


def team_managed_by(user: User | None, slug: str) -> Team:
    """The team of this name, for its coordinators, for who administers the desk and for the desk itself.

    Refuses with `team_unknown` a team in which the user does not work, with `role_forbids` one she does not coordinate.
    """
    team = Team.objects.filter(slug=slug).first()
    role = Membership.objects.filter(user=user, team=team).values_list("role", flat=True).first()
    if team is None or not (role or _manages_all(user)):
        raise DeskError("team_unknown", field="team", team=slug)
    if role != Role.COORDINATOR and not _manages_all(user):
        raise DeskError("role_forbids", needed=[Role.COORDINATOR.value])
    return team


def _manages_all(user: User | None) -> bool:
    return user is None or user.is_admin
