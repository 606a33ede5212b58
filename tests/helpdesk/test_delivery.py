"""Delivering over real SMTP: the server's answer kept, failures tried again with pauses, given up loudly."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import structlog

from helpdesk.identifiers import new_id
from helpdesk.outbox import tasks
from helpdesk.outbox.delivery import PAUSES, SPREAD, deliver, deliver_batch, pause_before_retry
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.outbox.services import CLAIM_LASTS, claim_due_mail
from helpdesk.outbox.smtp import PostOffice
from helpdesk.people.models import User
from tests.helpdesk.post_office import MailServer, mail_server
from tests.helpdesk.side_by_side import elsewhere, side_by_side
from tests.helpdesk.test_outbox import LETTER, MOMENT, NOW, queued, state_of


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def send(mail: OutgoingMail, now: datetime = NOW) -> bool:
    """Claim what is due and deliver one mail."""
    claim_due_mail(now)
    with PostOffice() as office:
        return deliver(mail.pk, now, office)


# Taken


def test_mail_goes_over_the_wire_as_text_and_html_with_its_headers(bob: User, server: MailServer) -> None:
    mail = queued(bob)
    assert send(mail) is True
    (message,) = server.messages()
    assert (message["Subject"], message["To"]) == (LETTER.subject, "bob@example.org")
    bodies = {part.get_content_type(): part.get_content().strip() for part in message.iter_parts()}
    assert bodies == {"text/plain": LETTER.text.strip(), "text/html": LETTER.html}
    headers = ("Message-ID", "Auto-Submitted", "Content-Language", "From")
    assert [message[name] for name in headers] == [
        f"<{mail.pk}@example.org>", "auto-generated", "fr", "Helpdesk <helpdesk@example.org>",
    ]  # fmt: skip
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.last_error) == ("sent", NOW, 1, "")
    assert mail.answer == "250 2.0.0 Kept as number 1"


def test_reports_go_back_to_an_address_that_names_the_mail(
    bob: User, server: MailServer, settings: Any
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@example.org"
    mail = queued(bob)
    send(mail)
    assert server.taken[0].mail_from == f"bounces+{mail.pk.hex}@example.org"
    assert server.messages()[0]["From"] == "Helpdesk <helpdesk@example.org>"


def test_fifty_mails_are_one_visit_to_the_server(alice: User, server: MailServer) -> None:
    for number in range(60):
        queued(alice, str(number))
    assert [deliver_batch(NOW), deliver_batch(NOW), deliver_batch(NOW)] == [50, 10, 0]
    assert (server.visits, len(server.taken)) == (2, 60)


def test_task_that_comes_twice_sends_once(alice: User, server: MailServer) -> None:
    mail = queued(alice)
    assert [send(mail), send(mail)] == [True, False]
    assert len(server.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_send_each_mail_once(alice: User, server: MailServer) -> None:
    for number in range(70):
        queued(alice, str(number))
    side_by_side(*[partial(deliver_batch, NOW)] * 3)
    # A mail whose row another worker's claim just holds is passed over, and comes when its own claim is over.
    for moment in (NOW, NOW + CLAIM_LASTS):
        while deliver_batch(moment):
            pass
    assert len({message["Message-ID"] for message in server.messages()}) == len(server.taken) == 70


@pytest.mark.django_db(transaction=True)
def test_mail_being_sent_is_neither_sent_nor_claimed_by_another(alice: User, server: MailServer) -> None:
    """Not even after the claim's time is over: the row is locked for as long as the server is spoken to."""
    mail = queued(alice)
    late = NOW + CLAIM_LASTS
    others: list[Any] = []

    def meanwhile() -> None:
        with PostOffice() as office:
            others.append(elsewhere(partial(deliver, mail.pk, late, office)))
        others.append(elsewhere(partial(claim_due_mail, late)))

    server.before_taking = meanwhile
    assert send(mail) is True
    assert others == [False, []]


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENT, MailState.FAILED, MailState.BOUNCED])
def test_mail_that_is_not_claimed_is_not_sent(alice: User, server: MailServer, state: MailState) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(state=state)
    with PostOffice() as office:
        assert deliver(mail.pk, NOW, office) is False
    assert server.taken == []


def test_mail_that_is_not_there_is_no_error(db: None, server: MailServer) -> None:
    with PostOffice() as office:
        assert deliver(new_id(), NOW, office) is False


# Not taken


def test_pauses_grow_from_a_minute_to_twelve_hours() -> None:
    assert [pause.total_seconds() / 60 for pause in PAUSES] == [1, 5, 15, 60, 180, 360, 720]


