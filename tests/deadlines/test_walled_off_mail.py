"""A mail that waits does not leave once its reader may no longer see what it is about."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cases.models import Dossier
from cases.services.assignment import assign
from deadlines.digest_reading import send_digest_again
from deadlines.digests import write_digests
from deadlines.models import Digest
from deadlines.reminders import sweep
from deadlines.wishes import change_wishes
from helpdesk.outbox.delivery import deliver_batch
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import Membership, Team, User
from helpdesk.trail.models import RANG, TrailEntry
from tests.conftest import TODAY
from tests.deadlines.test_called_off import AT_ONE, DAWN, RECEPTION
from tests.factories import a_deadline, a_litigation, a_wall, act, at_level
from tests.helpdesk.post_office import MailServer, mail_server

MONDAY, EIGHT = date(2026, 6, 15), datetime(2026, 6, 15, 6, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def litigation(alice: User, bob: User, cora: User, desk: Team) -> Dossier:
    """Nobody's own: three hear of its day. Alice wants no reminder before one."""
    change_wishes(act(alice), {"reminders_from": time(13)})
    litigation = a_litigation(alice, desk)
    a_deadline(alice, litigation, RECEPTION)
    Dossier.objects.update(owner=None)
    assert sweep(today=TODAY, at=DAWN) == 3
    return litigation


def readers(server: MailServer) -> list[str]:
    return sorted(str(message["To"]).split("@")[0] for message in server.messages())


def states() -> Counter[str]:
    return Counter(OutgoingMail.objects.values_list("state", flat=True))


def test_reminder_that_waits_for_who_is_walled_off_does_not_leave(
    cora: User, alice: User, litigation: Dossier, server: MailServer
) -> None:
    a_wall(cora, litigation, alice)
    deliver_batch(AT_ONE)
    assert readers(server) == ["bob", "cora"]
    assert states() == {MailState.SENT: 2, MailState.CALLED_OFF: 1}


def test_reminder_that_waits_for_who_has_left_the_team_does_not_leave(
    alice: User, litigation: Dossier, server: MailServer
) -> None:
    Membership.objects.filter(user=alice).delete()
    deliver_batch(AT_ONE)
    assert readers(server) == ["bob", "cora"]


def test_reminder_that_waits_while_its_dossier_is_closed_to_others_leaves_for_its_owner_alone(
    bob: User, litigation: Dossier, server: MailServer
) -> None:
    assign(act(bob), litigation.pk, to=bob.pk)
    at_level(bob, litigation, "sealed")
    deliver_batch(AT_ONE)
    assert readers(server) == ["bob"]


def test_mail_that_the_server_did_not_take_is_not_tried_again_after_a_wall(
    cora: User, alice: User, litigation: Dossier, server: MailServer
) -> None:
    server.answers["alice@example.org"] = "450 4.2.0 Try again"
    deliver_batch(AT_ONE)
    a_wall(cora, litigation, alice)
    del server.answers["alice@example.org"]
    deliver_batch(AT_ONE + timedelta(hours=1))
    assert readers(server) == ["bob", "cora"]
    assert states() == {MailState.SENT: 2, MailState.CALLED_OFF: 1}


def test_digest_that_names_a_dossier_closed_meanwhile_is_written_anew_without_it(
    cora: User, alice: User, bob: User, litigation: Dossier, server: MailServer
) -> None:
    a_deadline(bob, litigation)
    OutgoingMail.objects.update(state=MailState.SENT)
    write_digests(today=MONDAY, at=EIGHT)
    a_wall(cora, litigation, alice)
    deliver_batch(EIGHT)
    assert readers(server) == ["bob", "cora", "cora"]
    write_digests(today=MONDAY, at=EIGHT)
    deliver_batch(EIGHT)
    [mine] = [words for to, words in server.read() if to == "alice"]
    assert litigation.reference not in mine
    assert Digest.objects.filter(user=alice).count() == 1


def test_copy_of_a_digest_is_called_off_and_the_digest_stays(
    cora: User, alice: User, litigation: Dossier, server: MailServer
) -> None:
    a_deadline(alice, litigation)
    write_digests(today=MONDAY, at=EIGHT)
    OutgoingMail.objects.update(state=MailState.SENT)
    send_digest_again(act(alice), Digest.objects.get(user=alice).pk)
    a_wall(cora, litigation, alice)
    deliver_batch(AT_ONE)
    assert readers(server) == []
    assert OutgoingMail.objects.get(copy_of__isnull=False).state == MailState.CALLED_OFF
    assert Digest.objects.filter(user=alice).exists()


def test_mail_that_a_dossier_is_hers_now_does_not_leave_once_it_is_closed_to_her(
    cora: User, alice: User, bob: User, litigation: Dossier, server: MailServer
) -> None:
    assign(act(bob), litigation.pk, to=alice.pk)
    assign(act(cora), litigation.pk, to=bob.pk)
    a_wall(cora, litigation, alice)
    deliver_batch(AT_ONE)
    assert [one["To"] for one in server.messages() if "alice" in one["To"]] == []


def test_reminder_of_an_owner_who_left_rings_for_those_who_are_there(
    cora: User, alice: User, bob: User, desk: Team, server: MailServer
) -> None:
    change_wishes(act(alice), {"reminders_from": time(13)})
    a_deadline(alice, a_litigation(alice, desk), RECEPTION)
    assert sweep(today=TODAY, at=DAWN) == 1
    Membership.objects.filter(user=alice).delete()
    deliver_batch(AT_ONE)
    assert readers(server) == []
    assert sweep(today=TODAY, at=AT_ONE) == 2
    deliver_batch(AT_ONE)
    assert readers(server) == ["bob", "cora"]
    assert sweep(today=TODAY, at=AT_ONE) == 0


def test_reminder_rings_once_more_for_nobody_whom_it_reached(
    cora: User, alice: User, litigation: Dossier, server: MailServer
) -> None:
    a_wall(cora, litigation, alice)
    deliver_batch(AT_ONE)
    rang = TrailEntry.objects.filter(verb=RANG)
    assert (sweep(today=TODAY, at=AT_ONE), rang.count()) == (0, 1)
    deliver_batch(AT_ONE)
    assert readers(server) == ["bob", "cora"]


def test_who_can_no_longer_sign_in_is_mailed_nothing(
    alice: User, litigation: Dossier, server: MailServer
) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    deliver_batch(AT_ONE)
    assert readers(server) == ["bob", "cora"]
