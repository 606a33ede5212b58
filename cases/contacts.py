"""The one door to a contact: whom a user may see follows from the dossiers in which she asked.

Who views all of a team's dossiers sees the contacts who asked in those she may see, and of the contacts who have not
asked anything yet those the team entered. An intake role sees the contacts it handed in, as it handed them in: not what
the desk knows of them besides, nor that two of them are one.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from cases.access import ROLES_THAT_VIEW, may_be_seen_by, visible_to
from cases.errors import CaseError
from cases.models.dossier import Dossier
from cases.models.question import Question
from helpdesk.people.colleagues import teams_of
from helpdesk.people.models import Contact, Role, Team, User

Teams = Collection[UUID] | QuerySet[Team]


def visible_contacts(user: User) -> QuerySet[Contact]:
    """The contacts the user may see; merged ones only to who handed them in."""
    handed_in = _asked_in(user, teams_of(user, (Role.INTAKE,))).filter(handed_in_as=OuterRef("pk"))
    known = _known_in(user, teams_of(user, ROLES_THAT_VIEW)) | Q(_is_any(handed_in))
    return Contact.objects.filter(known).select_related("organisation", "team")


def contacts_from_inside(user: User) -> QuerySet[Contact]:
    """The contacts of the teams whose dossiers the user may view."""
    known = _known_in(user, teams_of(user, ROLES_THAT_VIEW))
    return Contact.objects.filter(known).select_related("organisation", "team")


def contacts_for_intake(user: User, team: Team) -> QuerySet[Contact]:
    """Among whom the asker of a new question of the team is looked for: no more than the team, or the intake, knows.

    Merged ones are among them, for she may still call herself as she did then.
    """
    if teams_of(user, ROLES_THAT_VIEW).filter(pk=team.pk).exists():
        known = _known_in(user, [team.pk])
        survivor = Contact.objects.filter(known, pk=OuterRef("merged_into"))
        return Contact.objects.filter(known | Q(_is_any(survivor)))
    handed_in = _asked_in(user, [team.pk]).filter(handed_in_as=OuterRef("pk"))
    return Contact.objects.filter(_is_any(handed_in))


def dossiers_of(user: User, contact: Contact) -> QuerySet[Dossier]:
    """The dossiers in which she asks, as far as the user may see them."""
    inside = Q(question__asker=contact, team__in=teams_of(user, ROLES_THAT_VIEW))
    handed_in = Q(question__handed_in_as=contact, team__in=teams_of(user, (Role.INTAKE,)))
    return visible_to(user).filter(inside | handed_in)


def require_role(
    user: User, entries: Collection[UUID], roles: tuple[Role, ...], *, everywhere: bool = False
) -> None:
    """Refuses with `role_forbids` unless the user has one of the roles in a team that knows these contacts.

    With `everywhere` in all such teams; refuses with `other_teams_know_her` who has it in some of them only.
    """
    theirs, hers = _teams_that_know(entries), teams_of(user, roles)
    if not theirs.filter(pk__in=hers).exists():
        raise CaseError("role_forbids", needed=[role.value for role in roles])
    if everywhere and theirs.exclude(pk__in=hers).exists():
        raise CaseError("other_teams_know_her")


def _known_in(user: User, teams: Teams) -> Q:
    """Who asked in a dossier of these teams that the user may see; of who asked nowhere, whom they entered."""
    asked = _asked_in(user, teams).filter(asker=OuterRef("pk"))
    anywhere = Question.objects.filter(asker=OuterRef("pk"))
    return Q(merged_into=None) & (Q(_is_any(asked)) | Q(~Q(_is_any(anywhere)), team__in=teams))


def _is_any(rows: QuerySet[Any]) -> IsNull:
    """Whether there is such a row: looked up for each contact by itself.

    An EXISTS among alternatives would be turned by PostgreSQL into a reading of all dossiers for the sake of one page.
    """
    return IsNull(Subquery(rows.values("pk")[:1]), False)


def _asked_in(user: User, teams: Teams) -> QuerySet[Question]:
    return Question.objects.filter(may_be_seen_by(user, "dossier__"), dossier__team__in=teams)


def _teams_that_know(contacts: Collection[UUID]) -> QuerySet[Team]:
    asked = Question.objects.filter(asker__in=contacts)
    entered = Contact.objects.filter(pk__in=contacts, questions=None)
    return Team.objects.filter(Q(pk__in=asked.values("dossier__team")) | Q(pk__in=entered.values("team")))
