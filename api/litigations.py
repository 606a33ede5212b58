"""Strategic litigation."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.arguments import ArgumentOut
from api.bodies import read_body, read_changes, read_shape
from api.caseload import FILTERS
from api.concurrency import IF_MATCH, revision_asked
from api.dossiers import DossierOut, DossierWholeOut, OpeningIn, read_whole
from api.instances import IN_TIME, InstanceIn, InstanceOut
from api.kinds import KindViews, whole
from api.opening import opening_from
from api.telling import told
from cases.access import Action, get_dossier
from cases.litigations import NO_COSTS, by_outcome, costs_summed, grievances_counted, next_hearing
from cases.models import (
    Argument,
    Dossier,
    DossierKind,
    Grievance,
    Hearing,
    Instance,
    Litigation,
    Party,
)
from cases.models.grievance import GrievanceOutcome
from cases.models.litigation import TargetKind
from cases.services.litigations import LitigationDetails, amend_litigation, open_litigation
from helpdesk.along import Along
from helpdesk.people.models import Scope, User
from helpdesk.written import written_once

TEXT: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}
TARGET = "target_"


class TargetIn(serializers.Serializer[Any]):
    """What the case is brought against."""

    kind = serializers.ChoiceField(choices=TargetKind.choices)
    title = serializers.CharField(max_length=300)
    citation = serializers.CharField(
        **TEXT, max_length=300, help_text="Such as an article, or an official reference."
    )
    published_on = serializers.DateField(allow_null=True, default=None)
    source_url = serializers.URLField(**TEXT, max_length=500)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Within a PATCH too it is given whole: what is left out of it is not as it was but empty."""
        is_part_of_a_patch = getattr(self.root, "partial", False) and isinstance(data, dict)
        return read_shape(TargetIn, data) if is_part_of_a_patch else super().run_validation(data)


NO_TARGET = {"kind": "", "title": "", "citation": "", "published_on": None, "source_url": ""}


class LitigationIn(serializers.Serializer[Any]):
    """What is special to litigation; what is not known yet stays empty."""

    aim = serializers.CharField(**TEXT, help_text="What the case is to achieve.")
    precedent_wanted = serializers.CharField(
        **TEXT, help_text="What the court should say for all later cases."
    )
    target = TargetIn(allow_null=True, default=None, help_text="Replaced as a whole; null when not told.")
    result = serializers.CharField(**TEXT, help_text="In words, besides what instances and grievances tell.")
    source_url = serializers.URLField(**TEXT, max_length=500)


class BegunLitigationIn(LitigationIn):
    instance = InstanceIn(
        required=False, help_text="The first instance, where it is known; more at `/instances`."
    )


class NewLitigationIn(OpeningIn, BegunLitigationIn):
    pass


class TargetOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=TargetKind.choices)
    title = serializers.CharField()
    citation = serializers.CharField(help_text="Empty when there is none.")
    published_on = serializers.DateField(allow_null=True)
    source_url = serializers.CharField(help_text="Empty when there is none.")


