"""Webhooks: what happens is told once, signed, to who may see it; tried for three days; replayed on request."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from cases.services.dossiers import take
from cases.tasks import call_webhooks
from cases.webhooks import send_due, spread_all
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Membership, Team, User
from helpdesk.trail.models import Seal
from helpdesk.trail.seals import seal_all
from helpdesk.webhooks import services
from helpdesk.webhooks.models import MessageState, Webhook, WebhookAttempt, WebhookMessage
from helpdesk.webhooks.secrets import unlocked
from helpdesk.webhooks.sending import CLAIM_LASTS, PAUSES, claim_due
from tests.factories import a_litigation, act
from tests.helpdesk.side_by_side import side_by_side
from tests.helpdesk.webhook_receiver import Receiver, receiver


@pytest.fixture(autouse=True)
def on_this_machine(settings: Any) -> None:
    settings.WEBHOOKS_MAY_STAY_HERE = True


@pytest.fixture
def other() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def made(user: User, other: Receiver, *events: str) -> tuple[Webhook, str]:
    return services.make(act(user), owner=user, url=other.url, name="Mirror", events=list(events) or ["*"])


def told(now: datetime | None = None) -> None:
    """What the clock does, at a moment."""
    now = now or timezone.now()
    seal_all(now)
    spread_all(now)
    while send_due(now):
        pass


def test_act_is_told_once_signed_and_thin(alice: User, desk: Team, other: Receiver) -> None:
    _, secret = made(alice, other)
    dossier = a_litigation(alice, desk)
    call_webhooks()
    call_webhooks()
    ((headers, body),) = other.came
    content = Verifier(secret).verify(body, headers)
    assert (content["type"], content["version"]) == ("litigation.opened", "1")
    assert content["data"] == {
        "number": Seal.objects.get(entry__verb="litigation.opened").number,
        "dossier": str(dossier.pk),
        "kind": "litigation",
        "reference": dossier.reference,
        "revision": dossier.revision,
        "subject": str(dossier.pk),
    }
    assert dossier.title not in body.decode()
    message = WebhookMessage.objects.get(event="litigation.opened")
    assert (headers["webhook-id"], message.state, message.attempts) == (str(message.pk), "delivered", 1)
    assert (message.tries.get().status, message.tries.get().answer) == (200, "seen")


def test_another_secret_does_not_verify(alice: User, desk: Team, other: Receiver) -> None:
    made(alice, other)
    a_litigation(alice, desk)
    call_webhooks()
    headers, body = other.came[0]
    with pytest.raises(WebhookVerificationError):
        Verifier("whsec_" + "A" * 43 + "=").verify(body, headers)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (["litigation.opened"], ["litigation.opened"]),
        (["litigation.*"], ["litigation.opened", "litigation.taken"]),
        (["*"], ["litigation.opened", "litigation.taken"]),
        (["deadline.*", "question.*"], []),
    ],
)
def test_only_what_was_asked_for_is_told(
    alice: User, desk: Team, other: Receiver, events: list[str], expected: list[str]
) -> None:
    made(alice, other, *events)
    take(act(alice), a_litigation(alice, desk).pk)
    told()
    assert [json.loads(body)["type"] for _, body in other.came] == expected


def test_what_happened_before_it_was_made_is_not_told(alice: User, desk: Team, other: Receiver) -> None:
    a_litigation(alice, desk)
    seal_all(timezone.now())
    made(alice, other)
    told()
    assert other.came == []


def test_webhook_hears_nothing_of_what_its_owner_may_not_see(
    alice: User, charlie: User, desk: Team, other: Receiver
) -> None:
    made(charlie, other)
    a_litigation(alice, desk)
    told()
    assert other.came == []
    assert not WebhookMessage.objects.exists()


def test_right_taken_away_holds_back_what_was_about_to_leave(
    alice: User, desk: Team, other: Receiver
) -> None:
    made(alice, other)
    a_litigation(alice, desk)
    now = timezone.now()
    seal_all(now)
    spread_all(now)
    Membership.objects.filter(user=alice).delete()
    send_due(now)
    assert other.came == []


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_once_tell_each_act_once(alice: User, desk: Team, other: Receiver) -> None:
    made(alice, other)
    for number in range(12):
        a_litigation(alice, desk, number)
    side_by_side(call_webhooks, call_webhooks, call_webhooks)
    call_webhooks()
    ids = [headers["webhook-id"] for headers, _ in other.came]
    assert len(ids) == len(set(ids)) == 12


# When the other side does not take it


def test_message_is_tried_for_three_days_with_the_same_id_and_then_given_up(
    alice: User, desk: Team, other: Receiver
) -> None:
    webhook, _ = made(alice, other)
    other.status = 500
    a_litigation(alice, desk)
    now = timezone.now()
    for pause in PAUSES:
        told(now)
        message = WebhookMessage.objects.get()
        assert (message.state, message.next_attempt_at) == (MessageState.QUEUED, now + pause)
        assert claim_due(now + pause - timedelta(seconds=1)) == []
        now += pause
    assert timedelta(days=3) - timedelta(hours=2) < sum(PAUSES, timedelta()) < timedelta(days=3, hours=2)
    told(now)
    webhook.refresh_from_db()
    assert WebhookMessage.objects.get().state == MessageState.GIVEN_UP
    assert (webhook.disabled_at, webhook.disabled_why) == (now, "500")
    assert len({headers["webhook-id"] for headers, _ in other.came}) == 1
    mail = OutgoingMail.objects.get(key__startswith="webhook-off:")
    assert (mail.addressee, "Mirror" in mail.subject) == (alice, True)


def test_address_that_says_it_is_gone_is_switched_off_at_once(
    alice: User, desk: Team, other: Receiver
) -> None:
    webhook, _ = made(alice, other)
    other.status = 410
    a_litigation(alice, desk)
    told()
    webhook.refresh_from_db()
    assert webhook.disabled_at is not None
    a_litigation(alice, desk, 2)
    told()
    assert len(other.came) == 1


def test_redirect_is_not_followed(alice: User, desk: Team, other: Receiver) -> None:
    made(alice, other)
    with receiver() as elsewhere:
        other.status, other.location = 307, elsewhere.url
        a_litigation(alice, desk)
        told()
        assert elsewhere.came == []
    assert WebhookAttempt.objects.get().status == 307


def test_address_where_nobody_listens_is_written_down(alice: User, desk: Team) -> None:
    with receiver() as away:
        pass
    made(alice, away)
    a_litigation(alice, desk)
    told()
    attempt = WebhookAttempt.objects.get()
    assert (attempt.status, attempt.error.partition(":")[0]) == (None, "ConnectionRefusedError")


def test_worker_that_died_is_overtaken(alice: User, desk: Team, other: Receiver) -> None:
    made(alice, other)
    a_litigation(alice, desk)
    now = timezone.now()
    seal_all(now)
    spread_all(now)
    assert len(claim_due(now)) == 1
    told(now + CLAIM_LASTS - timedelta(seconds=1))
    assert other.came == []
    told(now + CLAIM_LASTS)
    assert len(other.came) == 1


# What the owner does


def test_webhook_switched_on_again_hears_what_it_missed(alice: User, desk: Team, other: Receiver) -> None:
    webhook, _ = made(alice, other)
    Webhook.objects.update(disabled_at=timezone.now(), disabled_why="500")
    a_litigation(alice, desk)
    told()
    assert other.came == []
    services.switch_on(act(alice), webhook.pk)
    told()
    assert len(other.came) == 1


def test_replay_sends_everything_since_a_moment_with_the_same_ids(
    alice: User, desk: Team, other: Receiver
) -> None:
    webhook, _ = made(alice, other)
    a_litigation(alice, desk)
    told()
    services.replay(act(alice), webhook.pk, since=datetime(2026, 6, 15, 9, tzinfo=UTC))
    told()
    services.replay(act(alice), webhook.pk, since=datetime(2026, 6, 15, 11, tzinfo=UTC))
    told()
    ids = [headers["webhook-id"] for headers, _ in other.came]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_replay_tells_also_what_was_never_told(alice: User, desk: Team, other: Receiver) -> None:
    a_litigation(alice, desk)
    seal_all(timezone.now())
    webhook, _ = made(alice, other)
    services.replay(act(alice), webhook.pk, since=datetime(2026, 6, 15, 9, tzinfo=UTC))
    told()
    assert [json.loads(body)["type"] for _, body in other.came] == ["litigation.opened"]


def test_secret_that_was_changed_still_verifies_for_a_while(alice: User, desk: Team, other: Receiver) -> None:
    webhook, former = made(alice, other)
    now = timezone.now()
    rotated, secret = services.rotate(
        act(alice).__class__(by=alice, at=now, on=now.date()), webhook.pk, overlap=timedelta(hours=1)
    )
    assert unlocked(rotated.secret) == secret != former
    a_litigation(alice, desk)
    told(now)
    headers, body = other.came[0]
    assert Verifier(secret).verify(body, headers) == Verifier(former).verify(body, headers)
    a_litigation(alice, desk, 2)
    told(now + timedelta(hours=1))
    headers, _ = other.came[1]
    assert len(headers["webhook-signature"].split(" ")) == 1


def test_test_message_arrives_and_is_about_nothing(alice: User, other: Receiver) -> None:
    webhook, secret = made(alice, other)
    services.send_test(act(alice), webhook.pk)
    told()
    headers, body = other.came[0]
    assert Verifier(secret).verify(body, headers)["type"] == "webhook.test"


def test_secrets_are_not_kept_in_plain(alice: User, other: Receiver) -> None:
    webhook, secret = made(alice, other)
    kept = Webhook.objects.values().get(pk=webhook.pk)
    assert secret not in str(kept)
    assert secret.removeprefix("whsec_")[:20] not in str(kept)


@pytest.mark.django_db(transaction=True)
def test_queries_do_not_grow_with_the_acts(
    alice: User, desk: Team, other: Receiver, django_assert_max_num_queries: Any
) -> None:
    made(alice, other, "litigation.*")
    for number in range(30):
        a_litigation(alice, desk, number)
    seal_all(timezone.now())
    with django_assert_max_num_queries(14):
        spread_all(timezone.now())
    assert WebhookMessage.objects.count() == 30
