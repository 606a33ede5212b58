"""The register of deadlines: what was entered, moved, met or given up, when, by whom and why."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import user_of
from api.bodies import read_query
from api.dossiers import ColleagueOut
from api.pagination import KeysetPages
from api.views import DeskViewSet
from deadlines.printing import printed
from deadlines.register import lines_of, of_day, registered_for
from helpdesk.people.models import Scope
from helpdesk.trail.models import TrailEntry


class LineOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="entry.pk", help_text="The entry in the trail.")
    number = serializers.IntegerField(
        allow_null=True, help_text="Its place in the chain; null for the minute until it is sealed."
    )
    digest = serializers.CharField(help_text="The hash that seals it and all before it; empty until then.")
    at = serializers.DateTimeField(source="entry.at")
    actor = ColleagueOut(
        source="entry.actor", allow_null=True, help_text="Null for the desk's own clockwork."
    )
    dossier = serializers.UUIDField(source="entry.dossier_id")
    reference = serializers.CharField()
    verb = serializers.CharField(source="entry.verb")
    what = serializers.CharField(help_text="The verb in the caller's language.")
    reason = serializers.CharField(source="entry.reason")
    changes = serializers.DictField(
        source="entry.changes",
        help_text="By the name of a field its value, or [before, after] where it changed, as in the trail.",
    )


class DayQuery(serializers.Serializer[Any]):
    day = serializers.DateField()


class OldestFirst(KeysetPages):
    ordering = ("id",)


DAY = OpenApiParameter("day", OpenApiTypes.DATE, description="A day at the desk.")


class RegisterViews(DeskViewSet[TrailEntry]):
    """Line by line, oldest first; lines are added and never changed."""

    scopes = {"read": Scope.DOSSIERS_READ}
    serializer_class = LineOut
    pagination_class = OldestFirst
    queryset = TrailEntry.objects.none()

    @extend_schema(parameters=[DAY], summary="The register, whole or of a day")
    def list(self, request: Request) -> Response:
        entries = registered_for(user_of(request))
        if "day" in request.query_params:
            entries = of_day(entries, read_query(DayQuery, request)["day"])
        lines = lines_of(self.paginate_queryset(entries) or [])
        return self.tell_some(LineOut, lines)

    @extend_schema(
        parameters=[
            OpenApiParameter("day", OpenApiTypes.DATE, required=True, description="A day at the desk.")
        ],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
        summary="A day of the register, to be printed",
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def printed(self, request: Request) -> HttpResponse:
        """A PDF with the place of each line in the chain."""
        day = read_query(DayQuery, request)["day"]
        lines = lines_of(of_day(registered_for(user_of(request)), day).order_by("id"))
        name = f"register-{day.isoformat()}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(printed(lines, day), content_type="application/pdf", headers=headers)
