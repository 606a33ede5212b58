"""Who hears of a dossier's days: its owner while she may work on it, else everybody who may."""

from django.db.models import Q, QuerySet

from cases.access import ROLES_THAT_CHANGE, Action, colleagues_who_may, may, owner_may, parts_in_force
from cases.models import Dossier
from helpdesk.people.models import Membership, User


def colleagues() -> QuerySet[User]:
    """Everybody who works on dossiers and can sign in, guests too; integrations read no mail."""
    working = Membership.objects.filter(role__in=ROLES_THAT_CHANGE).values("user_id")
    taking_part = parts_in_force(Action.CHANGE).values("user_id")
    able = User.objects.filter(Q(pk__in=working) | Q(pk__in=taking_part), is_active=True, is_service=False)
    return able.order_by("email")


def addressees_of(dossier: Dossier) -> list[User]:
    """The owner; where she has left, was walled off or cannot sign in, everybody who may work on the dossier."""
    able = list(colleagues_who_may(Action.CHANGE, dossier).order_by("email"))
    return [user for user in able if user.pk == dossier.owner_id] or able


def addressed_to(user: User, path: str = "") -> Q:
    """The same rule as a condition, for rows that hang on a dossier: `path` leads to it, such as `dossier__`."""
    hers = Q(**{f"{path}owner_id": user.pk}) | ~Q(owner_may(Action.CHANGE, path))
    return may(user, Action.CHANGE, path) & hers
