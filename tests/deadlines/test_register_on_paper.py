"""A day of the register on paper: tagged, in its language, and nothing of it off the paper."""

import zlib
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from deadlines.printing import printed, sheet
from deadlines.register import Line
from helpdesk.people.models import User
from helpdesk.trail.models import Seal, TrailEntry

DAY = date(2026, 6, 15)
DOTS_PER_INCH = 36
MARGIN = int(16 / 25.4 * DOTS_PER_INCH)
LONG_NAME = "Maximiliana van den Onuitsprekelijkelangenaamsteenhoven"
LONG_REASON = "De rechtbank stond het toe. " * 20 + "https://www.example.org/" + "opvangnetwerk" * 12


def line(number: int, who: str = "Alice", why: str = "") -> Line:
    entry = TrailEntry(
        verb="deadline.overridden",
        at=datetime(2026, 6, 15, 8, number % 60, tzinfo=UTC),
        actor=User(name=who),
        changes={"due_on": ["2026-06-16", "2026-06-22"]},
        reason=why,
    )
    Seal(entry=entry, number=number, digest="ab12" * 16)
    return Line(entry, f"L-2026-{number:05d}")


def pages_of(lines: list[Line]) -> list[bytes]:
    made = sheet(lines, DAY).compile(format="png", ppi=DOTS_PER_INCH)
    return made if isinstance(made, list) else [made]


def margins(page: bytes) -> set[int]:
    """The bytes that stand in the margins left and right of a page, all 255 where they are blank."""
    width, dots = _dots(page)
    found: set[int] = set()
    for row in dots:
        found |= {*row[: (MARGIN - 1) * 4], *row[(width - MARGIN + 1) * 4 :]}
    return found


def _dots(png: bytes) -> tuple[int, list[bytearray]]:
    """Width, and the rows of four bytes a dot, of a PNG as Typst writes it."""
    width, packed, at = int.from_bytes(png[16:20], "big"), b"", 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        packed += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw, rows, above = zlib.decompress(packed), [], bytearray(width * 4)
    for start in range(0, len(raw), width * 4 + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * 4], above)
        rows.append(above)
    return width, rows


def _unfiltered(kind: int, line: bytes, above: bytearray) -> bytearray:
    row = bytearray()
    for place, byte in enumerate(line):
        left, up = (row[place - 4] if place > 3 else 0), above[place]
        corner = above[place - 4] if place > 3 else 0
        nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        row.append(byte + (0, left, up, (left + up) // 2, nearest)[kind] & 255)
    return row


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize("lines", [[], [line(1)]], ids=["nothing", "a line"])
def test_paper_is_tagged_titled_and_names_its_language(language: str, lines: list[Line]) -> None:
    with override(language):
        paper = printed(lines, DAY)
    for said in (f"/Lang({language})", "/StructTreeRoot", "/DisplayDocTitle true", "pdfuaid"):
        assert said.encode() in paper


def test_long_words_and_reasons_stay_on_the_paper() -> None:
    [page] = pages_of([line(1, LONG_NAME, LONG_REASON), line(2)])
    assert margins(page) == {255}


def test_day_of_many_lines_goes_on_on_further_pages() -> None:
    assert len(pages_of([line(number) for number in range(100)])) > 1
    assert len(pages_of([])) == 1
