"""What a file really is, told by its content; what is not on the list of kinds, or is two things at once, is refused.

Pure: bytes in, an answer out. No virus scanner: a file that is what it says can still be ill-meant.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from cases.sniffing.archives import ends_as_archive, read_archive
from cases.sniffing.boxes import FRAMES, read_boxes, read_mp3, read_riff
from cases.sniffing.compound import MAGIC, read_compound
from cases.sniffing.content import Content
from cases.sniffing.kinds import KINDS, Found, Kind, SniffError
from cases.sniffing.pictures import JPEG, PNG, TIFF, read_jpeg, read_png, read_tiff
from cases.sniffing.texts import MARKUP, read_pdf, read_rtf, read_text

ARCHIVE = b"PK\x03\x04"
READERS: tuple[tuple[tuple[bytes, ...], Callable[[Content], Found]], ...] = (
    ((b"%PDF-",), read_pdf),
    ((ARCHIVE,), read_archive),
    ((MAGIC,), read_compound),
    ((b"{\\rtf",), read_rtf),
    ((PNG,), read_png),
    ((JPEG,), read_jpeg),
    (TIFF, read_tiff),
    ((b"RIFF",), read_riff),
    ((b"ID3", *FRAMES), read_mp3),
)
ENDING = re.compile(r"\.([a-z0-9]{2,5})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sniffed:
    """What a file is. `is_encrypted`: it opens with a password only, and nobody looked inside."""

    kind: Kind
    is_encrypted: bool


def sniff(file: IO[bytes], name: str = "") -> Sniffed:
    """The kind of a file; SniffError where it is not kept, is damaged, or is another than its name says."""
    content = Content(file)
    if not content.size:
        raise SniffError("file_empty")
    found = _reader(content)(content)
    kind = _named(name, found)
    _refuse_two_faces(content, kind)
    return Sniffed(kind=kind, is_encrypted=found.is_encrypted)


def _reader(content: Content) -> Callable[[Content], Found]:
    for beginnings, reader in READERS:
        if content.head.startswith(beginnings):
            return reader
    return read_boxes if content.head[4:8] == b"ftyp" else read_text


def ending_of(name: str) -> str:
    """What the name says the file is, in small letters; empty where it says nothing: `brief van mr. X`, `nr.12`."""
    _, dot, rest = name.rpartition(".")
    found = ENDING.fullmatch(dot + rest)
    return found[1].lower() if found and not found[1].isdecimal() else ""


def _named(name: str, found: Found) -> Kind:
    ending = ending_of(name)
    if not ending:
        return KINDS[found.kinds[0]]
    for kind in found.kinds:
        if ending in KINDS[kind].endings:
            return KINDS[kind]
    raise SniffError("file_name_differs", named=ending, found=found.kinds[0])


def _refuse_two_faces(content: Content, kind: Kind) -> None:
    """A file that another program would take for something else: a page or a PDF in its head, an archive at its end."""
    others = {
        "pdf": kind.name != "pdf" and b"%PDF-" in content.head,
        "markup": kind.name != "eml" and MARKUP.search(content.head.replace(b"\0", b"")) is not None,
        "zip": not content.head.startswith(ARCHIVE) and ends_as_archive(content),
    }
    if second := next((other for other, is_so in others.items() if is_so), None):
        raise SniffError("file_is_two_things", found=[kind.name, second])
