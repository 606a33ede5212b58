"""Every door of the permission table, against dossiers that are closed: neither reference nor title comes through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from cases.models import DossierRole, Wall
from cases.models.dossier import Dossier
from helpdesk.people.models import Scope, User
from helpdesk.trail.models import TrailEntry
from tests.api.conftest import Desk
from tests.api.permission_table import Row, rows
from tests.api.standing.test_permissions import ask
from tests.conftest import client_of, client_with_key
from tests.factories import a_part, a_wall, at_level

THINGS = ("question", "litigation", "condemnation")
# What a caller must be told nothing of: at which level, and what stands between her and all three dossiers.
CLOSED_TO = [
    ("bob", "restricted", ""),
    ("rita", "restricted", ""),
    ("sam", "restricted", ""),
    ("bob", "sealed", ""),
    ("cora", "sealed", ""),
    ("sam", "sealed", ""),
    ("bob", "team", "wall"),
    ("cora", "team", "wall"),
    ("sam", "team", "wall"),
    ("bob", "restricted", "ended part"),
    ("bob", "sealed", "part to come"),
    ("bob", "sealed", "wall"),
]


@pytest.fixture
def close(furnished: Desk, alice: User, cora: User) -> Callable[..., None]:
    """Close all three dossiers at a level, with something between them and a colleague."""

    def closed(user: User, level: str, between: str) -> None:
        Dossier.objects.update(owner=alice)
        for dossier in (getattr(furnished, name) for name in THINGS):
            if between == "ended part":
                a_part(alice, dossier, user, from_on="2026-06-01", until_on="2026-06-14")
            elif between == "part to come":
                a_part(alice, dossier, user, from_on="2026-06-16")
            elif between == "wall":
                raiser = cora if user != cora else User.objects.get(name="Carl")
                a_wall(raiser, dossier, user)
            if level != "team":
                at_level(alice, dossier, level)

    return closed


def opened_with_every_key(user: User) -> APIClient:
    return client_with_key(user, *Scope) if user.is_service else client_of(user)


def secrets(desk: Desk) -> list[str]:
    dossiers = [getattr(desk, name) for name in THINGS]
    return [text for dossier in dossiers for text in (dossier.reference, dossier.title, str(dossier.pk))]


def of_a_dossier(row: Row) -> bool:
    return any(f"{{{name}}}" in row.path for name in (*THINGS, "deadline", "event", "recomputation"))


@pytest.mark.parametrize(("name", "level", "between"), CLOSED_TO)
def test_no_list_and_no_detail_tells_of_a_closed_dossier(
    furnished: Desk, close: Callable[..., None], request: Any, name: str, level: str, between: str
) -> None:
    user = request.getfixturevalue(name)
    client = opened_with_every_key(user)
    close(user, level, between)
    for row in rows():
        if row.method != "GET":
            continue
        answer = client.get(furnished.address(row.path))
        told = answer.getvalue().decode()
        assert not [text for text in secrets(furnished) if text in told], row
        if of_a_dossier(row):
            assert answer.status_code == 404, row


@pytest.mark.parametrize(("name", "level", "between"), CLOSED_TO)
def test_no_act_on_a_closed_dossier_is_more_than_not_found(
    furnished: Desk, close: Callable[..., None], request: Any, name: str, level: str, between: str
) -> None:
    user = request.getfixturevalue(name)
    client = opened_with_every_key(user)
    close(user, level, between)
    for row in rows():
        may_break_the_glass = name == "cora" and level == "sealed" and "break-glass" in row.path
        if row.method == "GET" or not of_a_dossier(row) or may_break_the_glass:
            continue
        with transaction.atomic():
            answer = ask(client, row, furnished.address(row.path), furnished.body(row.content))
            transaction.set_rollback(True)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), row


@pytest.mark.parametrize("role", DossierRole)
@pytest.mark.parametrize("level", ["team", "restricted", "sealed"])
def test_who_takes_part_passes_every_door_at_every_level(
    furnished: Desk, close: Callable[..., None], alice: User, charlie: User, role: DossierRole, level: str
) -> None:
    close(charlie, level, "")
    for dossier in (getattr(furnished, name) for name in THINGS):
        a_part(alice, dossier, charlie, role)
    client = client_of(charlie)
    for row in rows():
        if not of_a_dossier(row):
            continue
        with transaction.atomic():
            answer = ask(client, row, furnished.address(row.path), furnished.body(row.content))
            transaction.set_rollback(True)
        column = "rita" if role is DossierRole.READER else "alice"
        if "participants" in row.path or "confidentiality" in row.path or "walls" in row.path:
            column = "rita"
        expected = 422 if row.path.endswith("/promote") and column == "alice" else row.expected[column]
        # The question that is to be merged into hers is not hers to see.
        expected = 422 if row.path == "questions/{question}/merge" else expected
        # A guest opens no dossier in the team, and a split opens one.
        expected = 404 if row.path.endswith("/split") and column == "alice" else expected
        # The day is Alice's own; a second lawyer may look at it.
        is_second_look = row.path in ("deadlines/{deadline}/confirm", "deadlines/{deadline}/contest")
        expected = 200 if is_second_look and column == "alice" else expected
        assert answer.status_code == expected, row


def test_guest_sees_her_dossier_and_no_other(
    furnished: Desk, alice: User, charlie: User, as_charlie: APIClient
) -> None:
    a_part(alice, furnished.litigation, charlie, DossierRole.CO_COUNSEL)
    assert [row["reference"] for row in as_charlie.get("/api/v1/dossiers").json()["results"]] == [
        "L-2026-00001"
    ]
    assert as_charlie.get(furnished.address("dossiers/{condemnation}")).status_code == 404
    assert as_charlie.get(furnished.address("dossiers/{litigation}")).json()["links"] == []


def test_wall_shuts_out_whoever_it_is_raised_against(
    furnished: Desk, alice: User, charlie: User, as_charlie: APIClient
) -> None:
    a_part(alice, furnished.litigation, charlie, DossierRole.LEAD)
    Wall.objects.create(
        dossier=furnished.litigation,
        user=charlie,
        reason="Why",
        raised_by=alice,
        raised_at="2026-06-15T10:00Z",
    )
    assert as_charlie.get("/api/v1/dossiers").json()["results"] == []


@pytest.mark.parametrize("level", ["restricted", "sealed"])
def test_every_door_to_a_closed_dossier_writes_down_who_passed_and_once_a_day(
    furnished: Desk, close: Callable[..., None], alice: User, as_alice: APIClient, level: str
) -> None:
    close(alice, level, "")
    for row in rows():
        if row.method != "GET" or not of_a_dossier(row):
            continue
        with transaction.atomic():
            for _ in range(2):
                as_alice.get(furnished.address(row.path))
            read = list(TrailEntry.objects.filter(verb="dossier.read").values_list("actor", "changes"))
            transaction.set_rollback(True)
        assert read == [(alice.pk, {"on": "2026-06-15"})], row


def test_reading_a_dossier_that_is_open_to_its_team_is_not_written_down(
    furnished: Desk, as_alice: APIClient
) -> None:
    as_alice.get(furnished.address("dossiers/{litigation}"))
    assert not TrailEntry.objects.filter(verb="dossier.read").exists()
