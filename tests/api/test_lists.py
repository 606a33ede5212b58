"""Lists: filters that are known or refused, pages that lose and repeat nothing, queries that do not grow."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases.models import Dossier, StatisticSnapshot
from deadlines.digests import write_digests
from deadlines.models import Deadline
from deadlines.reminders import sweep
from helpdesk.people.models import Team, User
from tests.api.conftest import Desk
from tests.factories import (
    a_condemnation,
    a_contact,
    a_deadline,
    a_litigation,
    a_question,
    act,
    an_organisation,
)

LISTS = [
    "dossiers", "questions", "litigations", "condemnations", "deadlines", "reminders", "digests", "statistic-snapshots",
    "contacts", "organisations", "me/notices",
]  # fmt: skip


def a_figure(number: int) -> StatisticSnapshot:
    return StatisticSnapshot.objects.create(
        metric="condemnations", on=date(2026, 1, number), value=number, unit="count", scope="fedasil",
        reporter="ngo", is_lower_bound=False, is_rounded=False, counts_petitions=False, confidence="high",
        source_url=f"https://example.org/{number}",
    )  # fmt: skip


def fill(desk: Team, alice: User, sam: User, count: int) -> None:
    """So many of each kind, each litigation with a deadline, events and a reminder sent."""
    for number in range(2, 2 + count):
        a_question(sam, desk, number)
        a_condemnation(alice, desk, number)
        a_deadline(alice, a_litigation(alice, desk, number))
        a_figure(number)
        a_contact(alice, desk, f"Contact {number}")
        an_organisation(alice, f"House {number}")
    sweep(today=settings.DESK_DAY, at=act(alice).at)


@pytest.fixture
def filled(furnished: Desk, alice: User, sam: User) -> Desk:
    fill(furnished.team, alice, sam, 6)
    return furnished


# Queries

# Of a deadline its acknowledgement and its confirmation are read along, of a digest its copies.
QUERIES = {"deadlines": 5, "digests": 4}
DETAILS = [
    ("dossiers/{litigation}", 3),
    ("dossiers/{litigation}/events", 4),
    ("dossiers/{litigation}/trail", 5),
    ("dossiers/{question}/messages", 4),
    ("dossiers/{litigation}/documents", 6),
    ("documents/{document}", 5),
    ("dossiers/{litigation}/time", 5),
    ("dossiers/{litigation}/participants", 5),
    ("dossiers/{litigation}/walls", 5),
    ("saved-searches", 3),
    ("saved-searches/{saved_search}/hits", 4),
    ("questions/{question}/messages", 4),
    ("questions/{question}", 4),
    ("litigations/{litigation}", 3),
    ("litigations/{litigation}/arguments", 4),
    ("litigations/{litigation}/instances", 4),
    ("litigations/{litigation}/hearings", 4),
    ("litigations/{litigation}/decisions", 4),
    ("litigations/{litigation}/grievances", 4),
    ("litigations/{litigation}/costs", 5),
    ("litigations/{litigation}/follow-ups", 4),
    ("litigations/{litigation}/impact", 4),
    ("litigations/impact", 3),
    ("dossiers/{litigation}/parties", 4),
    ("questions/{question}/suggested-owners", 9),
    ("questions/answer-times", 3),
    ("workload", 6),
    ("absences", 3),
    ("absences/{absence}", 3),
    ("answer-templates", 3),
    ("answer-templates/{template}", 3),
    ("opening-hours", 3),
    ("opening-hours/{hours}", 3),
    ("opening-exceptions", 3),
    ("opening-exceptions/{closed_day}", 3),
    ("condemnations/{condemnation}", 3),
    ("condemnations/{condemnation}/ledger", 4),
    ("condemnations/{condemnation}/life", 5),
    ("deadlines/{deadline}", 5),
    ("contacts/{contact}", 4),
    ("contacts/{contact}/dossiers", 4),
    ("contacts/{contact}/trail", 5),
    ("contacts/duplicates", 6),
    ("organisations/{organisation}", 5),
    ("organisations/{organisation}/contacts", 4),
    ("organisations/{organisation}/question-counts", 4),
    ("organisations/duplicates", 6),
    ("digests/{digest}", 4),
    ("digests/preview", 17),
    ("me", 6),
    ("vocabulary", 2),
    ("themes", 2),
    ("deadline-rules", 2),
    ("deadline-rules/rvv-annulment", 2),
]


@pytest.mark.parametrize(("path", "expected"), [*((name, QUERIES.get(name, 3)) for name in LISTS), *DETAILS])
def test_queries_are_counted_and_do_not_grow_with_the_desk(
    as_alice: APIClient,
    furnished: Desk,
    alice: User,
    sam: User,
    path: str,
    expected: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    """Session and user are two of them."""
    address = furnished.address(path)
    as_alice.get(address)
    with django_assert_num_queries(expected):
        as_alice.get(address)
    fill(furnished.team, alice, sam, 5)
    with django_assert_num_queries(expected):
        as_alice.get(address)


def test_events_and_trail_of_a_long_dossier_take_no_more_queries(
    as_alice: APIClient, furnished: Desk, alice: User
) -> None:
    counts = []
    for _ in range(2):
        for path in ("dossiers/{litigation}/events", "dossiers/{litigation}/trail"):
            with CaptureQueriesContext(
                connection,
            ) as made:
                as_alice.get(furnished.address(path))
            counts.append(len(made))
        for _ in range(5):
            a_deadline(alice, furnished.litigation)
    assert counts == [4, 5, 4, 5]


# Filters


@pytest.mark.parametrize("path", LISTS)
def test_unknown_filter_is_400_and_names_those_that_are_known(as_alice: APIClient, path: str) -> None:
    answer = as_alice.get(f"/api/v1/{path}?colour=red&stat=open")
    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("#/colour", "filter_unknown"),
        ("#/stat", "filter_unknown"),
    ]
    assert answer.json()["errors"][0]["detail"].startswith("Unknown parameter. Known here: ")
    assert "cursor" in answer.json()["errors"][0]["detail"]


def test_unknown_filter_of_the_caseload_is_told_every_known_one(as_alice: APIClient) -> None:
    detail = as_alice.get("/api/v1/dossiers?colour=red").json()["errors"][0]["detail"]
    known = (
        "closed_from, closed_until, confidentiality, count, cursor, due_from, due_until, expand, fields, kind, "
        "language, linked_to, opened_from, opened_until, ordering, outcome, overdue, owner, page_size, participant, "
        "person_concerned, q, recommendation, reference, state, team, theme"
    )
    assert detail == f"Unknown parameter. Known here: {known}."


@pytest.mark.parametrize(
    "path",
    [
        "dossiers/{litigation}/events",
        "dossiers/{litigation}/trail",
        "dossiers/{question}/messages",
        "dossiers/{litigation}/time",
        "dossiers/{litigation}/parties",
        "litigations/{litigation}/instances",
        "litigations/{litigation}/costs",
        "parties",
        "dossiers/{litigation}/documents",
        "dossiers/{litigation}/documents.zip",
        "documents/{document}/content",
        "dossiers/{litigation}/participants",
        "dossiers/{litigation}/walls",
        "dossiers/{litigation}/timeline",
        "saved-searches",
        "saved-searches/{saved_search}/hits",
        "questions/{question}/messages",
        "condemnations/{condemnation}/ledger",
        "digests/preview",
        "deadline-rules",
        "deadline-rules/rvv-annulment",
    ],
)
def test_unknown_parameter_elsewhere_is_400_too(as_alice: APIClient, furnished: Desk, path: str) -> None:
    answer = as_alice.get(furnished.address(path), {"onn": "2026-06-15"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "filter_unknown")


def test_filter_given_twice_is_400(as_alice: APIClient) -> None:
    answer = as_alice.get("/api/v1/dossiers?state=open&state=new")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "filter_doubled")


@pytest.mark.parametrize(
    ("path", "name", "text"),
    [
        ("dossiers", "state", "ajar"),
        ("dossiers", "kind", ""),
        ("dossiers", "due_until", "tomorrow"),
        ("dossiers", "due_until", "20260615"),
        ("dossiers", "due_until", "2026-W25-1"),
        ("dossiers", "due_until", "2026-02-30"),
        ("dossiers", "due_until", "10000-01-01"),
        ("dossiers", "reference", "V-\0"),
        ("condemnations", "court", "\0"),
        ("statistic-snapshots", "metric", "\0"),
        ("deadlines", "dossier", "\0"),
    ],
)
def test_filter_that_cannot_be_read_is_400(as_alice: APIClient, path: str, name: str, text: str) -> None:
    answer = as_alice.get(f"/api/v1/{path}", {name: text})
    assert answer.status_code == 400
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        (f"#/{name}", "filter_invalid")
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("dossiers?kind=question&state=new", {"V-2026-00001", "V-2026-00002"}),
        ("dossiers?kind=litigation", {"L-2026-00001"}),
        (
            "dossiers?team=desk",
            {"V-2026-00001", "V-2026-00002", "V-2026-00003", "L-2026-00001", "C-2026-00001"},
        ),
        ("dossiers?team=elsewhere", set()),
        ("dossiers?reference=C-2026-00001", {"C-2026-00001"}),
        ("dossiers?due_until=2026-06-16", {"L-2026-00001"}),
        ("dossiers?due_until=2026-06-15", set()),
        ("dossiers?due_until=0001-01-01", set()),
        ("dossiers?due_until=9999-12-31", {"L-2026-00001", "C-2026-00001"}),
        ("condemnations?court=Labour+tribunal+Brussels", {"C-2026-00001"}),
        ("condemnations?role_number=26/0001/K", {"C-2026-00001"}),
        ("condemnations?decided_from=2026-03-02&decided_until=2026-03-02", {"C-2026-00001"}),
        ("condemnations?decided_from=2026-03-03", set()),
        ("condemnations?decided_until=2026-03-01", set()),
        ("deadlines?state=open&due_from=2026-06-16&due_until=2026-06-16", {"L-2026-00001"}),
        ("deadlines?state=met", set()),
        ("deadlines?owner=me", {"L-2026-00001", "C-2026-00001"}),
        ("deadlines?owner=none", set()),
        ("deadlines?team=elsewhere", set()),
        ("deadlines?dossier=L-2026-00001", {"L-2026-00001"}),
        ("deadlines?due_from=2026-06-23", {"C-2026-00001"}),
        ("recomputations?decision=waiting&cause=event_corrected", {"L-2026-00001"}),
        ("recomputations?decision=taken", set()),
    ],
)
def test_filter_gives_exactly_what_it_says(
    as_alice: APIClient, furnished: Desk, query: str, expected: set[str]
) -> None:
    answer = as_alice.get(f"/api/v1/{query}")
    assert {each["reference"] for each in answer.json()["results"]} == expected


def test_figures_are_filtered_by_metric_scope_reporter_and_day(as_alice: APIClient) -> None:
    for number in (1, 2, 3):
        a_figure(number)
    query = "metric=condemnations&scope=fedasil&reporter=ngo&from=2026-01-02&until=2026-01-02"
    results = as_alice.get(f"/api/v1/statistic-snapshots?{query}").json()["results"]
    assert [(each["on"], each["value"]) for each in results] == [("2026-01-02", "2.00")]


# Pages


@pytest.mark.parametrize("path", [name for name in LISTS if name != "digests"])
def test_pages_forth_and_back_hold_every_row_once(as_alice: APIClient, filled: Desk, path: str) -> None:
    whole = as_alice.get(f"/api/v1/{path}?page_size=200").json()
    assert (whole["next"], whole["previous"]) == (None, None)
    page = as_alice.get(f"/api/v1/{path}?page_size=2").json()
    forth = page["results"]
    while page["next"]:
        page = as_alice.get(page["next"]).json()
        forth += page["results"]
    assert forth == whole["results"]
    assert len(forth) > 4
    back = page["results"]
    while page["previous"]:
        page = as_alice.get(page["previous"]).json()
        back = page["results"] + back
    assert [each["id"] for each in back] == [each["id"] for each in forth]


def test_deadlines_come_by_day_and_dossiers_newest_first(
    as_alice: APIClient, filled: Desk, alice: User
) -> None:
    Deadline.objects.filter(pk=filled.deadline.pk).update(due_on=date(2026, 7, 1), legal_on=date(2026, 7, 1))
    days = [each["due_on"] for each in as_alice.get("/api/v1/deadlines").json()["results"]]
    assert days == sorted(days)
    assert "2026-07-01" in days
    titles = [each["title"] for each in as_alice.get("/api/v1/litigations").json()["results"]]
    assert titles == [f"Case {number}" for number in (7, 6, 5, 4, 3, 2, 1)]


def test_digests_come_newest_first(as_alice: APIClient, furnished: Desk, alice: User) -> None:
    write_digests(today=date(2026, 6, 22), at=act(alice).at)
    weeks = [each["week"] for each in as_alice.get("/api/v1/digests").json()["results"]]
    assert weeks == ["2026-W26", "2026-W25"]


def test_page_is_fifty_rows_and_two_hundred_at_most(as_alice: APIClient, desk: Team, alice: User) -> None:
    for number in range(1, 206):
        a_litigation(alice, desk, number)
    sizes = {
        asked: len(as_alice.get("/api/v1/litigations" + asked).json()["results"])
        for asked in ("", "?page_size=1", "?page_size=200")
    }
    assert sizes == {"": 50, "?page_size=1": 1, "?page_size=200": 200}


@pytest.mark.parametrize("text", ["0", "-1", "a", "", "201", "999999999", "1.5", "²", "٣", "9" * 5000])
def test_page_size_that_no_page_has_is_400(as_alice: APIClient, text: str) -> None:
    answer = as_alice.get("/api/v1/dossiers", {"page_size": text})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "page_size_invalid")


def cursor(key: Any, backward: Any = False) -> str:
    return urlsafe_b64encode(json.dumps({"key": key, "backward": backward}).encode()).decode()


FORGED = [
    "nonsense", "é", "AA==", "", "bnVsbA==", "W10=", cursor([]), cursor(7), cursor({"a": 1}), cursor("ab"),
    cursor([None]), cursor([7]), cursor(["nonsense"]), cursor(["nonsense", "nonsense"]), cursor(["\0"]),
    cursor(["a", "b", "\0", "1"]), cursor(["a", "b", "2026-01-01", "x"]), cursor(["\ud800", "b", "c", "d"]),
    urlsafe_b64encode(b"[" * 100_000).decode(),
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_cursor_that_no_list_gave_is_400(as_alice: APIClient, path: str) -> None:
    for text in FORGED:
        answer = as_alice.get(f"/api/v1/{path}", {"cursor": text})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "cursor_invalid"), text


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "key",
    [
        ["9" * 40],
        ["-" + "9" * 40],
        ["ffffffff-ffff-ffff-ffff-ffffffffffff"],
        ["0001-01-01", "00000000-0000-0000-0000-000000000000"],
        ["9999-12-31", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
        ["zzz", "", "9999-12-31", "9" * 40],
    ],
)
def test_cursor_far_outside_is_answered(as_alice: APIClient, path: str, key: list[str]) -> None:
    answer = as_alice.get(f"/api/v1/{path}", {"cursor": cursor(key, backward=True)})
    assert answer.status_code in {200, 400}


def test_rows_that_come_and_go_between_two_pages_move_no_other(
    as_alice: APIClient, filled: Desk, alice: User
) -> None:
    first = as_alice.get("/api/v1/litigations?page_size=3").json()
    Dossier.objects.get(pk=first["results"][1]["id"]).delete()
    a_litigation(alice, filled.team, 99)
    second = as_alice.get(first["next"]).json()
    assert [each["title"] for each in second["results"]] == ["Case 4", "Case 3", "Case 2"]


def test_page_whose_rows_have_all_gone_leads_back_to_the_first(as_alice: APIClient, filled: Desk) -> None:
    first = as_alice.get("/api/v1/litigations?page_size=3").json()
    shown = [each["id"] for each in first["results"]]
    Dossier.objects.filter(kind="litigation").exclude(pk__in=shown).delete()
    second = as_alice.get(first["next"]).json()
    assert (second["results"], second["next"]) == ([], None)
    assert as_alice.get(second["previous"]).json()["results"] == first["results"]
