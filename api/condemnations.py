"""Condemnations of Fedasil: the order, its penalty, and what is owed on a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, dossier_read, user_of
from api.bodies import read_body, read_changes, read_query
from api.concurrency import IF_MATCH, revision_asked
from api.condemnation_lists import (
    CONDEMNATION_FILTERS,
    LIST_PARAMETERS,
    CondemnationPages,
    CondemnationRowOut,
    asks_for_figures,
)
from api.condemnation_totals import TotalsOut, totals_told
from api.dossiers import DossierWholeOut, OpeningIn, read_whole
from api.event_told import EventOut
from api.fields import parts_known
from api.identifiers import IDENTIFIER_FIELDS, WithIdentifiers
from api.kinds import KindViews, whole
from api.ledgers import LedgerOut
from api.lives import LifeOut
from api.opening import opening_from
from api.orders import OrderIn, PenaltyIn, penalty_of
from api.schema import REFUSALS_OF_A_SUM
from cases.access import Action, get_dossier, visible_to
from cases.life.details import plain
from cases.life.words import OneDebtor
from cases.models import Condemnation, Dossier, DossierKind, EventKind, PenaltyOrder
from cases.models.condemnation import Procedure
from cases.services.condemnations import ProceedingsDetails
from cases.services.confidentiality import note_reading
from cases.services.events import Happening
from cases.services.orders import OrderDetails
from deadlines.ledgers import ledger_in_words
from deadlines.lives import life_on
from deadlines.services import (
    amend_condemnation,
    enter_condemnation,
    open_condemnation,
    record_violations,
)
from deadlines.standings import refuse_other_figures
from helpdesk.people.models import Scope, User
from helpdesk.written import written_once

TOTALS_PARAMETERS = filters.parameters(CONDEMNATION_FILTERS)
# An order that was given has these; before it they may be known or not.
AT_ONCE = ("court", "role_number", "procedure")


class CondemnationIn(OpeningIn, OrderIn):
    """A condemnation with its order; without `decided_on` the dossier begins before there is any."""

    decided_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Day of the order; left out before there is one.",
    )
    is_collective = serializers.BooleanField(default=False)
    source_url = serializers.URLField(required=False, allow_blank=True, default="", max_length=500)
    penalty = PenaltyIn(allow_null=True, default=None)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """An order has its day, and with its day come its court, number and kind of proceedings."""
        if said["decided_on"] is None:
            of_an_order = [
                name
                for name in OrderIn._declared_fields
                if name not in AT_ONCE and said.get(name) not in (None, "")
            ]
            missing = ["decided_on"] if of_an_order or said["penalty"] else []
        else:
            missing = [name for name in AT_ONCE if not said.get(name)]
        if missing:
            raise ValidationError({name: [self._required(name)] for name in missing})
        return said

    def _required(self, name: str) -> ErrorDetail:
        return ErrorDetail(str(self.fields[name].error_messages["required"]), code="required")


class CondemnationChangesIn(serializers.Serializer[Any]):
    """Identifiers and descriptions, those that are to change. Terms of a penalty are amended by an event."""

    court = serializers.CharField(max_length=200)
    role_number = serializers.CharField(allow_blank=True, max_length=60, help_text="As the court prints it.")
    appealed_role_number = serializers.CharField(allow_blank=True, max_length=60)
    repertory_number = serializers.CharField(allow_blank=True, max_length=60)
    ecli = serializers.CharField(allow_blank=True, max_length=80)
    procedure = serializers.ChoiceField(choices=Procedure.choices)
    orders = serializers.CharField(allow_blank=True, help_text="What the judge ordered, besides the penalty.")
    source_url = serializers.URLField(allow_blank=True, max_length=500)


class ViolationIn(serializers.Serializer[Any]):
    on = serializers.DateField(help_text="A day on which somebody was refused.")
    count = serializers.IntegerField(
        min_value=1, max_value=100_000, required=False, help_text="How many people were refused that day."
    )
    proof = serializers.CharField(
        required=False, max_length=500, help_text="What shows it: a bailiff's report, a count."
    )
    note = serializers.CharField(required=False, allow_blank=True, default="")


class ViolationsIn(serializers.Serializer[Any]):
    days = serializers.ListField(child=ViolationIn(), allow_empty=False, max_length=400)


class PenaltyOut(serializers.ModelSerializer[PenaltyOrder]):
    class Meta:
        model = PenaltyOrder
        exclude = ["condemnation"]
        read_only_fields = [field.name for field in PenaltyOrder._meta.concrete_fields]
        extra_kwargs = {
            "amount": {"help_text": "Euros per `unit`."},
            "persons": {"help_text": "Multiplies the amount where it is counted per person."},
            "respite_length": {"help_text": "Time to comply after service, in units of `respite_unit`."},
            "cap": {"help_text": "Euros, the most that can be forfeited; null: there is none."},
            "expires_on": {"help_text": "The last day of the order, included; null: without end."},
        }


class CondemnationPart(WithIdentifiers, serializers.ModelSerializer[Condemnation]):
    source_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")
    procedure = serializers.ChoiceField(
        choices=Procedure.choices,
        allow_blank=True,
        read_only=True,
        help_text="Empty where it is not known yet.",
    )
    penalty = PenaltyOut(source="penalty_order", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Condemnation
        fields = [
            "court", "role_number", "appealed_role_number", "repertory_number", "ecli", "decided_on", "procedure",
            "is_collective", "orders", "source_url", "penalty", *IDENTIFIER_FIELDS,
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "decided_on": {"help_text": "Day of the order that counts; null before one grants anything."},
            "court": {"help_text": "Empty where it is not known yet."},
        }


class CondemnationOut(DossierWholeOut):
    condemnation = CondemnationPart(read_only=True)

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "condemnation"]
        read_only_fields = fields


def condemnations_of(user: User, _today: date) -> QuerySet[Dossier]:
    return whole(user, DossierKind.CONDEMNATION)


@written_once
def one_condemnation(user: User, pk: UUID, today: date) -> QuerySet[Dossier]:
    return read_whole(condemnations_of(user, today), user).filter(pk=pk)


class DayQuery(serializers.Serializer[Any]):
    on = serializers.DateField(required=False, default=None)
    debtor = serializers.ChoiceField(choices=OneDebtor.choices, required=False, default="")


DAY_AND_DEBTOR = [
    OpenApiParameter(
        "on", OpenApiTypes.DATE, description="The day to look at, included; today when not given."
    ),
    OpenApiParameter(
        "debtor",
        enum=OneDebtor.values,
        description="Where two debtors each owe: which. Otherwise that whose units lapse first.",
    ),
]


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
    one = one_condemnation
    rows_of = condemnations_of
    filters = LIST_PARAMETERS
    pagination_class = CondemnationPages
    serializer_class = CondemnationOut

    def list(self, request: Request) -> Response:
        rows = self.get_queryset().filter(condemnation__standing__isnull=False)
        if asks_for_figures(
            filters.asked(
                request.query_params, LIST_PARAMETERS, beside=parts_known(CondemnationRowOut) | filters.PAGING
            )
        ):
            refuse_other_figures(rows, act_of(request).on)
        return self.listed(LIST_PARAMETERS, CondemnationRowOut, rows.select_related("condemnation__standing"))

    @extend_schema(
        parameters=TOTALS_PARAMETERS,
        responses={200: TotalsOut, **REFUSALS_OF_A_SUM},
        summary="What is owed by debtor and year, over the condemnations that pass the filters",
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def totals(self, request: Request) -> Response:
        """Each debtor by itself: no figure is ever a sum over two."""
        filters.asked(request.query_params, CONDEMNATION_FILTERS, beside=())
        on, rows = act_of(request).on, visible_to(user_of(request)).filter(kind=self.kind)
        refuse_other_figures(rows, on)
        found = filters.apply(rows, request, CONDEMNATION_FILTERS)
        return Response(totals_told(found, on))

    @extend_schema(request=CondemnationIn, responses={201: CondemnationOut}, summary="Enter a condemnation")
    def create(self, request: Request) -> Response:
        """With `decided_on` an order that was given; without it a dossier that begins before there is any."""
        said = read_body(CondemnationIn, request)
        user = user_of(request)
        opening = opening_from(user, said, owner=user)
        if said["decided_on"] is None:
            known = ProceedingsDetails(**_among(said, ProceedingsDetails.__dataclass_fields__))
            dossier = open_condemnation(act_of(request), opening, proceedings=known)
        else:
            order = OrderDetails(**_among(said, OrderDetails.__dataclass_fields__))
            dossier = enter_condemnation(act_of(request), opening, order=order, penalty=penalty_of(said))
        return self.answer(dossier.pk, status=201)

    @extend_schema(
        request=CondemnationChangesIn,
        parameters=[IF_MATCH],
        responses=CondemnationOut,
        summary="Put identifiers and descriptions right",
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Never the terms of a penalty: those change by an event, or by correcting `order_given`. What is left out
        stays as it is."""
        get_dossier(user_of(request), pk, Action.CHANGE)
        revision = revision_asked(request)
        said = read_changes(CondemnationChangesIn, request)
        amend_condemnation(act_of(request), pk, said, unchanged_since=revision)
        return self.answer(pk)

    @extend_schema(
        parameters=DAY_AND_DEBTOR,
        responses={200: LedgerOut, **REFUSALS_OF_A_SUM},
        summary="What is owed on a day, with the reason for every figure",
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def ledger(self, request: Request, pk: UUID) -> Response:
        """Towards `debtor`, or else towards the one whose units lapse first."""
        said = read_query(DayQuery, request)
        dossier = dossier_read(request, pk)
        on = said["on"] or act_of(request).on
        return Response(ledger_in_words(dossier, on, said["debtor"]))

    @extend_schema(
        parameters=DAY_AND_DEBTOR,
        responses={200: LifeOut, **REFUSALS_OF_A_SUM},
        summary="Where its life stands on a day, and what can happen next",
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def life(self, request: Request, pk: UUID) -> Response:
        """The stages until that day, the orders of every instance, what runs beside them, and each kind of event
        that can be recorded now."""
        said = read_query(DayQuery, request)
        dossier = self.known(pk)
        note_reading(act_of(request), dossier)
        known = life_on(dossier, said["on"] or act_of(request).on, said["debtor"])
        return Response(LifeOut(known, context={"forms": known.forms}).data)

    @extend_schema(
        request=ViolationsIn,
        responses={201: EventOut(many=True)},
        summary="Enter many days on which the order was broken",
    )
    @action(detail=True, methods=["post"], pagination_class=None)
    def violations(self, request: Request, pk: UUID) -> Response:
        """All of them or, where one cannot be, none."""
        found = [_violation(day) for day in read_body(ViolationsIn, request)["days"]]
        events = record_violations(act_of(request), pk, found)
        return self.tell_all(EventOut, events, status=201)


def _violation(day: Mapping[str, Any]) -> Happening:
    details = plain(_among(day, ("proof", "count")))
    return Happening(kind=EventKind.VIOLATION_FOUND, on=day["on"], details=details, note=day["note"])


def _among(said: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}
