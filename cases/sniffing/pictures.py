"""Pictures: read along their own chunks to the end, so that one cut short or with something behind it is seen."""

import re
from collections.abc import Iterator
from struct import calcsize

from cases.sniffing.content import Content
from cases.sniffing.kinds import Found, SniffError, damaged

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
TIFF = (b"II*\0", b"MM\0*")
MOST_STEPS = 50_000
END_OF_JPEG = re.compile(rb"\xff\xd9")
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
# Tags of a TIFF that say where its strips or tiles lie, each with the tag of their lengths.
PLACES = {273: 279, 324: 325}
WIDTHS = {3: "H", 4: "L"}


def read_png(content: Content) -> Found:
    place = len(PNG)
    for _ in range(MOST_STEPS):
        length, kind = content.numbers(">LL", place, "png")
        place += 12 + length
        if kind == int.from_bytes(b"IEND", "big"):
            if place > content.size:
                raise damaged("png")
            if place < content.size:
                raise SniffError("file_goes_on", found="png")
            return Found(kinds=("png",))
    raise damaged("png")


def read_jpeg(content: Content) -> Found:
    """Telephones put more behind the end of a picture: that is let be, if it is no archive."""
    place = 2
    for _ in range(MOST_STEPS):
        mark, kind = content.numbers(">BB", place, "jpeg")
        if mark != 0xFF or kind in (0x00, END_OF_IMAGE):
            raise damaged("jpeg")
        if kind == START_OF_SCAN:
            break
        has_length = kind not in WITHOUT_LENGTH and kind != 0xFF
        place += 2 + content.numbers(">H", place + 2, "jpeg")[0] if has_length else 2 - (kind == 0xFF)
    else:
        raise damaged("jpeg")
    if not content.holds(END_OF_JPEG, place):
        raise damaged("jpeg")
    return Found(kinds=("jpeg",))


def read_tiff(content: Content) -> Found:
    """Page by page; every strip or tile must lie within the file."""
    order = "<" if content.head.startswith(b"II") else ">"
    (place,) = content.numbers(f"{order}L", 4, "tiff")
    steps = 0
    while place and steps < MOST_STEPS:
        (count,) = content.numbers(f"{order}H", place, "tiff")
        steps += 1 + count
        if steps > MOST_STEPS:
            break
        for end in _ends_of_strips(content, order, place + 2, count):
            steps += 1
            if end > content.size:
                raise damaged("tiff")
        (place,) = content.numbers(f"{order}L", place + 2 + 12 * count, "tiff")
    if place or not steps:
        raise damaged("tiff")
    return Found(kinds=("tiff",))


def _ends_of_strips(content: Content, order: str, place: int, count: int) -> Iterator[int]:
    """Where each strip or tile of a page ends."""
    tags = {}
    for at in range(place, place + 12 * count, 12):
        tag, kind, length = content.numbers(f"{order}HHL", at, "tiff")
        tags[tag] = (kind, length, at + 8)
    for starts, lengths in PLACES.items():
        if starts in tags and lengths in tags:
            first, long = (_values(content, order, *tags[tag]) for tag in (starts, lengths))
            yield from map(sum, zip(first, long, strict=False))


def _values(content: Content, order: str, kind: int, length: int, place: int) -> tuple[int, ...]:
    """The values of one tag: beside it if they fit into four bytes, else where those point to."""
    if kind not in WIDTHS or length > MOST_STEPS:
        raise damaged("tiff")
    layout = f"{order}{length}{WIDTHS[kind]}"
    if calcsize(layout) > 4:
        (place,) = content.numbers(f"{order}L", place, "tiff")
    return content.numbers(layout, place, "tiff")
