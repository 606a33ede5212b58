"""Grievances, each with its own outcome."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.bodies import read_body
from api.parts import PartViews, documented
from cases.models import Grievance
from cases.models.grievance import GrievanceOutcome
from cases.services.grievances import GRIEVANCE, add_grievances

MOST = 999


class GrievanceIn(serializers.Serializer[Any]):
    number = serializers.IntegerField(
        min_value=1, max_value=MOST, help_text="By which the desk calls it; once in a case."
    )
    norm_attacked = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="The article it is brought against."
    )
    norm_invoked = serializers.CharField(
        required=False, allow_blank=True, max_length=300, help_text="What that article is held to violate."
    )
    text = serializers.CharField(required=False, allow_blank=True)
    outcome = serializers.ChoiceField(
        choices=GrievanceOutcome.choices,
        required=False,
        help_text="Pending when left out. Interpreted: the norm stands, read in the way the court says.",
    )
    instance = serializers.UUIDField(
        required=False, allow_null=True, help_text="The instance that decided it, where known."
    )
    decided_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True)


class GrievancesIn(serializers.Serializer[Any]):
    grievances = serializers.ListField(
        child=GrievanceIn(), min_length=1, max_length=MOST, help_text="All are added, or none."
    )


class GrievanceOut(serializers.ModelSerializer[Grievance]):
    class Meta:
        model = Grievance
        fields = [
            "id", "number", "norm_attacked", "norm_invoked", "text", "outcome", "instance", "decided_on", "note",
        ]  # fmt: skip
        read_only_fields = fields


@documented(
    "a grievance", "Grievances by number", GrievanceIn, GrievanceOut, new=GrievancesIn, adds_many=True
)
class GrievanceViews(PartViews):
    """The grievances of a case. A decision can say in one request what became of many."""

    noun, shape, serializer_class = GRIEVANCE, GrievanceIn, GrievanceOut
    ordering = ("number",)

    def create(self, request: Request, dossier_id: UUID) -> Response:
        said = read_body(GrievancesIn, request)
        dossier, grievances = add_grievances(act_of(request), dossier_id, said["grievances"])
        return self.answer(dossier, grievances, status=201, many=True)
