"""Four eyes: a second lawyer is asked to look at a deadline's day, and confirms or contests it."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, user_of
from api.bodies import read_body
from api.deadlines import DeadlineOut, deadlines_seen_by
from api.views import DeskViewSet
from deadlines.confirming import ask_confirmation, confirm, contest
from deadlines.models import Deadline
from helpdesk.people.models import Scope


class AskConfirmationIn(serializers.Serializer[Any]):
    of = serializers.UUIDField(
        allow_null=True, default=None, help_text="A colleague by name; null: any who may work on the dossier."
    )


class ConfirmIn(serializers.Serializer[Any]):
    remark = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Stands with the deadline, not in the trail."
    )


class ContestIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why; it stands with the deadline, not in the trail.")


class ConfirmationViews(DeskViewSet[Deadline]):
    """The second look at one deadline. A machine asks, and is itself no second lawyer."""

    scopes = {"write": Scope.DOSSIERS_WRITE}
    serializer_class = DeadlineOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Deadline.objects.none()

    @extend_schema(request=AskConfirmationIn, summary="Ask a second lawyer to confirm the day")
    @action(detail=True, methods=["post"], url_path="ask-confirmation")
    def ask_confirmation(self, request: Request, pk: UUID) -> Response:
        """Asked again, it begins anew."""
        ask_confirmation(act_of(request), pk, **read_body(AskConfirmationIn, request))
        return self._answer(pk)

    @extend_schema(request=ConfirmIn, summary="A second lawyer finds the day right")
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: UUID) -> Response:
        """Asked or not; never by who entered the event, corrected it, or set the day by hand."""
        confirm(act_of(request), pk, **read_body(ConfirmIn, request))
        return self._answer(pk)

    @extend_schema(request=ContestIn, summary="A second lawyer finds the day wrong")
    @action(detail=True, methods=["post"])
    def contest(self, request: Request, pk: UUID) -> Response:
        """The owner and the coordinators of the team get a mail with the reference and the day."""
        contest(act_of(request), pk, **read_body(ContestIn, request))
        return self._answer(pk)

    def _answer(self, pk: UUID) -> Response:
        return self.tell(DeadlineOut, deadlines_seen_by(user_of(self.request)).get(pk=pk))
