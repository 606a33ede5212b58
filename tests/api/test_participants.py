"""The team of one dossier, and the walls around it."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier, DossierRole
from helpdesk.people.models import Role, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of
from tests.conftest import client_of, member
from tests.factories import a_litigation, a_part, a_wall, at_level


@pytest.fixture
def litigation(alice: User, desk: Team) -> Dossier:
    return a_litigation(alice, desk)


@pytest.fixture
def as_cora(cora: User) -> APIClient:
    return client_of(cora)


def invite(client: APIClient, dossier: Dossier, user: User, **part: Any) -> Any:
    return post(
        client, f"dossiers/{dossier.pk}/participants", {"user": str(user.pk), "role": "reader", **part}
    )


def send(client: APIClient, method: str, address: str, body: Any = None, tag: str = "*") -> Any:
    return client.generic(
        method, f"/api/v1/{address}", json.dumps(body or {}), content_type="application/json",
        headers={"if-match": tag},
    )  # fmt: skip


def last(dossier: Dossier) -> TrailEntry:
    return TrailEntry.objects.filter(dossier_id=dossier.pk).latest("id")


# Who takes part


def test_partner_lawyer_of_another_team_is_invited_as_a_guest_from_a_day_until_a_day(
    as_alice: APIClient, litigation: Dossier, charlie: User, alice: User
) -> None:
    told = invite(
        as_alice, litigation, charlie, role="co_counsel", from_on="2026-06-15", until_on="2026-12-31"
    ).json()
    del told["id"], told["added_at"]
    assert told == {
        "user": {"id": str(charlie.pk), "name": "Charlie"}, "role": "co_counsel", "is_guest": True,
        "from_on": "2026-06-15", "until_on": "2026-12-31", "added_by": {"id": str(alice.pk), "name": "Alice"},
    }  # fmt: skip
    assert last(litigation).verb == "participant.added"
    assert last(litigation).changes == {
        "user": str(charlie.pk), "is_guest": True, "role": "co_counsel", "from_on": "2026-06-15",
        "until_on": "2026-12-31",
    }  # fmt: skip


def test_part_begins_today_and_has_no_end_unless_they_are_given(
    as_alice: APIClient, litigation: Dossier, bob: User
) -> None:
    told = invite(as_alice, litigation, bob).json()
    assert (told["from_on"], told["until_on"], told["is_guest"]) == ("2026-06-15", None, False)


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({"from_on": "2026-06-15"}, 200),
        ({"from_on": "2026-06-16"}, 404),
        ({"from_on": "2026-06-01", "until_on": "2026-06-15"}, 200),
        ({"from_on": "2026-06-01", "until_on": "2026-06-14"}, 404),
    ],
)
def test_guest_sees_it_on_the_days_of_her_part_both_included(
    as_alice: APIClient, as_charlie: APIClient, litigation: Dossier, charlie: User, days: Any, status: int
) -> None:
    invite(as_alice, litigation, charlie, **days)
    assert as_charlie.get(f"/api/v1/dossiers/{litigation.pk}").status_code == status


@pytest.mark.parametrize(
    ("role", "status"), [("reader", 403), ("co_counsel", 201), ("stand_in", 201), ("lead", 201)]
)
def test_all_but_readers_work_on_the_dossier(
    as_alice: APIClient, as_charlie: APIClient, litigation: Dossier, charlie: User, role: str, status: int
) -> None:
    invite(as_alice, litigation, charlie, role=role)
    note = {"kind": "note", "body": "The registry called."}
    assert post(as_charlie, f"dossiers/{litigation.pk}/messages", note).status_code == status


def test_reader_of_the_team_works_on_the_one_dossier_where_she_is_named_to(
    as_alice: APIClient, litigation: Dossier, rita: User, alice: User, desk: Team
) -> None:
    other = a_litigation(alice, desk, 2)
    invite(as_alice, litigation, rita, role="co_counsel")
    note = {"kind": "note", "body": "Seen."}
    statuses = [
        post(client_of(rita), f"dossiers/{one.pk}/messages", note).status_code for one in (litigation, other)
    ]
    assert statuses == [201, 403]


def test_those_who_take_part_are_listed_with_the_tag_of_the_dossier(
    as_alice: APIClient, litigation: Dossier, bob: User, charlie: User
) -> None:
    invite(as_alice, litigation, bob)
    invite(as_alice, litigation, charlie)
    answer = as_alice.get(f"/api/v1/dossiers/{litigation.pk}/participants")
    assert [row["user"]["name"] for row in answer.json()] == ["Bob", "Charlie"]
    assert revision_of(answer) == revision_of(as_alice.get(f"/api/v1/dossiers/{litigation.pk}"))


def test_part_is_changed_by_who_read_it_last_and_the_trail_has_before_and_after(
    as_alice: APIClient, litigation: Dossier, bob: User
) -> None:
    address = f"dossiers/{litigation.pk}/participants/{invite(as_alice, litigation, bob).json()['id']}"
    tag = as_alice.get(f"/api/v1/dossiers/{litigation.pk}/participants").headers["ETag"]
    answer = send(as_alice, "PATCH", address, {"role": "co_counsel", "until_on": "2026-07-01"}, tag)
    assert (answer.json()["role"], answer.json()["until_on"]) == ("co_counsel", "2026-07-01")
    assert last(litigation).changes == {
        "user": str(bob.pk), "role": ["reader", "co_counsel"], "until_on": ["", "2026-07-01"]
    }  # fmt: skip
    assert problem(send(as_alice, "PATCH", address, {"role": "reader"}, tag)) == (412, "changed_meanwhile")
    assert problem(send(as_alice, "DELETE", address, tag="")) == (428, "precondition_needed")


def test_guest_who_is_removed_sees_nothing_from_that_moment(
    as_alice: APIClient, as_charlie: APIClient, litigation: Dossier, charlie: User
) -> None:
    address = f"dossiers/{litigation.pk}/participants/{invite(as_alice, litigation, charlie).json()['id']}"
    assert send(as_alice, "DELETE", address).status_code == 204
    assert as_charlie.get(f"/api/v1/dossiers/{litigation.pk}").status_code == 404
    assert problem(send(as_alice, "DELETE", address)) == (404, "not_found")
    assert last(litigation).changes == {"user": str(charlie.pk), "role": "reader"}


def test_part_of_another_dossier_is_not_reached_through_this_one(
    as_alice: APIClient, litigation: Dossier, alice: User, bob: User, desk: Team
) -> None:
    elsewhere = a_part(alice, a_litigation(alice, desk, 2), bob)
    answer = send(
        as_alice, "PATCH", f"dossiers/{litigation.pk}/participants/{elsewhere.pk}", {"role": "lead"}
    )
    assert problem(answer) == (404, "not_found")


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ("twice", (409, "takes_part_already", "#/user")),
        ("walled", (409, "walled_off", "#/user")),
        ("barred", (422, "user_unknown", "#/user")),
        ("integration", (422, "user_unknown", "#/user")),
        ("ends before it begins", (422, "until_before_from", "#/until_on")),
    ],
)
def test_who_cannot_take_part_is_refused_and_told_why(
    as_alice: APIClient,
    litigation: Dossier,
    alice: User,
    bob: User,
    sam: User,
    cora: User,
    what: str,
    refused: Any,
) -> None:
    part: dict[str, Any] = {}
    if what == "twice":
        a_part(alice, litigation, bob)
    elif what == "walled":
        a_wall(cora, litigation, bob)
    elif what == "barred":
        User.objects.filter(pk=bob.pk).update(is_active=False)
    elif what == "ends before it begins":
        part = {"from_on": "2026-06-15", "until_on": "2026-06-14"}
    answer = invite(as_alice, litigation, sam if what == "integration" else bob, **part)
    [(pointer, _)] = pointers(answer)
    assert (*problem(answer), pointer) == refused


def test_last_who_can_work_on_a_sealed_dossier_can_neither_leave_nor_only_read(
    litigation: Dossier, cora: User, as_cora: APIClient
) -> None:
    Dossier.objects.filter(pk=litigation.pk).update(owner=None)
    at_level(cora, litigation, "sealed")
    address = f"dossiers/{litigation.pk}/participants/{litigation.participants.get().pk}"
    for method, body in (
        ("DELETE", None),
        ("PATCH", {"role": "reader"}),
        ("PATCH", {"until_on": "2026-06-15"}),
    ):
        answer = send(as_cora, method, address, body)
        assert (answer.status_code == 200) == (body == {"until_on": "2026-06-15"})
        if answer.status_code != 200:
            assert problem(answer) == (409, "nobody_would_be_left")
    assert litigation.participants.count() == 1


# Walls


def build(
    client: APIClient, dossier: Dossier, user: User, reason: str = "Her brother is the defendant"
) -> Any:
    return post(client, f"dossiers/{dossier.pk}/walls", {"user": str(user.pk), "reason": reason})


def test_wall_keeps_a_colleague_of_the_team_from_the_dossier_and_ends_her_part(
    as_cora: APIClient, litigation: Dossier, alice: User, bob: User, cora: User
) -> None:
    a_part(alice, litigation, bob, DossierRole.CO_COUNSEL)
    told = build(as_cora, litigation, bob).json()
    assert (told["user"]["name"], told["reason"]) == ("Bob", "Her brother is the defendant")
    assert client_of(bob).get(f"/api/v1/dossiers/{litigation.pk}").status_code == 404
    assert not litigation.participants.exists()
    assert (last(litigation).verb, last(litigation).actor) == ("wall.raised", cora)


def test_wall_is_lifted_for_a_reason_and_the_part_does_not_come_back(
    as_cora: APIClient, litigation: Dossier, alice: User, charlie: User
) -> None:
    a_part(alice, litigation, charlie)
    address = f"dossiers/{litigation.pk}/walls/{build(as_cora, litigation, charlie).json()['id']}"
    assert problem(send(as_cora, "DELETE", address)) == (400, "invalid")
    assert send(as_cora, "DELETE", address, {"reason": "Another man"}).status_code == 204
    assert (last(litigation).verb, last(litigation).reason) == ("wall.lifted", "Another man")
    assert client_of(charlie).get(f"/api/v1/dossiers/{litigation.pk}").status_code == 404


def test_walls_are_known_to_those_who_work_on_the_dossier(
    as_cora: APIClient, litigation: Dossier, bob: User, rita: User
) -> None:
    build(as_cora, litigation, bob)
    told = client_of(rita).get(f"/api/v1/dossiers/{litigation.pk}/walls").json()
    assert [wall["user"]["name"] for wall in told] == ["Bob"]


@pytest.mark.parametrize(
    ("who", "refused"),
    [("cora", "wall_around_oneself"), ("alice", "owner_walled"), ("bob", "walled_off")],
)
def test_wall_that_would_shut_out_the_wrong_one_is_refused(
    as_cora: APIClient, litigation: Dossier, cora: User, bob: User, request: Any, who: str, refused: str
) -> None:
    a_wall(cora, litigation, bob)
    answer = build(as_cora, litigation, request.getfixturevalue(who))
    assert problem(answer) == (409, refused)


def test_wall_against_the_last_who_can_work_on_it_is_refused(
    as_cora: APIClient, litigation: Dossier, cora: User, bob: User, desk: Team
) -> None:
    Dossier.objects.filter(pk=litigation.pk).update(owner=None)
    at_level(cora, litigation, "sealed")
    carl = member(desk, "Carl", Role.COORDINATOR)
    a_part(cora, litigation, carl)
    assert problem(build(client_of(carl), litigation, cora)) == (409, "nobody_would_be_left")
    assert not litigation.walls.exists()
