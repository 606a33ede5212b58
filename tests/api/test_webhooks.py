"""Webhooks over HTTP: the caller's own, with a secret that is shown once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from cases.webhooks import send_due
from helpdesk.trail.models import TrailEntry
from helpdesk.webhooks.models import Webhook
from tests.api.asking import pointers, post, problem, write
from tests.helpdesk.webhook_receiver import receiver

NEVER_CALLED = [
    "https://10.0.0.1/", "https://[::1]/", "https://[fe80::1%25eth0]/", "https://example.org:99999/", "https://[",
    "https://[x]/", "https://\u2100.org/", "https://example.org:0/", "https://exa mple.org/", "https://example.org/a\nb",
]  # fmt: skip
BODY = {"url": "https://hooks.example.org/desk", "name": "Mirror", "events": ["deadline.*"]}


def test_secret_is_shown_when_it_is_made_and_never_again(as_alice: APIClient) -> None:
    made = post(as_alice, "webhooks", BODY).json()
    assert made["secret"].startswith("whsec_")
    told = as_alice.get(f"/api/v1/webhooks/{made['webhook']['id']}")
    assert "secret" not in told.json()
    assert made["secret"] not in told.content.decode()
    (entry,) = TrailEntry.objects.filter(verb="webhook.made")
    assert made["secret"] not in str(entry.changes)


@pytest.mark.parametrize(
    "url", ["http://hooks.example.org/", "https://user:word@example.org/", "nonsense", *NEVER_CALLED]
)
def test_address_that_cannot_be_one_is_refused_with_the_field(as_alice: APIClient, url: str) -> None:
    answer = post(as_alice, "webhooks", {**BODY, "url": url})
    assert problem(answer) == (422, "webhook_address_refused")
    assert pointers(answer) == [("#/url", "webhook_address_refused")]
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("event", ["Deadline.met", "deadline", "deadline.", ".*", "**", "a b.c"])
def test_pattern_that_names_no_event_is_refused_with_its_place(as_alice: APIClient, event: str) -> None:
    answer = post(as_alice, "webhooks", {**BODY, "events": ["deadline.met", event]})
    assert problem(answer) == (422, "event_pattern_unknown")
    assert pointers(answer) == [("#/events/1", "event_pattern_unknown")]


def test_twentieth_webhook_is_the_last(as_alice: APIClient) -> None:
    for _ in range(20):
        assert post(as_alice, "webhooks", BODY).status_code == 201
    assert problem(post(as_alice, "webhooks", BODY)) == (409, "too_many_webhooks")


def test_log_shows_every_try_of_a_message_oldest_first(as_alice: APIClient, settings: Any) -> None:
    settings.WEBHOOKS_MAY_STAY_HERE = True
    now = timezone.now()
    with receiver() as other:
        made = post(as_alice, "webhooks", {**BODY, "url": other.url}).json()["webhook"]
        assert post(as_alice, f"webhooks/{made['id']}/test", None).status_code == 202
        for minute, other.status in enumerate((500, 200), 1):
            send_due(now + timedelta(minutes=minute))
    (message,) = as_alice.get(f"/api/v1/webhooks/{made['id']}/messages?state=delivered").json()["results"]
    assert (message["event"], message["attempts"]) == ("webhook.test", 2)
    assert [(each["status"], each["answer"]) for each in message["tries"]] == [(500, "seen"), (200, "seen")]


def test_change_touches_what_it_names_and_counts(as_alice: APIClient) -> None:
    address = f"webhooks/{post(as_alice, 'webhooks', BODY).json()['webhook']['id']}"
    read = as_alice.get(f"/api/v1/{address}").headers["ETag"]
    changed = write(as_alice, "PATCH", address, {"events": ["*"]}, read)
    assert changed.json()["events"] == ["*"]
    assert (changed.json()["url"], changed.json()["name"]) == (BODY["url"], BODY["name"])
    assert problem(write(as_alice, "PATCH", address, {"name": "Late"}, read)) == (412, "changed_meanwhile")
    assert problem(write(as_alice, "DELETE", address, tag=read)) == (412, "changed_meanwhile")
    assert problem(write(as_alice, "DELETE", address, tag="")) == (428, "precondition_needed")
    (entry,) = TrailEntry.objects.filter(verb="webhook.changed")
    assert entry.changes == {"fields": ["events"]}


def test_webhook_that_is_removed_goes_with_its_log_and_leaves_its_trace(as_alice: APIClient) -> None:
    made = post(as_alice, "webhooks", BODY).json()["webhook"]
    assert write(as_alice, "DELETE", f"webhooks/{made['id']}").status_code == 204
    assert problem(as_alice.get(f"/api/v1/webhooks/{made['id']}")) == (404, "not_found")
    assert TrailEntry.objects.filter(verb="webhook.removed").exists()
