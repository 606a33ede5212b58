"""In whose name a command acts, for which team, and on which day."""

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from cases.access import ROLES_THAT_CHANGE, team_for
from cases.errors import CaseError
from helpdesk.acts import Act, today_at_the_desk
from helpdesk.people.models import Team, User


def add_signing_arguments(parser: CommandParser, *, required: bool) -> None:
    parser.add_argument("--team", required=required, metavar="SLUG", help="the team the dossiers go to")
    parser.add_argument("--by", required=required, metavar="EMAIL", help="the colleague who enters them")


def signed(by: str | None, team: str | None, reason: str) -> tuple[Act, Team]:
    """The act and the team. What is not named must be the only possibility."""
    user = _colleague(by, team)
    now = timezone.now()
    act = Act(by=user, at=now, on=today_at_the_desk(now), reason=reason)
    try:
        return act, team_for(user, team)
    except CaseError as refusal:
        raise CommandError(_said(refusal, user)) from refusal


def _colleague(by: str | None, team: str | None) -> User:
    if by is not None:
        user = User.objects.filter(email__iexact=by, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no colleague with the address {by}.")
        return user
    able = User.objects.filter(is_active=True, is_service=False, memberships__role__in=ROLES_THAT_CHANGE)
    if team is not None:
        able = able.filter(memberships__team__slug=team, memberships__role__in=ROLES_THAT_CHANGE)
    found = list(able.distinct()[:2])
    if len(found) != 1:
        raise CommandError("Say with --by EMAIL in whose name; not exactly one colleague could do this.")
    return found[0]


def _said(refusal: CaseError, user: User) -> str:
    if refusal.code == "team_unknown":
        return f"{user.email} does not work on dossiers in a team named {refusal.values['team']}."
    return f"Say with --team SLUG for which team; {user.email} works in: {refusal.values['allowed']}."
