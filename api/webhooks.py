"""Webhooks: the caller's own addresses that hear of acts, by the Standard Webhooks specification."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.shaped import Shaped
from api.views import DeskViewSet
from cases.models import DossierKind
from helpdesk.people.models import Scope
from helpdesk.webhooks import services
from helpdesk.webhooks.models import MessageState, Webhook, WebhookAttempt, WebhookMessage

LONGEST_OVERLAP_HOURS = 24 * 7


class WebhookIn(serializers.Serializer[Any]):
    url = serializers.CharField(
        max_length=500, help_text="An https address; names of private networks are refused."
    )
    name = serializers.CharField(max_length=120, help_text="What it is for.")
    events = serializers.ListField(
        child=serializers.CharField(max_length=60),
        min_length=1,
        max_length=50,
        help_text="Verbs of the trail: `deadline.met`, all of a kind: `deadline.*`, or everything: `*`.",
    )


class RotateIn(serializers.Serializer[Any]):
    overlap_hours = serializers.IntegerField(
        min_value=0,
        max_value=LONGEST_OVERLAP_HOURS,
        default=24,
        help_text="For so long messages are signed by the former secret too.",
    )


class ReplayIn(serializers.Serializer[Any]):
    since = serializers.DateTimeField(help_text="What happened at or after this moment is sent once more.")


class WebhookOut(serializers.ModelSerializer[Webhook]):
    url = serializers.URLField(read_only=True)

    class Meta:
        model = Webhook
        fields = [
            "id", "url", "name", "events", "heard_until", "former_secret_until", "created_at", "disabled_at",
            "disabled_why",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "heard_until": {"help_text": "The number in the trail's chain up to which acts were looked at."},
            "former_secret_until": {
                "help_text": "Until when messages are signed with the former secret too; null where there is none."
            },
            "disabled_at": {"help_text": "Since when nothing is sent there; null while it is on."},
        }


class WithSecretOut(serializers.Serializer[Any]):
    webhook = WebhookOut()
    secret = serializers.CharField(help_text="`whsec_…`, to verify messages with. It is shown this once.")


class AttemptOut(serializers.ModelSerializer[WebhookAttempt]):
    class Meta:
        model = WebhookAttempt
        fields = ["at", "status", "answer", "error", "milliseconds"]
        read_only_fields = fields
        extra_kwargs = {
            "answer": {"help_text": "The first 2,048 bytes of what the address answered."},
            "status": {"help_text": "HTTP status; null where no answer came."},
            "milliseconds": {"help_text": "How long the try took."},
        }


class ToldOut(serializers.Serializer[Any]):
    """Where it happened. A test is about nothing and has none of it."""

    number = serializers.IntegerField(
        required=False, help_text="The place of the act in the trail's chain: go by it."
    )
    dossier = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=DossierKind.choices, required=False)
    reference = serializers.CharField(required=False, help_text="The dossier's reference.")
    revision = serializers.IntegerField(required=False, help_text="The dossier's, when the message was made.")
    subject = serializers.UUIDField(
        required=False, help_text="What was acted on: the dossier, or what hangs on it."
    )


class PayloadOut(serializers.Serializer[Any]):
    """Thin, as Standard Webhooks has it: the rest is read through the API."""

    type = serializers.CharField(help_text="The verb of the trail, such as `deadline.met`.")
    version = serializers.CharField(help_text="Of this shape.")
    timestamp = serializers.DateTimeField(help_text="When it happened.")
    data = ToldOut()  # type: ignore[assignment]  # a member of the body, not what the serializer holds


class MessageSentOut(serializers.ModelSerializer[WebhookMessage]):
    payload = Shaped(PayloadOut, read_only=True, help_text="The body as it is sent.")
    tries = AttemptOut(many=True, read_only=True, help_text="Oldest first.")

    class Meta:
        model = WebhookMessage
        fields = [
            "id", "number", "event", "happened_at", "payload", "state", "attempts", "next_attempt_at",
            "delivered_at", "tries",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "id": {"help_text": "The `webhook-id` of the message: the same at every try and replay."},
            "number": {"help_text": "In the trail's chain; null for a test."},
        }


MESSAGE_FILTERS = {
    "state": filters.choice("state", list(MessageState.values), "Where it stands."),
    "event": filters.Filter(lookup="event", means="The verb, whole."),
}
OLDEST_FIRST = Prefetch("tries", WebhookAttempt.objects.order_by("id"))


class WebhookViews(DeskViewSet[Webhook]):
    """The caller's own webhooks. Each hears of what the caller may see, at the moment it happens."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    shown_once = ("secret",)
    serializer_class = WebhookOut
    lookup_value_converter = "uuid"
    queryset = Webhook.objects.none()

    def get_queryset(self) -> QuerySet[Webhook]:
        return Webhook.objects.filter(owner=user_of(self.request))

    @extend_schema(summary="My webhooks")
    def list(self, request: Request) -> Response:
        return self.tell_page(WebhookOut)

    @extend_schema(request=WebhookIn, responses={201: WithSecretOut}, summary="Make a webhook")
    def create(self, request: Request) -> Response:
        """It hears of what happens from now on. Its secret is shown this once."""
        act = act_of(request)
        webhook, secret = services.make(act, owner=act.by, **read_body(WebhookIn, request))
        return self.tell(WithSecretOut, {"webhook": webhook, "secret": secret}, status=201)

    @extend_schema(summary="One webhook")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Without its secret, which is shown where it is made and where it is rotated."""
        return self._answer(services.own(user_of(request).pk, pk))

    @extend_schema(
        request=WebhookIn,
        parameters=[IF_MATCH],
        responses=WebhookOut,
        summary="Another address, name or choice of events",
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What waits goes to the new address."""
        services.own(user_of(request).pk, pk)
        act, revision = act_of(request), revision_asked(request)
        said = read_changes(WebhookIn, request)
        return self._answer(services.change(act, pk, said, owner=act.by, unchanged_since=revision))

    @extend_schema(parameters=[IF_MATCH], responses={204: None}, summary="Remove it, with its log")
    def destroy(self, request: Request, pk: UUID) -> Response:
        """That there was one stands in the trail."""
        services.own(user_of(request).pk, pk)
        act = act_of(request)
        services.remove(act, pk, owner=act.by, unchanged_since=revision_asked(request))
        return Response(status=204)

    @extend_schema(request=RotateIn, responses=WithSecretOut, summary="Another secret")
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: UUID) -> Response:
        """It is shown this once; for the time of the overlap messages are signed by both."""
        overlap = timedelta(hours=read_body(RotateIn, request)["overlap_hours"])
        webhook, secret = services.rotate(act_of(request), pk, overlap=overlap)
        return self.tell(WithSecretOut, {"webhook": webhook, "secret": secret})

    @extend_schema(request=None, responses=WebhookOut, summary="Send there again")
    @action(detail=True, methods=["post"], url_path="switch-on")
    def switch_on(self, request: Request, pk: UUID) -> Response:
        """What was waiting goes out now; what was given up is replayed on request."""
        return self.tell(WebhookOut, services.switch_on(act_of(request), pk))

    @extend_schema(request=ReplayIn, responses=WebhookOut, summary="Send everything since a moment once more")
    @action(detail=True, methods=["post"])
    def replay(self, request: Request, pk: UUID) -> Response:
        """With the ids it had; what was never told is told too."""
        services.own(user_of(request).pk, pk)
        since = read_body(ReplayIn, request)["since"]
        return self.tell(WebhookOut, services.replay(act_of(request), pk, since=since))

    @extend_schema(
        request=None, responses={202: MessageSentOut}, summary="Send a message that is about nothing"
    )
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: UUID) -> Response:
        """To see whether the address takes it."""
        return self.tell(MessageSentOut, services.send_test(act_of(request), pk), status=202)

    def _answer(self, webhook: Webhook) -> Response:
        return self.tell(WebhookOut, webhook, headers={"ETag": etag_of(webhook)})


class WebhookMessageViews(DeskViewSet[WebhookMessage]):
    """What was sent to a webhook of the caller, newest first, with every try."""

    scopes = {"read": Scope.DOSSIERS_READ}
    serializer_class = MessageSentOut
    queryset = WebhookMessage.objects.none()

    @extend_schema(parameters=filters.parameters(MESSAGE_FILTERS), summary="What was sent, and how it went")
    def list(self, request: Request, webhook_id: UUID) -> Response:
        webhook = services.own(user_of(request).pk, webhook_id)
        return self.tell_page(
            MessageSentOut, MESSAGE_FILTERS, webhook.messages.prefetch_related(OLDEST_FIRST)
        )
