"""The outbox: each mail queued once, claimed by one worker, tried again with pauses, given up loudly."""

from datetime import UTC, datetime, timedelta
from functools import partial
from smtplib import SMTPServerDisconnected
from typing import Any
from uuid import UUID

import pytest
import structlog
from django.core import mail as post
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from helpdesk.identifiers import new_id
from helpdesk.outbox import tasks
from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.outbox.services import (
    CLAIM_LASTS,
    PAUSES,
    Letter,
    claim_due_mail,
    deliver,
    queue_mail,
)
from helpdesk.people.models import User
from tests.helpdesk.side_by_side import elsewhere, side_by_side

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
LETTER = Letter(subject="V-2026-00001: last day 16 June 2026", text="Words\n", html="<p>Words</p>")


def queued(user: User, key: str = "reminder:1", at: datetime = NOW) -> OutgoingMail:
    mail = queue_mail(key, to=user, letter=LETTER, at=at)
    assert mail is not None
    return mail


def state_of(mail: OutgoingMail) -> tuple[str, int, datetime]:
    mail.refresh_from_db()
    return mail.state, mail.attempts, mail.next_attempt_at


@pytest.fixture
def closed_post(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailMultiAlternatives) -> None:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)


# Queueing


def test_mail_is_kept_word_for_word_and_due_at_once(bob: User) -> None:
    mail = OutgoingMail.objects.get(pk=queued(bob).pk)
    assert (mail.addressee, mail.address, mail.language) == (bob, "bob@example.org", "fr")
    assert (mail.subject, mail.text, mail.html) == (LETTER.subject, LETTER.text, LETTER.html)
    assert (mail.state, mail.attempts, mail.queued_at, mail.next_attempt_at) == ("queued", 0, NOW, NOW)


def test_same_key_twice_is_one_row_and_the_first_words_stay(alice: User) -> None:
    queued(alice)
    other = Letter(subject="Other", text="Other", html="Other")
    assert queue_mail("reminder:1", to=alice, letter=other, at=NOW) is None
    assert [mail.subject for mail in OutgoingMail.objects.all()] == [LETTER.subject]


def test_mail_of_an_act_that_is_undone_is_never_sent(alice: User) -> None:
    with transaction.atomic():
        queued(alice)
        transaction.set_rollback(True)
    assert claim_due_mail(NOW) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_queue_the_same_mail_make_one_row(alice: User) -> None:
    queue = partial(queue_mail, "reminder:1", to=alice, letter=LETTER, at=NOW)
    made = side_by_side(queue, queue, queue)
    assert sum(mail is not None for mail in made) == 1
    assert OutgoingMail.objects.count() == 1


# Claiming


def test_claim_takes_what_is_due_by_the_moment_included(alice: User) -> None:
    due = queued(alice, "due")
    later = queued(alice, "later", NOW + MOMENT)
    assert claim_due_mail(NOW) == [due.pk]
    assert state_of(due) == ("sending", 0, NOW + CLAIM_LASTS)
    assert state_of(later) == ("queued", 0, NOW + MOMENT)


def test_claim_takes_the_oldest_first_and_no_more_than_asked(alice: User) -> None:
    mails = [queued(alice, str(number), NOW - timedelta(minutes=number)) for number in range(5)]
    assert claim_due_mail(NOW, limit=2) == [mails[4].pk, mails[3].pk]
    assert claim_due_mail(NOW, limit=2) == [mails[2].pk, mails[1].pk]
    assert claim_due_mail(NOW, limit=2) == [mails[0].pk]
    assert claim_due_mail(NOW, limit=2) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_claim_the_same_mail(alice: User) -> None:
    mails = {queued(alice, str(number)).pk for number in range(40)}
    claimed = side_by_side(*[partial(claim_due_mail, NOW, limit=15) for _ in range(3)])
    taken = [mail for share in claimed for mail in share]
    assert len(taken) == len(set(taken))
    assert set(taken) | set(claim_due_mail(NOW)) == mails


@pytest.mark.django_db(transaction=True)
def test_worker_passes_over_what_another_is_claiming_and_does_not_wait(alice: User) -> None:
    first, second = queued(alice, "1", NOW - MOMENT), queued(alice, "2")
    with transaction.atomic():
        assert claim_due_mail(NOW, limit=1) == [first.pk]
        assert elsewhere(partial(claim_due_mail, NOW)) == [second.pk]


def test_claim_of_a_worker_that_died_comes_back_after_its_time(alice: User) -> None:
    mail = queued(alice)
    assert claim_due_mail(NOW) == [mail.pk]
    assert claim_due_mail(NOW + CLAIM_LASTS - MOMENT) == []
    assert claim_due_mail(NOW + CLAIM_LASTS) == [mail.pk]


# Delivering


