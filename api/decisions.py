"""What the courts decided."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.bodies import read_body
from api.grievances import MOST
from api.identifiers import IDENTIFIER_FIELDS, WithIdentifiers
from api.parts import PartViews, documented
from cases.models import Decision
from cases.models.decision import DecisionKind
from cases.models.grievance import GrievanceOutcome
from cases.services.decisions import DECISION, add_decision

DECIDED = [choice for choice in GrievanceOutcome.choices if choice[0] != GrievanceOutcome.PENDING]


class DecisionChangesIn(serializers.Serializer[Any]):
    instance = serializers.UUIDField(help_text="The instance of this case that decided.")
    on = serializers.DateField(help_text="The day of the decision.")
    kind = serializers.ChoiceField(choices=DecisionKind.choices)
    number = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="Of the decision itself, as printed."
    )
    ecli = serializers.CharField(required=False, allow_blank=True, max_length=80, help_text="As printed.")
    summary = serializers.CharField(
        required=False, allow_blank=True, help_text="In the desk's words, without names of persons."
    )
    published_url = serializers.URLField(
        required=False, allow_blank=True, max_length=500, help_text="Where an anonymised copy stands."
    )


class ResultIn(serializers.Serializer[Any]):
    """What the decision says of one grievance."""

    number = serializers.IntegerField(min_value=1, max_value=MOST, help_text="Of the grievance.")
    outcome = serializers.ChoiceField(choices=DECIDED)
    note = serializers.CharField(required=False, allow_blank=True, help_text="Left out: as it was.")


class DecisionIn(DecisionChangesIn):
    results = serializers.ListField(
        child=ResultIn(),
        default=list,
        max_length=MOST,
        help_text="What it says of the grievances; those not named stay as they are.",
    )


class DecisionOut(WithIdentifiers, serializers.ModelSerializer[Decision]):
    published_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")

    class Meta:
        model = Decision
        fields = [
            "id", "instance", "on", "kind", "number", "ecli", "summary", "published_url", *IDENTIFIER_FIELDS,
        ]  # fmt: skip
        read_only_fields = fields


@documented("a decision", "What the courts decided", DecisionChangesIn, DecisionOut, new=DecisionIn)
class DecisionViews(PartViews):
    """The decisions of all instances of a case, by day. Taking one out leaves the grievances as it left them."""

    noun, shape, serializer_class = DECISION, DecisionChangesIn, DecisionOut
    ordering = ("on", "id")
    along = ("instance",)

    def create(self, request: Request, dossier_id: UUID) -> Response:
        said = read_body(DecisionIn, request)
        results = said.pop("results")
        dossier, decision = add_decision(act_of(request), dossier_id, said, results=results)
        return self.answer(dossier, decision, status=201)
