"""A file is what its content says: each kind is recognised, and what is refused is refused for its reason."""

import io
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.sniffing import Sniffed, ending_of, sniff
from cases.sniffing.archives import MOST_ENTRIES
from cases.sniffing.kinds import KINDS, SniffError
from tests.small_files import (
    EACH,
    archive,
    box,
    compound,
    film,
    jpeg,
    mail,
    mp3,
    office,
    open_document,
    pdf,
    png,
    tiff,
)

MACRO_ENABLED = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def told(content: bytes, name: str = "") -> str:
    """The kind, or the code of the refusal with what was found."""
    try:
        return sniff(io.BytesIO(content), name).kind.name
    except SniffError as refusal:
        found = refusal.values.get("found", "")
        return f"{refusal.code} {'+'.join(found) if isinstance(found, list) else found}".strip()


@pytest.mark.parametrize("name", EACH)
def test_each_kind_is_recognised_with_its_name_and_without(name: str) -> None:
    named = sniff(io.BytesIO(EACH[name]), name)
    assert ending_of(name) in named.kind.endings
    nameless = told(EACH[name])
    assert nameless == ("txt" if name.endswith(".csv") else named.kind.name)


def test_every_kind_that_is_kept_has_a_file_here() -> None:
    assert {sniff(io.BytesIO(made), name).kind.name for name, made in EACH.items()} == set(KINDS)


@pytest.mark.parametrize(
    "name", [name for name in EACH if not name.endswith((".mp3", ".txt", ".csv", ".eml", ".jpeg"))]
)
def test_file_that_is_cut_short_is_refused(name: str) -> None:
    whole = EACH[name]
    for length in (len(whole) // 2, len(whole) - 3):
        assert told(whole[:length], name).startswith(("file_damaged", "file_not_accepted")), length


@pytest.mark.parametrize("name", ["scan.png", "picture.webp", "interview.wav"])
def test_bytes_behind_the_end_are_refused(name: str) -> None:
    assert told(EACH[name] + b"the uncropped picture").startswith("file_goes_on")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "file_empty"),
        (HTML, "file_not_accepted markup"),
        (b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg'/>", "file_not_accepted markup"),
        ("<html>".encode("utf-16"), "file_not_accepted markup"),
        (b"<?xml version='1.0'?><a/>", "file_not_accepted markup"),
        (b"#!/bin/sh\nrm -r /\n", "file_not_accepted script"),
        (b"MZ\x90\0\3", "file_not_accepted program"),
        (b"\x7fELF\2\1\1", "file_not_accepted program"),
        (b"Rar!\x1a\7\0", "file_not_accepted archive"),
        (b"GIF89a\1\0", "file_not_accepted gif"),
        (b"\0\1\2\3", "file_not_accepted unknown"),
        ("Élise".encode("latin-1"), "file_not_accepted unknown"),
        (b"RIFF\4\0\0\0AVI ", "file_not_accepted riff"),
        (film(b"isom", b"vide", b"soun"), "file_not_accepted video"),
        (film(b"mp42"), "file_not_accepted video"),
        (archive({"a.txt": "a"}), "file_not_accepted zip"),
        (office("wordprocessingml.template"), "file_not_accepted office"),
        (open_document("graphics"), "file_not_accepted opendocument"),
        (compound("PowerPoint Document"), "file_not_accepted compound"),
        (compound("WordDocument", "Workbook"), "file_not_accepted compound"),
    ],
)  # fmt: skip
def test_what_is_not_kept_is_refused_by_its_name(content: bytes, expected: str) -> None:
    assert told(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        office(**{"word/vbaProject.bin": b"macro"}),
        office(**{"xl/macrosheets/sheet1.xml": b"<macro/>"}),
        archive({"[Content_Types].xml": MACRO_ENABLED}),
        archive({"[Content_Types].xml": MACRO_ENABLED.encode("utf-16")}),
        open_document(**{"Basic/Standard/Module1.xml": b"macro"}),
        compound("WordDocument", "Macros"),
        compound("Workbook", "_VBA_PROJECT_CUR"),
    ],
)  # fmt: skip
def test_macros_are_refused_whatever_the_file_is_called(content: bytes) -> None:
    assert told(content) == told(content, "letter.docx") == "file_has_macros"


