"""Integrations: users that are machines, for those who manage them. A key never opens this."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import ReasonIn, read_body
from api.me import MembershipOut
from api.views import DeskViewSet
from helpdesk.people.models import Role, User
from helpdesk.people.oversight import integrations_managed_by
from helpdesk.people.services import integrations


class IntegrationIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, help_text="What it is, such as: web form of a centre.")
    email = serializers.EmailField(
        max_length=254, help_text="Names the integration; whoever runs it reads what is sent there."
    )
    team = serializers.SlugField(help_text="The team it works for: one that you coordinate.")
    role = serializers.ChoiceField(choices=Role.choices, default=Role.INTAKE)


class IntegrationOut(serializers.ModelSerializer[User]):
    memberships = MembershipOut(many=True, read_only=True, help_text="Its one role in each of its teams.")

    class Meta:
        model = User
        fields = ["id", "name", "email", "is_active", "created_at", "memberships"]
        read_only_fields = fields
        extra_kwargs = {"is_active": {"help_text": "While it is false none of its keys opens anything."}}


FILTERS = {"is_active": filters.flag("is_active", "Whether it is switched on.")}


class IntegrationViews(DeskViewSet[User]):
    """All of them, for who administers the desk; those of the teams that the caller coordinates, for others."""

    serializer_class = IntegrationOut
    lookup_value_converter = "uuid"
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        return integrations_managed_by(user_of(self.request)).prefetch_related("memberships__team")

    @extend_schema(parameters=filters.parameters(FILTERS), summary="The integrations I manage")
    def list(self, request: Request) -> Response:
        return self.tell_page(IntegrationOut, FILTERS)

    @extend_schema(request=IntegrationIn, responses={201: IntegrationOut}, summary="Let an integration in")
    def create(self, request: Request) -> Response:
        """It is a user of one team, and opens nothing before it has a key."""
        integration = integrations.add_integration(act_of(request), **read_body(IntegrationIn, request))
        return self.tell(IntegrationOut, integration, status=201)

    @extend_schema(summary="One integration")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Its keys stand at `/api-keys`."""
        return self.tell(IntegrationOut, integrations.managed(act_of(request), pk))

    @extend_schema(request=ReasonIn, responses=IntegrationOut, summary="Let none of its keys open anything")
    @action(detail=True, methods=["post"], url_path="switch-off")
    def switch_off(self, request: Request, pk: UUID) -> Response:
        """Within two seconds, and until it is switched on. Its keys stay as they are."""
        integrations.managed(act_of(request), pk)
        act = act_of(request, read_body(ReasonIn, request)["reason"])
        return self.tell(IntegrationOut, integrations.switch_off(act, pk))

    @extend_schema(request=None, responses=IntegrationOut, summary="Let its keys open again")
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, request: Request, pk: UUID) -> Response:
        """Those that have not ended meanwhile."""
        return self.tell(IntegrationOut, integrations.switch_on(act_of(request), pk))
