"""Teams, and who works in them."""

from django.db import transaction

from helpdesk.acts import AnyAct
from helpdesk.people.models import Membership, Team, User
from helpdesk.trail.services import record


@transaction.atomic
def add_team(act: AnyAct, *, slug: str, name: str) -> Team:
    team = Team.objects.create(slug=slug, name=name)
    _note(act, team, "team.added", slug=slug)
    return team


@transaction.atomic
def rename_team(act: AnyAct, team: Team, *, name: str) -> None:
    before, team.name = team.name, name
    team.save(update_fields=["name"])
    _note(act, team, "team.renamed", name=[before, name])


@transaction.atomic
def let_a_second_lawyer_look(act: AnyAct, team: Team, *, needed: bool) -> None:
    """Say whether each fatal day of the team's dossiers is asked of a second lawyer; the deadlines see to it."""
    before, team.needs_second_lawyer = team.needs_second_lawyer, needed
    team.save(update_fields=["needs_second_lawyer"])
    _note(act, team, "team.second_lawyer_set", needs_second_lawyer=[before, needed])


@transaction.atomic
def place(act: AnyAct, user: User, team: Team, *, role: str) -> None:
    """Give a colleague or an integration her one role in a team."""
    before = Membership.objects.filter(user=user, team=team).values_list("role", flat=True).first()
    Membership.objects.update_or_create(user=user, team=team, defaults={"role": role})
    _note(
        act, team, "team.joined" if before is None else "team.role_changed", user=user.pk, role=[before, role]
    )


@transaction.atomic
def leave(act: AnyAct, user: User, team: Team) -> None:
    """Take a colleague out of a team. What she did there stays hers."""
    Membership.objects.filter(user=user, team=team).delete()
    _note(act, team, "team.left", user=user.pk)


def _note(act: AnyAct, team: Team, verb: str, **changes: object) -> None:
    record(verb, actor=act.by, at=act.at, subject_id=team.pk, reason=act.reason, changes=changes)
