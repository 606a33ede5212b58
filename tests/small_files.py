"""One small file of each kind that is kept, made by a real writer where there is one, else byte by byte."""

import io
import struct
import wave
import zlib
from email.message import EmailMessage
from functools import lru_cache
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import typst
from xlsxwriter import Workbook

from cases.sniffing.compound import MAGIC

WORDS = "A letter of invented words.\n"
PACKAGE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


@lru_cache
def pdf(words: str = WORDS) -> bytes:
    return typst.compile(
        f"#set document(date: none)\n{words}".encode(), format="pdf", ignore_system_fonts=True
    )


def xlsx() -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, WORDS)
    return made.getvalue()


def archive(entries: dict[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for name, inside in entries.items():
            file.writestr(name, inside, compress_type=ZIP_STORED if name in stored else ZIP_DEFLATED)
    return made.getvalue()


def office(part: str = "wordprocessingml.document", **more: bytes | str) -> bytes:
    main = f'<Override PartName="/main.xml" ContentType="{PACKAGE}.{part}.main+xml"/>'
    listing = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types>{main}</Types>',
        "main.xml": f"<w>{WORDS}</w>",
    }
    return archive({**listing, **more})


def open_document(kind: str = "text", **more: bytes | str) -> bytes:
    entries = {"mimetype": f"{OPEN}.{kind}", "content.xml": f"<office>{WORDS}</office>", **more}
    return archive(entries, stored=("mimetype",))


def compound(*names: str) -> bytes:
    """A compound file with these streams in its first folder, as a chain to the right."""
    end, table, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    rights = [*range(2, len(names) + 1), free]
    entries = [_entry("Root Entry", 5, free, 1)]
    entries += [_entry(name, 2, right, free) for name, right in zip(names, rights, strict=True)]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    sectors = len(directory) // 512
    follows = [*range(1, sectors), end, table]
    header = struct.pack("<8s16x5H6x9L", MAGIC, 62, 3, 0xFFFE, 9, 6, 0, 1, 0, 0, 4096, end, 0, end, 0)
    places = struct.pack("<109L", sectors, *[free] * 108)
    return header + places + directory + struct.pack("<128L", *follows, *[free] * (128 - len(follows)))


def _entry(name: str, kind: int, right: int, child: int) -> bytes:
    spelt = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBB3L16x4x16x3L", spelt, len(spelt), kind, 1, 0xFFFFFFFF, right, child, 0, 0, 0)


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "an@example.org", "desk@example.org", "A letter"
    made["Date"] = "Mon, 15 Jun 2026 10:00:00 +0200"
    made.set_content(WORDS)
    made.add_alternative(f"<html><body>{WORDS}</body></html>", subtype="html")
    return bytes(made)


def png() -> bytes:
    def chunk(kind: bytes, inside: bytes) -> bytes:
        return struct.pack(">L", len(inside)) + kind + inside + struct.pack(">L", zlib.crc32(kind + inside))

    pixels = zlib.compress(b"\0\xff")
    header = struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(behind: bytes = b"") -> bytes:
    segments = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + b"\xff\xfe\0\x05\xff\xd9!" + b"\xff\xda\0\x02"
    return b"\xff\xd8" + segments + b"\x12\x34\xff\0\x56" + b"\xff\xd9" + behind


def tiff(order: str = "<") -> bytes:
    tags = ((256, 3, 1), (257, 3, 1), (273, 4, 8), (279, 4, 4))
    entries = [
        struct.pack(f"{order}HHL", tag, kind, 1) + _beside(order, kind, value) for tag, kind, value in tags
    ]
    page = struct.pack(f"{order}H", len(entries)) + b"".join(entries) + bytes(4)
    return (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HL", 42, 12) + b"\1\2\3\4" + page


def _beside(order: str, kind: int, value: int) -> bytes:
    return struct.pack(f"{order}{'H' if kind == 3 else 'L'}", value).ljust(4, b"\0")


def box(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">L", 8 + len(inside)) + kind + inside


def film(brand: bytes, *tracks: bytes) -> bytes:
    handlers = [box(b"hdlr", bytes(8) + track + bytes(12)) for track in tracks]
    made = b"".join(box(b"trak", box(b"mdia", box(b"mdhd", bytes(24)) + handler)) for handler in handlers)
    return (
        box(b"ftyp", brand + bytes(4) + b"isommp42")
        + box(b"moov", box(b"mvhd", bytes(100)) + made)
        + box(b"mdat", b"x")
    )


def heic() -> bytes:
    return box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + box(b"meta", bytes(40)) + box(b"mdat", b"x" * 9)


def webp() -> bytes:
    inside = b"WEBPVP8L" + struct.pack("<L", 6) + b"\x2f\0\0\0\0\0"
    return b"RIFF" + struct.pack("<L", len(inside)) + inside


def wav() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(bytes(1600))
    return made.getvalue()


def mp3(title: bytes = b"") -> bytes:
    frame = b"\xff\xfb\x90\x00".ljust(417, b"\0")
    return title + frame * 4


def titled_mp3() -> bytes:
    return mp3(b"ID3\4\0\0\0\0\1\2" + bytes(130))


EACH: dict[str, bytes] = {
    "letter.pdf": pdf(),
    "letter.docx": office(),
    "table.xlsx": xlsx(),
    "talk.pptx": office("presentationml.presentation"),
    "letter.odt": open_document(),
    "table.ods": open_document("spreadsheet"),
    "old.doc": compound("WordDocument", "1Table"),
    "old.xls": compound("Workbook"),
    "older.xls": compound("Book"),
    "mail.msg": compound("__nameid_version1.0", "__properties_version1.0"),
    "letter.rtf": b"{\\rtf1\\ansi A letter.\\par}\r\n",
    "mail.eml": mail(),
    "letter.txt": WORDS.encode(),
    "wide.txt": WORDS.encode("utf-16"),
    "table.csv": "naam;dag\nÉlise;2026-06-15\n".encode(),
    "scan.png": png(),
    "photo.jpg": jpeg(),
    "photo.jpeg": jpeg(b"SEFT"),
    "photo.heic": heic(),
    "fax.tif": tiff(),
    "fax.tiff": tiff(">"),
    "picture.webp": webp(),
    "interview.mp3": mp3(),
    "titled.mp3": titled_mp3(),
    "interview.m4a": film(b"M4A ", b"soun"),
    "memo.m4a": film(b"mp42", b"soun"),
    "interview.wav": wav(),
}
