"""Searches a colleague keeps: checked when they are kept, run as the list would be, her own alone."""

from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from cases.models import SavedSearch
from cases.services import saved_searches
from cases.services.dossiers import note
from helpdesk.people.models import Team, User
from tests.api.asking import pointers, post, problem
from tests.conftest import client_of
from tests.factories import a_condemnation, a_litigation, a_question, act, at_level


def keep(client: APIClient, name: str = "Mine", **body: Any) -> Any:
    return post(client, "saved-searches", {"name": name, "list": "dossiers", "query": "owner=me", **body})


def hits(client: APIClient, search: Any, query: str = "") -> list[str]:
    rows = client.get(f"/api/v1/saved-searches/{search['id']}/hits{query}").json()["results"]
    return [row["reference"] for row in rows]


def test_searches_are_listed_by_name_to_who_keeps_them(as_alice: APIClient, bob: User) -> None:
    keep(as_alice, "Z"), keep(as_alice, "A", query="?overdue=true&kind=question&kind=litigation")
    told = as_alice.get("/api/v1/saved-searches").json()
    assert [(row["name"], row["query"]) for row in told] == [
        ("A", "overdue=true&kind=question&kind=litigation"),
        ("Z", "owner=me"),
    ]
    assert client_of(bob).get("/api/v1/saved-searches").json() == []


def test_one_search_is_read_by_who_keeps_it_and_not_sent_twice(
    as_alice: APIClient, bob: User, django_assert_num_queries: Any
) -> None:
    kept = keep(as_alice).json()
    address = f"/api/v1/saved-searches/{kept['id']}"
    with django_assert_num_queries(3):
        answer = as_alice.get(address)
    assert answer.json() == kept
    held = {"if-none-match": answer.headers["ETag"]}
    assert as_alice.get(address, headers=held).status_code == 304
    post(as_alice, f"saved-searches/{kept['id']}/see", None)
    assert as_alice.get(address, headers=held).json()["seen_at"] > kept["seen_at"]
    assert problem(client_of(bob).get(address)) == (404, "not_found")


@pytest.mark.parametrize(
    ("searched", "query", "expected"),
    [
        ("dossiers", "owner=me", ["C-2026-00001", "L-2026-00002", "L-2026-00001"]),
        ("dossiers", "owner=me&ordering=reference", ["C-2026-00001", "L-2026-00001", "L-2026-00002"]),
        ("dossiers", "", ["C-2026-00001", "L-2026-00002", "L-2026-00001", "V-2026-00001"]),
        ("questions", "intake=professional", ["V-2026-00001"]),
        ("litigations", "", ["L-2026-00002", "L-2026-00001"]),
        ("condemnations", "court=Labour+tribunal+Brussels", ["C-2026-00001"]),
    ],
)
def test_search_finds_what_its_list_would_find(
    as_alice: APIClient, alice: User, sam: User, desk: Team, searched: str, query: str, expected: list[str]
) -> None:
    (
        a_question(sam, desk),
        a_litigation(alice, desk),
        a_litigation(alice, desk, 2),
        a_condemnation(alice, desk),
    )
    kept = keep(as_alice, list=searched, query=query).json()
    assert hits(as_alice, kept) == expected


def test_me_and_today_are_those_of_the_moment_it_is_run(as_alice: APIClient, alice: User, desk: Team) -> None:
    kept = keep(as_alice).json()
    assert hits(as_alice, kept) == []
    a_litigation(alice, desk)
    assert hits(as_alice, kept) == ["L-2026-00001"]


def test_hits_come_in_pages(as_alice: APIClient, alice: User, desk: Team) -> None:
    for number in range(3):
        a_litigation(alice, desk, number)
    kept = keep(as_alice, query="ordering=reference").json()
    page = as_alice.get(f"/api/v1/saved-searches/{kept['id']}/hits?page_size=2").json()
    assert [row["reference"] for row in page["results"]] == ["L-2026-00001", "L-2026-00002"]
    assert [row["reference"] for row in as_alice.get(page["next"]).json()["results"]] == ["L-2026-00003"]


def test_new_hits_are_those_opened_or_acted_on_since_she_looked(
    as_alice: APIClient, alice: User, desk: Team
) -> None:
    first = a_litigation(alice, desk)
    type(first).objects.update(updated_at=timezone.now())
    kept = keep(as_alice).json()
    assert hits(as_alice, kept, "?new=true") == []
    second = a_litigation(alice, desk, 2)
    for dossier in (second, first):
        note(act(alice), dossier, "dossier.amended")
        type(dossier).objects.filter(pk=dossier.pk).update(updated_at=timezone.now())
    assert hits(as_alice, kept, "?new=true") == ["L-2026-00002", "L-2026-00001"]
    seen = post(as_alice, f"saved-searches/{kept['id']}/see", {}).json()
    assert seen["seen_at"] > kept["seen_at"]
    assert hits(as_alice, kept, "?new=true") == []
    assert len(hits(as_alice, kept, "?new=false")) == 2


def test_search_finds_nothing_that_was_closed_to_her_meanwhile(
    as_alice: APIClient, alice: User, bob: User, desk: Team
) -> None:
    dossier = a_litigation(alice, desk)
    as_bob = client_of(bob)
    kept = keep(as_bob, query="").json()
    assert hits(as_bob, kept) == ["L-2026-00001"]
    at_level(alice, dossier, "sealed")
    assert hits(as_bob, kept) == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("colour=red", "#/query/colour"),
        ("kind=rumour", "#/query/kind"),
        ("state=new&state=open", "#/query/state"),
        ("cursor=x", "#/query/cursor"),
        ("page_size=10", "#/query/page_size"),
        ("q=%00", "#/query/q"),
        ("&".join("a" * 500), "#/query/a"),
        ("x" * 1001, "#/query"),
    ],
)
def test_query_that_its_list_would_refuse_is_not_kept(as_alice: APIClient, query: str, pointer: str) -> None:
    answer = keep(as_alice, query=query)
    assert problem(answer) == (400, "invalid")
    assert pointers(answer)[0][0].startswith(pointer)
    assert not SavedSearch.objects.exists()


def test_filter_of_one_list_is_none_of_another(as_alice: APIClient) -> None:
    hearing = "hearing_from=2026-06-15"
    assert keep(as_alice, list="litigations", query=hearing).status_code == 201
    assert problem(keep(as_alice, list="condemnations", query=hearing)) == (400, "invalid")


def test_name_is_kept_once_by_each(as_alice: APIClient, bob: User) -> None:
    keep(as_alice)
    assert problem(keep(as_alice)) == (409, "search_name_taken")
    assert keep(client_of(bob)).status_code == 201


def test_search_is_forgotten_and_another_takes_its_name(as_alice: APIClient) -> None:
    kept = keep(as_alice).json()
    assert as_alice.delete(f"/api/v1/saved-searches/{kept['id']}").status_code == 204
    assert keep(as_alice).status_code == 201


def test_fifty_are_enough(as_alice: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "MOST_SEARCHES", 2)
    keep(as_alice, "A"), keep(as_alice, "B")
    assert problem(keep(as_alice, "C")) == (409, "enough_searches")
