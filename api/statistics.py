"""Published figures, each with its source and scope."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.pagination import KeysetPages
from api.views import DeskViewSet
from cases.models import StatisticSnapshot
from cases.models.statistics import Reporter
from helpdesk.people.models import Scope


class SnapshotOut(serializers.ModelSerializer[StatisticSnapshot]):
    class Meta:
        model = StatisticSnapshot
        fields = [
            "id", "metric", "on", "value", "unit", "scope", "reporter", "is_lower_bound", "is_rounded",
            "counts_petitions", "confidence", "source_url", "note",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "on": {"help_text": "The day the figure is of."},
            "value": {"help_text": "In what `unit` says."},
            "scope": {"help_text": "Figures of different scopes are never summed or drawn in one line."},
        }


class SnapshotPages(KeysetPages):
    ordering = ("metric", "scope", "on", "id")


FILTERS = {
    "metric": filters.Filter(lookup="metric", means="The name of the figure."),
    "scope": filters.Filter(lookup="scope", means="What the figure covers."),
    "reporter": filters.choice("reporter", list(Reporter.values), "Who published it."),
    "from": filters.day("on__gte", "Of this day or later."),
    "until": filters.day("on__lte", "Of this day or earlier."),
}


class StatisticSnapshotViews(DeskViewSet[StatisticSnapshot]):
    """Figures that others published. No two scopes are one series; a petition is not a condemnation."""

    scopes = {"read": Scope.STATISTICS_READ}
    serializer_class = SnapshotOut
    pagination_class = SnapshotPages
    queryset = StatisticSnapshot.objects.all()

    def get_queryset(self) -> QuerySet[StatisticSnapshot]:
        return StatisticSnapshot.objects.all()

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Published figures, in series")
    def list(self, request: Request) -> Response:
        return self.tell_page(SnapshotOut, FILTERS)
