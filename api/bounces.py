"""Mails that came back: for those who watch over a colleague's work."""

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
from api.bodies import read_body
from api.dossiers import ColleagueOut
from api.views import DeskViewSet
from helpdesk.outbox.bounces import bounces_seen_by, settle
from helpdesk.outbox.models import Bounce
from helpdesk.people.models import Scope


class SettleIn(serializers.Serializer[Any]):
    remark = serializers.CharField(
        max_length=300, help_text="What was done, such as: the address was put right."
    )


class BounceOut(serializers.ModelSerializer[Bounce]):
    addressee = ColleagueOut(
        source="mail.addressee",
        read_only=True,
        allow_null=True,
        help_text="Null for a report that names no mail of ours.",
    )
    subject = serializers.SerializerMethodField(
        help_text="Of the mail that did not arrive; empty where it names a dossier that is closed to me."
    )
    is_permanent = serializers.BooleanField(read_only=True, help_text="Trying again is of no use.")
    settled_by = ColleagueOut(read_only=True, allow_null=True)

    class Meta:
        model = Bounce
        fields = [
            "id", "addressee", "subject", "address", "action", "status", "diagnostic", "is_permanent", "received_at",
            "settled_by", "settled_at", "remark",
        ]  # fmt: skip
        read_only_fields = fields

    def get_subject(self, bounce: Any) -> str:
        return "" if bounce.mail is None or bounce.names_closed else bounce.mail.subject


FILTERS = {
    "is_settled": filters.Filter(
        lookup="settled_at__isnull",
        read=lambda text: filters.one_of(["true", "false"])(text) == "false",
        means="Whether somebody has seen to it.",
        choices=("true", "false"),
    ),
}


class BounceViews(DeskViewSet[Bounce]):
    """Mails to colleagues that came back, newest first. Empty for who coordinates no team."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = BounceOut
    lookup_value_converter = "uuid"
    queryset = Bounce.objects.none()

    def get_queryset(self) -> QuerySet[Bounce]:
        return bounces_seen_by(user_of(self.request))

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Mails that came back")
    def list(self, request: Request) -> Response:
        return self.tell_page(BounceOut, FILTERS)

    @extend_schema(request=SettleIn, summary="The address works again")
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: UUID) -> Response:
        """The colleague's address is flagged no longer, and mail goes there again."""
        settle(act_of(request), pk, remark=read_body(SettleIn, request)["remark"])
        return self.tell(BounceOut, self.get_queryset().get(pk=pk))