class GrievanceCountsOut(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    pending = serializers.IntegerField()
    annulled = serializers.IntegerField()
    interpreted = serializers.IntegerField()
    rejected = serializers.IntegerField()
    inadmissible = serializers.IntegerField()


class CostTotalsOut(serializers.Serializer[Any]):
    """Sums in euros, without what was taken back."""

    spent = serializers.DecimalField(max_digits=20, decimal_places=2)
    awarded = serializers.DecimalField(
        max_digits=20, decimal_places=2, help_text="Procedural indemnities awarded to our side."
    )
    recovered = serializers.DecimalField(
        max_digits=20, decimal_places=2, help_text="Of what was spent or awarded, what came in."
    )


# Of a case whose dossier was read with `one_litigation`.
class LitigationPart(serializers.ModelSerializer[Litigation]):
    source_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")
    target = serializers.SerializerMethodField(help_text="Null when not told.")
    arguments = ArgumentOut(source="dossier.arguments", many=True, read_only=True)
    instances = InstanceOut(
        source="dossier.instances", many=True, read_only=True, help_text="By the day they were brought."
    )
    grievances = serializers.SerializerMethodField(help_text="How many have which outcome.")
    costs = serializers.SerializerMethodField()

    class Meta:
        model = Litigation
        fields = [
            "aim", "precedent_wanted", "target", "arguments", "instances", "grievances", "costs", "result",
            "source_url",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(TargetOut(allow_null=True))
    def get_target(self, case: Litigation) -> Any:
        if not case.target_kind:
            return None
        columns = {name: getattr(case, TARGET + name) for name in NO_TARGET}
        return told(TargetOut, columns, self.context["request"])

    @extend_schema_field(GrievanceCountsOut)
    def get_grievances(self, case: Litigation) -> Any:
        return by_outcome(read_along(case).grievances)

    @extend_schema_field(CostTotalsOut)
    def get_costs(self, case: Litigation) -> Any:
        summed = next(iter(read_along(case).costs), NO_COSTS)
        return told(CostTotalsOut, summed, self.context["request"])


def read_along(case: Litigation) -> Any:
    """The case's dossier, with what `one_litigation` adds."""
    return case.dossier


NEXT_HEARING: dict[str, Any] = {
    "read_only": True,
    "allow_null": True,
    "help_text": "The first day from today on with a hearing to come; null when none is.",
}


class LitigationRowOut(DossierOut):
    next_hearing_on = serializers.DateField(**NEXT_HEARING)
    annotated = ("next_hearing_on",)

    class Meta(DossierOut.Meta):
        fields = [*DossierOut.Meta.fields, "next_hearing_on"]
        read_only_fields = fields


class LitigationOut(DossierWholeOut):
    next_hearing_on = serializers.DateField(**NEXT_HEARING)
    litigation = LitigationPart(read_only=True)

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "next_hearing_on", "litigation"]
        read_only_fields = fields


def in_columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a request as the columns of `LitigationDetails`: the target is spread over several."""
    columns = {name: said[name] for name in LitigationDetails.__dataclass_fields__ if name in said}
    if "target" in said:
        columns |= {TARGET + name: value for name, value in (said["target"] or NO_TARGET).items()}
    return columns


def litigations_of(user: User, today: date) -> QuerySet[Dossier]:
    """The litigation a user may see, whole, with the hearing that comes next."""
    return whole(user, DossierKind.LITIGATION).annotate(next_hearing_on=next_hearing(today))


@written_once
def one_litigation(user: User, pk: UUID, today: date) -> QuerySet[Dossier]:
    case, whole_ones = OuterRef("pk"), read_whole(litigations_of(user, today), user)
    return whole_ones.filter(pk=pk).annotate(
        arguments=Along(Argument.objects.filter(litigation=case).order_by("position")),
        instances=Along(Instance.objects.filter(litigation=case).order_by(*IN_TIME)),
        grievances=Along(grievances_counted(case)),
        costs=Along(costs_summed(case)),
    )


INSTANCES = filters.Among(Instance, "litigation")
HEARINGS = filters.Among(Hearing, "instance__litigation")
LITIGATION_FILTERS = {
    **{name: one for name, one in FILTERS.items() if name != "kind"},
    "target": filters.choice("litigation__target_kind", TargetKind.values, "What it is brought against."),
    "court": filters.Filter(lookup="court", among=INSTANCES, means="The whole name of a court it went to."),
    "role_number": filters.Filter(
        lookup=("role_number", "decisions__number"), among=INSTANCES,
        means="The whole role number there, or the number of a decision.",
    ),
    "ecli": filters.Filter(
        lookup=("ecli", "decisions__ecli"), among=INSTANCES, means="The whole ECLI of a decision there."
    ),
    "grievance_outcome": filters.choice(
        "outcome", GrievanceOutcome.values, "With a grievance that came out so.",
        among=filters.Among(Grievance, "litigation"),
    ),
    "organisation": filters.Filter(
        lookup="organisation__name", among=filters.Among(Party, "dossier"),
        means="The whole name of an organisation that takes part.",
    ),
    "hearing_from": filters.day("on__gte", "With a hearing on this day or later.", among=HEARINGS),
    "hearing_until": filters.day("on__lte", "With a hearing on this day or earlier.", among=HEARINGS),
}  # fmt: skip


@extend_schema_view(
    list=extend_schema(
        parameters=filters.parameters(LITIGATION_FILTERS),
        responses=LitigationRowOut(many=True),
        summary="Litigation",
    ),
    retrieve=extend_schema(summary="One case"),
)
class LitigationViews(KindViews):
    """Litigation that the caller may see."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    kind = DossierKind.LITIGATION
    one = one_litigation
    filters = LITIGATION_FILTERS
    row_class = LitigationRowOut
    rows_of = litigations_of
    serializer_class = LitigationOut

    @extend_schema(request=NewLitigationIn, responses={201: LitigationOut}, summary="Open a case")
    def create(self, request: Request) -> Response:
        """With its first instance, where that is known; more at `/instances`."""
        said = read_body(NewLitigationIn, request)
        user = user_of(request)
        dossier = open_litigation(
            act_of(request),
            opening_from(user, said, owner=user),
            details=LitigationDetails(**in_columns(said)),
            instance=said.get("instance"),
        )
        return self.answer(dossier.pk, status=201)

    @extend_schema(
        request=LitigationIn, parameters=[IF_MATCH], responses=LitigationOut, summary="Put what it says right"
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What is special to a case, whatever its state; what every dossier has, at `/dossiers/{id}`. What is left
        out stays as it is."""
        self.known(pk)
        get_dossier(user_of(request), pk, Action.CHANGE)
        revision = revision_asked(request)
        said = in_columns(read_changes(LitigationIn, request))
        amend_litigation(act_of(request), pk, said, unchanged_since=revision)
        return self.answer(pk)
