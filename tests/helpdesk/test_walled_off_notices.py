"""That a mail did not arrive is always told, and what it was about only to who may see it."""

from collections.abc import Iterator
from typing import Any

import pytest

from cases.models import Dossier
from helpdesk.outbox.bounces import take_reports
from helpdesk.outbox.delivery import deliver_batch
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.people.models import Team, User
from tests.conftest import client_of
from tests.factories import a_litigation, a_wall, at_level
from tests.helpdesk.post_office import MailServer, mail_server
from tests.helpdesk.test_bounces import LATER, report, sent
from tests.helpdesk.test_outbox import LETTER


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


def comes_back(to: User, about: Dossier) -> None:
    mail = sent(to)
    OutgoingMail.objects.filter(pk=mail.pk).update(dossier_id=about.pk)
    take_reports(report(mail.message_id), LATER)


def said(server: MailServer) -> list[str]:
    deliver_batch(LATER)
    return [words for _to, words in server.read()]


def subject_at_the_api(user: User) -> Any:
    (bounce,) = client_of(user).get("/api/v1/bounces").json()["results"]
    return bounce["subject"]


def test_who_sees_the_dossier_is_told_the_subject(
    alice: User, cora: User, litigation: Dossier, server: MailServer
) -> None:
    comes_back(alice, litigation)
    (text,) = said(server)
    assert LETTER.subject in text
    assert subject_at_the_api(cora) == LETTER.subject


def test_who_may_not_see_the_dossier_is_told_that_a_mail_did_not_arrive_and_no_more(
    alice: User, cora: User, litigation: Dossier, server: MailServer
) -> None:
    at_level(alice, litigation, "sealed")
    comes_back(alice, litigation)
    (text,) = said(server)
    assert LETTER.subject not in text
    assert "Alice" in text
    assert subject_at_the_api(cora) == ""


def test_notice_that_waits_while_its_reader_is_walled_off_leaves_without_the_subject_once(
    alice: User, bob: User, cora: User, litigation: Dossier, server: MailServer
) -> None:
    comes_back(alice, litigation)
    at_level(alice, litigation, "sealed")
    assert said(server) == []
    (text,) = said(server)
    assert LETTER.subject not in text
    assert "Alice" in text
    said(server)
    assert len(server.messages()) == 1
    notices = OutgoingMail.objects.filter(key__startswith="undelivered:")
    assert sorted(notices.values_list("state", flat=True)) == [MailState.CALLED_OFF, MailState.SENT]


def test_notice_of_a_mail_to_who_is_walled_off_herself_is_told_to_who_is_not(
    alice: User, bob: User, cora: User, litigation: Dossier, server: MailServer
) -> None:
    a_wall(cora, litigation, bob)
    comes_back(bob, litigation)
    (text,) = said(server)
    assert LETTER.subject in text
