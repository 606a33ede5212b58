"""Who wants rows told along with others gets them in the same answer, as far as they are hers to see."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from api.expanding import MOST
from cases.models import Dossier, DossierRole, Event
from cases.services.dossiers import take
from cases.services.litigations import LitigationDetails
from deadlines.models import Deadline
from deadlines.services import promote_question, waive
from helpdesk.people.models import Scope, Team, User
from helpdesk.trail.models import TrailEntry
from tests.api import contract
from tests.api.asking import pointers, post, problem
from tests.api.conftest import Desk
from tests.conftest import client_of, client_with_key
from tests.factories import (
    a_condemnation,
    a_deadline,
    a_document,
    a_litigation,
    a_part,
    a_question,
    a_wall,
    act,
    another_like,
    at_level,
    what_a_case_has,
)

OF_DOSSIERS = ["deadlines", "parties", "documents", "reminders"]
KNOWN = {
    "dossiers": OF_DOSSIERS, "questions": OF_DOSSIERS, "litigations": OF_DOSSIERS, "condemnations": OF_DOSSIERS,
    "dossiers/{litigation}": OF_DOSSIERS, "questions/{question}": OF_DOSSIERS,
    "litigations/{litigation}": OF_DOSSIERS, "condemnations/{condemnation}": OF_DOSSIERS,
    "deadlines": ["dossier", "event"], "deadlines/{deadline}": ["dossier", "event"],
    "documents/{document}": ["dossier", "events"], "dossiers/{litigation}/events": ["deadlines", "document"],
}  # fmt: skip
LISTS = [path for path in KNOWN if "{" not in path]


def rows_of(answer: Any) -> list[dict[str, Any]]:
    told = answer.json()
    assert answer.status_code == 200, told
    rows: list[dict[str, Any]] = told if isinstance(told, list) else told.get("results", [told])
    return rows


def expanded(client: APIClient, path: str, names: str) -> list[dict[str, Any]]:
    return [row["expanded"] for row in rows_of(client.get(f"/api/v1/{path}", {"expand": names}))]


def within(brief: dict[str, Any], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the members of the brief one."""
    return [{name: row[name] for name in brief} for row in rows]


def readings(dossier: Dossier) -> list[Any]:
    read = TrailEntry.objects.filter(verb="dossier.read", dossier_id=dossier.pk)
    return [*read.values_list("actor", flat=True)]


def parameter_of(path: str) -> dict[str, Any] | None:
    found = contract.path_of("/api/v1/" + path.replace("{", "").replace("}", ""))
    asked = contract.document()["paths"][found]["get"]["parameters"]
    return next((each for each in asked if each["name"] == "expand"), None)


# What is told along


@pytest.mark.parametrize("path", KNOWN)
def test_each_name_comes_beside_the_row_as_it_is(as_alice: APIClient, furnished: Desk, path: str) -> None:
    address = furnished.address(path)
    whole = rows_of(as_alice.get(address))
    assert whole
    for names in (*KNOWN[path], ",".join(KNOWN[path])):
        told = rows_of(as_alice.get(address, {"expand": names}))
        assert [set(row.pop("expanded")) for row in told] == [set(names.split(","))] * len(whole)
        assert told == whole


def test_deadline_tells_its_dossier_and_its_event(as_alice: APIClient, furnished: Desk) -> None:
    [told] = expanded(as_alice, f"deadlines/{furnished.deadline.pk}", "dossier,event")
    row = as_alice.get("/api/v1/dossiers?q=L-2026-00001").json()["results"][0]
    assert told["dossier"] == row
    happened = as_alice.get(furnished.address("dossiers/{litigation}/events")).json()
    assert told["event"] in happened
    assert told["event"]["id"] == str(furnished.event.pk)


def test_document_tells_its_dossier(as_alice: APIClient, furnished: Desk) -> None:
    [told] = expanded(as_alice, f"documents/{furnished.document.pk}", "dossier")
    assert told["dossier"]["reference"] == "L-2026-00001"


