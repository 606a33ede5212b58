"""Who the caller is."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import user_of
from api.views import DeskView
from deadlines.notices import notices_of
from helpdesk.people.models import Membership, Scope, User


class ByTeam(serializers.ListSerializer[Any]):
    """Memberships in the order of their teams."""

    def to_representation(self, data: Any) -> list[Any]:
        return super().to_representation(sorted(data.all(), key=lambda one: one.team.slug))


class MembershipOut(serializers.ModelSerializer[Membership]):
    team = serializers.CharField(source="team.slug", read_only=True)
    needs_second_lawyer = serializers.BooleanField(
        source="team.needs_second_lawyer",
        read_only=True,
        help_text="Whether each fatal day of the team's dossiers is asked of a second lawyer.",
    )

    class Meta:
        model = Membership
        list_serializer_class = ByTeam
        fields = ["team", "role", "needs_second_lawyer"]
        read_only_fields = fields


class MeOut(serializers.ModelSerializer[User]):
    memberships = MembershipOut(many=True, read_only=True, help_text="My one role in each of my teams.")
    unread_notices = serializers.SerializerMethodField(help_text="How many of `/me/notices` I have not read.")

    class Meta:
        model = User
        fields = ["id", "name", "email", "language", "is_service", "memberships", "unread_notices"]
        read_only_fields = fields

    def get_unread_notices(self, user: User) -> int:
        return notices_of(user).filter(read_at__isnull=True).count()


class MeView(DeskView):
    scopes = {"read": Scope.LAW_READ}

    @extend_schema(responses=MeOut, summary="Who I am, and in which teams")
    def get(self, request: Request) -> Response:
        """With the role in each team, and how many notices the caller has not read."""
        user = User.objects.prefetch_related("memberships__team").get(pk=user_of(request).pk)
        return self.tell(MeOut, user)
