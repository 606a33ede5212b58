"""What a case costs."""

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
from api.dossiers import ColleagueOut
from api.views import DeskViewSet
from cases.models import Cost
from cases.models.cost import CostKind
from cases.services.costs import Expense, costs_of, enter_cost, recover, take_back
from helpdesk.people.models import Scope


class CostIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=CostKind.choices)
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal("0.01"), help_text="Euros."
    )
    on = serializers.DateField(help_text="The day it was paid or awarded.")
    paid_by = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=200,
        help_text="The organisation or authority that paid; of a private person a pseudonym.",
    )
    recovered_on = serializers.DateField(
        allow_null=True, default=None, help_text="The day it came back, or an indemnity came in; else null."
    )


class RecoveryIn(serializers.Serializer[Any]):
    recovered_on = serializers.DateField(help_text="The day it came back, or the indemnity came in.")


class TakeBackIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, help_text="What was wrong; kept with the counterpart.")


class CostOut(serializers.ModelSerializer[Cost]):
    entered_by = ColleagueOut(read_only=True)

    class Meta:
        model = Cost
        fields = [
            "id", "kind", "amount", "on", "paid_by", "recovered_on", "takes_back", "reason", "entered_by", "entered_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "amount": {"help_text": "Euros; below zero where it takes another entry back."},
            "takes_back": {"help_text": "The entry it takes back; null for an entry that stands by itself."},
        }


class CostViews(DeskViewSet[Cost]):
    """What a case costs, by day. Entries are never changed: one made in error is taken back, and both stay."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = CostOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Cost.objects.none()

    @extend_schema(responses=CostOut(many=True), summary="Costs by day")
    def list(self, request: Request, dossier_id: UUID) -> Response:
        costs = costs_of(user_of(request), dossier_id)
        dossier_read(request, dossier_id)
        return self.tell_all(CostOut, costs)

    @extend_schema(request=CostIn, responses={201: CostOut}, summary="Enter a cost")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """Euros spent or awarded. An entry is never changed: one made in error is taken back."""
        cost = enter_cost(act_of(request), dossier_id, Expense(**read_body(CostIn, request)))
        return self.tell(CostOut, cost, status=201)

    @extend_schema(request=RecoveryIn, responses=CostOut, summary="Say when it came back")
    @action(detail=True, methods=["post"])
    def recover(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """The day on which the amount came back, or the indemnity came in. It is set once."""
        said = read_body(RecoveryIn, request)
        return self.tell(CostOut, recover(act_of(request), dossier_id, pk, **said))

    @extend_schema(request=TakeBackIn, responses={201: CostOut}, summary="Take an entry back")
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """By its counterpart, once; both stay, with the reason."""
        act = act_of(request, read_body(TakeBackIn, request)["reason"])
        return self.tell(CostOut, take_back(act, dossier_id, pk), status=201)
