"""Workbooks that are small and would fill the memory, or are no workbooks: refused before anything opens them."""

import io
import re
import struct
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.imports import inspection
from cases.imports.examination import open_sheet
from cases.imports.mistakes import UnreadableError
from tests.cases.workbooks import drawn, part_of, repacked, workbook

SHEET, TEXTS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
ORDINARY = workbook(["title", "amount"], ["A", 250.1], ["B", 1])


def refusal(source: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        list(open_sheet(source).rows())
    return caught.value.mistakes[0].code


def changed(part: str, old: bytes, new: bytes) -> bytes:
    content = part_of(ORDINARY, part)
    assert old in content
    return repacked(ORDINARY, {part: content.replace(old, new)})


def one_cell_at(row: int, column: int) -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "title")
        sheet.write(row, column, "far away")

    return drawn(fill)


def test_cell_in_the_last_corner_is_refused_before_room_is_made_for_all_before_it() -> None:
    assert refusal(one_cell_at(1_048_575, 16_383)) == "too_many_rows"
    assert refusal(one_cell_at(inspection.MOST_ROWS + 1, 0)) == "too_many_rows"
    assert refusal(one_cell_at(1, inspection.MOST_COLUMNS)) == "too_many_columns"
    assert len(list(open_sheet(one_cell_at(inspection.MOST_ROWS, 0)).rows())) == 1


@pytest.mark.parametrize("place", [b"XFD0", b"A-1", b"1A", b"ABCD1", b"A99999999"])
def test_cell_at_no_place_is_refused(place: bytes) -> None:
    assert refusal(changed(SHEET, b'r="A2"', b'r="%s"' % place)) in {"workbook_broken", "too_many_rows"}


def test_long_text_in_every_cell_is_refused() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for number in range(10_500):
            sheet.write_row(number, 0, ["x" * 32_000])

    assert refusal(drawn(fill)) == "workbook_too_large"


@pytest.mark.parametrize("part", [SHEET, "xl/media/image1.png"])
def test_part_that_unpacks_to_more_than_is_allowed_is_refused(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "MOST_BYTES", 2_000_000)
    bomb = part_of(ORDINARY, SHEET) + b" " * 3_000_000
    source = repacked(ORDINARY, {part: bomb})
    assert len(source) < 20_000
    assert refusal(source) == "workbook_too_large"


def test_part_that_claims_to_be_small_is_refused_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MOST_BYTES", 2_000_000)
    bomb = part_of(ORDINARY, SHEET) + b" " * 3_000_000
    source = repacked(ORDINARY, {SHEET: bomb})
    lie = source.replace(struct.pack("<L", len(bomb)), struct.pack("<L", 1_000))
    assert lie != source
    assert refusal(lie) == "workbook_too_large"


@pytest.mark.parametrize("name", [b"uniqueCount", b"count"])
def test_claim_of_more_texts_than_could_be_shown_is_refused(name: bytes) -> None:
    content = part_of(ORDINARY, TEXTS)
    claimed = re.sub(rb'\b%s="\d+"' % name, b'%s="4294967296"' % name, content)
    assert refusal(repacked(ORDINARY, {TEXTS: claimed})) == "workbook_broken"


def test_entities_of_its_own_are_refused() -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet '
    assert refusal(changed(SHEET, b"<worksheet ", doctype)) == "workbook_broken"


def test_parts_that_are_missing_or_stand_there_twice_are_refused() -> None:
    for part in (SHEET, "xl/_rels/workbook.xml.rels"):
        assert refusal(repacked(ORDINARY, {part: None})) == "workbook_broken"
    assert refusal(repacked(ORDINARY, {SHEET.upper(): b"<worksheet/>"})) == "workbook_broken"
    assert (
        refusal(repacked(ORDINARY, {f"xl/{number}": b"" for number in range(2_001)})) == "workbook_too_large"
    )


def test_text_that_no_cell_shares_is_refused() -> None:
    assert refusal(changed(SHEET, b"<v>0</v>", b"<v>999</v>")) == "workbook_broken"
    assert refusal(changed(SHEET, b"<v>0</v>", b"<v>none</v>")) == "workbook_broken"


def test_package_of_another_kind_or_none_at_all_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refusal(kept.getvalue()) == "not_a_workbook"
    assert refusal(b"PK\x03\x04 and nothing more") == "workbook_broken"
    assert refusal(ORDINARY[: len(ORDINARY) // 2]) == "workbook_broken"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(ORDINARY) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_workbook_is_read_or_refused_and_nothing_else(damage: list[tuple[int, int]]) -> None:
    source = bytearray(ORDINARY)
    for place, byte in damage:
        source[place] = byte
    with suppress(UnreadableError):
        list(open_sheet(bytes(source)).rows())


PARTS = sorted([SHEET, TEXTS, BOOK, "xl/styles.xml", "xl/_rels/workbook.xml.rels"])


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(PARTS),
    st.integers(0, 10_000),
    st.sampled_from([b"", b"<", b'"', b"0", b"4294967296", b"-1", b"<v>1</v>", b"\xff", b"&#88;", b"<c/>"]),
)
def test_damaged_part_is_read_or_refused_and_nothing_else(part: str, place: int, damage: bytes) -> None:
    """Each number of the part, one after the other by `place`, becomes something else."""
    content = part_of(ORDINARY, part)
    numbers = list(re.finditer(rb"\d+", content))
    found = numbers[place % len(numbers)]
    source = repacked(ORDINARY, {part: content[: found.start()] + damage + content[found.end() :]})
    with suppress(UnreadableError):
        list(open_sheet(source).rows())
