"""Deadlines that move: overridden, extended, recomputed after a correction or a change of law, conflicts resolved."""

from typing import Any, get_args
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
from api.deadlines import DeadlineOut, deadline_read, deadlines_seen_by, told_along
from api.event_told import EventOut
from api.events import CorrectionIn, happening_from
from api.views import DeskViewSet
from cases.access import may_be_seen_by
from deadlines.corrections import (
    Corrected,
    Grounds,
    correct_event,
    extend,
    override,
    resolve,
    retract_event,
    withdraw_override,
)
from deadlines.impact import recompute
from deadlines.law.periods import Period, Unit
from deadlines.models import Cause, Deadline, Decision, Override, Recomputation
from helpdesk.people.models import Scope, User


class GroundsIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why; it stands in the trail.")
    evidence = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="What shows it: a letter, a receipt, an order.",
    )


class OverrideIn(GroundsIn):
    due_on = serializers.DateField(help_text="The day to go by, included.")


class ExtendIn(GroundsIn):
    amount = serializers.IntegerField(
        min_value=1, max_value=366, help_text="How many units the court granted."
    )
    unit = serializers.ChoiceField(choices=get_args(Unit))


class ResolveIn(ReasonIn):
    take = serializers.BooleanField(help_text="true takes the new day; false keeps the day as it stands.")


class OverrideOut(serializers.ModelSerializer[Override]):
    class Meta:
        model = Override
        fields = [
            "id", "kind", "raw_on", "due_on", "period", "reason", "evidence", "made_by", "made_at", "withdrawn_by",
            "withdrawn_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "due_on": {"help_text": "The day to go by, included."},
            "raw_on": {"help_text": "The last day before it was moved to a working day."},
        }


class RecomputationOut(serializers.ModelSerializer[Recomputation]):
    """What the law gives anew for a stored deadline, and what was decided about it."""

    dossier = serializers.UUIDField(source="deadline.dossier_id", read_only=True)
    reference = serializers.CharField(
        source="deadline.dossier.reference", read_only=True, help_text="The dossier's reference."
    )

    class Meta:
        model = Recomputation
        fields = [
            "id", "deadline", "dossier", "reference", "cause", "due_before_on", "due_after_on", "decision", "reason",
            "made_at", "decided_by", "decided_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "due_before_on": {"help_text": "The day it rang on until then."},
            "due_after_on": {
                "help_text": "The day by the law anew; null where the deadline no longer arises."
            },
        }


class CorrectedOut(serializers.Serializer[Any]):
    event = EventOut()
    deadlines = DeadlineOut(many=True, help_text="Every deadline of the event, as it stands now.")
    conflicts = RecomputationOut(many=True, help_text="What waits for a decision.")