def test_list_of_macro_libraries_without_a_macro_is_let_be() -> None:
    assert (
        told(open_document(**{"Basic/script-lc.xml": b"<list/>", "Basic/Standard/script-lb.xml": b"<list/>"}))
        == "odt"
    )


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (EACH["letter.docx"], "letter.pdf", "file_name_differs docx"),
        (EACH["letter.pdf"], "letter.PDF", "pdf"),
        (EACH["photo.jpg"], "photo.exe", "file_name_differs jpeg"),
        (EACH["letter.txt"], "letter.html", "file_name_differs txt"),
        (EACH["letter.rtf"], "letter.doc", "file_name_differs rtf"),
        (EACH["mail.eml"], "mail.txt", "txt"),
        (EACH["letter.txt"], "letter.eml", "file_name_differs txt"),
        (EACH["letter.pdf"], "brief van mr. Janssens", "pdf"),
        (EACH["letter.pdf"], "bijlage nr.12", "pdf"),
    ],
)
def test_name_that_says_something_else_is_refused_and_one_that_says_nothing_is_not(
    content: bytes, name: str, expected: str
) -> None:
    if name == "mail.txt":
        content = content.partition(b"--=")[0]
    assert told(content, name) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (pdf().replace(b"\n", b"\n%<html><script>\n", 1), "file_is_two_things pdf+markup"),
        (jpeg().replace(b"JFIF\0", b"%PDF-"), "file_is_two_things jpeg+pdf"),
        (jpeg(archive({"a.class": "a"})), "file_is_two_things jpeg+zip"),
        (pdf() + archive({"a": "a"}), "file_is_two_things pdf+zip"),
        (b"Read this: <script>alert(1)</script>", "file_is_two_things txt+markup"),
    ],
)
def test_file_with_two_faces_is_refused(content: bytes, expected: str) -> None:
    assert told(content) == expected


def test_encrypted_pdf_is_kept_and_marked() -> None:
    locked = pdf().replace(b"/Root", b"/Encrypt 9 0 R /Root")
    assert sniff(io.BytesIO(locked), "a.pdf").is_encrypted
    assert not sniff(io.BytesIO(pdf()), "a.pdf").is_encrypted


def test_encrypted_opendocument_is_kept_and_marked_and_encrypted_office_is_refused() -> None:
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert sniff(io.BytesIO(open_document(**manifest))).is_encrypted
    assert told(compound("EncryptionInfo", "EncryptedPackage")) == "file_locked"


# Archives


def test_bomb_is_refused_by_what_it_would_unpack_to() -> None:
    assert told(office(**{"word/document.xml": bytes(30 * 2**20)})) == "file_unpacks_too_far"


def test_listing_too_long_to_be_read_whole_is_refused() -> None:
    listing = f"<Types><!--{' ' * 2**20}-->{MACRO_ENABLED}</Types>"
    assert told(archive({"[Content_Types].xml": listing})) == "file_unpacks_too_far"


def test_too_many_entries_are_refused_before_they_are_read() -> None:
    many = {f"{number}": b"" for number in range(MOST_ENTRIES + 1)}
    assert told(office(**many)) == "file_unpacks_too_far"


def test_entries_that_share_their_bytes_are_refused() -> None:
    whole = office(more=b"x" * 100)
    first, last = whole.find(b"PK\1\2"), whole.rfind(b"PK\1\2")
    assert first < last
    assert (
        told(whole[: last + 42] + whole[first + 42 : first + 46] + whole[last + 46 :])
        == "file_unpacks_too_far"
    )


@pytest.mark.parametrize("name", ["word/inside.zip", "word/setup.EXE", "word/page.html"])
def test_file_stowed_away_in_a_document_is_refused(name: str) -> None:
    assert told(office(**{name: b"x"})) == f"file_holds_other {name.rpartition('.')[2].lower()}"


def test_table_set_into_a_letter_is_let_be() -> None:
    assert told(office(**{"word/embeddings/Table1.xlsx": EACH["table.xlsx"]})) == "docx"


