"""A sheet is handed in, confirmed, called off, undone. The work itself is done by whichever worker claims it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from cases.access import imports_visible_to, may_be_seen_by
from cases.errors import CaseError
from cases.imports.undoing import built_upon
from cases.models import Import, ImportFile, ImportRow
from cases.models.imports import ImportState
from helpdesk.acts import Act
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Team, User

# By act: the states that allow it, and the state it leads to.
ACTS = {
    "confirm": ((ImportState.CHECKED,), ImportState.WRITING),
    "cancel": (
        (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.WRITING),
        ImportState.CANCELLED,
    ),
    "undo": ((ImportState.WRITTEN,), ImportState.UNDOING),
}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file, what its rows are, and what to do with those that the desk knows; `sheet` names one of a workbook."""

    team: Team
    kind: str
    existing: str
    file_name: str
    content: bytes
    sheet: str = ""


@transaction.atomic
def upload(act: Act, handed_in: Upload) -> Import:
    """Keep a file for its check. Nothing of the book is touched."""
    if len(handed_in.content) > settings.LARGEST_DOCUMENT:
        raise CaseError("file_too_large", field="file", limit_bytes=settings.LARGEST_DOCUMENT)
    imported = Import.objects.create(
        team=handed_in.team,
        kind=handed_in.kind,
        existing=handed_in.existing,
        file_name=handed_in.file_name,
        sheet=handed_in.sheet,
        uploaded_by=act.by,
        uploaded_at=act.at,
    )
    ImportFile.objects.create(imported_in=imported, content=handed_in.content)
    return imported


@transaction.atomic
def confirm(act: Act, import_id: UUID) -> Import:
    """Let a sheet be written in which the check found nothing wrong."""
    imported = _lock(act, import_id)
    return _lead(imported, "confirm", confirmed_by=act.by, problem=None)


@transaction.atomic
def cancel(act: Act, import_id: UUID) -> Import:
    """Call it off, at any moment before it is written; a worker that is at it gives up."""
    imported = _lock(act, import_id)
    return _lead(imported, "cancel", claim=None, claimed_at=None, rested_at=act.at)


@transaction.atomic
def ask_undo(act: Act, import_id: UUID) -> Import:
    """Let everything it made be taken back, for a reason, if nothing was built on it since."""
    imported = _lock(act, import_id)
    if not act.reason.strip():
        raise CaseError("reason_needed", field="reason")
    _refuse(imported, "undo")
    if not ImportFile.objects.filter(imported_in=imported).exists():
        raise CaseError("import_forgotten")
    built_upon(imported)
    return _lead(imported, "undo", undone_by=act.by, undo_reason=act.reason, problem=None)


def get_import(user: User, import_id: UUID) -> Import:
    """The import, for who uploaded it and for the coordinators of its team."""
    return _found(imports_of(user).filter(pk=import_id))


def rows_seen_by(user: User, imported: Import) -> QuerySet[ImportRow]:
    """What the rows of an import came to, without those of dossiers that were closed to the user meanwhile."""
    seen = Q(dossier=None) | may_be_seen_by(user, "dossier__")
    return imported.rows.filter(seen)


def imports_of(user: User) -> QuerySet[Import]:
    """All of them, with the people they name."""
    return imports_visible_to(user).select_related("team", "uploaded_by", "confirmed_by", "undone_by")


def _lock(act: Act, import_id: UUID) -> Import:
    return _found(imports_of(act.by).filter(pk=import_id).select_for_update(of=("self",)))


def _found(rows: QuerySet[Import]) -> Import:
    imported = rows.first()
    if imported is None:
        raise NotFoundError
    return imported


def _refuse(imported: Import, act: str) -> None:
    states, _ = ACTS[act]
    if imported.state not in states:
        allowed = sorted(name for name, (states, _) in ACTS.items() if imported.state in states)
        raise CaseError("import_state_forbids", act=act, state=imported.state, allowed=allowed)


def _lead(imported: Import, act: str, **fields: object) -> Import:
    """Let the act lead to its state; the dossiers' own states are no concern of it."""
    _refuse(imported, act)
    for name, value in {"state": ACTS[act][1], "done": 0, "total": 0, **fields}.items():
        setattr(imported, name, value)
    imported.save()
    return imported