class DeadlineCorrectionViews(DeskViewSet[Deadline]):
    """What moves one deadline. Each needs a reason."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = DeadlineOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Deadline.objects.none()

    @extend_schema(responses=OverrideOut(many=True), summary="Every override and extension, oldest first")
    @action(detail=True, methods=["get"])
    def overrides(self, request: Request, pk: UUID) -> Response:
        """Those that were withdrawn too."""
        deadline = deadline_read(request, pk)
        return self.tell_all(OverrideOut, deadline.overrides.order_by("made_at", "id"))

    @extend_schema(request=OverrideIn, summary="Go by another day than the computed one")
    @action(detail=True, methods=["post"])
    def override(self, request: Request, pk: UUID) -> Response:
        """It replaces an override that is in force; the computed day stays beside it."""
        said = read_body(OverrideIn, request)
        override(act_of(request), pk, due_on=said["due_on"], grounds=_grounds(said))
        return self._answer(pk)

    @extend_schema(request=ExtendIn, summary="Lengthen the term, counted from the unrolled day")
    @action(detail=True, methods=["post"])
    def extend(self, request: Request, pk: UUID) -> Response:
        """As a court granted it: from the raw day, and only its end is moved to a working day. 14 days and 14 days
        are 28."""
        said = read_body(ExtendIn, request)
        extend(act_of(request), pk, period=Period(said["amount"], said["unit"]), grounds=_grounds(said))
        return self._answer(pk)

    @extend_schema(request=ReasonIn, summary="Go back to the computed day")
    @action(detail=True, methods=["post"], url_path="withdraw-override")
    def withdraw_override(self, request: Request, pk: UUID) -> Response:
        """The override or extension in force is withdrawn, and stays in the list of them."""
        withdraw_override(act_of(request), pk, reason=read_body(ReasonIn, request)["reason"])
        return self._answer(pk)

    @extend_schema(request=ReasonIn, responses=RecomputationOut, summary="Follow the law as it is now")
    @action(detail=True, methods=["post"])
    def recompute(self, request: Request, pk: UUID) -> Response:
        """Refused with `nothing_moves` where it does already. What stands against it waits as a conflict."""
        made = recompute(act_of(request), pk, reason=read_body(ReasonIn, request)["reason"])
        return self.tell(RecomputationOut, made)

    def _answer(self, pk: UUID) -> Response:
        return self.tell(DeadlineOut, deadlines_seen_by(user_of(self.request)).get(pk=pk))


FILTERS = {
    "decision": filters.choice(
        "decision", list(Decision.values), "Waiting ones are the conflicts to resolve."
    ),
    "cause": filters.choice("cause", list(Cause.values), "What made it necessary."),
    "dossier": filters.Filter(lookup="deadline__dossier__reference", means="The dossier's reference."),
}


class RecomputationViews(DeskViewSet[Recomputation]):
    """Recomputed deadlines: those that were taken, and the conflicts that wait for a decision."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = RecomputationOut
    lookup_value_converter = "uuid"
    queryset = Recomputation.objects.none()

    def get_queryset(self) -> QuerySet[Recomputation]:
        seen = Recomputation.objects.filter(may_be_seen_by(user_of(self.request), "deadline__dossier__"))
        return seen.select_related("deadline__dossier")

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Recomputed deadlines and conflicts")
    def list(self, request: Request) -> Response:
        return self.tell_page(RecomputationOut, FILTERS)

    @extend_schema(request=ResolveIn, summary="Decide a conflict")
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: UUID) -> Response:
        """Taking the new day withdraws the override; keeping leaves the day as it stands."""
        said = read_body(ResolveIn, request)
        resolve(act_of(request), pk, take=said["take"], reason=said["reason"])
        return self.tell(RecomputationOut, self.get_queryset().get(pk=pk))


class EventCorrectionViews(DeskViewSet[Deadline]):
    """Putting an event right; what follows from it is recomputed."""

    scopes = {"write": Scope.DOSSIERS_WRITE}
    serializer_class = CorrectedOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Deadline.objects.none()

    @extend_schema(request=CorrectionIn, summary="Put an event right and recompute what follows")
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: UUID) -> Response:
        """A deadline nothing stands against moves at once; an overridden or done one waits as a conflict."""
        said = read_body(CorrectionIn, request)
        happening, query = happening_from(said)
        grounds = Grounds(reason=said["reason"])
        corrected = correct_event(
            act_of(request, grounds.reason), pk, happening, query=query, grounds=grounds
        )
        return self.tell(CorrectedOut, _with_conflicts(corrected, user_of(request)))

    @extend_schema(request=ReasonIn, summary="Take back an event entered in error")
    @action(detail=True, methods=["post"])
    def retract(self, request: Request, pk: UUID) -> Response:
        """It stays to be seen and counts no more. Its deadlines lapse; overridden or done ones wait as conflicts."""
        grounds = Grounds(reason=read_body(ReasonIn, request)["reason"])
        retracted = retract_event(act_of(request, grounds.reason), pk, grounds=grounds)
        return self.tell(CorrectedOut, _with_conflicts(retracted, user_of(request)))


def _with_conflicts(corrected: Corrected, user: User) -> dict[str, Any]:
    waiting = Recomputation.objects.filter(deadline__event=corrected.event, decision=Decision.WAITING)
    conflicts = waiting.select_related("deadline__dossier").order_by("made_at", "id")
    deadlines = told_along(corrected.deadlines, user)
    return {"event": corrected.event, "deadlines": deadlines, "conflicts": conflicts}


def _grounds(said: dict[str, Any]) -> Grounds:
    return Grounds(reason=said["reason"], evidence=said["evidence"])
