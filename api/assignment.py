"""Whose a dossier is: given to a colleague, or given back to the team."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.bodies import read_body
from api.dossiers import ColleagueOut, DossierWholeOut, answer_of
from api.views import DeskViewSet
from cases.models import Dossier
from cases.services.assignment import assign, release
from helpdesk.days import short_day
from helpdesk.people.absences import absences_on, stand_in_for
from helpdesk.people.models import Scope, User


class AssignIn(serializers.Serializer[Any]):
    to = serializers.UUIDField(help_text="A colleague who works on the dossiers of this team.")
    reason = serializers.CharField(help_text="Why; it stands in the trail.")


class ReleaseIn(serializers.Serializer[Any]):
    reason = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Why, if it matters."
    )


class AwayOut(serializers.Serializer[Any]):
    """The new owner is away. She has the dossier all the same."""

    code = serializers.ChoiceField(choices=["owner_away"])
    text = serializers.CharField(help_text="The same in the caller's language.")
    until_on = serializers.DateField(help_text="The last day she is away, included.")
    stand_in = ColleagueOut(allow_null=True, help_text="Who does her work meanwhile; null: nobody.")


class AssignedOut(DossierWholeOut):
    warnings = serializers.SerializerMethodField(help_text="What to know of; none stands against it.")

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "warnings"]
        read_only_fields = fields

    @extend_schema_field(AwayOut(many=True))
    def get_warnings(self, dossier: Dossier) -> list[dict[str, Any]]:
        return warnings_about(dossier.owner, act_of(self.context["request"]).on)


def warnings_about(owner: User | None, today: date) -> list[dict[str, Any]]:
    """What to know of who has a dossier now."""
    if owner is None or (absence := absences_on(today).get(owner.pk)) is None:
        return []
    said = _("%(colleague)s is away until %(day)s.")
    text = said % {"colleague": owner.name, "day": short_day(absence.until_on)}
    told = {"code": "owner_away", "text": text, "until_on": absence.until_on}
    return [AwayOut({**told, "stand_in": stand_in_for(owner, today)}).data]


class AssignmentViews(DeskViewSet[Dossier]):
    scopes = {"write": Scope.DOSSIERS_WRITE}
    serializer_class = AssignedOut
    lookup_value_converter = "uuid"
    queryset = Dossier.objects.none()

    @extend_schema(request=AssignIn, responses=AssignedOut, summary="Give it to a colleague")
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: UUID) -> Response:
        """The new owner gets a mail with the reference and a link. That she is away is told, not refused."""
        said = read_body(AssignIn, request)
        return self._answer(assign(act_of(request, said["reason"]), pk, to=said["to"]))

    @extend_schema(request=ReleaseIn, responses=AssignedOut, summary="Give it back to the team")
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: UUID) -> Response:
        """Nobody looks after it until it is taken or assigned."""
        return self._answer(release(act_of(request, read_body(ReleaseIn, request)["reason"]), pk))

    def _answer(self, dossier: Dossier) -> Response:
        return answer_of(AssignedOut, dossier, self.request)
