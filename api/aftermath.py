"""What comes after a judgment, and what a case changed."""

from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, prefetch_related_objects
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import user_of
from api.parts import PartViews, documented
from api.views import DeskView
from cases.access import visible_to
from cases.litigations import impact_by_year
from cases.models import Dossier, FollowUp, Impact
from cases.models.aftermath import FollowUpKind, FollowUpState, ImpactKind
from cases.services.aftermath import FOLLOW_UP, IMPACT
from helpdesk.people.models import Scope

TEXT: dict[str, Any] = {"required": False, "allow_blank": True}


class FollowUpIn(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=FollowUpKind.choices)
    state = serializers.ChoiceField(choices=FollowUpState.choices)
    on = serializers.DateField(
        required=False, allow_null=True, help_text="Its day; null when not known. Ahead only if not done."
    )
    due_on = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="By when it is asked. No deadline of the law: nothing rings.",
    )
    text = serializers.CharField()
    source_url = serializers.URLField(**TEXT, max_length=500)


class FollowUpOut(serializers.ModelSerializer[FollowUp]):
    source_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")

    class Meta:
        model = FollowUp
        fields = ["id", "kind", "state", "on", "due_on", "text", "source_url"]
        read_only_fields = fields


@documented("a step", "What follows a judgment", FollowUpIn, FollowUpOut)
class FollowUpViews(PartViews):
    """What is done after a judgment, by day; also once the dossier is closed."""

    noun, shape, serializer_class = FOLLOW_UP, FollowUpIn, FollowUpOut
    ordering = (F("on").asc(nulls_last=True), "id")


class LitigationImpactIn(serializers.Serializer[Any]):
    """Something the case changed. Persons, euros and citations belong to the kind that tells of them, no other."""

    kind = serializers.ChoiceField(choices=ImpactKind.choices)
    on = serializers.DateField()
    text = serializers.CharField(**TEXT)
    persons = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=100_000_000,
        help_text="Needed for persons reached, together with `source` or `evidence_url`.",
    )
    is_estimate = serializers.BooleanField(required=False, help_text="Whether the persons were estimated.")
    amount = serializers.DecimalField(
        required=False,
        allow_null=True,
        max_digits=14,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text="Euros; needed for money recovered.",
    )
    cited_by_ecli = serializers.CharField(
        **TEXT,
        max_length=80,
        help_text="Of the decision that cites the case; this or `cited_in` is needed then.",
    )
    cited_in = serializers.UUIDField(
        required=False, allow_null=True, help_text="The dossier in which the case is cited."
    )
    source = serializers.CharField(  # type: ignore[assignment]  # a member of the body, not the field's own source
        **TEXT, max_length=300, help_text="Who says so, and where."
    )
    evidence_url = serializers.URLField(**TEXT, max_length=500)


class CitedInOut(serializers.ModelSerializer[Dossier]):
    class Meta:
        model = Dossier
        fields = ["id", "reference"]
        read_only_fields = fields


class LitigationImpactOut(serializers.ModelSerializer[Impact]):
    cited_in = CitedInOut(
        read_only=True, allow_null=True, help_text="Null when there is none, or none for the caller."
    )
    evidence_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")

    class Meta:
        model = Impact
        fields = [
            "id", "kind", "on", "text", "persons", "is_estimate", "amount", "cited_by_ecli", "cited_in", "source",
            "evidence_url",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"amount": {"help_text": "Euros."}}


@documented("an impact", "What the case changed", LitigationImpactIn, LitigationImpactOut)
class ImpactViews(PartViews):
    """What a case changed, by day; also once the dossier is closed."""

    noun, shape, serializer_class = IMPACT, LitigationImpactIn, LitigationImpactOut
    ordering = ("on", "id")

    def answer(self, dossier: Dossier, told: Any, *, status: int = 200, many: bool = False) -> Response:
        """Of a dossier that cites the case, nothing is told to who may not see it."""
        rows = list(told) if many else [told]
        prefetch_related_objects(rows, Prefetch("cited_in", visible_to(user_of(self.request))))
        return super().answer(dossier, rows if many else told, status=status, many=many)


class ImpactOfYearOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ImpactKind.choices)
    year = serializers.IntegerField()
    count = serializers.IntegerField(help_text="How often it was recorded.")
    persons_counted = serializers.IntegerField()
    persons_estimated = serializers.IntegerField(help_text="Never to be added to those counted in silence.")
    euros = serializers.DecimalField(max_digits=20, decimal_places=2)


class ImpactOfCasesView(DeskView):
    """What all cases changed that the caller may see."""

    scopes = {"read": Scope.DOSSIERS_READ}

    @extend_schema(
        operation_id="impact_by_year",
        responses=ImpactOfYearOut(many=True),
        summary="Impact of all cases, by kind and year",
    )
    def get(self, request: Request) -> Response:
        return self.tell_all(ImpactOfYearOut, impact_by_year(user_of(request)))
