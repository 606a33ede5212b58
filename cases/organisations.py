"""The one door to an organisation.

Organisations are nobody's secret: who may view all of some team's dossiers sees every one. An intake role sees those
of the contacts it handed in.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.access import ROLES_THAT_VIEW, may_be_seen_by
from cases.errors import CaseError
from cases.models.question import Question
from helpdesk.people.colleagues import teams_of
from helpdesk.people.models import MembershipPeriod, Organisation, Role, User


def visible_organisations(user: User) -> QuerySet[Organisation]:
    """The organisations the user may see; merged ones only to who handed in a contact of theirs."""
    handed_in = Question.objects.filter(
        may_be_seen_by(user, "dossier__"),
        dossier__team__in=teams_of(user, (Role.INTAKE,)),
        handed_in_as__organisation=OuterRef("pk"),
    )
    return Organisation.objects.filter(_known_to(user) | Exists(handed_in))


def organisations_from_inside(user: User) -> QuerySet[Organisation]:
    """Every organisation that stands, for who may view all of some team's dossiers."""
    return Organisation.objects.filter(_known_to(user))


def with_membership(rows: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    """The organisations, each with `is_member` on a day."""
    begun = Q(from_on=None) | Q(from_on__lte=on)
    not_over = Q(until_on=None) | Q(until_on__gte=on)
    periods = MembershipPeriod.objects.filter(begun & not_over, organisation=OuterRef("pk"))
    return rows.annotate(is_member=Exists(periods))


def require_role(
    user: User, entries: Collection[UUID], roles: tuple[Role, ...], *, everywhere: bool = False
) -> None:
    """Refuses with `role_forbids` who has none of the roles in any team: organisations are the whole desk's."""
    if not teams_of(user, roles).exists():
        raise CaseError("role_forbids", needed=[role.value for role in roles])


def _known_to(user: User) -> Q:
    return Q(Exists(teams_of(user, ROLES_THAT_VIEW)), merged_into=None)
