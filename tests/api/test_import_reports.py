"""The report of an import, as a spreadsheet opens it."""

import csv
from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.services.imports import confirm
from deadlines.tasks import work_on_import
from helpdesk.people.models import Team, User
from tests.cases.conftest import act_of
from tests.cases.files import checked, csv_of, handed_in, imported, many, row
from tests.conftest import client_of


def report(client: APIClient, import_id: Any, **headers: str) -> list[list[str]]:
    answer = client.get(f"/api/v1/imports/{import_id}/report.csv", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="import-{import_id}.csv"'
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, *lines = csv.reader(text.splitlines(), delimiter=";")
    assert header == ["line", "result", "reference", "column", "stored", "said", "code", "explanation"]
    return lines


def test_report_has_a_line_for_each_mistake_and_each_change(alice: User, desk: Team) -> None:
    imported(csv_of(row()), alice, desk)
    source = csv_of(
        row(title="Better", language="nl"),
        row(role_number="22/2/K", title="", ecli="x" * 90),
        row(role_number="22/3/K"),
    )
    found = checked(source, alice, desk, existing="update")
    lines = report(client_of(alice), found.pk)
    assert [line[:7] for line in lines] == [
        ["2", "updated", "C-2026-00001", "title", "An invented family", "Better", ""],
        ["2", "updated", "C-2026-00001", "language", "fr", "nl", ""],
        ["3", "refused", "", "title", "", "", "value_needed"],
        ["3", "refused", "", "ecli", "", "", "text_too_long"],
        ["4", "new", "", "", "", "", ""],
    ]
    assert lines[2][7] == "This may not be empty."


def test_report_speaks_the_language_of_the_caller_to_its_last_line(alice: User, desk: Team) -> None:
    found = checked(many(1200, title=""), alice, desk)
    in_dutch = {line[7] for line in report(client_of(alice, "nl"), found.pk)}
    in_german = {line[7] for line in report(client_of(alice, "de"), found.pk)}
    assert len(in_dutch) == len(in_german) == 1
    assert in_dutch != in_german


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(
    begins: str, alice: User, desk: Team
) -> None:
    imported(csv_of(row()), alice, desk)
    cell = f"{begins}HYPERLINK(1)".strip()
    found = checked(csv_of(row(title=f'"{cell}"')), alice, desk, existing="update")
    [line] = report(client_of(alice), found.pk)
    assert line[5] == (f"'{cell}" if cell[0] in "=+-@" else cell)


def test_report_is_given_to_whoever_asks_for_csv_or_for_anything(alice: User, desk: Team) -> None:
    found = handed_in(many(1), alice, desk)
    for accept in ("text/csv", "application/json", "text/html", "*/*"):
        assert report(client_of(alice), found.pk, accept=accept) == []


def test_report_names_what_the_rows_became(alice: User, desk: Team) -> None:
    found = checked(many(2), alice, desk)
    work_on_import(str(confirm(act_of(alice), found.pk).pk))
    lines = report(client_of(alice), found.pk)
    assert [line[:3] for line in lines] == [["2", "new", "C-2026-00001"], ["3", "new", "C-2026-00002"]]
