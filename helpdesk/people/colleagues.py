"""The colleagues who work on dossiers, and in which teams."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from helpdesk.people.models import Membership, Role, User

WORKING_ROLES = (Role.LAWYER, Role.COORDINATOR)


def colleagues() -> QuerySet[User]:
    """Everybody who works on dossiers and can sign in; integrations read no mail."""
    return _among(Membership.objects.all())


def working_in(teams: Collection[UUID]) -> QuerySet[User]:
    """Those of them who work in one of these teams."""
    return _among(Membership.objects.filter(team_id__in=teams))


def _among(memberships: QuerySet[Membership]) -> QuerySet[User]:
    working = memberships.filter(role__in=WORKING_ROLES).values("user_id")
    return User.objects.filter(is_active=True, is_service=False, pk__in=working).order_by("email")
