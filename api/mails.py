"""What was sent to the caller, reminders and digests, each with the exact mail; a digest as it would be, or again."""

import re
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_query
from api.reminder_brief import ReminderBriefOut
from api.schema import REFUSALS_OF_A_SUM
from api.views import DeskViewSet
from deadlines.digest_reading import digests_of, names_what_is_closed, send_digest_again
from deadlines.digests import preview
from deadlines.models import Digest, DigestKind, ReminderMail
from deadlines.notices import notices_of
from helpdesk.errors import NotFoundError
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Scope


class MailOut(serializers.ModelSerializer[OutgoingMail]):
    """A mail word for word, and whether it left."""

    class Meta:
        model = OutgoingMail
        fields = [
            "id",
            "address",
            "language",
            "subject",
            "text",
            "html",
            "state",
            "queued_at",
            "sent_at",
            "attempts",
            "next_attempt_at",
            "last_error",
            "answer",
        ]
        read_only_fields = fields
        extra_kwargs = {
            "next_attempt_at": {
                "help_text": "While it is queued: not before this moment, by my own hours or after a failure."
            }
        }


class ReminderOut(ReminderBriefOut):
    reference = serializers.CharField(source="reminder.deadline.dossier.reference", read_only=True)
    mail = MailOut(read_only=True)

    class Meta(ReminderBriefOut.Meta):
        fields = [*ReminderBriefOut.Meta.fields, "reference", "mail"]
        read_only_fields = fields


class CopyOut(serializers.ModelSerializer[OutgoingMail]):
    """The same mail once more, and whether it left."""

    class Meta:
        model = OutgoingMail
        fields = ["id", "address", "state", "queued_at", "sent_at"]
        read_only_fields = fields


class DigestOut(serializers.ModelSerializer[Digest]):
    team = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, allow_null=True, help_text="Of a team's digest; null for others."
    )
    mail = serializers.SerializerMethodField(
        help_text="The exact mail; null while it names a dossier that is closed to me."
    )
    copies = CopyOut(
        source="mail.copies", many=True, read_only=True, help_text="Sent again, the first first."
    )

    class Meta:
        model = Digest
        fields = ["id", "kind", "week", "day", "team", "deadline_count", "written_at", "mail", "copies"]
        read_only_fields = fields
        extra_kwargs = {"day": {"help_text": "Of a daily digest; null for others."}}

    @extend_schema_field(MailOut(allow_null=True))
    def get_mail(self, digest: Digest) -> Any:
        return None if names_what_is_closed(digest) else MailOut(digest.mail).data


class PreviewOut(serializers.Serializer[Any]):
    week = serializers.CharField(help_text="ISO week, such as 2026-W25.")
    deadline_count = serializers.IntegerField()
    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()
    digest = serializers.UUIDField(
        allow_null=True,
        help_text="The digest that was written for this week, day or team: what it said then stands at "
        "`/digests/{id}`, and may be otherwise. Null: none was.",
    )
    written_at = serializers.DateTimeField(allow_null=True, help_text="When that one was written.")


class PreviewQuery(serializers.Serializer[Any]):
    day = serializers.DateField(required=False, help_text="A day of the week; today when not given.")
    kind = serializers.ChoiceField(choices=DigestKind.choices, default=DigestKind.WEEKLY)
    team = serializers.SlugField(
        required=False, help_text="Of a team's digest: which team; not needed by who coordinates one only."
    )


class ReminderViews(DeskViewSet[ReminderMail]):
    """Reminders that were sent to the caller, of dossiers she still sees, newest first."""

    scopes: dict[str, str] = {"read": Scope.DOSSIERS_READ}
    serializer_class = ReminderOut
    queryset = ReminderMail.objects.none()

    def get_queryset(self) -> QuerySet[ReminderMail]:
        return notices_of(user_of(self.request)).select_related("mail", "reminder__deadline__dossier")

    @extend_schema(summary="Reminders sent to me")
    def list(self, request: Request) -> Response:
        return self.tell_page(ReminderOut)


WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])", re.ASCII)


def a_week(text: str) -> str:
    if not WEEK.fullmatch(text):
        raise ValueError(text)
    return text


DIGEST_FILTERS = {
    "kind": filters.choice("kind", DigestKind.values, "Which digests."),
    "week": filters.Filter(lookup="week", read=a_week, means=_("An ISO week, such as 2026-W25.")),
}


class DigestViews(DeskViewSet[Digest]):
    """The caller's digests, newest first."""

    scopes: dict[str, str] = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = DigestOut
    lookup_value_converter = "uuid"
    queryset = Digest.objects.none()

    def get_queryset(self) -> QuerySet[Digest]:
        mine = digests_of(user_of(self.request)).select_related("mail", "team")
        return mine.prefetch_related(
            Prefetch("mail__copies", OutgoingMail.objects.order_by("queued_at", "id"))
        )

    @extend_schema(parameters=filters.parameters(DIGEST_FILTERS), summary="My digests")
    def list(self, request: Request) -> Response:
        return self.tell_page(DigestOut, DIGEST_FILTERS)

    @extend_schema(summary="One digest, the exact mail")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """As it left; null in `mail` while it names a dossier that is closed to the caller."""
        digest = self.get_queryset().filter(pk=pk).first()
        if digest is None:
            raise NotFoundError
        return self.tell(DigestOut, digest)

    @extend_schema(request=None, summary="Send it to me again, word for word")
    @action(detail=True, methods=["post"])
    def resend(self, request: Request, pk: UUID) -> Response:
        """A copy in `copies`; the digest itself stays as it was."""
        send_digest_again(act_of(request), pk)
        return self.tell(DigestOut, self.get_queryset().get(pk=pk))

    @extend_schema(
        parameters=[PreviewQuery],
        responses={200: PreviewOut, **REFUSALS_OF_A_SUM},
        summary="The digest as it would be written",
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def preview(self, request: Request) -> Response:
        """By what is known now, also of a week or day that is past: what was sent then is the `digest` it names."""
        said = read_query(PreviewQuery, request)
        day = said.get("day") or act_of(request).on
        seen = preview(user_of(request), day, DigestKind(said["kind"]), said.get("team"))
        told = {
            "week": seen.content.week,
            "deadline_count": seen.content.deadline_count,
            "subject": seen.letter.subject,
            "text": seen.letter.text,
            "html": seen.letter.html,
            "digest": seen.written.pk if seen.written else None,
            "written_at": seen.written.written_at if seen.written else None,
        }
        return Response(PreviewOut(told).data)