def test_watch_that_no_event_set_tells_null(as_alice: APIClient, furnished: Desk) -> None:
    watch = Deadline.objects.filter(rule_kind="watch")[0]
    Deadline.objects.filter(pk=watch.pk).update(event=None)
    assert expanded(as_alice, f"deadlines/{watch.pk}", "event") == [{"event": None}]


def test_dossier_tells_its_open_deadlines_by_day(as_alice: APIClient, alice: User, desk: Team) -> None:
    case = a_litigation(alice, desk)
    first = a_deadline(alice, case)
    Deadline.objects.exclude(pk=first.pk).delete()
    days = [first.due_on + timedelta(days=number) for number in range(MOST + 4)]
    Deadline.objects.bulk_create(another_like(first, due_on=day) for day in reversed(days[1:]))
    waive(act(alice, date(2026, 6, 15)), first.pk, reason="Not used")
    [told] = expanded(as_alice, f"dossiers/{case.pk}", "deadlines")
    assert [row["due_on"] for row in told["deadlines"]] == [str(day) for day in days[1 : MOST + 1]]
    assert "answer" not in told["deadlines"][0]


def test_each_dossier_of_a_list_tells_its_own(as_alice: APIClient, furnished: Desk) -> None:
    for row in as_alice.get("/api/v1/dossiers?expand=parties,deadlines").json()["results"]:
        parties = as_alice.get(f"/api/v1/dossiers/{row['id']}/parties").json()
        assert row["expanded"]["parties"] == parties
        address = f"/api/v1/deadlines?state=open&dossier={row['reference']}"
        stands_open = as_alice.get(address).json()["results"]
        brief = [
            {name: value for name, value in one.items() if name in told}
            for one, told in zip(stands_open, row["expanded"]["deadlines"], strict=True)
        ]
        assert row["expanded"]["deadlines"] == brief


def test_dossier_tells_its_papers_as_its_list_does_the_last_filed_first(
    as_alice: APIClient, alice: User, furnished: Desk
) -> None:
    case = furnished.litigation
    for number in range(2, MOST + 3):
        a_document(alice, case, number, is_sensitive=number == MOST + 2)
    [told] = expanded(as_alice, f"dossiers/{case.pk}", "documents")
    listed = as_alice.get(f"/api/v1/dossiers/{case.pk}/documents").json()
    assert told["documents"] == within(told["documents"][0], reversed(listed[-MOST:]))
    assert (told["documents"][0]["is_sensitive"], told["documents"][0]["title"]) == (True, "")


def test_dossiers_tell_the_reminders_that_were_sent_to_the_caller(
    as_alice: APIClient, furnished: Desk, bob: User
) -> None:
    sent = as_alice.get("/api/v1/reminders").json()["results"]
    rows = as_alice.get("/api/v1/dossiers?expand=reminders&fields=reference").json()["results"]
    told = {row["reference"]: row["expanded"]["reminders"] for row in rows if row["expanded"]["reminders"]}
    assert told
    for reference, reminders in told.items():
        its_own = [each for each in sent if each["reference"] == reference]
        assert reminders == within(reminders[0], its_own)
    assert expanded(client_of(bob), f"dossiers/{furnished.litigation.pk}", "reminders") == [{"reminders": []}]


def test_event_tells_its_letter_and_what_it_set_running(as_alice: APIClient, furnished: Desk) -> None:
    event, letter = furnished.deadline.event_id, furnished.document
    post(as_alice, f"events/{event}/attach", {"document": str(letter.pk)})
    rows = rows_of(
        as_alice.get(furnished.address("dossiers/{litigation}/events"), {"expand": "deadlines,document"})
    )
    [told] = [row["expanded"] for row in rows if row["id"] == str(event)]
    assert [each["id"] for each in told["deadlines"]] == [str(furnished.deadline.pk)]
    assert told["document"]["id"] == str(letter.pk)
    [about] = expanded(as_alice, f"documents/{letter.pk}", "events")
    assert [each["id"] for each in about["events"]] == [str(event)]


# What is not hers


def test_who_only_handed_it_in_is_told_of_no_papers(furnished: Desk, alice: User, sam: User) -> None:
    a_document(alice, furnished.question)
    client = client_with_key(sam, Scope.QUESTIONS_READ, Scope.DOSSIERS_READ)
    assert expanded(client, "questions", "documents") == [{"documents": []}]


