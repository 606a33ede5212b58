"""Condemnations of Fedasil: the order, its penalty, and what is owed on a day."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_query
from api.condemnation_lists import (
    CONDEMNATION_FILTERS,
    LIST_PARAMETERS,
    CondemnationPages,
    CondemnationRowOut,
    asks_for_figures,
)
from api.condemnation_totals import TotalsOut, totals_told
from api.dossiers import DossierWholeOut, OpeningIn
from api.identifiers import IDENTIFIER_FIELDS, WithIdentifiers
from api.kinds import KindViews
from api.opening import opening_from
from api.schema import REFUSALS_OF_A_SUM
from cases.access import Action, get_dossier, visible_to
from cases.models import Condemnation, DossierKind, PenaltyOrder
from cases.models.condemnation import CountedPer, Debtor, FirstCountedDay, PenaltyUnit, Procedure, RespiteUnit
from cases.services.condemnations import OrderDetails, PenaltyDetails
from deadlines.ledgers import ledger_in_words
from deadlines.services import enter_condemnation
from deadlines.standings import refuse_other_figures
from helpdesk.people.models import Scope

TOTALS_PARAMETERS = filters.parameters(CONDEMNATION_FILTERS)
TEXT: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}
CENT = Decimal("0.01")
EUROS: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": CENT}


class PenaltyIn(serializers.Serializer[Any]):
    """The penalty in the judge's own terms."""

    amount = serializers.DecimalField(**EUROS, help_text="Euros per unit.")
    unit = serializers.ChoiceField(choices=PenaltyUnit.choices, help_text="What one amount is due for.")
    counted_per = serializers.ChoiceField(choices=CountedPer.choices, default=CountedPer.FAMILY)
    persons = serializers.IntegerField(
        min_value=1, max_value=1000, default=1, help_text="Multiplies where counted per person."
    )
    respite_length = serializers.IntegerField(
        min_value=0, max_value=3650, default=0, help_text="Time to comply after service."
    )
    respite_unit = serializers.ChoiceField(choices=RespiteUnit.choices, default=RespiteUnit.DAYS)
    cap = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=CENT,
        allow_null=True,
        default=None,
        help_text="Most that can be forfeited, euros.",
    )
    expires_on = serializers.DateField(
        allow_null=True, default=None, help_text="Last day of the order, included."
    )
    first_counted_day = serializers.ChoiceField(
        choices=FirstCountedDay.choices,
        default=FirstCountedDay.DAY_AFTER_SERVICE,
        help_text="Contested; the cautious reading is the default.",
    )
    debtor = serializers.ChoiceField(choices=Debtor.choices, default=Debtor.FEDASIL)
    is_provisionally_enforceable = serializers.BooleanField(default=True)


class CondemnationIn(OpeningIn):
    court = serializers.CharField(max_length=200)
    role_number = serializers.CharField(max_length=60, help_text="As the court prints it.")
    decided_on = serializers.DateField(help_text="Day of the order.")
    procedure = serializers.ChoiceField(choices=Procedure.choices)
    appealed_role_number = serializers.CharField(**TEXT, max_length=60)
    ecli = serializers.CharField(**TEXT, max_length=80)
    is_collective = serializers.BooleanField(default=False)
    orders = serializers.CharField(**TEXT, help_text="What the judge ordered, besides the penalty.")
    source_url = serializers.URLField(**TEXT, max_length=500)
    penalty = PenaltyIn(allow_null=True, default=None)


class PenaltyOut(serializers.ModelSerializer[PenaltyOrder]):
    class Meta:
        model = PenaltyOrder
        exclude = ["condemnation"]


class CondemnationPart(WithIdentifiers, serializers.ModelSerializer[Condemnation]):
    source_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")
    penalty = PenaltyOut(source="penalty_order", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Condemnation
        fields = [
            "court", "role_number", "appealed_role_number", "ecli", "decided_on", "procedure", "is_collective",
            "orders", "source_url", "penalty", *IDENTIFIER_FIELDS,
        ]  # fmt: skip
        read_only_fields = fields


class CondemnationOut(DossierWholeOut):
    condemnation = CondemnationPart(read_only=True)

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "condemnation"]
        read_only_fields = fields


class LedgerQuery(serializers.Serializer[Any]):
    on = serializers.DateField(
        required=False, help_text="The day to count to, included; today when not given."
    )


@extend_schema_view(
    list=extend_schema(
        parameters=filters.parameters(LIST_PARAMETERS),
        responses={200: CondemnationRowOut(many=True), **REFUSALS_OF_A_SUM},
        summary="Condemnations",
    ),
    retrieve=extend_schema(summary="One condemnation"),
)
class CondemnationViews(KindViews):
    """The book of condemnations, as far as the caller may see it."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    kind = DossierKind.CONDEMNATION
    filters = LIST_PARAMETERS
    pagination_class = CondemnationPages
    serializer_class = CondemnationOut

    def list(self, request: Request) -> Response:
        today = act_of(request).on
        rows = self.get_queryset().filter(condemnation__standing__isnull=False)
        if asks_for_figures(filters.asked(request, LIST_PARAMETERS)):
            refuse_other_figures(rows, today)
        found = filters.apply(rows.select_related("condemnation__standing"), request, LIST_PARAMETERS)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(CondemnationRowOut(page, many=True, context={"today": today}).data)

    @extend_schema(
        parameters=TOTALS_PARAMETERS,
        responses={200: TotalsOut, **REFUSALS_OF_A_SUM},
        summary="What is owed by debtor and year, over the condemnations that pass the filters",
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def totals(self, request: Request) -> Response:
        filters.asked(request, CONDEMNATION_FILTERS, beside=())
        on, rows = act_of(request).on, visible_to(user_of(request)).filter(kind=self.kind)
        refuse_other_figures(rows, on)
        found = filters.apply(rows, request, CONDEMNATION_FILTERS)
        return Response(totals_told(found, on))

    @extend_schema(request=CondemnationIn, responses={201: CondemnationOut}, summary="Enter a condemnation")
    def create(self, request: Request) -> Response:
        said = read_body(CondemnationIn, request)
        user = user_of(request)
        order = OrderDetails(**{name: said[name] for name in OrderDetails.__dataclass_fields__})
        penalty = PenaltyDetails(**said["penalty"]) if said["penalty"] else None
        opening = opening_from(user, said, owner=user)
        dossier = enter_condemnation(act_of(request), opening, order=order, penalty=penalty)
        return self.answer(dossier.pk, status=201)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "on", OpenApiTypes.DATE, description="The day to count to, included; today when not given."
            )
        ],
        responses={200: OpenApiTypes.OBJECT, **REFUSALS_OF_A_SUM},
        summary="What is owed on a day, with the reason for every figure",
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def ledger(self, request: Request, pk: UUID) -> Response:
        filters.refuse_unknown(request, {"on"})
        said = read_query(LedgerQuery, request)
        dossier = get_dossier(user_of(request), pk, Action.VIEW)
        on = said.get("on") or act_of(request).on
        return Response(ledger_in_words(dossier, on))
