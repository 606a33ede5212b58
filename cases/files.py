"""Where the bytes of documents lie: out of the web's reach, under random names, readable by the desk alone.

A file is whole and on the disk before the row that names it is committed. A crash in between leaves a file without
a row, which `cases.services.orphans` clears away, and never a row without its file.
"""

import os
import secrets
import weakref
from collections.abc import Iterator
from io import BufferedRandom
from pathlib import Path

from django.conf import settings


class Draft:
    """Bytes on their way in. They are thrown away when it is closed or let go, unless they were kept before."""

    def __init__(self) -> None:
        self.path = _private(_incoming()) / secrets.token_hex(16)
        self.file = self.path.open("x+b")
        self.path.chmod(0o600)
        self.close = weakref.finalize(self, _throw_away, self.file, self.path)

    def bring_to_disk(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())


def _throw_away(file: BufferedRandom, path: Path) -> None:
    file.close()
    path.unlink(missing_ok=True)


def keep(draft: Draft) -> str:
    """Move a draft that was brought to the disk to its place; returns the name it can be opened by."""
    name = secrets.token_hex(16)
    place = path_of(name)
    _private(place.parent)
    draft.path.rename(place)
    _bring_to_disk(place.parent)
    return name


def can_be_written() -> bool:
    """Whether something could be filed now."""
    try:
        return os.access(_private(_incoming()), os.W_OK)
    except OSError:
        return False


def path_of(name: str) -> Path:
    return _kept() / name[:2] / name


def forget(name: str) -> None:
    """Remove the bytes; nothing happens where they are gone."""
    path_of(name).unlink(missing_ok=True)


def kept_files() -> Iterator[Path]:
    return _kept().glob("??/*")


def drafts() -> Iterator[Path]:
    """What is coming in now, and what a process that died has left."""
    return _incoming().glob("*")


def _incoming() -> Path:
    return settings.DOCUMENTS_DIR / "incoming"


def _kept() -> Path:
    return settings.DOCUMENTS_DIR / "kept"


def _private(directory: Path) -> Path:
    """The directory, made if need be, closed to everybody else."""
    if not directory.is_dir():
        if not directory.parent.is_dir():
            _private(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
        _bring_to_disk(directory.parent)
    return directory


def _bring_to_disk(directory: Path) -> None:
    """What stands in a directory survives a power cut only once the directory itself was written."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
