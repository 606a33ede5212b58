"""The bytes of a file, looked at here and there and never held all at once."""

import os
import re
import struct
from collections.abc import Iterator
from typing import IO

from cases.sniffing.kinds import damaged

HEAD = 1024
TAIL = 65_557  # the longest end of a zip: 22 bytes and a comment
_PIECE = 256 * 1024
_OVERLAP = 64  # longer than anything that is looked for


class Content:
    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.size = file.seek(0, os.SEEK_END)
        self.head = self.at(0, HEAD)

    def at(self, offset: int, length: int) -> bytes:
        """The bytes at a place; fewer, or none, where the file ends before."""
        if not 0 <= offset < self.size:
            return b""
        self.file.seek(offset)
        return self.file.read(length)

    def tail(self, length: int = TAIL) -> bytes:
        return self.at(max(0, self.size - length), length)

    def numbers(self, layout: str, offset: int, kind: str) -> tuple[int, ...]:
        """Whole numbers laid out as `struct` says; a file that ends before is a damaged one of this kind."""
        found = self.at(offset, struct.calcsize(layout))
        if len(found) < struct.calcsize(layout):
            raise damaged(kind)
        return struct.unpack(layout, found)

    def pieces(self, start: int = 0) -> Iterator[bytes]:
        for offset in range(start, self.size, _PIECE):
            yield self.at(offset, _PIECE)

    def holds(self, pattern: re.Pattern[bytes], start: int = 0) -> bool:
        """Whether the pattern, of at most 64 bytes, is found from this place on."""
        before = b""
        for piece in self.pieces(start):
            if pattern.search(before + piece):
                return True
            before = piece[-_OVERLAP:]
        return False
