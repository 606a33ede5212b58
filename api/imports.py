"""Sheets that fill the book: uploaded, checked row by row, confirmed, written whole, undone whole."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_form
from api.dossiers import ColleagueOut
from api.import_rows import AnyAccept, ImportRowOut, report_of
from api.pagination import KeysetPages
from api.parsing import StrictJSONParser
from api.problem_told import ValuesField
from api.problems import PROBLEMS
from api.uploads import FormParser
from api.views import DeskViewSet
from cases.access import team_for
from cases.imports.columns import COLUMNS
from cases.models import Import, ImportRow
from cases.models.imports import Existing, ImportKind, ImportState, RowResult
from cases.services import imports as services
from cases.services.imports import Upload
from deadlines.tasks import work_on_import
from helpdesk.people.models import Scope

COLUMNS_OF_EACH_KIND = "\n".join(
    f"- `{kind.value}`: "
    + ", ".join(f"`{one.name}`{' (required)' if one.is_required else ''}" for one in columns.values())
    for kind, columns in COLUMNS.items()
)
UPLOADING = (
    "The first row of the file names the columns, in any order, by these names or by their usual ones in Dutch, French "
    f"and English:\n\n{COLUMNS_OF_EACH_KIND}\n\n`reference`, our own, stands in place of court, role number and day. "
    "Days are days of the workbook or text as 2022-07-22. The check begins at once; follow `state`."
)


class ImportIn(serializers.Serializer[Any]):
    file = serializers.FileField(
        max_length=255, help_text="CSV in UTF-8, or an .xlsx workbook; 25 MB and 100,000 rows at most."
    )
    kind = serializers.ChoiceField(choices=ImportKind.choices)
    existing = serializers.ChoiceField(
        choices=Existing.choices,
        default=Existing.REFUSE,
        help_text="What to do with a row that the desk holds already with other values.",
    )
    team = serializers.SlugField(
        required=False, help_text="The team's short name; not needed by who is in one only."
    )
    sheet = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=100,
        help_text="A sheet of the workbook by its name; the first one that is not hidden when left out.",
    )


class UndoIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why all of it is taken back; it stands in the trail.")


class CountsOut(serializers.Serializer[Any]):
    """How many rows came to each result, and how many mistakes the refused ones hold."""

    new = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.IntegerField()
    refused = serializers.IntegerField()
    mistakes = serializers.IntegerField()


class SetbackOut(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Stable; what programs read.")
    detail = serializers.CharField(help_text="What happened and what to do, in the caller's language.")
    values = ValuesField()


class ImportOut(serializers.ModelSerializer[Import]):
    team = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, help_text="The team's short name."
    )
    uploaded_by = ColleagueOut(read_only=True)
    confirmed_by = ColleagueOut(read_only=True, allow_null=True)
    undone_by = ColleagueOut(read_only=True, allow_null=True)
    counts = serializers.SerializerMethodField(help_text="Null until the check has ended.")
    problem = serializers.SerializerMethodField(
        help_text="Why it failed, was checked again or could not be undone; null where nothing went wrong."
    )

    class Meta:
        model = Import
        fields = [
            "id", "kind", "state", "existing", "team", "file_name", "sheet", "uploaded_by", "uploaded_at",
            "confirmed_by", "undone_by", "undo_reason", "done", "total", "counts", "problem", "rested_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "done": {"help_text": "How far the present work is; seen while it lasts."},
            "total": {"help_text": "Where it ends; 0 before it has begun."},
            "rested_at": {"help_text": "When the last work on it ended; its file is kept 30 days from then."},
        }

    @extend_schema_field(CountsOut(allow_null=True))
    def get_counts(self, imported: Import) -> dict[str, int] | None:
        return imported.counts or None

    @extend_schema_field(SetbackOut(allow_null=True))
    def get_problem(self, imported: Import) -> dict[str, Any] | None:
        told = imported.problem
        return {**told, "detail": str(PROBLEMS[told["code"]].title)} if told else None


class ImportRowPages(KeysetPages):
    """An import's rows by their lines, of which each is unique in it."""

    ordering = ("line",)


FILTERS = {
    "kind": filters.choice("kind", ImportKind.values, "What the rows are."),
    "state": filters.choice("state", ImportState.values, "Where it stands."),
    "team": filters.Filter(lookup="team__slug", means="The team's short name."),
}
ROW_FILTERS = {"result": filters.choice("result", RowResult.values, "What the row came to.")}


