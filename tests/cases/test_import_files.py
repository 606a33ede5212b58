"""The import and the file itself: encodings, delimiters, quotes, header."""

import pytest

from cases.models import Condemnation, Dossier
from helpdesk.people.models import Team, User
from tests.cases.files import HEADER, checked, csv_of, imported, mistakes, mistakes_of, row, words_of


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_file_is_read_however_it_was_saved(
    mark: bytes, delimiter: str, line_end: str, alice: User, desk: Team
) -> None:
    source = mark + csv_of(row(title="Élodie à Liège"), delimiter=delimiter, line_end=line_end)
    assert imported(source, alice, desk) == ["C-2026-00001"]
    assert Dossier.objects.get().title == "Élodie à Liège"


def test_last_line_without_an_end_is_read(alice: User, desk: Team) -> None:
    assert len(imported(csv_of(row()).rstrip(), alice, desk)) == 1


def test_header_in_quotes_and_capitals_with_blanks_is_read(alice: User, desk: Team) -> None:
    source = csv_of(row()).replace(b"title,court", b'"Title"," COURT "', 1)
    assert len(imported(source, alice, desk)) == 1


def test_excel_quotes_hold_delimiters_line_ends_and_quotes(alice: User, desk: Team) -> None:
    quoted = '"A ""good"" place, at once;\r\nin Liège"'
    second = row(role_number="22/2/K", decided_on="2022-13-01")
    source = csv_of(row(title=quoted), second, line_end="\r\n")
    assert mistakes(source, alice, desk) == [(4, "decided_on", "date_unreadable")]
    imported(csv_of(row(title=quoted), line_end="\r\n"), alice, desk)
    assert Dossier.objects.get().title == 'A "good" place, at once;\r\nin Liège'


def test_blank_rows_are_skipped_and_lines_still_count(alice: User, desk: Team) -> None:
    blank = dict.fromkeys(HEADER, "")
    source = csv_of(row(), blank, row(role_number="22/2/K", decided_on="then"), delimiter=";") + b"\n\n"
    assert mistakes(source, alice, desk) == [(4, "decided_on", "date_unreadable")]


def test_decimals_with_a_comma_are_read(alice: User, desk: Team) -> None:
    source = csv_of(row(penalty_amount="250,50", penalty_cap="10000,5"), delimiter=";")
    imported(source, alice, desk)
    order = Condemnation.objects.get().penalty_order
    assert (str(order.amount), str(order.cap)) == ("250.50", "10000.50")


@pytest.mark.parametrize("source", [b"", b"\xef\xbb\xbf", b" \r\n\n"])
def test_empty_file_is_a_mistake(source: bytes, alice: User, desk: Team) -> None:
    assert mistakes(source, alice, desk) == [(1, "", "file_empty")]


def test_file_with_only_a_header_is_a_mistake(alice: User, desk: Team) -> None:
    assert mistakes(csv_of(), alice, desk) == [(1, "", "file_without_rows")]


def test_every_missing_column_is_named(alice: User, desk: Team) -> None:
    source = csv_of(row(), header=("title", "role_number", "procedure"))
    assert mistakes(source, alice, desk) == [
        (1, "court", "column_missing"),
        (1, "decided_on", "column_missing"),
    ]


def test_unknown_column_is_named_with_the_nearest_known(alice: User, desk: Team) -> None:
    source = csv_of(row(), header=(*HEADER, "penalty_ammount"))
    [mistake] = mistakes_of(checked(source, alice, desk))
    assert words_of(mistake) == "line 1, penalty_ammount: There is no such column (penalty_amount?)."


def test_column_twice_or_without_a_name_is_a_mistake(alice: User, desk: Team) -> None:
    source = csv_of(row(), header=(*HEADER, "court", ""))
    assert mistakes(source, alice, desk) == [(1, "", "column_unnamed"), (1, "court", "column_twice")]


def test_latin_1_file_is_named_with_its_line_and_what_to_do(alice: User, desk: Team) -> None:
    source = csv_of(row(), row(role_number="22/2/K", title="Liège")).decode().encode("latin-1")
    [mistake] = mistakes_of(checked(source, alice, desk))
    assert (mistake.line, mistake.code) == (3, "not_utf_8")
    assert words_of(mistake) == (
        "line 3: Byte 0xe8 is not UTF-8; the file may be Latin-1: save it as “CSV UTF-8”. "
        "Nothing after it was read."
    )


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_file_whose_header_is_not_utf_8_is_refused(encoding: str, alice: User, desk: Team) -> None:
    source = csv_of(row(), header=(*HEADER, "é")).decode().encode(encoding)
    assert mistakes(source, alice, desk) == [(1, "", "not_utf_8")]


def test_mistakes_before_a_broken_quote_are_told_too(alice: User, desk: Team) -> None:
    source = csv_of(row(decided_on="then"), row(role_number="22/2/K", title='"never closed'))
    assert sorted(mistakes(source, alice, desk)) == [(2, "decided_on", "date_unreadable"), (3, "", "not_csv")]


def test_line_ends_of_an_old_mac_are_refused(alice: User, desk: Team) -> None:
    assert mistakes(csv_of(row(), line_end="\r"), alice, desk) == [(1, "", "not_csv")]


def test_row_with_a_cell_too_many_or_too_few_is_a_mistake(alice: User, desk: Team) -> None:
    source = csv_of(row(penalty_amount="250,00")) + b"only,three,cells\n"
    found = mistakes_of(checked(source, alice, desk))
    assert [words_of(mistake) for mistake in found] == [
        "line 2: The row has 14 cells where the header has 13.",
        "line 3: The row has 3 cells where the header has 13.",
    ]
