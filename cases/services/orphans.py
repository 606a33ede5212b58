"""Files on the disk that no row names: of a crash between a file and its row, or of a document that was purged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from cases.files import drafts, kept_files
from cases.models.document import DocumentVersion

log = structlog.get_logger(__name__)

# Younger ones may belong to a row that is about to be committed, or to a backup that is being put back.
LEFT_ALONE_FOR = timedelta(days=1)
# More at once are no accident: the database is not the one that these files belong to.
FEW, SMALL_PART = 20, 0.1


@dataclass(frozen=True)
class Cleared:
    """What lay there without a row, and whether it was removed."""

    files: int
    orphans: list[Path]
    was_removed: bool


def clear_orphans(now: datetime, *, even_if_many: bool = False) -> Cleared:
    """Remove what no row names and is older than a day; nothing at all where that would be a large part."""
    kept = list(kept_files())
    named = set(DocumentVersion.objects.filter(document__purged_at=None).values_list("stored_as", flat=True))
    unnamed = [file for file in kept if file.name not in named]
    orphans = [file for file in (*unnamed, *drafts()) if _is_old(file, now)]
    is_accident = len(orphans) <= max(FEW, SMALL_PART * len(kept))
    if not is_accident and not even_if_many:
        log.error("orphans_too_many", orphans=len(orphans), files=len(kept))
        return Cleared(len(kept), orphans, was_removed=False)
    for file in orphans:
        file.unlink(missing_ok=True)
        log.info("orphan_removed", file=file.name)
    return Cleared(len(kept), orphans, was_removed=True)


def _is_old(file: Path, now: datetime) -> bool:
    """By the last time it was moved or put back, whatever day it was written; gone meanwhile, it is nobody's."""
    try:
        moved_at = file.stat().st_ctime
    except FileNotFoundError:
        return False
    return moved_at < (now - LEFT_ALONE_FOR).timestamp()
