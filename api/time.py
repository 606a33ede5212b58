"""Time spent on a dossier."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, dossier_read
from api.bodies import read_body
from api.dossiers import ColleagueOut
from api.views import DeskViewSet
from cases.access import Action
from cases.models import TimeEntry
from cases.models.time import LONGEST_DAY
from cases.services.time import Spent, entries_of, spend_time
from helpdesk.people.models import Scope


class TimeIn(serializers.Serializer[Any]):
    minutes = serializers.IntegerField(
        min_value=-LONGEST_DAY,
        max_value=LONGEST_DAY,
        help_text="Not zero; below zero takes back what I entered wrongly for that day, and needs a `reason`.",
    )
    what = serializers.CharField(max_length=300, help_text="What was done.")
    on = serializers.DateField(help_text="The day it was done.")
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)

    def validate_minutes(self, minutes: int) -> int:
        if not minutes:
            self.fields["minutes"].fail("min_value", min_value=1)
        return minutes


class TimeOut(serializers.ModelSerializer[TimeEntry]):
    spent_by = ColleagueOut(read_only=True)

    class Meta:
        model = TimeEntry
        fields = ["id", "dossier", "minutes", "what", "on", "reason", "spent_by", "recorded_at"]
        read_only_fields = fields


class TimeViews(DeskViewSet[TimeEntry]):
    """Time spent on a dossier, by day. Entries are added and never changed."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = TimeOut
    pagination_class = None
    queryset = TimeEntry.objects.none()

    @extend_schema(responses=TimeOut(many=True), summary="Time spent")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        dossier = dossier_read(request, dossier_id, Action.LOOK_INSIDE)
        return self.tell_all(TimeOut, entries_of(dossier))

    @extend_schema(request=TimeIn, responses={201: TimeOut}, summary="Enter time, or take it back")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """Of the caller, whatever the state of the dossier. Negative minutes take back what was entered in error."""
        entry = spend_time(act_of(request), dossier_id, Spent(**read_body(TimeIn, request)))
        return self.tell(TimeOut, entry, status=201)
