"""Who hears of the days of a dossier that is not open to all of its team: by reminder, by digest, by nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from cases.models import Dossier, DossierRole
from cases.models.message import MessageKind
from cases.services.messages import Saying, say
from deadlines.digests import preview, write_digests
from deadlines.reminders import sweep
from deadlines.standings import lapsing_penalties
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Role, Team, User
from tests.cases.conftest import refusal
from tests.conftest import member
from tests.factories import (
    a_condemnation,
    a_deadline,
    a_litigation,
    a_part,
    a_question,
    a_wall,
    act,
    at_level,
)


@pytest.fixture
def everybody(alice: User, bob: User, cora: User, rita: User, sam: User, charlie: User) -> list[User]:
    return [alice, bob, cora, rita, sam, charlie]


@pytest.fixture
def untaken(alice: User, desk: Team) -> Dossier:
    """A question that nobody has taken, with a deadline."""
    question = a_question(alice, desk)
    a_deadline(alice, question)
    return question


@pytest.fixture
def heard_by(everybody: list[User]) -> Callable[[], dict[str, list[str]]]:
    """The names of those who are told of anything: by reminders, and in digests."""

    def heard() -> dict[str, list[str]]:
        at = act(everybody[0]).at
        OutgoingMail.objects.all().delete()
        sweep(today=settings.DESK_DAY, at=at)
        reminded = OutgoingMail.objects.values_list("addressee__name", flat=True)
        digested = [user.name for user in everybody if preview(user, settings.DESK_DAY)[0].deadlines]
        return {"reminder": sorted(reminded), "digest": sorted(digested)}

    return heard


def both(*names: str) -> dict[str, list[str]]:
    return {"reminder": sorted(names), "digest": sorted(names)}


def test_at_the_level_of_the_team_all_who_work_there_hear(heard_by: Any, untaken: Dossier) -> None:
    assert heard_by() == both("Alice", "Bob", "Cora")


def test_restricted_dossier_is_told_to_coordinators_and_to_those_who_work_on_it(
    heard_by: Any, untaken: Dossier, cora: User, bob: User, rita: User, charlie: User
) -> None:
    a_part(cora, untaken, rita, DossierRole.READER)
    a_part(cora, untaken, charlie, DossierRole.CO_COUNSEL)
    at_level(cora, untaken, "restricted")
    assert heard_by() == both("Charlie", "Cora")


def test_sealed_dossier_is_told_to_nobody_but_those_named(
    heard_by: Any, untaken: Dossier, cora: User, bob: User
) -> None:
    a_part(cora, untaken, bob, DossierRole.LEAD)
    at_level(cora, untaken, "sealed")
    assert heard_by() == both("Bob", "Cora")
    untaken.participants.filter(user=cora).delete()
    assert untaken.participants.count() == 1


def test_wall_silences_what_the_team_hears(heard_by: Any, untaken: Dossier, cora: User, bob: User) -> None:
    a_wall(cora, untaken, bob)
    assert heard_by() == both("Alice", "Cora")


def test_owner_behind_a_wall_is_replaced_by_those_who_may_work_on_it(
    heard_by: Any, untaken: Dossier, alice: User, bob: User, cora: User
) -> None:
    """No wall is raised against an owner; this one is left from before she took the dossier."""
    a_wall(cora, untaken, bob)
    Dossier.objects.filter(pk=untaken.pk).update(owner=bob)
    assert heard_by() == both("Alice", "Cora")


def test_owner_alone_hears_of_her_sealed_dossier_while_she_is_of_the_team(
    heard_by: Any, alice: User, cora: User, desk: Team
) -> None:
    dossier = a_litigation(alice, desk)
    a_deadline(alice, dossier)
    a_part(alice, dossier, cora, DossierRole.STAND_IN)
    at_level(alice, dossier, "sealed")
    assert heard_by() == both("Alice")
    Membership.objects.filter(user=alice).delete()
    assert preview(alice, settings.DESK_DAY)[0].deadlines == []
    assert len(preview(cora, settings.DESK_DAY)[0].deadlines) == 1


def test_guest_without_any_team_gets_digests_while_she_works_on_something(
    untaken: Dossier, alice: User, desk: Team
) -> None:
    gina = User.objects.create_user("gina@example.org", name="Gina")
    named = a_part(alice_as_coordinator(desk), untaken, gina, DossierRole.CO_COUNSEL)
    write_digests(today=settings.DESK_DAY, at=act(alice).at)
    assert OutgoingMail.objects.filter(addressee=gina).count() == 1
    named.role = DossierRole.READER
    named.save()
    write_digests(today=settings.DESK_DAY.replace(day=22), at=act(alice).at)
    assert OutgoingMail.objects.filter(addressee=gina).count() == 1


def alice_as_coordinator(desk: Team) -> User:
    return member(desk, "Carl", Role.COORDINATOR)


def test_lapsing_penalty_of_a_sealed_dossier_is_told_to_its_owner_alone(
    alice: User, bob: User, cora: User, desk: Team
) -> None:
    dossier = a_condemnation(alice, desk)
    at_level(alice, dossier, "sealed")
    day = settings.DESK_DAY.replace(month=8)
    assert [len(list(lapsing_penalties(user, day))) for user in (alice, bob, cora)] == [1, 0, 0]


def test_mention_reaches_who_may_read_the_note_guests_too_and_nobody_else(
    untaken: Dossier, bob: User, cora: User, charlie: User
) -> None:
    a_part(cora, untaken, charlie, DossierRole.READER)
    at_level(cora, untaken, "restricted")
    say(act(cora), untaken.pk, Saying(kind=MessageKind.NOTE, body="Charlie?", mentions=[charlie.pk]))
    assert OutgoingMail.objects.get().addressee == charlie
    saying = Saying(kind=MessageKind.NOTE, body="Bob?", mentions=[bob.pk])
    assert refusal(say, act(cora), untaken.pk, saying).code == "colleague_unknown"
