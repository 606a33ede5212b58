"""In which teams somebody works and as what: the `roles` of a colleague or an integration."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpdesk.acts import DeskAct
from helpdesk.configuration.sections.teams import known_team
from helpdesk.configuration.strict import Block
from helpdesk.people.models import Membership, Role, User
from helpdesk.people.services.teams import leave, place


@dataclass(frozen=True)
class Place:
    """A role in a team; without a role she is to leave it."""

    team: str
    role: str | None


def read_places(block: Block) -> tuple[Place, ...]:
    places: dict[str, Place] = {}
    for inner in block.blocks("roles"):
        team = inner.text("team")
        leaves = inner.has("absent") and inner.flag("absent")
        found = Place(team, None if leaves else inner.word("role", Role.values))
        inner.close()
        if team in places:
            raise inner.refuse("team", "named_twice", name=team)
        places[team] = found
    return tuple(places.values())


def moves_of(user: User | None, places: Sequence[Place]) -> list[str]:
    """What differs, in words. A team that is not known is refused."""
    held = _held(user)
    for wanted in places:
        known_team(wanted.team, field="roles")
    return [_move(each, held.get(each.team)) for each in places if held.get(each.team) != each.role]


def elsewhere(user: User | None, places: Sequence[Place]) -> list[str]:
    """The teams she works in that the file does not speak of: they are left alone."""
    return sorted(_held(user).keys() - {place.team for place in places})


def move(act: DeskAct, user: User, places: Sequence[Place]) -> None:
    held = _held(user)
    for wanted in places:
        team = known_team(wanted.team, field="roles")
        if wanted.role is None and wanted.team in held:
            leave(act, user, team)
        elif wanted.role is not None and held.get(wanted.team) != wanted.role:
            place(act, user, team, role=wanted.role)


def _held(user: User | None) -> dict[str, str]:
    return dict(Membership.objects.filter(user=user).values_list("team__slug", "role"))


def _move(place: Place, before: str | None) -> str:
    if place.role is None:
        return f"leaves {place.team}"
    return f"{before} → {place.role} in {place.team}" if before else f"{place.role} in {place.team}"
