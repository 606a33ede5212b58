"""The papers of a dossier: filed, listed, put right, withdrawn, read."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, dossier_read, user_of
from api.bodies import ReasonIn, read_body, read_changes, read_form
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.document_brief import DocumentBriefOut
from api.dossiers import ITS_DOSSIER, ColleagueOut
from api.downloads import (
    FILE,
    IF_RANGE,
    RANGE,
    WhateverIsAccepted,
    attachment,
    etag_of_file,
    span_asked,
    still_held,
)
from api.event_told import EventOut, events_seen_by
from api.expanding import MOST, Expansion, Expansions
from api.fields import FIELDS, PartialShape, members_asked
from api.freshness import is_held
from api.uploads import FormParser
from api.views import DeskViewSet
from cases.access import Action, get_dossier
from cases.documents import (
    get_document,
    get_version,
    listed,
    open_version,
    with_versions,
)
from cases.models import Document, DocumentKind, DocumentVersion
from cases.services import documents as services
from cases.services.confidentiality import note_reading
from cases.services.documents import Description, Filed
from cases.uploads import Upload, examine
from helpdesk.people.models import Language, Scope

SCOPES = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}


class DocumentDescriptionIn(serializers.Serializer[Any]):
    """What a document is."""

    title = serializers.CharField(
        max_length=300, help_text="A line that tells it from the others; no names of clients."
    )
    kind = serializers.ChoiceField(choices=DocumentKind.choices)
    language = serializers.ChoiceField(
        choices=Language.choices,
        required=False,
        allow_blank=True,
        help_text="Empty where it is none of these.",
    )
    dated_on = serializers.DateField(
        required=False, allow_null=True, help_text="The day the document itself bears."
    )
    is_sensitive = serializers.BooleanField(
        required=False,
        help_text="Holds data of GDPR art. 9 or 10. Left out: true for a medical document or interview report.",
    )
    anonymises = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="The document of this dossier that it is an anonymised copy of.",
    )


class FileIn(serializers.Serializer[Any]):
    file = serializers.FileField(
        max_length=None,
        allow_empty_file=True,
        help_text="One file. Its content decides what it is; a name that says otherwise is refused.",
    )


class FilingIn(DocumentDescriptionIn, FileIn):
    """A file and what it is."""


class VersionOut(serializers.ModelSerializer[DocumentVersion]):
    uploaded_by = ColleagueOut(read_only=True)

    class Meta:
        model = DocumentVersion
        fields = [
            "number", "original_name", "mime", "size", "sha256", "is_encrypted", "uploaded_by", "uploaded_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "original_name": {"help_text": "As it was called, without what cannot be seen."},
            "size": {"help_text": "Bytes."},
            "is_encrypted": {"help_text": "Opens with a password only; nobody looked inside."},
        }


class DocumentOut(PartialShape[Document]):
    """A document of a dossier, with its versions and what it came with."""

    language = serializers.ChoiceField(
        choices=Language.choices,
        allow_blank=True,
        read_only=True,
        help_text="Empty where it is none the desk works in.",
    )
    filed_by = ColleagueOut(read_only=True)
    withdrawn_by = ColleagueOut(read_only=True, allow_null=True)
    versions = VersionOut(many=True, read_only=True, help_text="Oldest first; the last is the current one.")
    events = serializers.PrimaryKeyRelatedField[Any](
        many=True, read_only=True, help_text="The events this is the letter of."
    )

    expands = Expansions(
        "DocumentExpandedOut",
        {
            "dossier": ITS_DOSSIER,
            "events": Expansion(
                shape=EventOut,
                means=f"Those it is the letter of, by day, {MOST} at most.",
                rows=events_seen_by,
                link="document_id",
                most=MOST,
                noted=True,
            ),
        },
    )

    class Meta:
        model = Document
        fields = [
            "id", "dossier", "kind", "title", "language", "dated_on", "is_sensitive", "anonymises", "filed_by",
            "filed_at", "withdrawn_by", "withdrawn_at", "withdrawal_reason", "purged_at", "events", "versions",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "purged_at": {"help_text": "When the bytes were removed for good; what is said here stays."},
        }


class DocumentRowOut(DocumentBriefOut):
    """What the list shows."""

    version = serializers.IntegerField(
        source="current.number", read_only=True, help_text="Number of the current version."
    )
    mime = serializers.CharField(source="current.mime", read_only=True)
    size = serializers.IntegerField(source="current.size", read_only=True, help_text="Bytes.")
    reads = dict.fromkeys(("version", "mime", "size"), ("versions",))

    class Meta(DocumentBriefOut.Meta):
        fields = [*DocumentBriefOut.Meta.fields, "version", "mime", "size"]
        read_only_fields = fields


class SameContentOut(serializers.ModelSerializer[DocumentVersion]):
    class Meta:
        model = DocumentVersion
        fields = ["document", "number"]
        read_only_fields = fields


class FiledOut(serializers.Serializer[Any]):
    document = DocumentOut()
    same_content = SameContentOut(
        many=True, help_text="A warning: other documents of this dossier that hold the very same bytes."
    )


FILTERS = {
    "kind": filters.choice("kind", DocumentKind.values, "What it is."),
    "q": filters.Filter(
        lookup="told_title__unaccent__icontains",
        means="Part of the title, whatever its accents and capitals; those of sensitive documents are not searched.",
    ),
    "is_withdrawn": filters.Filter(
        lookup="withdrawn_at__isnull",
        read=lambda text: filters.one_of(["true", "false"])(text) == "false",
        means="Only the withdrawn ones, or only the others; all when left out.",
        choices=("true", "false"),
    ),
}


class DossierDocumentViews(DeskViewSet[Document]):
    """The papers of a dossier, oldest first."""

    scopes = SCOPES
    serializer_class = DocumentRowOut
    parser_classes = [FormParser]
    pagination_class = None
    queryset = Document.objects.none()

    @extend_schema(
        parameters=filters.parameters(FILTERS), responses=DocumentRowOut(many=True), summary="Its documents"
    )
    def list(self, request: Request, dossier_id: UUID) -> Response:
        members = members_asked(request, DocumentRowOut)
        rows = listed(dossier_read(request, dossier_id, Action.LOOK_INSIDE))
        found = filters.apply(rows, request, FILTERS, beside={FIELDS})
        return Response(members.told(members.narrowed(found, "dossier"), request))

    @extend_schema(request=FilingIn, responses={201: FiledOut}, summary="File a document")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """A form with one `file` and what it is. What kind of file it is, its content says, not its name."""
        get_dossier(user_of(request), dossier_id, Action.CHANGE)
        said = read_form(FilingIn, request)
        upload = _examined(said.pop("file"))
        filed = services.file_document(act_of(request), dossier_id, Description(**said), upload)
        return _filed(filed)


class DocumentViews(DeskViewSet[Document]):
    """One document: what it is, its versions, its bytes."""

    scopes = SCOPES
    serializer_class = DocumentOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Document.objects.none()

    @extend_schema(summary="One document")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Looking at a sensitive one is recorded in the trail."""
        document = get_document(user_of(request), pk)
        note_reading(act_of(request), document.dossier)
        services.note_look(act_of(request), document)
        return self.detail_of(with_versions(document), DocumentOut, {"ETag": etag_of(document.dossier)})

    @extend_schema(
        request=DocumentDescriptionIn, parameters=[IF_MATCH], summary="Put what is said of it right"
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """The ETag is that of the dossier, and comes with the document too."""
        get_dossier(user_of(request), get_document(user_of(request), pk).dossier_id, Action.CHANGE)
        revision = revision_asked(request)
        said = read_changes(DocumentDescriptionIn, request)
        return self._answer(services.amend_document(act_of(request), pk, said, unchanged_since=revision))

    @extend_schema(
        request=FileIn, responses={201: FiledOut}, summary="Add a better file of the same document"
    )
    @action(detail=True, methods=["post"], parser_classes=[FormParser])
    def versions(self, request: Request, pk: UUID) -> Response:
        """The versions before it stay. The very same bytes as the current one are refused."""
        get_dossier(user_of(request), get_document(user_of(request), pk).dossier_id, Action.CHANGE)
        upload = _examined(read_form(FileIn, request)["file"])
        return _filed(services.add_version(act_of(request), pk, upload))

    @extend_schema(request=ReasonIn, summary="Take it out of use")
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> Response:
        """It is not deleted: its versions stay until they are purged."""
        reason = read_body(ReasonIn, request)["reason"]
        return self._answer(services.withdraw(act_of(request, reason), pk))

    @extend_schema(parameters=[RANGE, IF_RANGE], responses=FILE, summary="The file, as it now is")
    @action(detail=True, methods=["get"], content_negotiation_class=WhateverIsAccepted)
    def content(self, request: Request, pk: UUID) -> HttpResponseBase:
        """Every download is recorded in the trail; a 304 is none. The file is given as an attachment only."""
        return self._given(request, pk)

    @extend_schema(
        operation_id="documents_version_content",
        parameters=[RANGE, IF_RANGE, OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses=FILE,
        summary="The file, as one version has it",
    )
    @action(
        detail=True,
        methods=["get"],
        url_path="versions/<int:number>/content",
        content_negotiation_class=WhateverIsAccepted,
    )
    def version_content(self, request: Request, pk: UUID, number: int) -> HttpResponseBase:
        """Every download is recorded in the trail; a 304 is none. The file is given as an attachment only."""
        return self._given(request, pk, number)

    def _given(self, request: Request, pk: UUID, number: int | None = None) -> HttpResponseBase:
        version, act = get_version(user_of(request), pk, number), act_of(request)
        note_reading(act, version.document.dossier)
        if is_held(request, etag_of_file(version)):
            services.note_look(act, version.document)
            return still_held(version)
        span = span_asked(request, version)
        file = open_version(version)
        if request.method == "HEAD":
            services.note_look(act, version.document)
        else:
            services.note_download(act, version, **({"bytes": list(span)} if span else {}))
        return attachment(request, version, file, span)

    def _answer(self, document: Document) -> Response:
        return self.tell(DocumentOut, with_versions(document), headers={"ETag": etag_of(document.dossier)})


def _examined(file: Any) -> Upload:
    return examine(file.draft, file.name)


def _filed(filed: Filed) -> Response:
    told = FiledOut({"document": with_versions(filed.document), "same_content": filed.same_elsewhere}).data
    return Response(told, status=201, headers={"ETag": etag_of(filed.document.dossier)})
