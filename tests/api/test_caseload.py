"""The caseload, asked as a lawyer asks: by whom, about what, until when, in which order, and by a word or a number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.models import Dossier
from cases.models.dossier import LinkKind
from cases.services.dossiers import amend, close, take
from cases.services.links import link_dossiers
from helpdesk.people.models import Team, User
from tests.conftest import TODAY, client_of
from tests.factories import (
    a_condemnation,
    a_deadline,
    a_litigation,
    a_part,
    a_question,
    a_recommendation,
    act,
    at_level,
)


@pytest.fixture
def caseload(alice: User, bob: User, cora: User, sam: User, desk: Team) -> dict[str, Dossier]:
    """V-1 is nobody's, V-2 Bob's, L-1 Alice's with a deadline tomorrow, L-2 closed, C-1 restricted and watched."""
    found = {
        "V-1": a_question(sam, desk, 1),
        "V-2": a_question(sam, desk, 2),
        "L-1": a_litigation(alice, desk, 1),
        "L-2": a_litigation(alice, desk, 2),
        "C-1": a_condemnation(alice, desk),
    }
    take(act(bob), found["V-2"].pk)
    a_deadline(alice, found["L-1"])
    a_recommendation(alice, found["L-1"], 36)
    a_recommendation(alice, found["V-1"], 12)
    said = {
        "title": "Een référé over “opvang”",
        "themes": ["dublin", "safe_country"],
        "person_concerned": "A.B.",
    }
    amend(act(alice), found["L-1"].pk, said)
    amend(
        act(alice),
        found["V-2"].pk,
        {"language": "fr", "themes": ["safe_country"], "summary": "Opvangplaats 22/1/K"},
    )
    close(act(alice, TODAY.replace(day=20)), found["L-2"].pk, outcome="won")
    a_part(alice, found["C-1"], bob)
    at_level(alice, found["C-1"], "restricted")
    link_dossiers(act(alice), found["V-1"].pk, to=found["L-1"].pk, kind=LinkKind.RELATED)
    link_dossiers(act(alice), found["C-1"].pk, to=found["L-1"].pk, kind=LinkKind.SAME_PERSON)
    return found


@pytest.fixture
def finds(as_alice: APIClient) -> Callable[..., list[str]]:
    """The short names of what a query finds, in its order."""

    def find(query: str, client: APIClient = as_alice) -> list[str]:
        rows = client.get(f"/api/v1/dossiers?{query}").json()["results"]
        return [f"{row['reference'][0]}-{int(row['reference'][7:])}" for row in rows]

    return find


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=question&kind=condemnation", {"V-1", "V-2", "C-1"}),
        ("owner=me", {"L-1", "L-2", "C-1"}),
        ("owner=none", {"V-1"}),
        ("owner=me&owner=none", {"V-1", "L-1", "L-2", "C-1"}),
        ("owner=00000000-0000-4000-8000-000000000000", set()),
        ("participant=me", {"C-1"}),
        ("confidentiality=restricted", {"C-1"}),
        ("confidentiality=restricted&confidentiality=team&kind=condemnation", {"C-1"}),
        ("language=fr", {"V-2"}),
        ("language=fr&language=nl&owner=none", {"V-1"}),
        ("theme=dublin", {"L-1"}),
        ("theme=dublin&theme=safe_country", {"L-1", "V-2"}),
        ("outcome=won&outcome=lost", {"L-2"}),
        ("due_from=2026-06-16&due_until=2026-06-16", {"L-1"}),
        ("due_from=2026-06-17", {"C-1"}),
        ("due_from=2026-06-17&kind=litigation", set()),
        ("overdue=true", set()),
        ("overdue=false&kind=litigation", {"L-1", "L-2"}),
        ("opened_from=2026-06-15&opened_until=2026-06-15&kind=litigation", {"L-1", "L-2"}),
        ("opened_until=2026-06-14", set()),
        ("closed_from=2026-06-20&closed_until=2026-06-20", {"L-2"}),
        ("closed_from=2026-06-21", set()),
        ("recommendation=36", {"L-1"}),
        ("recommendation=36&recommendation=12", {"L-1", "V-1"}),
        ("recommendation=999999999", set()),
        ("linked_to=L-2026-00001", {"V-1", "C-1"}),
        ("linked_to=C-2026-00001", {"L-1"}),
        ("linked_to=L-2026-99999", set()),
        ("person_concerned=A.B.", {"L-1"}),
        ("person_concerned=A.", set()),
        ("team=desk&state=closed", {"L-2"}),
    ],
)
def test_question_of_a_lawyer_finds_exactly_what_it_asks(
    caseload: dict[str, Dossier], finds: Any, query: str, expected: set[str]
) -> None:
    assert set(finds(query)) == expected


def test_owner_is_named_by_id_and_several_may_be(caseload: dict[str, Dossier], finds: Any, bob: User) -> None:
    assert finds(f"owner={bob.pk}") == ["V-2"]
    assert set(finds(f"owner={bob.pk}&owner=none")) == {"V-1", "V-2"}
    assert set(finds(f"participant={bob.pk}&participant=me")) == {"C-1"}


def test_deadline_is_overdue_from_the_day_after(
    caseload: dict[str, Dossier], finds: Any, settings: Any
) -> None:
    for day, expected in ((16, []), (17, ["L-1"])):
        settings.DESK_DAY = date(2026, 6, day)
        assert finds("overdue=true") == expected


