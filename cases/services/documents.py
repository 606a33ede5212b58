"""Filing papers, adding versions, saying what they are, and withdrawing them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cases.access import Action, get_dossier
from cases.documents import documents_seen_by, get_document, refuse_withdrawn
from cases.errors import CaseError
from cases.files import forget, keep
from cases.models.document import Document, DocumentKind, DocumentVersion
from cases.models.dossier import Dossier
from cases.services.dossiers import note, note_reading
from cases.status import state_after
from cases.uploads import Upload
from helpdesk.acts import Act

# Coded, so that the trail may hold what they were and became; of a title it says only that it changed.
CODED = ("kind", "language", "dated_on", "is_sensitive", "anonymises")
SENSITIVE_KINDS = frozenset({DocumentKind.INTERVIEW_REPORT, DocumentKind.MEDICAL})


@dataclass(frozen=True, kw_only=True)
class Description:
    """What a document is. Where nothing is said of it, a medical document or interview report is sensitive."""

    title: str
    kind: DocumentKind
    language: str = ""
    dated_on: date | None = None
    is_sensitive: bool | None = None
    anonymises: UUID | None = None


@dataclass(frozen=True)
class Filed:
    """A document with its new version, and the versions elsewhere in the dossier that hold the same bytes."""

    document: Document
    same_elsewhere: list[DocumentVersion]


@transaction.atomic
def file_document(act: Act, dossier_id: UUID, described: Description, upload: Upload) -> Filed:
    """A new document with its first version."""
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True)
    state_after(dossier, "record")
    _refuse_the_future(act, described.dated_on)
    sensitive = described.is_sensitive
    document = Document.objects.create(
        dossier=dossier,
        kind=described.kind,
        title=described.title,
        language=described.language,
        dated_on=described.dated_on,
        is_sensitive=described.kind in SENSITIVE_KINDS if sensitive is None else sensitive,
        anonymises=_original(act, dossier, described.anonymises),
        filed_by=act.by,
        filed_at=act.at,
    )
    return _with_version(act, document, upload, verb="document.filed")


@transaction.atomic
def add_version(act: Act, document_id: UUID, upload: Upload) -> Filed:
    """A better file of the same document. The very same bytes once more are refused, and the version named."""
    document = _locked(act, document_id)
    state_after(document.dossier, "record")
    refuse_withdrawn(document)
    current = document.versions.latest("number")
    if current.sha256 == upload.sha256:
        raise CaseError("document_unchanged", field="file", version=current.number)
    return _with_version(act, document, upload, verb="document.version_added")


def _with_version(act: Act, document: Document, upload: Upload, *, verb: str) -> Filed:
    """The last step of the transaction moves the file: what is refused before leaves nothing behind."""
    elsewhere = DocumentVersion.objects.filter(
        document__dossier=document.dossier, document__withdrawn_at=None, sha256=upload.sha256
    )
    same = list(elsewhere.order_by("document_id", "number"))
    last = document.versions.aggregate(last=Max("number", default=0))["last"]
    version = DocumentVersion(
        document=document,
        number=last + 1,
        size=upload.size,
        sha256=upload.sha256,
        mime=upload.mime,
        original_name=upload.name,
        is_encrypted=upload.is_encrypted,
        uploaded_by=act.by,
        uploaded_at=act.at,
    )
    named = {
        "document": document.pk,
        "kind": document.kind,
        "version": version.number,
        "sha256": version.sha256,
    }
    note(act, document.dossier, verb, **named)
    version.stored_as = keep(upload.draft)
    version.save()
    return Filed(document, same)


@transaction.atomic
def amend_document(
    act: Act, document_id: UUID, said: Mapping[str, Any], *, unchanged_since: int | None = None
) -> Document:
    """Put right what is said of a document, whatever the dossier's state."""
    document = _locked(act, document_id, unchanged_since=unchanged_since)
    refuse_withdrawn(document)
    _refuse_the_future(act, said.get("dated_on"))
    if "anonymises" in said:
        said = {**said, "anonymises": _original(act, document.dossier, said["anonymises"], copy=document)}
    changed = [name for name in ("title", *CODED) if name in said and said[name] != getattr(document, name)]
    values = {
        name: [_coded(getattr(document, name)), _coded(said[name])] for name in changed if name in CODED
    }
    for name in changed:
        setattr(document, name, said[name])
    if changed:
        document.save(update_fields=changed)
        note(act, document.dossier, "document.amended", document=document.pk, fields=changed, **values)
    return document