def test_event_in_a_dossier_that_is_closed_to_her_is_null(alice: User, bob: User, desk: Team) -> None:
    """A question became a case: the deadline went along, what set it running stayed."""
    question = take(act(alice), a_question(alice, desk).pk)
    deadline = a_deadline(alice, question)
    case = promote_question(act(alice), question.pk, title="", details=LitigationDetails(aim="A precedent"))
    at_level(alice, question, "restricted")
    deadline.refresh_from_db()
    assert deadline.dossier_id == case.pk
    for path in (f"deadlines/{deadline.pk}", "deadlines"):
        [told] = expanded(client_of(bob), path, "dossier,event")
        assert (told["dossier"]["id"], told["event"]) == (str(case.pk), None)
    [told] = expanded(client_of(alice), f"deadlines/{deadline.pk}", "event")
    assert told["event"]["id"] == str(deadline.event_id)


@pytest.mark.parametrize("path", KNOWN)
def test_outsider_learns_nothing_by_asking_for_more(
    as_charlie: APIClient, furnished: Desk, path: str
) -> None:
    answer = as_charlie.get(furnished.address(path), {"expand": ",".join(KNOWN[path])})
    assert answer.status_code == 404 or answer.json()["results"] == []


@pytest.mark.parametrize("path", KNOWN)
def test_who_is_walled_off_learns_nothing_either(
    furnished: Desk, alice: User, bob: User, cora: User, path: str
) -> None:
    for dossier in Dossier.objects.all():
        a_wall(cora, dossier, bob)
    answer = client_of(bob).get(furnished.address(path), {"expand": ",".join(KNOWN[path])})
    assert answer.status_code == 404 or answer.json()["results"] == []


def test_guest_is_told_of_her_dossier_and_no_other(furnished: Desk, alice: User, charlie: User) -> None:
    a_part(alice, furnished.litigation, charlie, DossierRole.READER)
    client = client_of(charlie)
    told = expanded(client, "deadlines", "dossier,event")
    assert {row["dossier"]["id"] for row in told} == {str(furnished.litigation.pk)}
    assert len(expanded(client, "dossiers", "deadlines,parties")) == 1


def test_key_that_reads_questions_only_is_told_of_no_more(as_sam: APIClient, furnished: Desk) -> None:
    answer = as_sam.get("/api/v1/questions?expand=deadlines")
    assert problem(answer) == (403, "scope_missing")


def test_key_that_reads_dossiers_too_is_told(furnished: Desk, sam: User) -> None:
    client = client_with_key(sam, Scope.QUESTIONS_READ, Scope.DOSSIERS_READ)
    assert expanded(client, "questions", "deadlines") == [{"deadlines": []}]


@pytest.mark.parametrize(
    ("path", "name"), [("deadlines", "event"), ("litigations", "parties"), ("litigations", "documents")]
)
def test_what_only_a_closed_dossier_tells_is_noted_once_for_each(
    as_alice: APIClient, furnished: Desk, alice: User, path: str, name: str
) -> None:
    at_level(alice, furnished.litigation, "sealed")
    for _ in range(2):
        expanded(as_alice, path, name)
    assert readings(furnished.litigation) == [alice.pk]
    assert readings(furnished.condemnation) == []


@pytest.mark.parametrize(
    ("path", "name"), [("deadlines", "dossier"), ("litigations", "deadlines"), ("litigations", "reminders")]
)
def test_what_lists_tell_anyway_is_not_noted(
    as_alice: APIClient, furnished: Desk, alice: User, path: str, name: str
) -> None:
    at_level(alice, furnished.litigation, "sealed")
    expanded(as_alice, path, name)
    assert readings(furnished.litigation) == []


# How it is asked


@pytest.mark.parametrize("path", KNOWN)
def test_unknown_name_is_400_and_names_those_that_are_known(
    as_alice: APIClient, furnished: Desk, path: str
) -> None:
    for text in ("owner", "", f"{KNOWN[path][0]},", "dossier.owner", "\0"):
        answer = as_alice.get(furnished.address(path), {"expand": text})
        assert (answer.status_code, pointers(answer)) == (400, [("#/expand", "expansion_unknown")]), text
    assert answer.json()["errors"][0]["detail"].endswith(f"Known here: {', '.join(KNOWN[path])}.")