class ImportViews(DeskViewSet[Import]):
    """The imports the caller uploaded, and those of the teams she coordinates, newest first."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = ImportOut
    parser_classes = [FormParser]
    lookup_value_converter = "uuid"
    queryset = Import.objects.none()

    def get_queryset(self) -> QuerySet[Import]:
        return services.imports_of(user_of(self.request))

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Imports")
    def list(self, request: Request) -> Response:
        return self.tell_page(ImportOut, FILTERS)

    @extend_schema(summary="One import and how far it is")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """With the counts of its check; the rows stand at `/rows`."""
        return self.tell(ImportOut, services.get_import(user_of(request), pk))

    @extend_schema(
        request={"multipart/form-data": ImportIn},
        responses={201: ImportOut},
        summary="Upload a sheet to be checked",
        description=UPLOADING,
    )
    def create(self, request: Request) -> Response:
        """Workers check it. Nothing of the book is touched before `/confirm`."""
        said = read_form(ImportIn, request)
        file: UploadedFile[Any] = said.pop("file")
        team = team_for(user_of(request), said.pop("team", None))
        handed_in = Upload(team=team, file_name=file.name or "", content=file.read(), **said)
        return self._set_to_work(services.upload(act_of(request), handed_in), status=201)

    @extend_schema(
        responses={(200, "text/csv"): OpenApiTypes.STR}, summary="What each row comes to, for a spreadsheet"
    )
    @action(
        detail=True, methods=["get"], url_path="report.csv", pagination_class=None,
        content_negotiation_class=AnyAccept,
    )  # fmt: skip
    def report(self, request: Request, pk: UUID) -> StreamingHttpResponse:
        """A line for each row in CSV: what it changes, or its mistakes in words."""
        imported = services.get_import(user_of(request), pk)
        rows = services.rows_seen_by(user_of(request), imported)
        answer = StreamingHttpResponse(report_of(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{imported.pk}.csv"'
        return answer

    @extend_schema(request=None, responses=ImportOut, summary="Write what the check found right")
    @action(detail=True, methods=["post"], parser_classes=[StrictJSONParser])
    def confirm(self, request: Request, pk: UUID) -> Response:
        """If the desk has changed since so that a row comes to something else, it is checked anew instead."""
        return self._set_to_work(services.confirm(act_of(request), pk))

    @extend_schema(request=None, responses=ImportOut, summary="Call it off before it is written")
    @action(detail=True, methods=["post"], parser_classes=[StrictJSONParser])
    def cancel(self, request: Request, pk: UUID) -> Response:
        """At any moment before it is written; a worker that is at it gives up."""
        return self.tell(ImportOut, services.cancel(act_of(request), pk))

    @extend_schema(request=UndoIn, responses=ImportOut, summary="Take back all that it made and changed")
    @action(detail=True, methods=["post"], parser_classes=[StrictJSONParser])
    def undo(self, request: Request, pk: UUID) -> Response:
        """Only while nothing was built on it; `values` of a refusal names the dossiers that have changed since."""
        services.get_import(user_of(request), pk)
        reason = read_body(UndoIn, request)["reason"]
        return self._set_to_work(services.ask_undo(act_of(request, reason), pk))

    def _set_to_work(self, imported: Import, status: int = 200) -> Response:
        """Tell the workers. If the broker does not hear it, they find the import by themselves."""
        transaction.on_commit(lambda: work_on_import.delay(str(imported.pk)), robust=True)
        return self.tell(ImportOut, imported, status=status)


class ImportRowViews(DeskViewSet[ImportRow]):
    """The rows of an import, in the order of the file."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = ImportRowOut
    pagination_class = ImportRowPages
    queryset = ImportRow.objects.none()

    @extend_schema(parameters=filters.parameters(ROW_FILTERS), summary="What each row comes to")
    def list(self, request: Request, import_id: UUID) -> Response:
        """Without those of dossiers that were closed to the caller meanwhile."""
        user = user_of(request)
        found = services.rows_seen_by(user, services.get_import(user, import_id))
        return self.tell_page(ImportRowOut, ROW_FILTERS, found)
