"""Who takes part in a dossier, and whom a wall keeps out."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, dossier_read
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.dossiers import ColleagueOut
from api.views import DeskViewSet
from cases.access import Action
from cases.models import DossierRole, Participant, Wall
from cases.services.participants import Part, add_participant, change_participant, remove_participant
from cases.services.walls import lift_wall, raise_wall
from helpdesk.people.models import Scope

SCOPES = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}


class PartIn(serializers.Serializer[Any]):
    role = serializers.ChoiceField(
        choices=DossierRole.choices, help_text="All but reader also change the dossier."
    )
    from_on = serializers.DateField(required=False, help_text="The first day; today when left out.")
    until_on = serializers.DateField(
        required=False, allow_null=True, help_text="The last day, included; null is without end."
    )


class ParticipantIn(PartIn):
    user = serializers.UUIDField(help_text="Of this team, or of another: a guest sees this dossier alone.")


class ParticipantOut(serializers.ModelSerializer[Participant]):
    user = ColleagueOut(read_only=True)
    added_by = ColleagueOut(read_only=True)

    class Meta:
        model = Participant
        fields = ["id", "user", "role", "is_guest", "from_on", "until_on", "added_by", "added_at"]
        read_only_fields = fields
        extra_kwargs = {
            "is_guest": {"help_text": "From outside the team; a member takes part while she is one."},
            "until_on": {"help_text": "The last day, included; null is without end."},
        }


class WallIn(serializers.Serializer[Any]):
    user = serializers.UUIDField(
        help_text="Who must not see the dossier, whatever else would open it to her."
    )
    reason = serializers.CharField(help_text="Why; everybody who may look inside the dossier reads it.")


class LiftIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why it is needed no longer; it stands in the trail.")


class WallOut(serializers.ModelSerializer[Wall]):
    user = ColleagueOut(read_only=True)
    raised_by = ColleagueOut(read_only=True)

    class Meta:
        model = Wall
        fields = ["id", "user", "reason", "raised_by", "raised_at"]
        read_only_fields = fields


class ParticipantViews(DeskViewSet[Participant]):
    """The team of one dossier, in the order in which they were named; its owner and the coordinators name them."""

    scopes = SCOPES
    serializer_class = ParticipantOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Participant.objects.none()

    @extend_schema(responses=ParticipantOut(many=True), summary="Who takes part")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        dossier = dossier_read(request, dossier_id, Action.LOOK_INSIDE)
        rows = dossier.participants.select_related("user", "added_by").order_by("id")
        return self.tell_all(ParticipantOut, rows, headers={"ETag": etag_of(dossier)})

    @extend_schema(request=ParticipantIn, responses={201: ParticipantOut}, summary="Let somebody take part")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """By its owner or a coordinator; as a guest where she is not of the dossier's team, who then sees this
        dossier and no other."""
        said, act = read_body(ParticipantIn, request), act_of(request)
        user_id = said.pop("user")
        part = Part(**{"from_on": act.on, **said})
        named = add_participant(act, dossier_id, user_id, part)
        return self.tell(ParticipantOut, named, status=201, headers={"ETag": etag_of(named.dossier)})

    @extend_schema(request=PartIn, parameters=[IF_MATCH], summary="Change her role or her days")
    def partial_update(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """Refused where nobody would be left to work on a dossier that its team does not see."""
        said, since = read_changes(PartIn, request), revision_asked(request)
        named = change_participant(act_of(request), dossier_id, pk, said, unchanged_since=since)
        return self.tell(ParticipantOut, named)

    @extend_schema(parameters=[IF_MATCH], responses={204: None}, summary="Let her take part no longer")
    def destroy(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """From this moment. Refused for the last who can work on a dossier that its team does not see."""
        remove_participant(act_of(request), dossier_id, pk, unchanged_since=revision_asked(request))
        return Response(status=204)


class WallViews(DeskViewSet[Wall]):
    """Ethical walls: who must not see the dossier. A coordinator raises and lifts them."""

    scopes = SCOPES
    serializer_class = WallOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Wall.objects.none()

    @extend_schema(responses=WallOut(many=True), summary="Whom a wall keeps out")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        dossier = dossier_read(request, dossier_id, Action.LOOK_INSIDE)
        rows = dossier.walls.select_related("user", "raised_by").order_by("id")
        return self.tell_all(WallOut, rows, headers={"ETag": etag_of(dossier)})

    @extend_schema(request=WallIn, responses={201: WallOut}, summary="Raise a wall")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """From this moment, whatever her roles are; she takes part no longer. By a coordinator."""
        said = read_body(WallIn, request)
        wall = raise_wall(act_of(request, said["reason"]), dossier_id, said["user"])
        return self.tell(WallOut, wall, status=201, headers={"ETag": etag_of(wall.dossier)})

    @extend_schema(request=LiftIn, parameters=[IF_MATCH], responses={204: None}, summary="Lift it")
    def destroy(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """She may see again what her roles open to her; who took part must be named anew."""
        since, said = revision_asked(request), read_body(LiftIn, request)
        lift_wall(act_of(request, said["reason"]), dossier_id, pk, unchanged_since=since)
        return Response(status=204)