def test_mail_goes_over_the_wire_as_text_and_html_with_its_headers(bob: User) -> None:
    mail = queued(bob)
    claim_due_mail(NOW)
    assert deliver(mail.pk, NOW) is True
    (sent,) = post.outbox
    assert (sent.subject, sent.body, sent.to) == (LETTER.subject, LETTER.text, ["bob@example.org"])
    assert [(part.content, part.mimetype) for part in sent.alternatives] == [(LETTER.html, "text/html")]
    message = sent.message()
    headers = ("Message-ID", "Auto-Submitted", "Content-Language", "From")
    assert [message[name] for name in headers] == [
        f"<{mail.pk}@example.org>",
        "auto-generated",
        "fr",
        "Helpdesk <helpdesk@example.org>",
    ]
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.attempts, mail.last_error) == ("sent", NOW, 1, "")


def test_message_id_is_the_same_at_every_try(alice: User, closed_post: None) -> None:
    mail = queued(alice)
    ids = {mail.message_id}
    for number in range(3):
        claim_due_mail(NOW + timedelta(hours=number))
        deliver(mail.pk, NOW + timedelta(hours=number))
        ids.add(OutgoingMail.objects.get(pk=mail.pk).message_id)
    assert ids == {f"<{mail.pk}@example.org>"}


def test_task_that_comes_twice_sends_once(alice: User) -> None:
    mail = queued(alice)
    claim_due_mail(NOW)
    assert [deliver(mail.pk, NOW), deliver(mail.pk, NOW)] == [True, False]
    assert len(post.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_task_that_comes_twice_at_once_sends_once(alice: User) -> None:
    mail = queued(alice)
    claim_due_mail(NOW)
    sent = side_by_side(*[partial(deliver, mail.pk, NOW)] * 3)
    assert sorted(sent) == [False, False, True]
    assert len(post.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_mail_being_sent_is_neither_sent_nor_claimed_by_another(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even after the claim's time is over: the row is locked for as long as the server is spoken to."""
    mail = queued(alice)
    claim_due_mail(NOW)
    late = NOW + CLAIM_LASTS
    others: list[Any] = []

    def talk(self: EmailMultiAlternatives) -> None:
        others.append(elsewhere(partial(deliver, mail.pk, late)))
        others.append(elsewhere(partial(claim_due_mail, late)))

    monkeypatch.setattr(EmailMultiAlternatives, "send", talk)
    assert deliver(mail.pk, NOW) is True
    assert others == [False, []]


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENT, MailState.FAILED])
def test_mail_that_is_not_claimed_is_not_sent(alice: User, state: MailState) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(state=state)
    assert deliver(mail.pk, NOW) is False
    assert post.outbox == []


def test_mail_that_is_not_there_is_no_error(db: None) -> None:
    assert deliver(new_id(), NOW) is False


# Failing


def test_pauses_grow_from_a_minute_to_twelve_hours() -> None:
    assert [pause.total_seconds() / 60 for pause in PAUSES] == [1, 5, 15, 60, 180, 360, 720]


def test_refused_mail_is_tried_again_after_each_pause_and_then_given_up(
    alice: User, closed_post: None
) -> None:
    mail, now = queued(alice), NOW
    for attempt, pause in enumerate(PAUSES, start=1):
        assert claim_due_mail(now) == [mail.pk]
        assert deliver(mail.pk, now) is False
        assert state_of(mail) == ("queued", attempt, now + pause)
        assert claim_due_mail(now + pause - MOMENT) == []
        now += pause
    claim_due_mail(now)
    with structlog.testing.capture_logs() as said:
        deliver(mail.pk, now)
    assert state_of(mail)[:2] == ("failed", 8)
    assert mail.last_error == "SMTPServerDisconnected: gone"
    assert [(line["event"], line["log_level"], line["key"]) for line in said] == [
        ("mail_given_up", "error", "reminder:1")
    ]
    assert claim_due_mail(now + timedelta(days=365)) == []


@pytest.mark.parametrize("failure", [TimeoutError("slow"), ConnectionRefusedError("shut"), ValueError("odd")])
def test_whatever_stops_a_mail_is_written_down(
    alice: User, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(self: EmailMultiAlternatives) -> None:
        raise failure

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)
    mail = queued(alice)
    claim_due_mail(NOW)
    assert deliver(mail.pk, NOW) is False
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 1)
    assert mail.last_error == f"{type(failure).__name__}: {failure}"


def test_address_that_cannot_be_written_is_given_up_like_any_other(alice: User) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(address="a\nb@example.org")
    claim_due_mail(NOW)
    assert deliver(mail.pk, NOW) is False
    assert state_of(mail)[:2] == ("queued", 1)


def test_mail_taken_at_a_second_try_forgets_the_error(alice: User) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(state="sending", attempts=1, last_error="TimeoutError: slow")
    assert deliver(mail.pk, NOW) is True
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (2, "")


# The tasks


def test_clock_hands_each_due_mail_to_a_task_of_its_own(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    mails = [queued(alice, str(number), NOW + timedelta(minutes=number)) for number in range(2)]
    handed: list[str] = []
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
    monkeypatch.setattr(tasks.deliver_one_mail, "delay", handed.append)
    tasks.deliver_due_mail()
    assert [UUID(name) for name in handed] == [mails[0].pk]
    tasks.deliver_one_mail(handed[0])
    assert state_of(mails[0])[0] == "sent"
