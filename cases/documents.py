"""Reading the papers of a dossier: which ones, by whom, and whether the bytes are still those that were filed."""

import hashlib
from typing import IO
from uuid import UUID

import structlog
from django.db.models import Case, F, Prefetch, QuerySet, Value, When, prefetch_related_objects

from cases.access import Action, may
from cases.errors import CaseError
from cases.files import path_of
from cases.models.document import Document, DocumentVersion
from cases.models.dossier import Dossier
from cases.models.event import Event
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User

log = structlog.get_logger(__name__)


def documents_seen_by(user: User) -> QuerySet[Document]:
    """The papers of the dossiers a user views all of; they are no business of who only handed a dossier in."""
    return Document.objects.filter(may(user, Action.LOOK_INSIDE, "dossier__"))


def papers_seen_by(user: User) -> QuerySet[Document]:
    """The same as rows of a list, the last filed first."""
    return _in_rows(documents_seen_by(user)).select_related("dossier").order_by("-id")


def dossier_seen_inside(user: User, dossier_id: UUID) -> Dossier:
    dossier = Dossier.objects.filter(may(user, Action.LOOK_INSIDE), pk=dossier_id).first()
    if dossier is None:
        raise NotFoundError
    return dossier


def listed(dossier: Dossier) -> QuerySet[Document]:
    """The papers of a dossier, oldest first. `told_title` is empty where the document is sensitive."""
    return _in_rows(dossier.documents.all()).prefetch_related("versions").order_by("id")


def _in_rows(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.annotate(told_title=Case(When(is_sensitive=True, then=Value("")), default=F("title")))


def get_document(user: User, document_id: UUID) -> Document:
    known = documents_seen_by(user).select_related("dossier", "filed_by", "withdrawn_by")
    document = known.filter(pk=document_id).first()
    if document is None:
        raise NotFoundError
    return document


def with_versions(document: Document) -> Document:
    """The same document with its versions, oldest first, and the events it tells of, in two queries."""
    versions = DocumentVersion.objects.select_related("uploaded_by").order_by("number")
    events = Event.objects.order_by("id")
    prefetch_related_objects([document], Prefetch("versions", versions), Prefetch("events", events))
    return document


def get_version(user: User, document_id: UUID, number: int | None = None) -> DocumentVersion:
    """One version, or the current one, of a document that was not withdrawn."""
    versions = get_document(user, document_id).versions.select_related("document__dossier")
    wanted = versions.filter(number=number) if number is not None else versions
    version = wanted.order_by("-number").first()
    if version is None:
        raise NotFoundError
    refuse_withdrawn(version.document)
    return version


def refuse_withdrawn(document: Document) -> None:
    if document.withdrawn_at is not None:
        raise CaseError("document_withdrawn", withdrawn_at=document.withdrawn_at)


def open_version(version: DocumentVersion) -> IO[bytes]:
    """Its bytes, from the beginning; `document_damaged` where they are not those that were filed."""
    try:
        file = path_of(version.stored_as).open("rb")
    except OSError as mistake:
        raise _damaged(version, "missing") from mistake
    if hashlib.file_digest(file, "sha256").hexdigest() != version.sha256:
        file.close()
        raise _damaged(version, "altered")
    file.seek(0)
    return file


def _damaged(version: DocumentVersion, how: str) -> CaseError:
    log.error("document_damaged", document=str(version.document_id), version=version.number, how=how)
    return CaseError("document_damaged", document=version.document_id, version=version.number, how=how)
