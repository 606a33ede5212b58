"""What each row came to, kept: as it was checked, as it was written, and without its cells once they are forgotten."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db.models import F, Min, OuterRef, QuerySet, Subquery

from cases.imports.copying import copy_in
from cases.imports.findings import Finding
from cases.imports.mistakes import Mistake
from cases.imports.stored import quoted
from cases.models import Dossier, Import, ImportRow
from cases.models.imports import RowResult

LONGEST_QUOTE = 200
# The revision of the dossier that a row touches, as it is now.
REVISION_NOW = Subquery(Dossier.objects.filter(pk=OuterRef("dossier")).values("revision"))


def keep(imported: Import, findings: Sequence[Finding]) -> None:
    """Store what a batch came to: as it was found, or, once it is written, with the dossiers it became."""
    copy_in([_row(imported, finding) for finding in findings])


def touched(imported: Import) -> QuerySet[ImportRow]:
    """The rows that made or changed something."""
    return imported.rows.filter(result__in=(RowResult.NEW, RowResult.UPDATED))


def note_revisions_after(imported: Import) -> None:
    """Remember in which revision the writing leaves each dossier; while it stands, nothing was built on it."""
    touched(imported).update(revision_after=REVISION_NOW)


def pass_on_revisions(undone: Import) -> None:
    """Once this import is undone, its dossiers are as the one before it left them, and that one can be undone too."""
    mine = touched(undone).filter(dossier=OuterRef("dossier")).values("dossier")
    before = mine.annotate(first=Min("revision_before")).values("first")
    earlier = ImportRow.objects.exclude(imported_in=undone).filter(
        dossier__in=touched(undone).values("dossier")
    )
    earlier.filter(revision_after=Subquery(before)).update(revision_after=REVISION_NOW)


@contextmanager
def unbuilt(dossier_ids: Iterable[UUID]) -> Iterator[None]:
    """What the desk does by itself builds nothing on an import: locked dossiers stay as it left them."""
    left_so = ImportRow.objects.filter(dossier__in=[*dossier_ids], revision_after=F("dossier__revision"))
    rows = list(left_so.values_list("pk", flat=True))
    yield
    if rows:
        ImportRow.objects.filter(pk__in=rows).update(revision_after=REVISION_NOW)


def _row(imported: Import, finding: Finding) -> ImportRow:
    # A dossier that is to be entered has no reference before it is.
    dossier = finding.dossier if finding.dossier and finding.dossier.reference else None
    return ImportRow(
        imported_in=imported,
        line=finding.line,
        result=finding.result,
        dossier=dossier,
        reference=dossier.reference if dossier else "",
        events=[event.pk for event in (finding.draft or finding).events],
        changes={name: [quoted(one) for one in pair] for name, pair in finding.changes.items()},
        mistakes=[_told(mistake) for mistake in finding.mistakes],
        revision_before=finding.held.dossier.revision if finding.held else None,
    )


def _told(mistake: Mistake) -> dict[str, object]:
    values = {name: _plain(value) for name, value in mistake.values.items()}
    return {"code": mistake.code, "column": _plain(mistake.column), "values": values}


def _plain(value: object) -> object:
    """As JSON keeps it; of a cell that cannot be read, no more than helps to find it."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool | int) or value is None:
        return value
    return str(value).replace("\0", "\N{REPLACEMENT CHARACTER}")[:LONGEST_QUOTE]
