"""From the validated members of a request to the opening of a dossier."""

from collections.abc import Mapping
from typing import Any

from cases.access import ROLES_THAT_CHANGE, team_for
from cases.services.dossiers import Opening
from helpdesk.people.models import Role, User


def opening_from(
    user: User,
    said: Mapping[str, Any],
    *,
    roles: tuple[Role, ...] = ROLES_THAT_CHANGE,
    owner: User | None = None,
) -> Opening:
    """What the new dossier starts with, in a team where the user has one of the roles."""
    return Opening(
        team=team_for(user, said.get("team"), roles),
        title=said["title"],
        summary=said["summary"],
        language=said["language"],
        themes=said["themes"],
        person_concerned=said["person_concerned"],
        owner=owner,
    )
