"""A POST with an Idempotency-Key acts once, however often and however quickly it is sent."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from api import idempotency
from api.idempotency import KEPT_FOR, OncePerKey, forget_answers
from api.models import KeptAnswer
from api.tasks import forget_old_answers
from cases.models import Dossier
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import problem
from tests.api.conftest import Desk
from tests.api.filing import form, send_form
from tests.conftest import client_of
from tests.helpdesk.side_by_side import side_by_side
from tests.small_files import pdf

CASE = {"title": "A case"}
KEY = "6f1c2c1e-1d0e-4d0c-9d3c-1b2f5a9f7e10"


def open_case(client: APIClient, body: Any = CASE, key: str = KEY) -> Any:
    return client.post("/api/v1/litigations", body, format="json", headers={"idempotency-key": key})


def test_same_request_twice_is_one_dossier_and_one_answer(as_alice: APIClient) -> None:
    first, second = open_case(as_alice), open_case(as_alice)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert ("Idempotency-Replayed" in first.headers, second.headers["Idempotency-Replayed"]) == (
        False,
        "true",
    )
    assert Dossier.objects.count() == 1
    assert TrailEntry.objects.filter(verb="litigation.opened").count() == 1


def test_without_the_key_the_same_request_acts_twice(as_alice: APIClient) -> None:
    for _ in range(2):
        as_alice.post("/api/v1/litigations", CASE, format="json")
    assert Dossier.objects.count() == 2


def test_key_used_for_another_request_is_refused(as_alice: APIClient) -> None:
    open_case(as_alice)
    assert problem(open_case(as_alice, {"title": "Another"})) == (422, "idempotency_key_reused")
    other = as_alice.post("/api/v1/litigations?x=1", CASE, format="json", headers={"idempotency-key": KEY})
    assert problem(other) == (422, "idempotency_key_reused")
    assert Dossier.objects.count() == 1


def test_same_file_under_another_name_is_another_request(as_alice: APIClient, furnished: Desk) -> None:
    path = f"dossiers/{furnished.litigation.pk}/documents"
    said = {"title": "A letter", "kind": "letter"}
    first, same, other = (
        send_form(as_alice, path, form(**said, file=(name, pdf())), **{"idempotency-key": KEY})
        for name in ("a.pdf", "a.pdf", "b.pdf")
    )
    assert (first.status_code, same.content) == (201, first.content)
    assert problem(other) == (422, "idempotency_key_reused")


def test_body_that_is_too_large_is_refused_where_none_is_asked_for_too(
    as_alice: APIClient, furnished: Desk, settings: Any
) -> None:
    address, body = (
        furnished.address("questions/{question}/take"),
        b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
    )
    answer = as_alice.post(address, body, content_type="application/json", headers={"idempotency-key": KEY})
    assert problem(answer) == (413, "body_too_large")


def test_key_of_one_caller_says_nothing_to_another(as_alice: APIClient, bob: User) -> None:
    open_case(as_alice)
    answer = open_case(client_of(bob), {"title": "Bob's case"})
    assert (answer.status_code, answer.json()["title"]) == (201, "Bob's case")


def test_nobody_gets_an_answer_that_was_kept(as_alice: APIClient) -> None:
    open_case(as_alice)
    assert problem(open_case(APIClient())) == (401, "not_authenticated")


def test_refusal_did_nothing_and_the_key_can_be_used_again(as_alice: APIClient) -> None:
    assert problem(open_case(as_alice, {"title": ""})) == (400, "invalid")
    assert open_case(as_alice).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "a\0b", "\x7f", "x" * 256, "x" * 1024])
def test_key_that_is_none_is_refused(as_alice: APIClient, key: str) -> None:
    assert problem(open_case(as_alice, key=key)) == (400, "idempotency_key_invalid")
    assert Dossier.objects.count() == 0


def test_crash_before_the_end_leaves_nothing_and_the_request_can_be_sent_again(
    as_alice: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_args: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(OncePerKey, "_keep", crash)
        with pytest.raises(MemoryError):
            open_case(as_alice)
    assert Dossier.objects.count() == 0
    assert open_case(as_alice).status_code == 201
    assert Dossier.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_five_at_once_are_one_dossier(alice: User, desk: Team) -> None:
    clients = [client_of(alice) for _ in range(5)]
    answers = side_by_side(*[partial(open_case, client) for client in clients])
    told = sorted(answer.status_code for answer in answers)
    assert told.count(201) >= 1
    assert {code for code in told if code != 201} <= {409}
    assert all(
        problem(answer) == (409, "request_in_flight") for answer in answers if answer.status_code == 409
    )
    assert Dossier.objects.count() == 1
    assert open_case(clients[0]).headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_while_the_first_request_runs_the_second_is_told_to_wait(alice: User, desk: Team) -> None:
    client = client_of(alice)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(idempotency.TRY_LOCK, [f"idempotency:{alice.pk}:{KEY}"])
        (answer,) = side_by_side(partial(open_case, client))
    assert problem(answer) == (409, "request_in_flight")


def test_answer_is_forgotten_after_a_day(as_alice: APIClient) -> None:
    open_case(as_alice)
    now = timezone.now()
    assert forget_answers(now) == 0
    KeptAnswer.objects.update(answered_at=now - KEPT_FOR - timedelta(seconds=1))
    assert "Idempotency-Replayed" not in open_case(as_alice).headers
    assert Dossier.objects.count() == 2
    KeptAnswer.objects.update(answered_at=now - KEPT_FOR - timedelta(seconds=1))
    forget_old_answers()
    assert not KeptAnswer.objects.exists()


def test_reading_takes_no_notice_of_the_key(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/litigations", headers={"idempotency-key": KEY})
    assert answer.status_code == 200
    assert not KeptAnswer.objects.exists()
