"""Imports through the API: uploaded, followed, confirmed, called off, undone; and by whom."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from kombu.exceptions import OperationalError
from rest_framework.test import APIClient

from cases.models import Import
from deadlines.tasks import find_waiting_imports, work_on_import
from helpdesk.people.models import Team, User
from tests.api.asking import pointers, problem
from tests.api.importing import ROOT, act_on, checked, rows_of, sent, worked_on
from tests.cases.files import csv_of, many, row
from tests.cases.workbooks import tables, workbook
from tests.conftest import client_of


def test_upload_waits_for_its_check_and_then_for_a_yes(as_alice: APIClient, desk: Team) -> None:
    answer = sent(as_alice, many(3))
    assert answer.status_code == 201
    waiting = answer.json()
    assert (waiting["state"], waiting["counts"], waiting["file_name"], waiting["team"]) == (
        "uploaded", None, "book.csv", "desk",
    )  # fmt: skip
    found = worked_on(as_alice, answer)
    assert (found["state"], found["done"], found["total"]) == ("checked", 4, 4)
    assert found["counts"] == {
        "new": 3, "updated": 0, "unchanged": 0, "skipped": 0, "refused": 0, "mistakes": 0,
    }  # fmt: skip
    assert as_alice.get("/api/v1/condemnations").json()["results"] == []
    done = worked_on(as_alice, act_on(as_alice, found, "confirm"))
    assert (done["state"], done["confirmed_by"]["name"]) == ("written", "Alice")
    assert len(as_alice.get("/api/v1/condemnations").json()["results"]) == 3


def test_row_says_what_is_wrong_in_the_language_of_the_caller(alice: User, desk: Team) -> None:
    source = csv_of(row(), row(role_number="22/2/K", decided_on="22/07/2022"))
    found = checked(client_of(alice), source)
    assert found["state"] == "refused"
    [refused] = rows_of(client_of(alice, "nl"), found, "?result=refused")["results"]
    assert (refused["line"], refused["result"], refused["dossier"]) == (3, "refused", None)
    [mistake] = refused["mistakes"]
    assert (mistake["column"], mistake["code"], mistake["values"]) == (
        "decided_on", "date_unreadable", {"text": "22/07/2022"},
    )  # fmt: skip
    assert "22/07/2022" in mistake["detail"]
    [in_french] = rows_of(client_of(alice, "fr"), found, "?result=refused")["results"]
    assert in_french["mistakes"][0]["detail"] != mistake["detail"]


def test_rows_lead_to_the_dossiers_they_became(as_alice: APIClient, desk: Team) -> None:
    found = checked(as_alice, many(2))
    worked_on(as_alice, act_on(as_alice, found, "confirm"))
    for told in rows_of(as_alice, found)["results"]:
        dossier = as_alice.get(f"/api/v1/condemnations/{told['dossier']}").json()
        assert dossier["reference"] == told["reference"]


def test_rows_come_in_pages_by_line(as_alice: APIClient, desk: Team) -> None:
    found = checked(as_alice, many(7))
    page, lines = rows_of(as_alice, found, "?page_size=3"), []
    while True:
        lines += [told["line"] for told in page["results"]]
        if page["next"] is None:
            break
        page = as_alice.get(page["next"]).json()
    assert lines == list(range(2, 9))
    assert problem(as_alice.get(f"{ROOT}/{found['id']}/rows?reslt=new")) == (400, "invalid")


def test_queries_do_not_grow_with_rows_or_imports(as_alice: APIClient, desk: Team) -> None:
    counts = []
    for size in (2, 40):
        found = checked(as_alice, many(size, title=""))
        for address in (ROOT, f"{ROOT}/{found['id']}", f"{ROOT}/{found['id']}/rows"):
            with CaptureQueriesContext(connection) as asked:
                as_alice.get(address)
            counts.append(len(asked))
    assert counts == [3, 3, 4, 3, 3, 4]


def test_workbook_is_read_from_the_sheet_that_is_named(as_alice: APIClient, desk: Team) -> None:
    source = tables(("title", "court"), {"title": "A"})
    wrong = checked(as_alice, source, name="book.xlsx", sheet="Blad 9")
    assert wrong["state"] == "refused"
    [refused] = rows_of(as_alice, wrong)["results"]
    assert refused["mistakes"][0]["code"] == "sheet_unknown"


def test_refused_import_cannot_be_confirmed(as_alice: APIClient, desk: Team) -> None:
    found = checked(as_alice, many(1, title=""))
    refused = act_on(as_alice, found, "confirm")
    assert problem(refused) == (409, "import_state_forbids")
    assert refused.json()["values"] == {"act": "confirm", "state": "refused", "allowed": []}


@pytest.mark.parametrize("verb", ["confirm", "cancel", "undo"])
def test_state_that_forbids_an_act_names_those_it_allows(verb: str, as_alice: APIClient, desk: Team) -> None:
    waiting = sent(as_alice, many(1)).json()
    answer = act_on(as_alice, waiting, verb, {"reason": "No."})
    if verb == "cancel":
        assert answer.json()["state"] == "cancelled"
    else:
        assert answer.json()["values"]["allowed"] == ["cancel"]
        assert problem(answer) == (409, "import_state_forbids")


def test_what_was_built_on_an_import_is_named_when_it_is_to_be_undone(
    as_alice: APIClient, desk: Team
) -> None:
    found = checked(as_alice, many(2))
    worked_on(as_alice, act_on(as_alice, found, "confirm"))
    first = rows_of(as_alice, found)["results"][0]
    as_alice.post(f"/api/v1/dossiers/{first['dossier']}/take")
    refused = act_on(as_alice, found, "undo", {"reason": "It was the wrong list."})
    assert problem(refused) == (409, "import_built_upon")
    assert refused.json()["values"] == {"count": 1, "references": [first["reference"]]}


def test_problem_of_an_import_is_told_in_words(alice: User, as_alice: APIClient, desk: Team) -> None:
    found = checked(as_alice, many(1))
    confirmed = act_on(as_alice, found, "confirm")
    alice.memberships.update(role="reader")
    work_on_import(confirmed.json()["id"])
    alice.memberships.update(role="lawyer")
    told = as_alice.get(f"{ROOT}/{found['id']}").json()
    assert (told["state"], told["problem"]["code"]) == ("failed", "team_unknown")
    assert told["problem"]["detail"] == "You do not work in a team of this name."


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_away_loses_nothing(
    as_alice: APIClient, desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(import_id: str) -> None:
        raise OperationalError

    monkeypatch.setattr(work_on_import, "delay", refuse)
    answer = sent(as_alice, many(1))
    assert (answer.status_code, answer.json()["state"]) == (201, "uploaded")
    handed_out: list[str] = []
    monkeypatch.setattr(work_on_import, "delay", handed_out.append)
    find_waiting_imports()
    assert handed_out == [answer.json()["id"]]


# What is not a file


@pytest.mark.parametrize(
    ("told", "mistakes"),
    [
        ({}, [("#/file", "required"), ("#/kind", "required")]),
        ({"file": "text", "kind": "payments"}, [("#/file", "invalid")]),
        ({"kind": "people"}, [("#/file", "required"), ("#/kind", "invalid_choice")]),
        (
            {"kind": "payments", "existing": "maybe"},
            [("#/file", "required"), ("#/existing", "invalid_choice")],
        ),
        ({"kind": "payments", "sheet": "x" * 101}, [("#/file", "required"), ("#/sheet", "max_length")]),
        (
            {"kind": "payments", "sheet": "\0"},
            [("#/file", "required"), ("#/sheet", "null_characters_not_allowed")],
        ),
    ],
)
def test_form_of_another_shape_is_400_at_its_place(
    told: dict[str, str], mistakes: list[tuple[str, str]], as_alice: APIClient, desk: Team
) -> None:
    answer = as_alice.post(ROOT, told, format="multipart")
    assert problem(answer) == (400, "invalid")
    assert sorted(pointers(answer)) == sorted(mistakes)


def test_empty_file_json_and_broken_form_are_refused(as_alice: APIClient, desk: Team) -> None:
    assert pointers(sent(as_alice, b"")) == [("#/file", "empty")]
    assert problem(as_alice.post(ROOT, {"kind": "payments"}, format="json")) == (
        415,
        "unsupported_media_type",
    )
    broken = as_alice.post(ROOT, b"--x", content_type="multipart/form-data")
    assert problem(broken) == (400, "parse_error")
    many_fields = {f"field{number}": "1" for number in range(1_100)}
    assert problem(as_alice.post(ROOT, many_fields, format="multipart")) == (400, "parse_error")


def test_file_that_is_too_large_is_refused(as_alice: APIClient, desk: Team, settings: Any) -> None:
    settings.LARGEST_DOCUMENT = 1_000
    assert problem(sent(as_alice, many(100))) == (413, "file_too_large")
    assert problem(sent(as_alice, many(2_000))) == (413, "file_too_large")
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    "content", [b"\x00" * 50, b"PK\x03\x04", b"\xff\xfe", b";;;\n;;;", b"title\n" + b"x" * 10_000]
)
def test_any_bytes_are_a_file_that_is_checked_and_refused(
    content: bytes, as_alice: APIClient, desk: Team
) -> None:
    found = checked(as_alice, content)
    assert (found["state"], found["counts"]["refused"]) == ("refused", 1)


# Who sees it


def test_lawyer_sees_her_own_imports_and_a_coordinator_all_of_her_team(
    alice: User, bob: User, cora: User, rita: User, charlie: User, desk: Team
) -> None:
    found = checked(client_of(alice), many(1))
    seen = {
        user.name: [one["id"] for one in client_of(user).get(ROOT).json()["results"]]
        for user in (alice, bob, cora, rita, charlie)
    }
    assert seen == {"Alice": [found["id"]], "Bob": [], "Cora": [found["id"]], "Rita": [], "Charlie": []}
    for user in (bob, rita, charlie):
        for verb in ("confirm", "cancel", "undo"):
            assert problem(act_on(client_of(user), found, verb, {"reason": "No."})) == (404, "not_found")
    done = worked_on(client_of(cora), act_on(client_of(cora), found, "confirm"))
    assert (done["uploaded_by"]["name"], done["confirmed_by"]["name"]) == ("Alice", "Cora")


def test_who_only_reads_by_now_no_longer_sees_what_she_uploaded(alice: User, desk: Team) -> None:
    found = checked(client_of(alice), many(1))
    alice.memberships.update(role="reader")
    assert problem(client_of(alice).get(f"{ROOT}/{found['id']}")) == (404, "not_found")


def test_list_is_filtered_by_kind_state_and_team(as_alice: APIClient, desk: Team) -> None:
    checked(as_alice, many(1))
    sent(as_alice, workbook(["reference", "paid_on", "amount"]), kind="payments")

    def listed(query: str) -> list[str]:
        return [one["kind"] for one in as_alice.get(f"{ROOT}?{query}").json()["results"]]

    assert listed("") == ["payments", "condemnations"]
    assert listed("state=checked") == listed("kind=condemnations") == ["condemnations"]
    assert listed("team=desk&state=uploaded") == ["payments"]
    assert listed("team=elsewhere") == []