def test_mails_that_failed_together_are_not_tried_again_together(alice: User) -> None:
    mails = [queued(alice, str(number)) for number in range(50)]
    for mail in mails:
        mail.attempts = 3
    pauses = {pause_before_retry(mail) for mail in mails}
    assert len(pauses) > 30
    assert PAUSES[2] <= min(pauses) <= max(pauses) <= PAUSES[2] * (1 + SPREAD)


def test_refused_mail_is_tried_again_after_each_pause_and_then_given_up(
    alice: User, server: MailServer
) -> None:
    server.answers["DATA"] = "451 4.3.0 Later"
    mail, now = queued(alice), NOW
    ids = {mail.message_id}
    for attempt in range(1, len(PAUSES) + 1):
        assert send(mail, now) is False
        mail.refresh_from_db()
        assert state_of(mail) == ("queued", attempt, now + pause_before_retry(mail))
        ids.add(mail.message_id)
        assert claim_due_mail(mail.next_attempt_at - MOMENT) == []
        now = mail.next_attempt_at
    with structlog.testing.capture_logs() as said:
        send(mail, now)
    assert state_of(mail)[:2] == ("failed", 8)
    assert "451" in mail.last_error
    assert ("mail_given_up", "error") in [(line["event"], line["log_level"]) for line in said]
    assert claim_due_mail(now + timedelta(days=365)) == []
    assert len(ids) == 1


def test_mail_given_up_is_told_to_the_coordinator_once(alice: User, cora: User, server: MailServer) -> None:
    server.answers["alice@example.org"] = "450 4.2.1 Full"
    mail = queued(alice)
    OutgoingMail.objects.update(attempts=len(PAUSES))
    send(mail)
    (told,) = OutgoingMail.objects.filter(key__startswith="undelivered:")
    assert told.addressee == cora
    assert "Alice" in told.subject
    assert LETTER.subject in told.text
    assert "450" in told.text


def test_unknown_address_is_told_at_the_first_refusal_and_tried_on(
    alice: User, cora: User, server: MailServer
) -> None:
    server.answers["alice@example.org"] = "550 5.1.1 Nobody of that name"
    mail = queued(alice)
    send(mail)
    assert state_of(mail)[:2] == ("queued", 1)
    OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=NOW)
    send(mail)
    assert OutgoingMail.objects.filter(key__startswith="undelivered:").count() == 1


def test_notice_that_cannot_be_delivered_makes_no_further_notice(
    alice: User, cora: User, server: MailServer
) -> None:
    server.answers.update(dict.fromkeys(("alice@example.org", "cora@example.org"), "550 5.1.1 Gone"))
    queued(alice)
    for hours in range(4):
        deliver_batch(NOW + timedelta(hours=hours))
    assert OutgoingMail.objects.filter(key__startswith="undelivered:").count() == 1


def test_lost_mail_with_nobody_to_tell_is_an_error_in_the_log(alice: User, server: MailServer) -> None:
    server.answers["alice@example.org"] = "550 5.1.1 Gone"
    with structlog.testing.capture_logs() as said:
        send(queued(alice))
    assert ("nobody_to_tell_of_lost_mail", "error") in [(line["event"], line["log_level"]) for line in said]


def test_server_that_is_away_is_knocked_at_once_for_the_whole_batch(
    alice: User, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    with mail_server() as server:
        away = server.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", away
    mails = [queued(alice, str(number)) for number in range(3)]
    assert deliver_batch(NOW) == 3
    for mail in mails:
        assert state_of(mail)[:2] == ("queued", 1)
        assert mail.last_error.startswith("ConnectionRefusedError")


def test_one_bad_address_does_not_hold_up_the_others(alice: User, bob: User, server: MailServer) -> None:
    server.answers["alice@example.org"] = "550 5.1.1 Gone"
    queued(alice, "1", NOW - MOMENT)
    queued(bob, "2")
    deliver_batch(NOW)
    assert [message["To"] for message in server.messages()] == ["bob@example.org"]


def test_address_that_cannot_be_written_is_given_up_like_any_other(alice: User, server: MailServer) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(address="a\nb@example.org")
    assert send(mail) is False
    assert state_of(mail)[:2] == ("queued", 1)


def test_mail_taken_at_a_second_try_forgets_the_error(alice: User, server: MailServer) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(attempts=1, last_error="TimeoutError: slow")
    assert send(mail) is True
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (2, "")


# The task


def test_clock_delivers_what_is_due_and_nothing_else(
    alice: User, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = [queued(alice, str(number), NOW + timedelta(minutes=number)) for number in range(2)]
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW.astimezone(UTC))
    tasks.deliver_due_mail()
    assert [state_of(mail)[0] for mail in mails] == ["sent", "queued"]
