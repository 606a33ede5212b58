"""When a colleague worked in a team, told back from today by what the trail says of her comings and goings.

Where it says nothing, she was there: only who is known to have been out is taken to have been.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.people.colleagues import ROLES_INSIDE
from helpdesk.people.models import Membership, Team, User
from helpdesk.trail.models import TrailEntry

LEFT = "team.left"
MOVES = ("team.joined", "team.role_changed", LEFT)


@dataclass(frozen=True)
class Stay:
    """A time during which her roles stayed what they were, and whether one of them let her see the work of a team.

    It began with the entry `since_entry`, or before the trail tells of her; it lasted until `until`, or still does.
    """

    since: datetime | None
    since_entry: int
    until: datetime | None
    is_inside: bool


def stays_of(user: User) -> Iterator[Stay]:
    """The last first."""
    roles: dict[UUID, str | None] = dict(Membership.objects.filter(user=user).values_list("team_id", "role"))
    until = None
    for moved in _moves_of(user):
        yield Stay(moved.at, moved.pk, until, _is_inside(roles))
        roles[moved.subject_id] = _before(moved)
        until = moved.at
    yield Stay(None, 0, until, _is_inside(roles))


def _moves_of(user: User) -> list[TrailEntry]:
    teams = Team.objects.values("pk")
    moves = TrailEntry.objects.filter(subject_id__in=teams, verb__in=MOVES, changes__user=str(user.pk))
    return list(moves.order_by("-id"))


def _before(moved: TrailEntry) -> str | None:
    """Her role in the team before. As what she left it, no entry says: as one who worked there."""
    if moved.verb == LEFT:
        return ROLES_INSIDE[-1]
    before: str | None = moved.changes["role"][0]
    return before


def _is_inside(roles: dict[UUID, str | None]) -> bool:
    return any(role in ROLES_INSIDE for role in roles.values())
