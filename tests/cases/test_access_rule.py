"""The rule of access in plain Python, held against the database for whatever desk one can think of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.access import Action, colleagues_who_may, get_dossier, may, owner_may, visible_to
from cases.models import Dossier, DossierRole, Event, Participant, Wall
from cases.models.dossier import Confidentiality
from deadlines.addressees import addressed_to, addressees_of
from helpdesk.errors import DeskError
from helpdesk.people.models import Membership, Role, Team, User
from tests.cases.conftest import NOW
from tests.conftest import TODAY

PEOPLE, DOSSIERS = 3, 2
VIEWERS = {Role.READER, Role.LAWYER, Role.COORDINATOR}
WORKERS = {Role.LAWYER, Role.COORDINATOR}


@dataclass(frozen=True)
class Part:
    role: DossierRole
    is_guest: bool
    begins: int
    ends: int | None

    @property
    def is_in_force(self) -> bool:
        return self.begins <= 0 and (self.ends is None or self.ends >= 0)


@dataclass(frozen=True)
class Matter:
    """A dossier of the first team; people are known by their number."""

    level: Confidentiality
    owner: int | None
    opened_by: int
    parts: dict[int, Part]
    walls: frozenset[int]


@dataclass(frozen=True)
class World:
    """The role of each in the first team and in another, and the dossiers of the first."""

    roles: dict[int, Role]
    roles_elsewhere: dict[int, Role]
    able: frozenset[int]
    matters: tuple[Matter, ...]

    def may(self, person: int, action: Action, matter: Matter) -> bool:
        """The rule as docs/privacy.md says it."""
        role, part = self.roles.get(person), matter.parts.get(person)
        if person in matter.walls:
            return False
        takes_part = part and part.is_in_force and (part.is_guest or role in VIEWERS)
        open_to_her = (
            matter.level == Confidentiality.TEAM
            or matter.owner == person
            or (matter.level == Confidentiality.RESTRICTED and role == Role.COORDINATOR)
        )
        looks_inside = takes_part or (role in VIEWERS and open_to_her)
        handed_it_in = (
            role == Role.INTAKE and matter.opened_by == person and matter.level == Confidentiality.TEAM
        )
        changes = (takes_part and part and part.role != DossierRole.READER) or (
            role in WORKERS and open_to_her
        )
        return bool(
            {
                Action.VIEW: looks_inside or handed_it_in,
                Action.LOOK_INSIDE: looks_inside,
                Action.CHANGE: changes,
                Action.HAND_IN: changes or handed_it_in,
                Action.ADMIT: looks_inside
                and (role == Role.COORDINATOR or (role in WORKERS and matter.owner == person)),
                Action.WALL_OFF: looks_inside and role == Role.COORDINATOR,
            }[action]
        )


people = st.integers(0, PEOPLE - 1)
parts = st.builds(
    Part,
    role=st.sampled_from(DossierRole),
    is_guest=st.booleans(),
    begins=st.integers(-1, 1),
    ends=st.none() | st.integers(1, 2) | st.just(0),
).filter(lambda part: part.ends is None or part.ends >= part.begins)
matters = st.builds(
    Matter,
    level=st.sampled_from(Confidentiality),
    owner=st.none() | people,
    opened_by=people,
    parts=st.dictionaries(people, parts, max_size=2),
    walls=st.frozensets(people, max_size=1),
)
worlds = st.builds(
    World,
    roles=st.dictionaries(people, st.sampled_from(Role)),
    roles_elsewhere=st.dictionaries(people, st.sampled_from(Role), max_size=1),
    able=st.frozensets(people),
    matters=st.tuples(*[matters] * DOSSIERS),
)


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def built(world: World) -> tuple[list[User], list[Dossier]]:
    users = [
        User.objects.create(email=f"{number}@example.org", name=str(number), is_active=number in world.able)
        for number in range(PEOPLE)
    ]
    teams = [Team.objects.create(slug=slug, name=slug) for slug in ("here", "elsewhere")]
    for team, roles in zip(teams, (world.roles, world.roles_elsewhere), strict=True):
        for person, role in roles.items():
            Membership.objects.create(user=users[person], team=team, role=role)
    return users, [_dossier(number, matter, users, teams[0]) for number, matter in enumerate(world.matters)]


def _dossier(number: int, matter: Matter, users: list[User], team: Team) -> Dossier:
    dossier = Dossier.objects.create(
        kind="litigation", reference=f"L-2026-0000{number}", title="A case", state="open", team=team,
        owner=None if matter.owner is None else users[matter.owner], opened_by=users[matter.opened_by],
        opened_on=TODAY, confidentiality=matter.level,
    )  # fmt: skip
    Event.objects.create(dossier=dossier, kind="other", recorded_by=users[0], recorded_at=NOW)
    for person, part in matter.parts.items():
        Participant.objects.create(
            dossier=dossier, user=users[person], role=part.role, is_guest=part.is_guest,
            from_on=day(part.begins), until_on=day(part.ends), added_by=users[0], added_at=NOW,
        )  # fmt: skip
    for person in matter.walls:
        Wall.objects.create(
            dossier=dossier, user=users[person], reason="Why", raised_by=users[0], raised_at=NOW
        )
    return dossier


def is_granted(user: User, dossier: Dossier, action: Action) -> bool:
    try:
        return get_dossier(user, dossier.pk, action) == dossier
    except DeskError:
        return False


def held_against(check: Callable[..., None]) -> Any:
    """The check, for many worlds, each in a database of its own."""

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(world=worlds)
    @pytest.mark.django_db
    def test(world: World) -> None:
        with transaction.atomic():
            check(world, *built(world))
            transaction.set_rollback(True)

    return test


@held_against
def test_which_ones_and_may_i_are_the_rule(world: World, users: list[User], dossiers: list[Dossier]) -> None:
    for person, user in enumerate(users):
        for action in Action:
            expected = {
                dossier
                for dossier, matter in zip(dossiers, world.matters, strict=True)
                if world.may(person, action, matter)
            }
            assert set(Dossier.objects.filter(may(user, action))) == expected
            assert {dossier for dossier in dossiers if is_granted(user, dossier, action)} == expected
            events = Event.objects.filter(may(user, action, "dossier__"))
            assert {event.dossier for event in events} == expected
            seen_teams = Team.objects.filter(may(user, action, "dossiers__"))
            assert seen_teams.count() == len(expected)
        assert set(visible_to(user)) == set(Dossier.objects.filter(may(user, Action.VIEW)))


@held_against
def test_rule_holds_when_it_is_denied_and_within_other_queries(
    world: World, users: list[User], dossiers: list[Dossier]
) -> None:
    """Its text is put into queries that name the dossier otherwise: a query within a query within a query."""
    everything, numbered = {one.pk for one in dossiers}, list(zip(dossiers, world.matters, strict=True))
    for person, user in enumerate(users):
        granted = {one.pk for one, matter in numbered if world.may(person, Action.VIEW, matter)}
        seen, rule = visible_to(user), may(user, Action.VIEW)
        within = Dossier.objects.filter(pk__in=seen)
        assert {one.pk for one in within} == granted
        assert {one.pk for one in Dossier.objects.filter(pk__in=within)} == granted
        assert {one.pk for one in Dossier.objects.exclude(pk__in=seen)} == everything - granted
        assert {one.pk for one in Dossier.objects.exclude(rule)} == everything - granted
        this_one = Dossier.objects.filter(rule, pk=OuterRef("dossier_id"))
        assert {one.dossier_id for one in Event.objects.filter(Exists(this_one))} == granted
        told = ExpressionWrapper(may(user, Action.VIEW, "dossier__"), BooleanField())
        rows = Event.objects.annotate(is_seen=told).values_list("dossier_id", "is_seen")
        assert {dossier for dossier, is_seen in rows if is_seen} == granted


@held_against
def test_who_may_is_the_rule_for_who_can_sign_in(
    world: World, users: list[User], dossiers: list[Dossier]
) -> None:
    for dossier, matter in zip(dossiers, world.matters, strict=True):
        for action in Action:
            expected = {users[person] for person in sorted(world.able) if world.may(person, action, matter)}
            assert set(colleagues_who_may(action, dossier)) == expected
        owner_works = matter.owner in world.able and world.may(matter.owner, Action.CHANGE, matter)
        assert Dossier.objects.filter(owner_may(Action.CHANGE), pk=dossier.pk).exists() == owner_works


@held_against
def test_who_hears_of_a_dossier_is_the_same_by_dossier_and_by_colleague(
    world: World, users: list[User], dossiers: list[Dossier]
) -> None:
    for dossier, matter in zip(dossiers, world.matters, strict=True):
        able = {person for person in world.able if world.may(person, Action.CHANGE, matter)}
        expected = {users[person] for person in (able & {matter.owner}) or able}
        assert set(addressees_of(dossier, TODAY)) == expected
        heard_by = {
            users[person]
            for person in world.able
            if dossier in Dossier.objects.filter(addressed_to(users[person], TODAY))
        }
        assert heard_by == expected
