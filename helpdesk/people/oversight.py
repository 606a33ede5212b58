"""Who watches over whose work: the coordinators of her teams, and whoever administers the desk."""

from django.db.models import Q, QuerySet

from helpdesk.people.models import Membership, Role, User


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