def test_object_in_rich_text_is_refused() -> None:
    assert told(b"{\\rtf1{\\object{\\*\\objdata 0105}}}") == "file_holds_other object"


def test_archive_with_something_before_or_behind_it_is_refused() -> None:
    assert told(b"PK\3\4 and more" + office()) == "file_damaged zip"
    assert told(office() + b"behind") == "file_damaged zip"


def test_directory_that_says_the_same_name_twice_is_refused() -> None:
    made = io.BytesIO(office(double=b"a", doublf=b"b"))
    assert told(made.getvalue().replace(b"doublf", b"double")) == "file_damaged zip"


# Whatever comes


def survives(content: bytes, name: str = "") -> None:
    with suppress(SniffError):
        assert isinstance(sniff(io.BytesIO(content), name), Sniffed)


BEGINNINGS = [whole[:600] for whole in EACH.values()]


@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"PK\3\4", b"II*\0\x08\0\0\0", b"\xff\xd8\xff", *BEGINNINGS]),
)
def test_any_bytes_are_answered(rest: bytes, beginning: bytes) -> None:
    survives(beginning + rest)


@given(st.data())
def test_real_file_with_bytes_changed_is_answered(data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(EACH)))
    changed = bytearray(EACH[name])
    places = st.integers(0, len(changed) - 1) | st.integers(max(0, len(changed) - 60), len(changed) - 1)
    for place in data.draw(st.lists(places, max_size=12)):
        changed[place] = data.draw(st.sampled_from([0, 1, 0x7F, 0xFF]) | st.integers(0, 255))
    survives(bytes(changed), name)


@given(st.text(max_size=40))
def test_any_name_is_answered(name: str) -> None:
    survives(EACH["letter.pdf"], name)


def endless_pages() -> bytes:
    looped = bytearray(tiff())
    looped[-4:] = struct.pack("<L", 12)
    return bytes(looped)


def endless_folder() -> bytes:
    looped = bytearray(compound("WordDocument"))
    looped[512 + 128 + 72 : 512 + 128 + 76] = struct.pack("<L", 1)
    return bytes(looped)


def endless_table() -> bytes:
    looped = bytearray(compound("WordDocument"))
    looped[68:72] = looped[-4:] = struct.pack("<L", 1)
    return bytes(looped)


@pytest.mark.parametrize(
    ("make", "expected"),
    [(endless_pages, "file_damaged tiff"), (endless_folder, "doc"), (endless_table, "file_damaged compound")],
)
def test_structure_that_leads_back_to_itself_comes_to_an_end(
    make: Callable[[], bytes], expected: str
) -> None:
    assert told(make()) == expected


def test_large_file_is_looked_at_in_pieces() -> None:
    """The mark of encryption may lie across two of them."""
    for filling in range(256 * 1024 - 40, 256 * 1024 + 8):
        inside = b"%PDF-1.7\n" + b"\n" * filling + b"/Encrypt 12 0 R\n%%EOF"
        assert sniff(io.BytesIO(inside)).is_encrypted
    assert told(b"words " * 10**6 + b"\0") == "file_not_accepted unknown"
    assert told(b"{\\rtf1 " + b"words " * 10**6 + b"}") == "rtf"


def test_text_that_begins_like_something_else_is_a_text() -> None:
    assert told(b"MZ is away on Monday.") == told(b"GIF89a is a picture.") == "txt"


def test_mail_is_told_by_its_header_alone() -> None:
    assert told(mail() + b"\xff\xfe\0") == "eml"
    assert told(b"Dear An:\nFrom: nobody\nDate: never\n\nx") == "txt"
    assert told(b"Subject: a\nDate: b\n\nx") == "txt"


def test_sound_needs_three_frames() -> None:
    assert told(mp3()[: 417 * 2]) == "file_damaged mp3"
    assert told(b"\xff\xfb\x90\0" + bytes(2000)) == "file_damaged mp3"


def test_picture_without_pages_or_box_without_end_is_damaged() -> None:
    assert told(b"II*\0\0\0\0\0") == "file_damaged tiff"
    assert told(box(b"ftyp", b"heic" + bytes(12)) + b"\0\0\1\0meta") == "file_damaged boxes"
    assert told(png()[:8]) == "file_damaged png"
