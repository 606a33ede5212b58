"""A whole import taken back: what it made is removed, what it added retracted, what it changed put back.

Only where nothing was built on it since: each dossier it touched must stand in the revision it left it in.
"""

from collections.abc import Callable, Iterator, Sequence

from django.db.models import F, Q

from cases.errors import CaseError
from cases.imports.copying import copy_in
from cases.imports.examination import BATCH, batches
from cases.imports.keeping import pass_on_revisions, touched
from cases.imports.writing import EDITABLE, Change, note_all, put_right
from cases.models import Dossier, Event, Import, ImportRow
from cases.models.imports import ImportKind, RowResult
from cases.services.dossiers import entry_of
from helpdesk.acts import Act
from helpdesk.trail.models import TrailEntry

MOST_NAMED = 20
Show = Callable[[int, int], None]


def built_upon(imported: Import) -> None:
    """Refuse with `import_built_upon`, their number and some references, where dossiers have changed since."""
    changed = touched(imported).filter(Q(dossier__isnull=True) | ~Q(revision_after=F("dossier__revision")))
    references = changed.order_by("reference").values_list("reference", flat=True).distinct()
    if count := references.count():
        raise CaseError("import_built_upon", count=count, references=list(references[:MOST_NAMED]))


def lock_dossiers(imported: Import) -> None:
    """Lock every dossier that the rows of an import name, in the order of their ids, as everybody does."""
    named = imported.rows.filter(dossier__isnull=False).values("dossier")
    list(Dossier.objects.filter(pk__in=named).order_by("pk").select_for_update().values_list("pk"))


def undo(act: Act, imported: Import, show: Show) -> None:
    """Take everything back. Call it in a transaction; refuses with `import_built_upon`."""
    lock_dossiers(imported)
    built_upon(imported)
    rows = touched(imported).select_related("dossier__condemnation").order_by("line")
    total, done = rows.count(), 0
    for batch in batches(rows.iterator(chunk_size=BATCH), BATCH):
        _put_back(act, [row for row in batch if not _made_the_dossier(imported, row)])
        _remove(act, [row for row in batch if _made_the_dossier(imported, row)])
        done += len(batch)
        show(done, total)
    pass_on_revisions(imported)


def _made_the_dossier(imported: Import, row: ImportRow) -> bool:
    return imported.kind == ImportKind.CONDEMNATIONS and row.result == RowResult.NEW


def _put_back(act: Act, rows: Sequence[ImportRow]) -> None:
    """Retract the events that rows added to dossiers that stay, and give changed fields what stood in them."""
    events = Event.objects.filter(pk__in=[event for row in rows for event in row.events]).select_related(
        "dossier"
    )
    retracted = [entry_of(act, one.dossier, "event.retracted", _retraction(act, one)) for one in events]
    changes = [change for row in rows if (change := _back(row)).values]
    note_all([*put_right(act, changes), *retracted])
    events.update(retracted_by=act.by, retracted_at=act.at, retraction=act.reason)


def _retraction(act: Act, event: Event) -> dict[str, str]:
    """What `cases.services.events.retract` notes."""
    return {"event": str(event.pk), "kind": event.kind, "reason": act.reason}


def _back(row: ImportRow) -> Change:
    """The change that undoes that of a row. All that a file may edit is text, and is put back as it was."""
    assert row.dossier is not None  # noqa: S101 - for the type checker: `built_upon` refused rows without one
    values = {name: (said, stored) for name, (stored, said) in row.changes.items() if name in EDITABLE}
    return Change(row.dossier.condemnation, values)


def _remove(act: Act, rows: Sequence[ImportRow]) -> None:
    """Remove dossiers with all that hangs on them; the trail outlives them."""
    copy_in(list(_removals(act, rows)))
    Dossier.objects.filter(pk__in=[row.dossier_id for row in rows]).delete()


def _removals(act: Act, rows: Sequence[ImportRow]) -> Iterator[TrailEntry]:
    for row in rows:
        if row.dossier is not None:
            yield entry_of(act, row.dossier, "condemnation.removed", {"reference": row.reference})
