"""A file that comes in: looked at, weighed and named before any service takes it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from cases.errors import CaseError
from cases.files import Draft
from cases.sniffing import ending_of, sniff
from cases.sniffing.kinds import SniffError

LONGEST_NAME = 150
# With a meaning of their own in the names of files.
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What is known of a file that came in. Its draft is moved away by the service that takes it."""

    draft: Draft
    name: str
    size: int
    sha256: str
    mime: str
    is_encrypted: bool


def examine(draft: Draft, name: str) -> Upload:
    """Bring a draft to the disk and look at it; CaseError where it is not kept (`cases.sniffing`).

    It takes a moment, so it is done before a dossier is locked.
    """
    draft.bring_to_disk()
    name = clean_name(name)
    try:
        sniffed = sniff(draft.file, name)
    except SniffError as refusal:
        raise CaseError(refusal.code, field="file", **refusal.values) from refusal
    draft.file.seek(0)
    digest = hashlib.file_digest(draft.file, "sha256").hexdigest()
    return Upload(
        draft=draft,
        name=name if ending_of(name) else f"{name}.{sniffed.kind.endings[0]}",
        size=draft.file.tell(),
        sha256=digest,
        mime=sniffed.kind.mime,
        is_encrypted=sniffed.is_encrypted,
    )


def made_here(content: bytes, name: str) -> Upload:
    """A file that the desk wrote itself, looked at like any other."""
    draft = Draft()
    draft.file.write(content)
    return examine(draft, name)


def clean_name(name: str) -> str:
    """A name to show and to download by, never one to store by: the last step of a path, without what cannot be seen.

    Among what cannot be seen are marks that turn the direction of writing, so that `fdp.exe` would look like `exe.pdf`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in last)
    clean = " ".join(NOT_IN_NAMES.sub("_", seen).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if len(clean) > LONGEST_NAME and stem and len(ending) < 10:
        clean = f"{stem[: LONGEST_NAME - 1 - len(ending)]}{dot}{ending}"
    return clean[:LONGEST_NAME] or "document"
