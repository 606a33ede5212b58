"""Ties between dossiers: made by hand, seen from both ends by who sees both, and no dossier part of itself."""

from typing import Any
from uuid import UUID

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier, DossierLink
from cases.models.dossier import LinkKind
from cases.services.links import link_dossiers
from cases.services.litigations import LitigationDetails
from deadlines.services import promote_question
from helpdesk.people.models import Team, User
from helpdesk.trail.models import TrailEntry
from tests.api.asking import pointers, post, problem
from tests.api.test_participants import send
from tests.conftest import client_of
from tests.factories import a_litigation, a_question, act, at_level


@pytest.fixture
def three(alice: User, desk: Team) -> list[Dossier]:
    return [a_litigation(alice, desk, number) for number in (1, 2, 3)]


def tie(client: APIClient, one: Dossier, other: Dossier, kind: str = "related") -> Any:
    return post(client, f"dossiers/{one.pk}/links", {"to": str(other.pk), "kind": kind})


def links(client: APIClient, dossier: Dossier) -> list[tuple[str, str, str]]:
    told = client.get(f"/api/v1/dossiers/{dossier.pk}").json()["links"]
    return [(link["kind"], link["direction"], link["reference"]) for link in told]


@pytest.mark.parametrize("kind", ["related", "same_person", "same_order", "follows", "parent"])
def test_tie_is_seen_from_both_ends(as_alice: APIClient, three: list[Dossier], kind: str) -> None:
    answer = tie(as_alice, three[0], three[1], kind)
    assert (answer.status_code, answer.json()["reference"]) == (201, "L-2026-00002")
    assert links(as_alice, three[0]) == [(kind, "to", "L-2026-00002")]
    assert links(as_alice, three[1]) == [(kind, "from", "L-2026-00001")]


def test_tie_changes_both_ends_and_stands_in_both_trails_by_id(
    as_alice: APIClient, three: list[Dossier]
) -> None:
    tags = [as_alice.get(f"/api/v1/dossiers/{one.pk}").headers["ETag"] for one in three]
    tie(as_alice, three[0], three[1])
    now = [as_alice.get(f"/api/v1/dossiers/{one.pk}").headers["ETag"] for one in three]
    assert [before == after for before, after in zip(tags, now, strict=True)] == [False, False, True]
    entries = TrailEntry.objects.filter(verb="link.added").order_by("id")
    assert [(entry.dossier_id, entry.changes) for entry in entries] == [
        (three[0].pk, {"kind": "related", "other": str(three[1].pk)}),
        (three[1].pk, {"kind": "related", "other": str(three[0].pk)}),
    ]


def test_tie_is_undone_from_either_end(as_alice: APIClient, three: list[Dossier]) -> None:
    link = tie(as_alice, three[0], three[1]).json()["link"]
    assert problem(send(as_alice, "DELETE", f"dossiers/{three[2].pk}/links/{link}")) == (404, "not_found")
    assert send(as_alice, "DELETE", f"dossiers/{three[1].pk}/links/{link}").status_code == 204
    assert problem(send(as_alice, "DELETE", f"dossiers/{three[0].pk}/links/{link}")) == (404, "not_found")
    assert not DossierLink.objects.exists()


def test_undoing_needs_the_tag_of_the_dossier(as_alice: APIClient, three: list[Dossier]) -> None:
    tag = as_alice.get(f"/api/v1/dossiers/{three[0].pk}").headers["ETag"]
    address = f"dossiers/{three[0].pk}/links/{tie(as_alice, three[0], three[1]).json()['link']}"
    assert problem(send(as_alice, "DELETE", address, tag=tag)) == (412, "changed_meanwhile")
    assert problem(send(as_alice, "DELETE", address, tag="")) == (428, "precondition_needed")


@pytest.mark.parametrize(
    ("tie", "code"),
    [
        ("1", "address_unknown"),
        ("9" * 30, "address_unknown"),
        (str(UUID(int=7 << 76 | 1 << 63)), "not_found"),
    ],
)
def test_tie_that_is_not_there_is_not_found(
    as_alice: APIClient, three: list[Dossier], tie: str, code: str
) -> None:
    answer = send(as_alice, "DELETE", f"dossiers/{three[0].pk}/links/{tie}")
    assert problem(answer) == (404, code)


def test_id_of_a_tie_tells_nothing_of_how_many_there_are(as_alice: APIClient, three: list[Dossier]) -> None:
    made = [UUID(tie(as_alice, three[0], other).json()["link"]) for other in three[1:]]
    assert [each.version for each in made] == [7, 7]
    told = as_alice.get(f"/api/v1/dossiers/{three[0].pk}").json()["links"]
    assert [UUID(each["link"]) for each in told] == made


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 0)])
def test_what_is_tied_already_is_refused_whichever_way_round(
    as_alice: APIClient, three: list[Dossier], one: int, other: int
) -> None:
    tie(as_alice, three[0], three[1], "same_person")
    assert problem(tie(as_alice, three[one], three[other], "same_person")) == (409, "link_known")
    assert tie(as_alice, three[one], three[other], "related").status_code == 201


def test_dossier_becomes_no_part_of_itself_over_however_many_steps(
    as_alice: APIClient, three: list[Dossier]
) -> None:
    first, second, third = three
    assert tie(as_alice, first, second, "parent").status_code == 201
    assert tie(as_alice, second, third, "parent").status_code == 201
    assert problem(tie(as_alice, third, first, "parent")) == (409, "link_circle")
    assert tie(as_alice, third, first, "follows").status_code == 201
    assert tie(as_alice, first, third, "parent").status_code == 201


def test_dossier_is_not_tied_to_itself(as_alice: APIClient, three: list[Dossier]) -> None:
    answer = tie(as_alice, three[0], three[0])
    assert (problem(answer), pointers(answer)[0][0]) == ((422, "link_to_itself"), "#/to")


def test_became_is_not_tied_by_hand_and_not_undone(as_alice: APIClient, alice: User, desk: Team) -> None:
    question = a_question(alice, desk)
    litigation = promote_question(act(alice), question.pk, title="", details=LitigationDetails())
    assert problem(tie(as_alice, question, litigation, "became")) == (400, "invalid")
    link = DossierLink.objects.get()
    assert problem(send(as_alice, "DELETE", f"dossiers/{question.pk}/links/{link.pk}")) == (409, "link_stays")


def test_other_end_that_is_not_for_her_is_as_unknown_as_one_that_is_not_there(
    three: list[Dossier], alice: User, bob: User
) -> None:
    at_level(alice, three[1], "sealed")
    as_bob = client_of(bob)
    told = [tie(as_bob, three[0], three[1]).json()]
    body = {"to": "00000000-0000-4000-8000-000000000000", "kind": "related"}
    told.append(post(as_bob, f"dossiers/{three[0].pk}/links", body).json())
    assert [{**each, "request_id": ""} for each in told] == [{**told[0], "request_id": ""}] * 2
    assert told[0]["code"] == "dossier_unknown"


def test_tie_to_what_she_does_not_see_is_neither_shown_nor_undone(
    three: list[Dossier], alice: User, bob: User
) -> None:
    link = link_dossiers(act(alice), three[0].pk, to=three[1].pk, kind=LinkKind.RELATED)
    at_level(alice, three[1], "sealed")
    as_bob = client_of(bob)
    assert links(as_bob, three[0]) == []
    assert problem(send(as_bob, "DELETE", f"dossiers/{three[0].pk}/links/{link.pk}")) == (404, "not_found")
