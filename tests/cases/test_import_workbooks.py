"""The import and workbooks: what a cell of a sheet says, whichever way the workbook holds it."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.imports.cells import Fault, euros
from cases.imports.examination import open_sheet
from cases.imports.mistakes import UnreadableError
from cases.imports.workbooks import as_cell
from cases.models import Condemnation, Dossier
from helpdesk.people.models import Team, User
from tests.cases.files import FAMILY, HEADER, imported, mistakes, row
from tests.cases.workbooks import drawn, repacked, tables, workbook

SHEET = "xl/worksheets/sheet1.xml"


def cells_of(source: bytes, sheet: str = "") -> list[tuple[int, list[Any]]]:
    return [(one.line, list(one.cells)) for one in open_sheet(source, sheet).rows()]


def refusal_of(source: bytes, sheet: str = "") -> tuple[str, dict[str, object]]:
    with pytest.raises(UnreadableError) as caught:
        open_sheet(source, sheet)
    [mistake] = caught.value.mistakes
    return mistake.code, dict(mistake.values)


def typed(**cells: Any) -> dict[str, Any]:
    """The family of the CSV tests as a person types it into a workbook."""
    days = {name: date.fromisoformat(FAMILY[name]) for name in ("decided_on", "served_on", "housed_on")}
    return {**row(), **days, "penalty_amount": 250.1, **cells}


@pytest.mark.parametrize("starts_1904", [False, True])
def test_workbook_is_imported_with_days_as_days_and_euros_to_the_cent(
    starts_1904: bool, alice: User, desk: Team
) -> None:
    source = tables(HEADER, typed(role_number="22/1/K"), date_1904=starts_1904)
    assert imported(source, alice, desk) == ["C-2026-00001"]
    kept = Condemnation.objects.get()
    assert (kept.decided_on, kept.penalty_order.amount) == (date(2022, 7, 22), Decimal("250.10"))
    assert [event.occurred_on for event in kept.dossier.events.order_by("occurred_on")] == [
        date(2022, 7, 22),
        date(2022, 7, 29),
        date(2022, 11, 4),
    ]


def test_workbook_and_csv_of_the_same_rows_are_the_same_import(alice: User, desk: Team) -> None:
    source = tables(HEADER, row(), row(role_number="22/2/K", penalty_amount=250))
    imported(source, alice, desk)
    again = tables(HEADER, typed(penalty_amount="250.00"), row(role_number="22/2/K"))
    assert imported(again, alice, desk) == []
    assert Dossier.objects.count() == 2


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (" Brussels ", " Brussels "),
        (250.1, Decimal("250.1")),
        (0.1 + 0.2, Decimal("0.3")),
        (1e15, Decimal("1E+15")),
        (22, Decimal(22)),
        (True, True),
        (date(2022, 7, 22), date(2022, 7, 22)),
        (datetime(2022, 7, 22, 14, 30), date(2022, 7, 22)),
        (time(14, 30), "14:30:00"),
    ],
)
def test_value_of_a_cell_is_what_was_meant(value: Any, cell: Any) -> None:
    assert cells_of(workbook(["a"], [value])) == [(2, [cell])]


@given(st.decimals(min_value="0.01", max_value="99999999999.99", places=2))
def test_amount_that_a_workbook_holds_in_binary_is_the_amount_that_was_typed(amount: Decimal) -> None:
    kept = float(amount)
    assert euros(12)(as_cell(kept)) == euros(12)(as_cell(kept * 3 / 3)) == euros(12)(str(amount)) == amount


def test_formula_gives_its_stored_value() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["amount", "title"])
        sheet.write_formula(1, 0, "=100+150.1", None, 250.10000000000002)
        sheet.write_formula(1, 1, '="A"&"B"', None, "AB")

    assert cells_of(drawn(fill)) == [(2, [Decimal("250.1"), "AB"])]


def test_error_and_formula_without_a_value_are_no_empty_cells(alice: User, desk: Team) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        for number in (1, 2):
            values = [typed(role_number=f"22/{number}/K").get(name, "") for name in HEADER]
            sheet.write_row(number, 0, values)
        sheet.write_formula(1, HEADER.index("penalty_cap"), "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, HEADER.index("penalty_cap"), "=A1", None, "")

    source = drawn(fill)
    assert cells_of(source)[0][1][HEADER.index("penalty_cap")] is Fault.ERROR
    assert mistakes(source, alice, desk) == [
        (2, "penalty_cap", "cell_error"),
        (3, "penalty_cap", "formula_without_value"),
    ]


def test_rows_that_hold_faults_only_are_not_passed_over() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(2, 1, "title")
        sheet.write_formula(4, 1, "=A1", None, "")
        sheet.write_formula(5, 0, "=1/0", None, "#N/A")

    sheet = open_sheet(drawn(fill))
    assert (sheet.header_line, sheet.header) == (3, ["", "title"])
    assert [(one.line, list(one.cells)) for one in sheet.rows()] == [
        (5, ["", Fault.NO_VALUE]),
        (6, [Fault.ERROR, ""]),
    ]


def test_role_number_that_the_workbook_made_a_day_of_is_refused(alice: User, desk: Team) -> None:
    source = tables(HEADER, typed(role_number=date(2022, 1, 22)))
    assert mistakes(source, alice, desk) == [(2, "role_number", "text_is_a_date")]


def test_number_where_text_is_asked_is_taken_as_it_is_written(alice: User, desk: Team) -> None:
    imported(tables(HEADER, typed(role_number=1217)), alice, desk)
    assert Condemnation.objects.get().role_number == "1217"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("decided_on", 44764, "date_unreadable"),
        ("decided_on", time(12), "date_unreadable"),
        ("decided_on", "22/07/2022", "date_unreadable"),
        ("penalty_amount", 250.125, "money_unreadable"),
        ("penalty_amount", -250, "money_unreadable"),
        ("penalty_amount", 0, "money_not_positive"),
        ("penalty_amount", 1e12, "money_too_large"),
        ("penalty_amount", True, "money_unreadable"),
        ("penalty_amount", date(2022, 7, 22), "money_unreadable"),
        ("title", date(2022, 7, 22), "text_is_a_date"),
    ],
)
def test_cell_of_another_type_than_its_column_is_refused(
    column: str, value: Any, code: str, alice: User, desk: Team
) -> None:
    assert mistakes(tables(HEADER, typed(**{column: value})), alice, desk) == [(2, column, code)]


def test_leading_and_trailing_blanks_and_coloured_cells_are_no_rows() -> None:
    def fill(book: Any, sheet: Any) -> None:
        yellow = book.add_format({"bg_color": "yellow"})
        sheet.write_row(3, 2, ["title", "court"])
        sheet.write_row(4, 2, ["A", "B"])
        sheet.write_row(6, 2, ["C", ""])
        for line in range(7, 2000):
            sheet.write_blank(line, 40, None, yellow)

    sheet = open_sheet(drawn(fill))
    assert (sheet.header_line, sheet.last_line, sheet.header) == (4, 7, ["title", "court"])
    assert [(one.line, list(one.cells)) for one in sheet.rows()] == [(5, ["A", "B"]), (7, ["C", ""])]


def test_merged_cells_hold_their_value_once() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["court", "title"])
        sheet.merge_range(1, 0, 2, 0, "Brussels")
        sheet.write_column(1, 1, ["A", "B"])

    assert cells_of(drawn(fill)) == [(2, ["Brussels", "A"]), (3, ["", "B"])]


def several_sheets() -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["title"])
        sheet.write_row(1, 0, ["first"])
        sheet.hide()
        book.add_chartsheet("Grafiek")
        second = book.add_worksheet("Tweede & laatste")
        second.write_row(0, 0, ["title"])
        second.write_row(1, 0, ["second"])
        second.activate()

    return drawn(fill)


def test_first_sheet_that_is_not_hidden_is_read_or_the_one_that_is_named() -> None:
    assert cells_of(several_sheets()) == [(2, ["second"])]
    assert cells_of(several_sheets(), "Tweede & laatste") == [(2, ["second"])]
    assert cells_of(several_sheets(), "Eerste") == [(2, ["first"])]


@pytest.mark.parametrize("name", ["Derde", "Grafiek", "eerste"])
def test_sheet_that_is_not_there_is_refused_with_those_that_are(name: str) -> None:
    told = {"sheet": name, "sheets": "Eerste, Grafiek, Tweede & laatste"}
    assert refusal_of(several_sheets(), name) == ("sheet_unknown", told)


def test_file_is_known_by_its_content() -> None:
    assert refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)[0] == "file_is_old_excel"
    assert refusal_of(repacked(workbook(["a"]), {"xl/workbook.xml": None}))[0] == "not_a_workbook"
    assert refusal_of(workbook())[0] == "file_empty"


def test_sheet_with_a_header_and_no_rows_is_refused(alice: User, desk: Team) -> None:
    assert mistakes(tables(HEADER), alice, desk) == [(1, "", "file_without_rows")]
