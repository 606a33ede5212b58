"""What changed since the caller last asked, for a client that mirrors all she may see."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from api.access import user_of
from api.pagination import LARGEST_PAGE, PAGE_SIZE, link_header, page_size_of
from api.views import DeskView
from cases.changes import Told, changes_since
from cases.models import DossierKind
from helpdesk.people.models import Scope

MARK = b"changes:"
SINCE = OpenApiParameter(
    "since", OpenApiTypes.STR, description="The `cursor` of the answer before; left out to begin."
)
SIZE = OpenApiParameter(
    "page_size", OpenApiTypes.INT, description=f"Rows at once: {PAGE_SIZE}, or {LARGEST_PAGE} at most."
)


class ChangeOut(serializers.Serializer[Told]):
    """A dossier that changed or came into sight; of one that is gone from it no more than the id."""

    id = serializers.UUIDField()
    change = serializers.SerializerMethodField(help_text="gone: remove it, with all that hangs on it.")
    kind = serializers.ChoiceField(
        source="dossier.kind", read_only=True, default=None, choices=DossierKind.choices, allow_null=True
    )
    reference = serializers.CharField(
        source="dossier.reference", read_only=True, default=None, allow_null=True
    )
    revision = serializers.IntegerField(
        source="dossier.revision",
        read_only=True,
        default=None,
        allow_null=True,
        help_text="As its ETag has it.",
    )
    changed_at = serializers.DateTimeField(
        source="dossier.updated_at", read_only=True, default=None, allow_null=True, help_text="The last act."
    )

    @extend_schema_field(serializers.ChoiceField(choices=["upserted", "gone"]))
    def get_change(self, told: Told) -> str:
        return "upserted" if told.dossier else "gone"


class ChangesOut(serializers.Serializer[Any]):
    cursor = serializers.CharField(help_text="What to ask with the next time, as `since`.")
    has_more = serializers.BooleanField(help_text="More is known already: ask again at once.")
    results = ChangeOut(many=True)


class ChangesView(DeskView):
    """Dossiers of every kind, the oldest change first, each once at its latest."""

    scopes = {"read": Scope.DOSSIERS_READ}

    @extend_schema(parameters=[SINCE, SIZE], responses=ChangesOut, summary="What changed since I last asked")
    def get(self, request: Request) -> Response:
        """What hangs on a dossier, such as its deadlines, changes with it."""
        since = _number(request.query_params.get("since"))
        found, has_more = changes_since(user_of(request), since, page_size_of(request))
        cursor = _cursor(found[-1].number if found else since)
        told = {"cursor": cursor, "has_more": has_more, "results": found}
        onward = replace_query_param(request.build_absolute_uri(), "since", cursor)
        return self.tell(ChangesOut, told, headers=link_header(next=onward))


def _cursor(number: int) -> str:
    return urlsafe_b64encode(MARK + str(number).encode()).decode()


def _number(cursor: str | None) -> int:
    """The place a cursor names; 0 without one."""
    if cursor is None:
        return 0
    try:
        mark, digits = (content := urlsafe_b64decode(cursor.encode()))[: len(MARK)], content[len(MARK) :]
        if mark != MARK or not digits.isdigit() or len(digits) > 18:
            raise ValueError(cursor)
    except ValueError as mistake:
        said = _("Take it from `cursor` of the answer before.")
        raise ValidationError({"since": [ErrorDetail(said, code="cursor_invalid")]}) from mistake
    return int(digits)
