"""A dossier's documents in one archive, with an index that leads back to each record."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile, ZipInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from cases.documents import open_version
from cases.errors import CaseError
from cases.files import path_of
from cases.models.document import Document, DocumentVersion

MOST_FILES = 1_000
MOST_BYTES = 500 * 2**20
PIECE = 256 * 1024
INDEX = "index.csv"
COLUMNS = (
    "file", "title", "kind", "language", "dated_on", "version", "size", "sha256", "filed_at", "filed_by", "left_out",
    "record",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Bundle:
    """The current versions to be packed, by their names in the archive, and the sensitive documents left out."""

    versions: dict[str, DocumentVersion]
    left_out: list[Document]

    def pieces(self) -> Iterator[bytes]:
        """The archive as it grows; no file is ever held whole."""
        sink = _Sink()
        with ZipFile(sink, "w") as archive:
            archive.writestr(ZipInfo(INDEX), self.index())
            for name, version in self.versions.items():
                yield from _packed(archive, sink, name, version)
        yield sink.taken()

    def index(self) -> str:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=";")
        writer.writeheader()
        for name, version in self.versions.items():
            writer.writerow({column: _cell(said) for column, said in _told(name, version).items()})
        for document in self.left_out:
            writer.writerow({"left_out": "sensitive", "record": _record(document)})
        return "\ufeff" + text.getvalue()


def bundle_of(documents: QuerySet[Document], *, with_sensitive: bool) -> Bundle:
    """Those of the documents that stand, checked: not too much at once, and every file as it was filed."""
    standing = list(documents.filter(withdrawn_at=None).select_related("filed_by"))
    packed = [document for document in standing if with_sensitive or not document.is_sensitive]
    current = [document.current for document in packed]
    size = sum(version.size for version in current)
    if len(current) > MOST_FILES or size > MOST_BYTES:
        raise CaseError(
            "bundle_too_large", files=len(current), bytes=size, most_files=MOST_FILES, most_bytes=MOST_BYTES
        )
    for version in current:
        open_version(version).close()
    named = {f"{number:03} {version.original_name}": version for number, version in enumerate(current, 1)}
    return Bundle(named, [document for document in standing if document not in packed])


class _Sink(io.RawIOBase):
    """What the archive is written into; what has come together is taken out piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def write(self, piece: Any) -> int:
        self.waiting += piece
        return len(piece)

    def taken(self) -> bytes:
        piece, self.waiting = bytes(self.waiting), bytearray()
        return piece


def _packed(archive: ZipFile, sink: _Sink, name: str, version: DocumentVersion) -> Iterator[bytes]:
    """Stored as it is: scans and Office files are packed already."""
    entry = ZipInfo(name, timezone.localtime(version.uploaded_at).timetuple()[:6])
    entry.file_size = version.size
    with path_of(version.stored_as).open("rb") as file, archive.open(entry, "w") as member:
        while piece := file.read(PIECE):
            member.write(piece)
            yield sink.taken()


def _told(name: str, version: DocumentVersion) -> dict[str, object]:
    document = version.document
    return {
        "file": name,
        "title": document.title,
        "kind": document.kind,
        "language": document.language,
        "dated_on": document.dated_on or "",
        "version": version.number,
        "size": version.size,
        "sha256": version.sha256,
        "filed_at": version.uploaded_at.isoformat(),
        "filed_by": document.filed_by.name,
        "record": _record(document),
    }


def _record(document: Document) -> str:
    return f"{settings.SITE_URL}/api/v1/documents/{document.pk}"


def _cell(said: object) -> str:
    text = str(said)
    return f"'{text}" if text.startswith(FORMULA) else text
