"""The trail is added to and never changed, by whatever way one comes at it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import structlog
from django.db import connection, transaction
from django.db.utils import DatabaseError
from rest_framework.test import APIClient

from helpdesk.identifiers import new_id
from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry
from helpdesk.trail.services import record

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)


@pytest.fixture
def entry(alice: User) -> TrailEntry:
    return record(
        "dossier.opened", actor=alice, at=NOW, subject_id=uuid4(), changes={"state": ["new", "open"]}
    )


def test_entry_holds_who_when_what_and_the_request(alice: User) -> None:
    subject = new_id()
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        made = record(
            "deadline.met", actor=alice, at=NOW, subject_id=subject, dossier_id=subject, reason="Why"
        )
    kept = TrailEntry.objects.get(pk=made.pk)
    assert (kept.actor, kept.at, kept.verb, kept.subject_id) == (alice, NOW, "deadline.met", subject)
    assert (kept.dossier_id, kept.request_id, kept.reason, kept.changes) == (subject, "r-1", "Why", {})


def test_act_outside_a_request_has_no_request_id(entry: TrailEntry) -> None:
    assert entry.request_id == ""


def test_update_is_refused_by_the_database(entry: TrailEntry) -> None:
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        TrailEntry.objects.filter(pk=entry.pk).update(verb="nothing.happened")
    assert TrailEntry.objects.get().verb == "dossier.opened"


def test_saving_again_is_refused_by_the_database(entry: TrailEntry) -> None:
    entry.reason = "another reason"
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        entry.save()


def test_delete_is_refused_by_the_database(entry: TrailEntry) -> None:
    for delete in (entry.delete, TrailEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
            delete()
    assert TrailEntry.objects.count() == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE trail_trailentry SET reason = 'x'", "DELETE FROM trail_trailentry"]
)
def test_plain_sql_is_refused_too(entry: TrailEntry, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert TrailEntry.objects.count() == 1


def test_act_that_is_refused_leaves_no_entry(as_alice: APIClient) -> None:
    body = {"title": "A", "channel": "phone", "body": "?", "asker": {"name": "A", "role": "volunteer"}}
    dossier = as_alice.post("/api/v1/questions", body, format="json").json()["id"]
    answer = as_alice.post(f"/api/v1/dossiers/{dossier}/close", {"outcome": "won"}, format="json")
    assert answer.status_code == 409
    assert list(TrailEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "contact.added",
        "question.opened",
    ]
