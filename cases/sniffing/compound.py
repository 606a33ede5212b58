"""Compound files, as old Word, Excel and Outlook write them: told apart by what stands in their first folder."""

from collections.abc import Iterator

from cases.sniffing.content import Content
from cases.sniffing.kinds import Found, SniffError, damaged, not_accepted

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KIND_OF = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "__properties_version1.0": "msg",
}
MACROS = {"macros", "_vba_project_cur", "vba", "_vba_project"}
FREE, LAST_REGULAR, NOBODY = 0xFFFFFFFF, 0xFFFFFFFA, 0xFFFFFFFF
ENTRY_SIZE, FIRST_TABLES = 128, 109
# Of the directory: room for the tens of thousands of properties that a large mail can have.
MOST_SECTORS = 8_192


def read_compound(content: Content) -> Found:
    names = _first_folder(content)
    if names & MACROS:
        raise SniffError("file_has_macros")
    if "encryptedpackage" in names:
        raise SniffError("file_locked")
    kinds = {kind for name, kind in KIND_OF.items() if name in names}
    if len(kinds) != 1:
        raise not_accepted("compound")
    return Found(kinds=(kinds.pop(),))


def _first_folder(content: Content) -> set[str]:
    """The names in the root folder, in small letters; they are kept as a tree of siblings."""
    entries = b"".join(_directory(content))
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [_entry_numbers(entries, 0)[2]]
    while waiting:
        place = waiting.pop()
        if place == NOBODY or place in seen:
            continue
        seen.add(place)
        left, right, _ = _entry_numbers(entries, place)
        waiting += [left, right]
        entry = entries[place * ENTRY_SIZE : (place + 1) * ENTRY_SIZE]
        length = int.from_bytes(entry[64:66], "little")
        found.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower())
    return found


def _entry_numbers(entries: bytes, place: int) -> tuple[int, int, int]:
    """Left sibling, right sibling and first child of a directory entry."""
    numbers = entries[place * ENTRY_SIZE + 68 : place * ENTRY_SIZE + 80]
    if len(numbers) < 12:
        raise damaged("compound")
    left, right, child = (int.from_bytes(numbers[at : at + 4], "little") for at in (0, 4, 8))
    return left, right, child


def _directory(content: Content) -> Iterator[bytes]:
    """The sectors of the directory, in order; damaged where the file ends before all that its table counts."""
    (shift,) = content.numbers("<H", 30, "compound")
    if shift not in (9, 12):
        raise damaged("compound")
    size = 1 << shift
    table = _table(content, size)
    used = max((number for number, follows in enumerate(table) if follows != FREE), default=0)
    if (used + 1) * size >= content.size:
        raise damaged("compound")
    (sector,) = content.numbers("<L", 48, "compound")
    for _ in range(MOST_SECTORS):
        if sector >= LAST_REGULAR:
            return
        if sector >= len(table):
            raise damaged("compound")
        yield content.at((sector + 1) * size, size)
        sector = table[sector]
    raise damaged("compound")


def _table(content: Content, size: int) -> list[int]:
    """Which sector follows which."""
    per_sector = size // 4
    found: list[int] = []
    for sector in _sectors_of_the_table(content, size):
        found += content.numbers(f"<{per_sector}L", (sector + 1) * size, "compound")
        if len(found) > content.size // size + 2 * per_sector:
            raise damaged("compound")
    return found


def _sectors_of_the_table(content: Content, size: int) -> Iterator[int]:
    """Where the table lies: the first sectors are named in the header, the others in sectors of their own."""
    listed = list(content.numbers(f"<{FIRST_TABLES}L", 76, "compound"))
    (more,) = content.numbers("<L", 68, "compound")
    for _ in range(content.size // size + 1):
        yield from (sector for sector in listed if sector < LAST_REGULAR)
        if more >= LAST_REGULAR:
            return
        *listed, more = content.numbers(f"<{size // 4}L", (more + 1) * size, "compound")
    raise damaged("compound")
