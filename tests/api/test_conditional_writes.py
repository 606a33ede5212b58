"""A change says which state was read; what has changed since is not overwritten in silence."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem, revision_of
from tests.api.conftest import Desk


def patch(client: APIClient, address: str, body: Any, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.patch(address, json.dumps(body), content_type="application/json", headers=named)


@pytest.fixture
def address(furnished: Desk) -> str:
    return furnished.address("dossiers/{litigation}")


def test_dossier_is_put_right_by_who_read_it_last(as_alice: APIClient, address: str) -> None:
    tag = as_alice.get(address).headers["ETag"]
    answer = patch(as_alice, address, {"title": "A better title", "themes": ["dublin"]}, if_match=tag)
    assert answer.status_code == 200
    assert (answer.json()["title"], answer.json()["themes"]) == ("A better title", ["dublin"])
    assert answer.headers["ETag"] != tag
    assert revision_of(as_alice.get(address)) == revision_of(answer)


def test_members_left_out_stay_as_they_are(as_alice: APIClient, address: str) -> None:
    before = as_alice.get(address).json()
    answer = patch(as_alice, address, {"summary": "Two lines."}, if_match="*").json()
    assert answer == {**before, "summary": "Two lines."}


def test_trail_names_the_fields_and_holds_none_of_the_words(
    as_alice: APIClient, furnished: Desk, address: str
) -> None:
    patch(as_alice, address, {"title": "About a person"}, if_match="*")
    entry = TrailEntry.objects.filter(dossier_id=furnished.litigation.pk).latest("id")
    assert (entry.verb, entry.changes) == ("dossier.amended", {"fields": ["title"]})


def test_nothing_changed_leaves_the_revision(as_alice: APIClient, address: str) -> None:
    told = as_alice.get(address)
    answer = patch(as_alice, address, {"title": told.json()["title"]}, if_match=told.headers["ETag"])
    assert revision_of(answer) == revision_of(told)


def test_what_changed_meanwhile_is_not_overwritten(
    as_alice: APIClient, furnished: Desk, address: str
) -> None:
    tag = as_alice.get(address).headers["ETag"]
    note = {"kind": "note", "body": "The registry called."}
    assert post(as_alice, f"dossiers/{furnished.litigation.pk}/messages", note).status_code == 201
    answer = patch(as_alice, address, {"title": "Late"}, if_match=tag)
    assert problem(answer) == (412, "changed_meanwhile")
    now = as_alice.get(address)
    assert now.json()["title"] != "Late"
    assert answer.headers["ETag"] == f'"{revision_of(now)}"'


@pytest.mark.parametrize(
    ("tag", "refusal"),
    [
        ("", (428, "precondition_needed")),
        ('W/"1"', (412, "precondition_unknown")),
        ('"x"', (412, "precondition_unknown")),
        ("1", (412, "precondition_unknown")),
        ('"1", "2"', (412, "precondition_unknown")),
        ('"²"', (412, "precondition_unknown")),
    ],
)
def test_change_without_a_tag_of_ours_is_refused(
    as_alice: APIClient, address: str, tag: str, refusal: tuple[int, str]
) -> None:
    assert problem(patch(as_alice, address, {"title": "Blind"}, if_match=tag)) == refusal


def test_bad_members_are_pointed_at_and_nothing_is_written(as_alice: APIClient, address: str) -> None:
    answer = patch(as_alice, address, {"title": "", "language": "xx"}, if_match="*")
    assert problem(answer) == (400, "invalid")
    assert {pointer for pointer, _ in pointers(answer)} == {"#/title", "#/language"}


def test_unknown_theme_is_refused(as_alice: APIClient, address: str) -> None:
    assert problem(patch(as_alice, address, {"themes": ["nothing"]}, if_match="*")) == (422, "theme_unknown")
