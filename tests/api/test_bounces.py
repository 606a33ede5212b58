"""Mails that came back, as those see them who watch over the work."""

import pytest
from rest_framework.test import APIClient

from helpdesk.outbox.bounces import take_reports
from helpdesk.outbox.models import Bounce
from helpdesk.people.models import User
from tests.api.asking import post, problem
from tests.conftest import client_of
from tests.helpdesk.test_bounces import LATER, report, sent


@pytest.fixture
def bounce(alice: User, cora: User) -> Bounce:
    return take_reports(report(sent(alice).message_id), LATER)[0]


def test_coordinator_sees_whose_mail_came_back_and_says_what_was_done(
    bounce: Bounce, alice: User, cora: User
) -> None:
    client = client_of(cora)
    (told,) = client.get("/api/v1/bounces?is_settled=false").json()["results"]
    assert (told["addressee"]["name"], told["status"], told["is_permanent"]) == ("Alice", "5.1.1", True)
    answer = post(client, f"bounces/{bounce.pk}/settle", {"remark": "The mailbox was full."})
    assert (answer.status_code, answer.json()["settled_by"]["name"]) == (200, "Cora")
    alice.refresh_from_db()
    assert alice.mail_refused_at is None
    assert client.get("/api/v1/bounces?is_settled=false").json()["results"] == []


def test_bounce_is_settled_once(bounce: Bounce, cora: User) -> None:
    client = client_of(cora)
    post(client, f"bounces/{bounce.pk}/settle", {"remark": "Done."})
    assert problem(post(client, f"bounces/{bounce.pk}/settle", {"remark": "Again."})) == (
        409,
        "bounce_settled",
    )


def test_colleague_who_coordinates_nobody_sees_none(
    bounce: Bounce, as_alice: APIClient, as_charlie: APIClient
) -> None:
    for client in (as_alice, as_charlie):
        assert client.get("/api/v1/bounces").json()["results"] == []
        assert problem(post(client, f"bounces/{bounce.pk}/settle", {"remark": "Mine."})) == (404, "not_found")


def test_report_that_names_no_mail_is_for_administrators(cora: User, alice: User) -> None:
    take_reports(report(), LATER)
    assert client_of(cora).get("/api/v1/bounces").json()["results"] == []
    User.objects.filter(pk=alice.pk).update(is_admin=True)
    (told,) = client_of(alice).get("/api/v1/bounces").json()["results"]
    assert (told["addressee"], told["subject"]) == (None, "")
