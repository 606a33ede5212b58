"""Zip archives: documents of Office and OpenDocument are kept; any other archive, bombs and macros are not."""

import re
import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cases.sniffing.content import TAIL, Content
from cases.sniffing.kinds import Found, SniffError, damaged, not_accepted

MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = MOST_ENTRIES * 256
MOST_UNPACKED = 500 * 2**20
# XML packs well: only above this is the ratio of unpacked to packed looked at.
RATIO_MATTERS_FROM = 20 * 2**20
WORST_RATIO = 200
LARGEST_LISTING = 2**20

END, END_OF_ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
END_LAYOUT = "<4s4H2LH"
UNREADABLE = (BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, NotImplementedError)

CONTENT_TYPES = "[Content_Types].xml"
OFFICE_MAIN = re.compile(
    rb"contenttype\s*=\s*[\"']application/vnd\.openxmlformats-officedocument\."
    rb"(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)\.main\+xml[\"']"
)
OFFICE = {
    b"wordprocessingml.document": "docx",
    b"spreadsheetml.sheet": "xlsx",
    b"presentationml.presentation": "pptx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MACRO_TYPES = (b"macroenabled", b"vbaproject", b"ms-excel.macrosheet")
OFFICE_MACROS = re.compile(r"vbaproject\.bin$|^xl/macrosheets/", re.IGNORECASE)
OPEN_DOCUMENT_MACROS = re.compile(r"^(Basic|Scripts)/.*(?<!-l[bc]\.xml)(?<!/)$")
STOWED_AWAY = re.compile(
    r"\.(zip|7z|rar|gz|tgz|tar|jar|cab|iso|exe|dll|scr|bat|cmd|ps1|vbs|jse?|hta|lnk|html?|mht)$",
    re.IGNORECASE,
)


def read_archive(content: Content) -> Found:
    entries = _entries(content)
    _refuse_bomb(content, entries)
    names = [entry.filename for entry in entries]
    if stowed := next((found[1] for found in map(STOWED_AWAY.search, names) if found), None):
        raise SniffError("file_holds_other", found=stowed.lower())
    if CONTENT_TYPES in names:
        return _office(content, entries)
    if names[0] == "mimetype":
        return _open_document(content, entries)
    raise not_accepted("zip")


def ends_as_archive(content: Content) -> bool:
    """Whether a program that unpacks would find an archive at the end of this file."""
    tail = content.tail()
    end = tail.rfind(END)
    return (
        0 <= end <= len(tail) - 22
        and struct.unpack(END_LAYOUT, tail[end : end + 22])[-1] == len(tail) - end - 22
    )


def _entries(content: Content) -> list[ZipInfo]:
    """The entries as the directory lists them, checked before they are read: not too many, no zip64, none twice."""
    if not ends_as_archive(content):
        raise damaged("zip")
    tail = content.tail(TAIL + 20)
    end = tail.rfind(END)
    _, _, _, _, count, directory_size, _, _ = struct.unpack(END_LAYOUT, tail[end : end + 22])
    if (
        count > MOST_ENTRIES
        or directory_size > LARGEST_DIRECTORY
        or tail[:end][-20:].startswith(END_OF_ZIP64)
    ):
        raise SniffError("file_unpacks_too_far")
    try:
        with ZipFile(content.file) as archive:
            entries = archive.infolist()
    except UNREADABLE as mistake:
        raise damaged("zip") from mistake
    if not entries or len({entry.filename.lower() for entry in entries}) < len(entries):
        raise damaged("zip")
    return entries


def _refuse_bomb(content: Content, entries: Sequence[ZipInfo]) -> None:
    """Too much to unpack, or entries that share their bytes; and bytes before the first, which belong to no entry."""
    unpacked = sum(entry.file_size for entry in entries)
    is_dense = unpacked > max(RATIO_MATTERS_FROM, WORST_RATIO * content.size)
    by_place = sorted(entries, key=lambda entry: entry.header_offset)
    overlaps = any(
        one.header_offset + 30 + one.compress_size > two.header_offset for one, two in pairwise(by_place)
    )
    if unpacked > MOST_UNPACKED or is_dense or overlaps:
        raise SniffError("file_unpacks_too_far")
    if by_place[0].header_offset != 0:
        raise damaged("zip")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SniffError("file_locked")


def _unpacked(content: Content, entry: ZipInfo) -> bytes:
    """One small entry, whole: what is read in part may hide the rest."""
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged("zip")
    try:
        with ZipFile(content.file) as archive, archive.open(entry) as member:
            unpacked = member.read(LARGEST_LISTING + 1)
    except UNREADABLE as mistake:
        raise damaged("zip") from mistake
    if len(unpacked) > LARGEST_LISTING:
        raise SniffError("file_unpacks_too_far")
    return unpacked


def _named(entries: Sequence[ZipInfo], name: str) -> ZipInfo | None:
    return next((entry for entry in entries if entry.filename == name), None)


def _office(content: Content, entries: Sequence[ZipInfo]) -> Found:
    listing = _named(entries, CONTENT_TYPES)
    # Without the zeros, so that a listing in UTF-16 hides nothing.
    types = _unpacked(content, listing).replace(b"\0", b"").lower() if listing else b""
    if any(mark in types for mark in MACRO_TYPES) or any(
        OFFICE_MACROS.search(one.filename) for one in entries
    ):
        raise SniffError("file_has_macros")
    mains = set(OFFICE_MAIN.findall(types))
    if len(mains) != 1:
        raise not_accepted("office")
    return Found(kinds=(OFFICE[mains.pop()],))


def _open_document(content: Content, entries: Sequence[ZipInfo]) -> Found:
    kind = OPEN_DOCUMENT.get(_unpacked(content, entries[0]))
    if kind is None:
        raise not_accepted("opendocument")
    if any(OPEN_DOCUMENT_MACROS.search(entry.filename) for entry in entries):
        raise SniffError("file_has_macros")
    manifest = _named(entries, "META-INF/manifest.xml")
    is_encrypted = manifest is not None and b"encryption-data" in _unpacked(content, manifest)
    return Found(kinds=(kind,), is_encrypted=is_encrypted)
