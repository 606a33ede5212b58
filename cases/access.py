"""The one door to a dossier. The same rule answers "which ones?", "may I?" and "who may?".

Whoever takes part in a dossier has it. To the others of its team it opens as far as its level says: at `team` to all,
at `restricted` to the coordinators, at `sealed` to nobody; to its owner always, while she is of the team. A wall shuts
it, whatever else would open it. What somebody may do there is what the strongest of her roles allows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from cases.errors import CaseError
from cases.models.dossier import Confidentiality, Dossier
from cases.models.imports import Import
from cases.models.participant import DossierRole, Participant, Wall
from cases.written import ANYBODY, Text, Written, text_of
from helpdesk.acts import today_at_the_desk
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.colleagues import ROLES_INSIDE, WORKING_ROLES
from helpdesk.people.models import Membership, Role, Team, User
from helpdesk.revisions import refuse_if_changed
from helpdesk.written import WrittenQuery, written_once


class Action(Enum):
    """What somebody wants of a dossier."""

    VIEW = "view"
    # What stays among those who work on it: notes, time, trail, who takes part.
    LOOK_INSIDE = "look_inside"
    CHANGE = "change"
    HAND_IN = "hand_in"
    # Deciding who else sees it, and who must not.
    ADMIT = "admit"
    WALL_OFF = "wall_off"


ROLES_THAT_VIEW = ROLES_INSIDE
ROLES_THAT_CHANGE = WORKING_ROLES
ROLES_THAT_HAND_IN = (Role.INTAKE, *WORKING_ROLES)
PARTS_THAT_CHANGE = (DossierRole.LEAD, DossierRole.CO_COUNSEL, DossierRole.STAND_IN)


@dataclass(frozen=True, kw_only=True)
class Right:
    """Who has it: with which roles in the team, with which on the dossier, and whether who handed it in has it too."""

    in_team: tuple[Role, ...]
    on_dossier: tuple[DossierRole, ...]
    of_intake: bool = False


RIGHTS = {
    Action.VIEW: Right(in_team=ROLES_THAT_VIEW, on_dossier=tuple(DossierRole), of_intake=True),
    Action.LOOK_INSIDE: Right(in_team=ROLES_THAT_VIEW, on_dossier=tuple(DossierRole)),
    Action.CHANGE: Right(in_team=ROLES_THAT_CHANGE, on_dossier=PARTS_THAT_CHANGE),
    Action.HAND_IN: Right(in_team=ROLES_THAT_CHANGE, on_dossier=PARTS_THAT_CHANGE, of_intake=True),
}


@dataclass(frozen=True)
class _Who:
    """One user, as a condition on a dossier names her, and as a query inside that condition does."""

    here: Any
    below: Any


# Whoever a query about users is at, and whoever owns the dossier that is looked at.
_EACH_USER = _Who(OuterRef("pk"), OuterRef(OuterRef("pk")))
_ITS_OWNER = _Who(F("owner_id"), OuterRef("owner_id"))


def visible_to(user: User) -> QuerySet[Dossier]:
    """The dossiers the user may see."""
    return Dossier.objects.filter(may_be_seen_by(user))


def may_be_seen_by(user: User, path: str = "") -> Q:
    """The same rule as a condition, for rows that hang on a dossier: `path` leads to it, such as `dossier__`."""
    return may(user, Action.VIEW, path)


def may(user: User, action: Action, path: str = "") -> Q:
    """The condition that the user may do this with the dossier that `path` leads to."""
    return Q(Written(_text(action, today_at_the_desk()), user.pk, path))


@lru_cache(maxsize=16)
def _text(action: Action, _today: date) -> Text:
    """The condition asks the database, and so stays true whatever changes there; which parts are in force, it asks of
    a day."""
    return text_of(_condition(_Who(ANYBODY, ANYBODY), action))


def colleagues_who_may(action: Action, dossier: Dossier) -> QuerySet[User]:
    """Who may do this with a dossier, as far as they can sign in; integrations read nothing they did not ask for."""
    this_one = Dossier.objects.filter(_condition(_EACH_USER, action), pk=dossier.pk)
    return User.objects.filter(Exists(this_one), is_active=True, is_service=False)


def owner_may(action: Action, path: str = "") -> Exists:
    """Whether a dossier's owner may do this with it: she may have left the team, or be barred from signing in."""
    owned = Dossier.objects.filter(_condition(_ITS_OWNER, action), pk=OuterRef(f"{path}pk"))
    return Exists(owned.filter(owner__is_active=True, owner__is_service=False))