def test_tie_to_a_dossier_that_is_not_seen_finds_nothing(
    caseload: dict[str, Dossier], finds: Any, alice: User, bob: User
) -> None:
    at_level(alice, caseload["L-1"], "sealed")
    assert set(finds("linked_to=L-2026-00001")) == {"V-1", "C-1"}
    assert finds("linked_to=L-2026-00001", client_of(bob)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("owner", "alice"),
        ("owner", "mE"),
        ("participant", "none"),
        ("theme", "weather"),
        ("overdue", "yes"),
        ("recommendation", "thirty"),
        ("recommendation", "1" * 30),
        ("recommendation", "-1"),
        ("confidentiality", "secret"),
        ("ordering", "title"),
        ("ordering", "-next_due_on"),
        ("q", ""),
        ("q", "   "),
        ("q", "x" * 201),
        ("q", "a\0b"),
        ("linked_to", "\0"),
    ],
)
def test_filter_that_cannot_be_read_is_400_and_named(as_alice: APIClient, name: str, text: str) -> None:
    answer = as_alice.get("/api/v1/dossiers", {name: text})
    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        (f"#/{name}", "filter_invalid")
    ]


@pytest.mark.parametrize("name", ["state", "team", "q", "due_until", "ordering", "overdue"])
def test_what_has_one_value_is_still_refused_twice(as_alice: APIClient, name: str) -> None:
    answer = as_alice.get(f"/api/v1/dossiers?{name}=new&{name}=new")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "filter_doubled")


# Words and numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L-2026-00001", ["L-1"]),
        ("l-2026-1", ["L-1"]),
        ("C 2026 1", ["C-1"]),
        ("V2026-00002", ["V-2"]),
        ("L-2026-99999", []),
        ("refere", ["L-1"]),
        ("RÉFÉRÉ opvang", ["L-1"]),
        ("opvang", ["L-1", "V-2"]),
        ("opvangpl", ["V-2"]),
        ("plaats", []),
        ("22/1/K", ["V-2"]),
        ("opvang refere dublin", []),
        ("!!!", []),
        ("it's \\ 'quoted' & | ! :* <->", []),
        ("%", []),
    ],
)
def test_words_are_found_by_their_beginning_and_a_reference_goes_straight_there(
    caseload: dict[str, Dossier], as_alice: APIClient, finds: Any, text: str, expected: list[str]
) -> None:
    rows = as_alice.get("/api/v1/dossiers", {"q": text}).json()["results"]
    found = {f"{row['reference'][0]}-{int(row['reference'][7:])}" for row in rows}
    assert found == set(expected)


def test_search_finds_nothing_of_what_is_not_seen(
    caseload: dict[str, Dossier], finds: Any, alice: User, bob: User
) -> None:
    at_level(alice, caseload["L-1"], "sealed")
    assert finds("q=refere", client_of(bob)) == []
    assert finds("q=L-2026-00001", client_of(bob)) == []


# Orders


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("next_due_on", ["L-1", "C-1", "V-1", "V-2", "L-2"]),
        ("opened_on", ["V-1", "V-2", "L-1", "L-2", "C-1"]),
        ("-opened_on", ["C-1", "L-2", "L-1", "V-2", "V-1"]),
        ("reference", ["C-1", "L-1", "L-2", "V-1", "V-2"]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_order_is_kept_over_pages_forth_and_back_and_loses_no_dossier_without_a_day(
    caseload: dict[str, Dossier],
    as_alice: APIClient,
    finds: Any,
    ordering: str,
    expected: list[str],
    size: int,
) -> None:
    assert finds(f"ordering={ordering}") == expected
    page = as_alice.get(f"/api/v1/dossiers?ordering={ordering}&page_size={size}").json()
    forth = [row["id"] for row in page["results"]]
    while page["next"]:
        page = as_alice.get(page["next"]).json()
        forth += [row["id"] for row in page["results"]]
    assert forth == [str(caseload[name].pk) for name in expected]
    back = [row["id"] for row in page["results"]]
    while page["previous"]:
        page = as_alice.get(page["previous"]).json()
        back = [row["id"] for row in page["results"]] + back
    assert back == forth


def test_dossier_on_which_something_was_done_last_comes_first(
    caseload: dict[str, Dossier], finds: Any, alice: User
) -> None:
    later = act(alice, date(2026, 7, 1))
    link_dossiers(later, caseload["V-2"].pk, to=caseload["L-2"].pk, kind=LinkKind.FOLLOWS)
    assert set(finds("ordering=-updated_at")[:3]) == {"V-2", "L-2"} | {finds("ordering=-updated_at")[2]}


def test_cursor_of_one_order_is_refused_in_another(caseload: dict[str, Dossier], as_alice: APIClient) -> None:
    page = as_alice.get("/api/v1/dossiers?ordering=opened_on&page_size=2").json()
    address = page["next"].replace("ordering=opened_on", "ordering=next_due_on")
    answer = as_alice.get(address)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "cursor_invalid")


def test_lists_of_one_kind_are_asked_in_the_same_ways(
    caseload: dict[str, Dossier], as_alice: APIClient
) -> None:
    rows = as_alice.get("/api/v1/litigations?owner=me&ordering=reference&theme=dublin").json()["results"]
    assert [row["reference"] for row in rows] == ["L-2026-00001"]
    assert as_alice.get("/api/v1/statistic-snapshots?ordering=metric").status_code == 400