@transaction.atomic
def withdraw(act: Act, document_id: UUID) -> Document:
    """Take a document out of use, for the reason of the act. Its versions stay until they are purged."""
    if not act.reason.strip():
        raise CaseError("reason_needed", field="reason")
    document = _locked(act, document_id)
    refuse_withdrawn(document)
    document.withdrawn_by, document.withdrawn_at, document.withdrawal_reason = act.by, act.at, act.reason
    document.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawal_reason"])
    note(act, document.dossier, "document.withdrawn", document=document.pk)
    return document


@transaction.atomic
def purge(act: Act, document_id: UUID) -> Document:
    """Remove the bytes of every version for good, once that is certain. The rows with their checksums stay."""
    document = _locked(act, document_id)
    if document.withdrawn_at is None or document.purged_at is not None:
        raise CaseError("document_not_withdrawn", purged_at=document.purged_at)
    document.purged_at = act.at
    document.save(update_fields=["purged_at"])
    names = list(document.versions.values_list("stored_as", flat=True))
    note(act, document.dossier, "document.purged", document=document.pk, versions=len(names))
    for name in names:
        transaction.on_commit(partial(forget, name))
    return document


def note_download(act: Act, version: DocumentVersion, **more: object) -> None:
    """Reading a file is recorded, every time."""
    told = {"document": version.document_id, "version": version.number, **more}
    note_reading(act, version.document.dossier, "document.downloaded", **told)


def note_export(act: Act, dossier: Dossier, versions: Iterable[DocumentVersion]) -> None:
    """So is packing many of them."""
    packed = [[version.document_id, version.number] for version in versions]
    note_reading(act, dossier, "document.exported", documents=packed)


def note_look(act: Act, document: Document) -> None:
    """Looking at what is said of a document is recorded where it is sensitive."""
    if document.is_sensitive:
        note_reading(act, document.dossier, "document.viewed", document=document.pk)


def document_in(act: Act, dossier: Dossier, document_id: UUID | None) -> Document | None:
    """The paper of this dossier that something hangs on; refuses with `document_unknown` one of elsewhere."""
    return documents_in(act, dossier, [document_id], field="document")[0] if document_id else None


def documents_in(
    act: Act, dossier: Dossier, wanted: Sequence[UUID], *, field: str = "documents"
) -> list[Document]:
    standing = documents_seen_by(act.by).filter(dossier=dossier, withdrawn_at=None)
    found = list(standing.filter(pk__in=wanted).order_by("id")) if wanted else []
    if unknown := set(wanted) - {document.pk for document in found}:
        raise CaseError("document_unknown", field=field, unknown=sorted(map(str, unknown)))
    return found


def _locked(act: Act, document_id: UUID, *, unchanged_since: int | None = None) -> Document:
    """The document with its dossier locked, for one who works on it."""
    dossier_id = get_document(act.by, document_id).dossier_id
    dossier = get_dossier(act.by, dossier_id, Action.CHANGE, lock=True, unchanged_since=unchanged_since)
    document = Document.objects.select_for_update().get(pk=document_id)
    document.dossier = dossier
    return document


def _original(
    act: Act, dossier: Dossier, document_id: UUID | None, *, copy: Document | None = None
) -> Document | None:
    """What an anonymised copy is a copy of: an original, and not itself."""
    if document_id is None:
        return None
    [original] = documents_in(act, dossier, [document_id], field="anonymises")
    if original == copy or original.anonymises_id is not None:
        raise CaseError("document_is_a_copy", field="anonymises", document=original.pk)
    return original


def _refuse_the_future(act: Act, day: date | None) -> None:
    if day is not None and day > act.on:
        raise CaseError("date_in_future", field="dated_on", date=day, today=act.on)


def _coded(value: object) -> object:
    """As the trail holds it: days as text, another document by its identifier."""
    if isinstance(value, Document):
        return value.pk
    return str(value) if isinstance(value, date) else value
