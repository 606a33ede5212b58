"""The colleagues who work on dossiers, and in which teams."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from helpdesk.people.models import Membership, Role, Team, User

WORKING_ROLES = (Role.LAWYER, Role.COORDINATOR)
ROLES_INSIDE = (Role.READER, *WORKING_ROLES)


def colleagues() -> QuerySet[User]:
    """Everybody who works on dossiers and can sign in; integrations read no mail."""
    return _among(Membership.objects.all())


def working_in(teams: Collection[UUID] | QuerySet[Team]) -> QuerySet[User]:
    """Those of them who work in one of these teams."""
    return _among(Membership.objects.filter(team__in=teams))


def _among(memberships: QuerySet[Membership]) -> QuerySet[User]:
    working = memberships.filter(role__in=WORKING_ROLES).values("user_id")
    return User.objects.filter(is_active=True, is_service=False, pk__in=working).order_by("email")


def teams_of(user: User, roles: Collection[Role] = ROLES_INSIDE) -> QuerySet[Team]:
    """The teams in which she has one of these roles: where she is not told otherwise, those whose work she sees."""
    return Team.objects.filter(memberships__user=user, memberships__role__in=roles)


def coordinates(user: User, team: Team) -> bool:
    """Whether she coordinates the team."""
    return teams_of(user, [Role.COORDINATOR]).filter(pk=team.pk).exists()