def members_of(team_id: UUID) -> QuerySet[User]:
    """Those who see a team's dossiers as its members; who only hands questions in is none of them."""
    return User.objects.filter(memberships__team_id=team_id, memberships__role__in=ROLES_THAT_VIEW)


def parts_in_force(action: Action) -> QuerySet[Participant]:
    """The parts in dossiers that allow this today."""
    today = today_at_the_desk()
    still_member = Membership.objects.filter(
        user_id=OuterRef("user_id"), team_id=OuterRef("dossier__team_id"), role__in=ROLES_THAT_VIEW
    )
    begun = Participant.objects.filter(role__in=RIGHTS[action].on_dossier, from_on__lte=today)
    lasting = begun.filter(Q(until_on__isnull=True) | Q(until_on__gte=today))
    return lasting.filter(Q(is_guest=True) | Exists(still_member))


def behind_glass(user: User) -> QuerySet[Dossier]:
    """The sealed dossiers that the user does not see and may open for herself, as coordinator of their team."""
    sealed = Dossier.objects.filter(
        confidentiality=Confidentiality.SEALED, team_id__in=_teams(user.pk, (Role.COORDINATOR,))
    )
    walls = Wall.objects.filter(user=user).values("dossier_id")
    return sealed.exclude(may_be_seen_by(user)).exclude(pk__in=walls)


def _condition(who: _Who, action: Action) -> Q:
    if action in RIGHTS:
        return _has(who, action)
    coordinated = Q(team_id__in=_teams(who.below, (Role.COORDINATOR,)))
    if action is Action.WALL_OFF:
        return _has(who, Action.VIEW) & coordinated
    working = Q(_owned_by(who), team_id__in=_teams(who.below, ROLES_THAT_CHANGE))
    return _has(who, Action.VIEW) & (coordinated | working)


def _has(who: _Who, action: Action) -> Q:
    """The rule itself, for the rights of the table."""
    right = RIGHTS[action]
    in_team = Q(team_id__in=_teams(who.below, right.in_team))
    open_to_her = Q(confidentiality=Confidentiality.TEAM) | _owned_by(who)
    coordinates = Q(
        confidentiality=Confidentiality.RESTRICTED, team_id__in=_teams(who.below, (Role.COORDINATOR,))
    )
    part = parts_in_force(action).filter(user_id=who.below, dossier_id=OuterRef("pk"))
    opens = (in_team & open_to_her) | coordinates | Q(Exists(part))
    if right.of_intake:
        opens |= Q(
            confidentiality=Confidentiality.TEAM,
            opened_by_id=who.here,
            team_id__in=_teams(who.below, (Role.INTAKE,)),
        )
    walled = Wall.objects.filter(user_id=who.below).values("dossier_id")
    # As an expression: negated, a look-up along many rows would ask about all of them instead of this one.
    return opens & ~Q(In(F("pk"), walled.query))


def _owned_by(who: _Who) -> Q:
    """Never neither true nor false, where nobody has taken the dossier: else its denial would not hold either."""
    return Q(owner_id__isnull=False, owner_id=who.here)


def _teams(user: Any, roles: tuple[Role, ...]) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(user_id=user, role__in=roles).values("team_id")


