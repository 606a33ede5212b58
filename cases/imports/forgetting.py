"""What an import need not remember for ever: the file, and the cells that its rows quote."""

from datetime import datetime, timedelta

from django.db import transaction

from cases.imports.examination import BATCH, batches
from cases.models import Import, ImportFile, ImportRow
from cases.models.imports import AT_WORK, ImportState

KEPT_FOR = timedelta(days=30)


def forget(now: datetime) -> int:
    """Forget what came to rest thirty days ago; how many imports that were. They can no longer be written or undone."""
    old = Import.objects.filter(rested_at__lt=now - KEPT_FOR, file__isnull=False).exclude(state__in=AT_WORK)
    return sum(_forget(one) for one in old)


@transaction.atomic
def _forget(imported: Import) -> bool:
    """False where somebody is at it."""
    locked = Import.objects.select_for_update(skip_locked=True).exclude(state__in=AT_WORK)
    found = locked.filter(pk=imported.pk).first()
    if found is None:
        return False
    if found.state == ImportState.CHECKED:
        found.state = ImportState.CANCELLED
        found.save(update_fields=["state"])
    ImportFile.objects.filter(imported_in=found).delete()
    told = found.rows.exclude(changes={}, mistakes=[])
    for batch in batches(told.iterator(chunk_size=BATCH), BATCH):
        ImportRow.objects.bulk_update([_emptied(row) for row in batch], ["changes", "mistakes"])
    return True


def _emptied(row: ImportRow) -> ImportRow:
    """The row with the columns and codes it names, without what stood in the cells."""
    row.changes = {name: [] for name in row.changes}
    row.mistakes = [{**mistake, "values": {}} for mistake in row.mistakes]
    return row
