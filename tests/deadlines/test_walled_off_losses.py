"""A loss is told to who may see its dossier as the mail leaves, and to each of them once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import Dossier
from deadlines.losses import tell_losses
from deadlines.models import Loss
from deadlines.watch_sweep import sweep
from helpdesk.outbox.delivery import deliver_batch
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import Membership, Team, User
from tests.factories import a_condemnation, a_wall, at_level
from tests.helpdesk.post_office import MailServer, mail_server

DAY, SEVEN = date(2026, 9, 14), datetime(2026, 9, 14, 5, tzinfo=UTC)
LATER = SEVEN + timedelta(minutes=5)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def lost(alice: User, cora: User, dora: User, desk: Team) -> list[Dossier]:
    """Two of Alice's condemnations, of each of which units lapsed in the night. Cora and Dora coordinate."""
    made = [a_condemnation(alice, desk, number) for number in (1, 2)]
    sweep(today=DAY, at=SEVEN)
    return made


@pytest.fixture
def dora(desk: Team) -> User:
    user = User.objects.create_user("dora@example.org", name="Dora", language="en")
    Membership.objects.create(user=user, team=desk, role="coordinator")
    return user


def told(server: MailServer) -> list[tuple[str, list[str]]]:
    """Who got what: the references each mail names."""
    return [(to, [name for name in BOTH if name in words]) for to, words in server.read()]


BOTH = ["C-2026-00001", "C-2026-00002"]


def test_loss_in_a_dossier_walled_off_meanwhile_is_left_out_and_the_other_is_told_once(
    cora: User, dora: User, lost: list[Dossier], server: MailServer
) -> None:
    assert tell_losses(today=DAY, at=SEVEN) == 3
    a_wall(cora, lost[0], dora)
    deliver_batch(SEVEN)
    assert told(server) == [("alice", BOTH), ("cora", BOTH)]
    assert OutgoingMail.objects.filter(state=MailState.CALLED_OFF).count() == 1
    assert tell_losses(today=DAY, at=LATER) == 1
    deliver_batch(LATER)
    assert told(server) == [("alice", BOTH), ("cora", BOTH), ("dora", BOTH[1:])]
    assert tell_losses(today=DAY, at=LATER) == 0
    assert not Loss.objects.filter(told_at=None).exists()


def test_loss_is_told_to_nobody_whom_a_wall_kept_out_before_it_was_written(
    cora: User, dora: User, lost: list[Dossier], server: MailServer
) -> None:
    a_wall(cora, lost[1], dora)
    assert tell_losses(today=DAY, at=SEVEN) == 3
    deliver_batch(SEVEN)
    assert told(server) == [("alice", BOTH), ("cora", BOTH), ("dora", BOTH[:1])]


def test_loss_whose_owner_left_meanwhile_is_told_to_those_who_are_there(
    alice: User, bob: User, lost: list[Dossier], server: MailServer
) -> None:
    tell_losses(today=DAY, at=SEVEN)
    Membership.objects.filter(user=alice).delete()
    deliver_batch(SEVEN)
    assert told(server) == [("cora", BOTH), ("dora", BOTH)]
    assert tell_losses(today=DAY, at=LATER) == 1
    deliver_batch(LATER)
    assert told(server) == [("bob", BOTH), ("cora", BOTH), ("dora", BOTH)]


def test_loss_in_a_sealed_dossier_is_told_to_its_owner_alone(
    alice: User, lost: list[Dossier], server: MailServer
) -> None:
    tell_losses(today=DAY, at=SEVEN)
    at_level(alice, lost[0], "sealed")
    deliver_batch(SEVEN)
    assert told(server) == [("alice", BOTH)]
    assert tell_losses(today=DAY, at=LATER) == 2
    deliver_batch(LATER)
    assert told(server) == [("alice", BOTH), ("cora", BOTH[1:]), ("dora", BOTH[1:])]
