"""The caller's notices: the reminders she was told of, until she has read them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body
from api.fields import PartialShape
from api.views import DeskViewSet
from deadlines.models import ReminderMail
from deadlines.notices import notices_of, read_notice, read_notices
from helpdesk.outbox.models import MailState
from helpdesk.people.models import Scope


class NoticeOut(PartialShape[ReminderMail]):
    """A reminder that I was told of, and whether I have read it."""

    id = serializers.UUIDField(
        source="mail_id", read_only=True, help_text="That of the same row of /reminders."
    )
    told_at = serializers.DateTimeField(source="mail.queued_at", read_only=True)
    subject = serializers.CharField(source="mail.subject", read_only=True, help_text="That of the mail.")
    lead = serializers.CharField(
        source="reminder.lead",
        read_only=True,
        help_text="How long before; `entry`; or `moved`, with a number where it moved to that day before.",
    )
    due_on = serializers.DateField(
        source="reminder.due_on",
        read_only=True,
        help_text="The day it announced; the deadline may have moved since.",
    )
    deadline = serializers.UUIDField(source="reminder.deadline_id", read_only=True)
    dossier = serializers.UUIDField(source="reminder.deadline.dossier_id", read_only=True)
    reference = serializers.CharField(
        source="reminder.deadline.dossier.reference", read_only=True, help_text="The dossier's reference."
    )
    mail_state = serializers.ChoiceField(
        source="mail.state", choices=MailState.choices, read_only=True, help_text="What became of the mail."
    )

    class Meta:
        model = ReminderMail
        fields = [
            "id", "told_at", "subject", "lead", "due_on", "deadline", "dossier", "reference", "mail_state", "read_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "read_at": {
                "help_text": "When I first said that I had read it, or the deadline was done; null until then."
            }
        }


class ReadUntilIn(serializers.Serializer[Any]):
    until = serializers.UUIDField(help_text="The newest notice that I have seen: it, and all before it.")


class ReadUntilOut(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many of them were unread.")


FILTERS = {
    "unread": filters.flag("read_at__isnull", "true: those I have not read; false: those I have."),
    "dossier": filters.Filter(
        lookup="reminder__deadline__dossier__reference", means="The dossier's reference."
    ),
}


class NoticeViews(DeskViewSet[ReminderMail]):
    """Reminders that the caller was told of, of dossiers she still sees, newest first."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = NoticeOut
    lookup_value_converter = "uuid"
    queryset = ReminderMail.objects.none()

    @extend_schema(parameters=filters.parameters(FILTERS), summary="My notices")
    def list(self, request: Request) -> Response:
        """A reminder is a notice at once, also while its mail waits for my hours, and where it does not arrive."""
        rows = notices_of(user_of(request)).select_related("mail", "reminder__deadline__dossier")
        return self.listed(FILTERS, NoticeOut, rows)

    @extend_schema(request=None, summary="Say that I have read it")
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: UUID) -> Response:
        """When she first said so is kept."""
        return self.tell(NoticeOut, read_notice(act_of(request), pk))

    @extend_schema(
        operation_id="me_notices_read_until",
        request=ReadUntilIn,
        responses=ReadUntilOut,
        summary="Say that I have read all until this one",
    )
    @action(detail=False, methods=["post"], url_path="read", pagination_class=None)
    def read_until(self, request: Request) -> Response:
        """This one and all that were told before it."""
        until = read_body(ReadUntilIn, request)["until"]
        return Response({"read": read_notices(act_of(request), until=until)})
