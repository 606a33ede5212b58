"""The one door to a dossier. The same rule answers "which ones?" and "may I?"."""

from collections.abc import Collection
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.errors import CaseError
from cases.models.dossier import Dossier
from helpdesk.errors import NotFoundError
from helpdesk.people.colleagues import ROLES_INSIDE, WORKING_ROLES
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.revisions import refuse_if_changed


class Action(Enum):
    VIEW = "view"
    CHANGE = "change"
    HAND_IN = "hand_in"


ROLES_THAT_VIEW = ROLES_INSIDE
ROLES_THAT_CHANGE = WORKING_ROLES
ROLES_THAT_HAND_IN = (Role.INTAKE, *WORKING_ROLES)
ROLES_NEEDED = {Action.CHANGE: ROLES_THAT_CHANGE, Action.HAND_IN: ROLES_THAT_HAND_IN}


def visible_to(user: User) -> QuerySet[Dossier]:
    """The dossiers of the user's teams; for an intake role, those it opened itself."""
    return Dossier.objects.filter(may_be_seen_by(user))


def may_be_seen_by(user: User, path: str = "") -> Q:
    """The same rule as a condition, for rows that hang on a dossier: `path` leads to it, such as `dossier__`."""
    whole = Membership.objects.filter(user=user, role__in=ROLES_THAT_VIEW).values("team_id")
    own = Membership.objects.filter(user=user, role=Role.INTAKE).values("team_id")
    return Q(**{f"{path}team_id__in": whole}) | Q(
        **{f"{path}opened_by_id": user.pk, f"{path}team_id__in": own}
    )


def get_dossier(
    user: User, dossier_id: UUID, action: Action, *, lock: bool = False, unchanged_since: int | None = None
) -> Dossier:
    """The dossier, if the user may do this with it.

    Unseen and missing look alike (`not_found`); seen but not allowed is `role_forbids`. With `lock` the row is
    locked until the transaction ends. With `unchanged_since`, a revision, one that has changed since then is refused
    (`changed_meanwhile`).
    """
    rows = visible_to(user)
    if lock:
        rows = rows.select_for_update(of=("self",))
    dossier = rows.filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFoundError
    if action in ROLES_NEEDED:
        _require_role(user, dossier, ROLES_NEEDED[action])
    refuse_if_changed(dossier, unchanged_since)
    return dossier


def lock_dossiers(user: User, dossier_ids: Collection[UUID], action: Action) -> dict[UUID, Dossier]:
    """Several dossiers, locked in the order of their ids: two who want the same ones never wait for each other."""
    return {one: get_dossier(user, one, action, lock=True) for one in sorted(set(dossier_ids))}


def _require_role(user: User, dossier: Dossier, roles: tuple[Role, ...]) -> None:
    """Refuses with `role_forbids` unless the user has one of the roles in this dossier's team."""
    if not Membership.objects.filter(user=user, team_id=dossier.team_id, role__in=roles).exists():
        raise CaseError("role_forbids", needed=[role.value for role in roles])


def team_for(user: User, slug: str | None, roles: tuple[Role, ...] = ROLES_THAT_CHANGE) -> Team:
    """The team a new dossier goes to: the one named, or the user's only one.

    Refuses with `team_unknown` a team where the user has none of these roles, and with `team_needed` a choice
    that is not hers alone to leave open.
    """
    teams = Team.objects.filter(memberships__user=user, memberships__role__in=roles)
    if slug is not None:
        team = teams.filter(slug=slug).first()
        if team is None:
            raise CaseError("team_unknown", field="team", team=slug)
        return team
    mine = list(teams.order_by("slug")[:50])
    if len(mine) != 1:
        raise CaseError("team_needed", field="team", allowed=[team.slug for team in mine])
    return mine[0]
