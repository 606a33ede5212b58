"""Events of a dossier, and the deadlines they set running."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, dossier_read, user_of
from api.bodies import read_body
from api.computing import QueryIn, asks_the_law, query_from
from api.deadlines import AttachIn, DeadlineOut, told_along
from api.event_details import DetailsIn
from api.event_told import EventOut
from api.expanding import expansions_asked
from api.fields import members_asked
from api.views import DeskViewSet
from cases.life.details import plain
from cases.models import Event, EventKind
from cases.services.events import Happening, attach_document
from deadlines.errors import DeadlineError
from deadlines.services import record_event
from helpdesk.people.models import Scope


class HappeningIn(QueryIn):
    """What happened."""

    kind = serializers.ChoiceField(choices=EventKind.choices)
    on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The day it happened; `notification.date` when left out.",
    )
    amount = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=Decimal(0),
        allow_null=True,
        default=None,
        help_text="Euros paid, attributed, sold for or agreed; of a seizure its value, of a command what it claims.",
    )
    note = serializers.CharField(required=False, allow_blank=True, default="")
    details = DetailsIn(required=False, allow_null=True, default=None)


class EventIn(HappeningIn):
    """What happened. With `decision` or `rule`, the deadline it opens is computed in the same request."""

    document = serializers.UUIDField(
        allow_null=True, default=None, help_text="The letter that tells of it, a document of this dossier."
    )


class CorrectionIn(HappeningIn):
    """The event as it should have been recorded, whole, and why. Its letter stays as it is."""

    reason = serializers.CharField(help_text="What was wrong; it stands in the trail.")


def happening_from(said: dict[str, Any]) -> tuple[Happening, dict[str, Any] | None]:
    """What happened and the question to the law, from the validated members of a request."""
    query = query_from(said)
    kind = EventKind(said["kind"])
    if query is None and (kind is EventKind.DECISION_NOTIFIED or asks_the_law(said)):
        raise DeadlineError("decision_needed", field="decision")
    happening = Happening(
        kind=kind,
        on=said["on"],
        facts=query or {},
        details=plain(said["details"] or {}),
        amount=said["amount"],
        note=said["note"],
        document=said.get("document"),
    )
    return happening, query


class RecordedOut(serializers.Serializer[Any]):
    event = EventOut()
    deadlines = DeadlineOut(many=True, help_text="What the event set running, with every step.")
    watches = DeadlineOut(many=True, help_text="The watches over a penalty that it opened.")


class EventViews(DeskViewSet[Event]):
    """What happened in a dossier, oldest first."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = EventOut
    pagination_class = None
    queryset = Event.objects.none()

    @extend_schema(responses=EventOut(many=True), summary="What happened")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        members, along = members_asked(request, EventOut), expansions_asked(request, EventOut.expands)
        found = dossier_read(request, dossier_id).events.order_by("occurred_on", "id")
        events = list(members.narrowed(found, *along.keys))
        return Response(along.added(events, members.told(events, request)))

    @extend_schema(request=EventIn, responses={201: RecordedOut}, summary="Record what happened")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """The event, its deadline, its reminders and the trail are written together or not at all."""
        said = read_body(EventIn, request)
        happening, query = happening_from(said)
        recorded = record_event(act_of(request), dossier_id, happening, query=query)
        user = user_of(request)
        told = {
            "event": recorded.event,
            "deadlines": told_along(recorded.deadlines, user),
            "watches": told_along(recorded.watches, user),
        }
        return self.tell(RecordedOut, told, status=201)


class EventLetterViews(DeskViewSet[Event]):
    """The letter that tells of an event, where it came in later."""

    scopes = {"write": Scope.DOSSIERS_WRITE}
    serializer_class = EventOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Event.objects.none()

    @extend_schema(request=AttachIn, summary="Say which letter tells of it")
    @action(detail=True, methods=["post"])
    def attach(self, request: Request, pk: UUID) -> Response:
        """A document of the same dossier; null takes the one that is there away."""
        said = read_body(AttachIn, request)
        return self.tell(EventOut, attach_document(act_of(request), pk, said["document"]))
