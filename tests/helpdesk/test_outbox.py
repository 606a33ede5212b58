"""The outbox: each mail queued once, and claimed by one worker."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from helpdesk.outbox.models import MailState, OutgoingMail
from helpdesk.outbox.services import CLAIM_LASTS, Letter, claim_due_mail, queue_mail, send_again
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


# Sending again


def test_mail_that_was_given_up_starts_anew_with_all_its_tries(alice: User) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(state=MailState.FAILED, attempts=8)
    assert send_again(mail.pk, NOW + MOMENT) is True
    assert state_of(mail) == ("queued", 0, NOW + MOMENT)


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.SENDING, MailState.SENT])
def test_mail_that_is_on_its_way_or_arrived_is_not_sent_again(alice: User, state: MailState) -> None:
    mail = queued(alice)
    OutgoingMail.objects.update(state=state)
    assert send_again(mail.pk, NOW + MOMENT) is False
    assert state_of(mail)[0] == state