@pytest.mark.parametrize("path", ["deadlines", "condemnations", "documents/{document}"])
def test_given_twice_is_400(as_alice: APIClient, furnished: Desk, path: str) -> None:
    name = KNOWN[path][0]
    answer = as_alice.get(furnished.address(path), {"expand": [name, name]})
    assert (answer.status_code, pointers(answer)) == (400, [("#/expand", "filter_doubled")])


@pytest.mark.parametrize("path", ["contacts", "contacts/{contact}", "organisations"])
def test_where_nothing_can_be_told_along_it_is_400(as_alice: APIClient, furnished: Desk, path: str) -> None:
    answer = as_alice.get(furnished.address(path), {"expand": "dossier"})
    assert (answer.status_code, pointers(answer)) == (400, [("#/expand", "filter_unknown")])
    assert parameter_of(path) is None


@pytest.mark.parametrize("path", KNOWN)
def test_document_says_what_can_be_told_along(path: str) -> None:
    said = parameter_of(path)
    assert said is not None
    assert said["schema"]["items"]["enum"] == KNOWN[path]


@pytest.mark.parametrize("path", KNOWN)
def test_few_members_and_rows_along_go_together(as_alice: APIClient, furnished: Desk, path: str) -> None:
    address, names = furnished.address(path), ",".join(KNOWN[path])
    whole = rows_of(as_alice.get(address, {"expand": names}))
    told = rows_of(as_alice.get(address, {"expand": names, "fields": "id"}))
    assert told == [{"id": row["id"], "expanded": row["expanded"]} for row in whole]


@pytest.mark.parametrize("path", LISTS)
def test_pages_lead_on_with_what_is_told_along(as_alice: APIClient, furnished: Desk, path: str) -> None:
    names = ",".join(KNOWN[path])
    whole = rows_of(as_alice.get(f"/api/v1/{path}", {"expand": names}))
    address: str | None = f"/api/v1/{path}?expand={names}&page_size=1"
    found: list[dict[str, Any]] = []
    while address:
        page = as_alice.get(address).json()
        found += page["results"]
        address = page["next"]
    assert found == whole


def test_answer_that_tells_more_has_another_tag(as_alice: APIClient, furnished: Desk) -> None:
    address = furnished.address("dossiers/{litigation}")
    tags = [as_alice.get(address, asked).headers["ETag"] for asked in ({}, {"expand": "parties"})]
    assert tags[0] != tags[1]


@pytest.mark.parametrize("path", LISTS)
def test_each_name_costs_one_query_whatever_the_page(
    as_alice: APIClient, furnished: Desk, alice: User, desk: Team, path: str,
    django_assert_num_queries: Callable[[int], Any],
) -> None:  # fmt: skip
    for number in range(5, 9):
        case = a_litigation(alice, desk, number)
        what_a_case_has(alice, case)
        a_deadline(alice, case)
        a_condemnation(alice, desk, number)
        a_question(alice, desk, number)
    as_alice.get(f"/api/v1/{path}")
    with CaptureQueriesContext(connection) as plain:
        assert len(rows_of(as_alice.get(f"/api/v1/{path}"))) > 4
    for names in (*KNOWN[path], ",".join(KNOWN[path])):
        for size in (2, 50):
            with django_assert_num_queries(len(plain) + len(names.split(","))):
                as_alice.get(f"/api/v1/{path}", {"expand": names, "page_size": size})


def test_nothing_is_asked_for_a_page_without_rows(
    as_charlie: APIClient, furnished: Desk, django_assert_num_queries: Callable[[int], Any]
) -> None:
    as_charlie.get("/api/v1/deadlines")
    assert Event.objects.exists()
    with CaptureQueriesContext(connection) as plain:
        as_charlie.get("/api/v1/deadlines")
    with django_assert_num_queries(len(plain)):
        as_charlie.get("/api/v1/deadlines?expand=dossier,event")