def imports_visible_to(user: User) -> QuerySet[Import]:
    """The imports the user uploaded herself, while she works in their team, and all those of a team she coordinates."""
    mine = Membership.objects.filter(user=user)
    works = mine.filter(role__in=ROLES_THAT_CHANGE).values("team_id")
    coordinates = mine.filter(role=Role.COORDINATOR).values("team_id")
    return Import.objects.filter(Q(team_id__in=coordinates) | Q(team_id__in=works, uploaded_by=user))


def get_dossier(
    user: User, dossier_id: UUID, action: Action, *, lock: bool = False, unchanged_since: int | None = None
) -> Dossier:
    """The dossier, if the user may do this with it.

    Unseen and missing look alike (`not_found`); seen but not allowed is `role_forbids`, or says who may. With `lock`
    the row is locked until the transaction ends. With `unchanged_since`, a revision, one that has changed since then
    is refused (`changed_meanwhile`).
    """
    seen = _seen_and_locked(user, dossier_id) if lock else _seen(user, dossier_id)
    if not seen:
        raise NotFoundError
    if action is not Action.VIEW and not _allowed(action)(user, dossier_id):
        raise _refusal(action)
    refuse_if_changed(seen[0], unchanged_since)
    return seen[0]


@written_once
def _seen(user: User, dossier_id: UUID) -> QuerySet[Dossier]:
    return visible_to(user).filter(pk=dossier_id).select_related("team", "owner")


@written_once
def _seen_and_locked(user: User, dossier_id: UUID) -> QuerySet[Dossier]:
    seen = visible_to(user).filter(pk=dossier_id).select_related("team", "owner")
    return seen.select_for_update(of=("self",))


@cache
def _allowed(action: Action) -> WrittenQuery[[User, UUID], UUID]:
    @written_once
    def allowed(user: User, dossier_id: UUID) -> QuerySet[Dossier, UUID]:
        return Dossier.objects.filter(may(user, action), pk=dossier_id).values_list("pk", flat=True)

    return allowed


def lock_dossiers(user: User, dossier_ids: Collection[UUID], action: Action) -> dict[UUID, Dossier]:
    """Several dossiers, locked in the order of their ids: two who want the same ones never wait for each other."""
    return {one: get_dossier(user, one, action, lock=True) for one in sorted(set(dossier_ids))}


def _refusal(action: Action) -> DeskError:
    """What is said to who sees the dossier and may not do this with it; of its inside she learns nothing."""
    if action is Action.LOOK_INSIDE:
        return NotFoundError()
    if action is Action.ADMIT:
        return CaseError("owner_or_coordinator_needed")
    if action is Action.WALL_OFF:
        return CaseError("coordinator_needed")
    needed = ROLES_THAT_HAND_IN if action is Action.HAND_IN else ROLES_THAT_CHANGE
    return CaseError("role_forbids", needed=[role.value for role in needed])


def team_for(user: User, slug: str | None, roles: tuple[Role, ...] = ROLES_THAT_CHANGE) -> Team:
    """The team a new dossier goes to: the one named, or the user's only one.

    Refuses with `team_unknown` a team where the user has none of these roles, and with `team_needed` a choice
    that is not hers alone to leave open.
    """
    mine = _teams_where(roles)(user)
    if slug is not None:
        mine = [team for team in mine if team.slug == slug]
        if not mine:
            raise CaseError("team_unknown", field="team", team=slug)
    if len(mine) != 1:
        raise CaseError("team_needed", field="team", allowed=[team.slug for team in mine])
    return mine[0]


@cache
def _teams_where(roles: tuple[Role, ...]) -> WrittenQuery[[User], Team]:
    """The teams in which a user has one of the roles, by slug."""

    @written_once
    def teams(user: User) -> QuerySet[Team]:
        return Team.objects.filter(memberships__user=user, memberships__role__in=roles).order_by("slug")

    return teams
