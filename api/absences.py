"""Who is away, from when until when, and who stands in."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.dossiers import ColleagueOut
from api.pagination import KeysetPages
from api.views import DeskViewSet
from helpdesk.errors import NotFoundError
from helpdesk.people.absences import (
    Leave,
    absences_seen_by,
    cancel_absence,
    change_absence,
    get_absence,
    plan_absence,
)
from helpdesk.people.models import Absence, Scope


class LeaveIn(serializers.Serializer[Any]):
    from_on = serializers.DateField(help_text="The first day away.")
    until_on = serializers.DateField(help_text="The last day away, included.")
    stand_in = serializers.UUIDField(
        allow_null=True, default=None, help_text="A colleague of one of her teams; null: nobody."
    )


class AbsenceIn(LeaveIn):
    colleague = serializers.UUIDField(
        required=False, help_text="Who is away; myself when left out, another for who coordinates her team."
    )


class AbsenceOut(serializers.ModelSerializer[Absence]):
    colleague = ColleagueOut(read_only=True)
    stand_in = ColleagueOut(read_only=True, allow_null=True, help_text="Null: nobody stands in.")

    class Meta:
        model = Absence
        fields = ["id", "colleague", "from_on", "until_on", "stand_in"]
        read_only_fields = fields
        extra_kwargs = {"until_on": {"help_text": "The last day she is away, included."}}


class AbsencePages(KeysetPages):
    ordering = ("-until_on", "-id")


FILTERS = {
    "colleague": filters.identifier("colleague", "Who is away."),
    "from": filters.day("until_on__gte", "Away on this day or later."),
    "until": filters.day("from_on__lte", "Away on this day or earlier."),
}


class AbsenceViews(DeskViewSet[Absence]):
    """Absences of the colleagues of one's teams, the last to end first."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = AbsenceOut
    pagination_class = AbsencePages
    lookup_value_converter = "uuid"
    queryset = Absence.objects.none()

    def get_queryset(self) -> QuerySet[Absence]:
        return absences_seen_by(user_of(self.request)).select_related("colleague", "stand_in")

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Who is away")
    def list(self, request: Request) -> Response:
        return self.tell_page(AbsenceOut, FILTERS)

    @extend_schema(request=AbsenceIn, responses={201: AbsenceOut}, summary="Plan an absence")
    def create(self, request: Request) -> Response:
        """The caller's own, or that of a colleague whose team she coordinates."""
        said = read_body(AbsenceIn, request)
        colleague = said.pop("colleague", user_of(request).pk)
        return self._answer(plan_absence(act_of(request), colleague, Leave(**said)), status=201)

    @extend_schema(summary="One absence")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Of a colleague of the caller's teams."""
        absence = self.get_queryset().filter(pk=pk).first()
        if absence is None:
            raise NotFoundError
        return self._answer(absence)

    @extend_schema(request=LeaveIn, parameters=[IF_MATCH], responses=AbsenceOut, summary="Change the plan")
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What is left out of the body stays as it is."""
        absence = get_absence(user_of(request), pk)
        revision = revision_asked(request)
        planned = {"from_on": absence.from_on, "until_on": absence.until_on, "stand_in": absence.stand_in_id}
        leave = Leave(**{**planned, **read_changes(LeaveIn, request)})
        return self._answer(change_absence(act_of(request), pk, leave, unchanged_since=revision))

    @extend_schema(
        parameters=[IF_MATCH], responses={204: None}, summary="Cancel it: she is not away after all"
    )
    def destroy(self, request: Request, pk: UUID) -> Response:
        """That it was planned stays in the trail."""
        get_absence(user_of(request), pk)
        cancel_absence(act_of(request), pk, unchanged_since=revision_asked(request))
        return Response(status=204)

    def _answer(self, absence: Absence, status: int = 200) -> Response:
        return self.tell(AbsenceOut, absence, status=status, headers={"ETag": etag_of(absence)})
