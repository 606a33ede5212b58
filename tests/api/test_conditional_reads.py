"""Who holds an answer asks whether it is still so, and is told in a word; never that something is which is not."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from helpdesk.people.models import User
from helpdesk.trail.models import TrailEntry
from tests.api import contract
from tests.api.asking import post
from tests.api.conftest import Desk
from tests.api.permission_table import rows
from tests.api.test_conditional_writes import patch
from tests.conftest import client_of
from tests.factories import a_litigation, a_part, at_level

# Answers in which the clock or the reading itself shows.
NEVER_TWICE_THE_SAME = {"usage", "status", "contacts/{contact}/trail", "contacts/{contact}/export"}


def again(client: APIClient, address: str, tag: str) -> Any:
    return client.get(address, headers={"if-none-match": tag})


def readable(path: str) -> bool:
    """Whether the document says that the answer is no file and can be asked about again."""
    found = contract.path_of("/api/v1/" + path.replace("{", "").replace("}", ""))
    responses = contract.document()["paths"][found]["get"]["responses"] if found else {}
    return "304" in responses and "206" not in responses


def test_every_answer_in_json_is_named_and_not_sent_twice(as_alice: APIClient, furnished: Desk) -> None:
    asked = [each.path for each in rows() if each.method == "GET" and readable(each.path)]
    assert len(asked) > 60
    for path in asked:
        address = furnished.address(path)
        first = as_alice.get(address)
        if first.status_code != 200 or path in NEVER_TWICE_THE_SAME:
            continue
        second = again(as_alice, address, first.headers["ETag"])
        assert (second.status_code, second.content) == (304, b""), path
        assert second.headers["ETag"] == first.headers["ETag"], path
        assert second.headers["Cache-Control"] == "private, no-cache", path
        assert {"Accept-Language", "Authorization", "Cookie"} <= set(second.headers["Vary"].split(", ")), path
        assert "RateLimit" in second.headers, path


@pytest.mark.parametrize("held", ["*", 'W/"x", {tag}', "W/{tag}"])
def test_tag_is_known_among_others_weak_or_strong(as_alice: APIClient, furnished: Desk, held: str) -> None:
    address = furnished.address("dossiers/{litigation}")
    tag = as_alice.get(address).headers["ETag"]
    assert again(as_alice, address, held.format(tag=tag)).status_code == 304


@pytest.mark.parametrize("held", ["", "nonsense", '"1"', 'W/"0"'])
def test_tag_of_something_else_gets_the_whole_answer(as_alice: APIClient, furnished: Desk, held: str) -> None:
    answer = again(as_alice, furnished.address("dossiers/{litigation}"), held)
    assert (answer.status_code, answer.json()["reference"]) == (200, "L-2026-00001")


def test_tag_of_a_detail_serves_the_next_change_too(as_alice: APIClient, furnished: Desk) -> None:
    address = furnished.address("dossiers/{litigation}")
    tag = as_alice.get(address).headers["ETag"]
    assert patch(as_alice, address, {"title": "A better title"}, if_match=tag).status_code == 200
    assert patch(as_alice, address, {"title": "A late title"}, if_match=tag).status_code == 412
    assert again(as_alice, address, tag).json()["title"] == "A better title"


def test_list_is_another_after_an_act(as_alice: APIClient, furnished: Desk, alice: User) -> None:
    tag = as_alice.get("/api/v1/litigations").headers["ETag"]
    a_litigation(alice, furnished.team, 2)
    assert len(again(as_alice, "/api/v1/litigations", tag).json()["results"]) == 2


def test_detail_is_another_when_a_tied_dossier_is_closed_to_the_caller(
    furnished: Desk, alice: User, bob: User
) -> None:
    """No act on the dossier itself, and its revision stays."""
    address, as_bob = furnished.address("dossiers/{litigation}"), client_of(bob)
    tag = as_bob.get(address).headers["ETag"]
    at_level(alice, furnished.condemnation, "sealed")
    told = again(as_bob, address, tag)
    assert (told.status_code, told.json()["links"]) == (200, [])
    assert told.headers["ETag"].split("-")[0] == tag.split("-")[0]


def test_other_language_is_another_answer(furnished: Desk, alice: User) -> None:
    address = furnished.address("deadlines/{deadline}")
    tag = client_of(alice, "fr").get(address).headers["ETag"]
    assert again(client_of(alice, "nl"), address, tag).status_code == 200
    assert again(client_of(alice, "fr"), address, tag).status_code == 304


def test_what_was_closed_to_the_caller_is_404_and_never_304(furnished: Desk, alice: User, bob: User) -> None:
    address, as_bob = furnished.address("dossiers/{litigation}"), client_of(bob)
    tag = as_bob.get(address).headers["ETag"]
    at_level(alice, furnished.litigation, "sealed")
    assert again(as_bob, address, tag).status_code == 404
    assert again(as_bob, address, "*").status_code == 404


def test_reading_of_a_closed_dossier_is_noted_though_nothing_new_was_told(
    furnished: Desk, alice: User, bob: User
) -> None:
    address, as_bob = furnished.address("dossiers/{litigation}"), client_of(bob)
    a_part(alice, furnished.litigation, bob)
    at_level(alice, furnished.litigation, "restricted")
    read = TrailEntry.objects.filter(verb="dossier.read", actor=bob)
    assert not read.exists()
    assert again(as_bob, address, "*").status_code == 304
    assert read.count() == 1


def test_refusals_and_writes_are_kept_by_nobody(as_alice: APIClient, furnished: Desk) -> None:
    missing = as_alice.get(furnished.missing("dossiers/{litigation}"))
    note = {"kind": "note", "body": "The registry called."}
    written = post(as_alice, f"dossiers/{furnished.litigation.pk}/messages", note)
    secret = post(as_alice, "calendar-feeds", {"name": "Telephone"})
    assert [each.status_code for each in (missing, written, secret)] == [404, 201, 201]
    assert {each.headers["Cache-Control"] for each in (missing, written, secret)} == {"no-store"}


def test_what_is_held_about_a_person_is_kept_by_nobody(furnished: Desk, cora: User) -> None:
    answer = client_of(cora).get(furnished.address("contacts/{contact}/export"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_head_tells_the_tag_and_knows_it(as_alice: APIClient, furnished: Desk) -> None:
    address = furnished.address("dossiers/{litigation}")
    tag = as_alice.get(address).headers["ETag"]
    assert as_alice.head(address).headers["ETag"] == tag
    assert as_alice.head(address, headers={"if-none-match": tag}).status_code == 304
