"""Deadlines: computed without storing, listed by day, met or waived."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language, gettext_lazy
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_shape
from api.caseload import a_colleague_or_none, owned_by
from api.computing import AnswerOut, AnswersOut, ComputeIn, QueryIn, query_from
from api.deadline_brief import DeadlineBriefOut
from api.dossiers import ITS_DOSSIER, ColleagueOut
from api.errors import told
from api.event_told import EventOut, events_seen_by
from api.expanding import Expansion, Expansions
from api.lodging import LodgingWarningOut, MeetIn, ReceiptIn
from api.pagination import KeysetPages
from api.views import DeskViewSet
from cases.access import may_be_seen_by
from cases.services.confidentiality import note_reading
from deadlines.acknowledging import acknowledge
from deadlines.attention import awaiting
from deadlines.computing import compute, spoken
from deadlines.errors import DeadlineError
from deadlines.internal_days import internal_day_of, with_absences_of_owners
from deadlines.law.errors import LawError
from deadlines.law.vocabulary import RuleKind
from deadlines.lodging import DOUBTS, Done, doubts_about
from deadlines.models import (
    RECEIPT_AWAITED,
    Acknowledgement,
    Confirmation,
    ConfirmationState,
    Deadline,
    DeadlineState,
    Lodged,
    LodgedBy,
)
from deadlines.second_looks import NOT_ASKED, looked_at
from deadlines.services import attach_evidence, give_receipt, meet, waive
from helpdesk.errors import DeskError, NotFoundError
from helpdesk.people.models import Scope, User


class ConfirmationOut(serializers.ModelSerializer[Confirmation]):
    """What a second lawyer was asked, or said, of the day as it stands."""

    asked_by = ColleagueOut(
        read_only=True,
        allow_null=True,
        help_text="Null where her team asks it of every fatal day and, without `asked_at`, where she looked unasked.",
    )
    of = ColleagueOut(
        read_only=True, allow_null=True, help_text="Who was asked by name; null: any colleague."
    )
    decided_by = ColleagueOut(read_only=True, allow_null=True, help_text="The second lawyer.")

    class Meta:
        model = Confirmation
        fields = ["state", "asked_by", "asked_at", "of", "decided_by", "decided_at", "remark"]
        read_only_fields = fields
        extra_kwargs = {"remark": {"help_text": "What she remarks; of a contested day, why."}}


class DeadlineOut(DeadlineBriefOut):
    """A stored deadline with the computation that gave it, frozen on the day it was made."""

    reference = serializers.CharField(
        source="dossier.reference", read_only=True, help_text="The dossier's reference."
    )
    acknowledged_by = ColleagueOut(
        read_only=True, allow_null=True, help_text="Who said that she knows of this day; anew when it moves."
    )
    acknowledged_at = serializers.DateTimeField(read_only=True, allow_null=True)
    awaits_acknowledgement = serializers.BooleanField(
        read_only=True,
        help_text="Whether it was asked, and nobody has acknowledged the day; it climbs until then.",
    )
    internal_due_on = serializers.SerializerMethodField(
        help_text="The working day by which the desk itself wants it done, two or five before a fatal day and on which "
        "the owner is there; null for others, and once it is done."
    )
    confirmation = ConfirmationOut(
        read_only=True,
        allow_null=True,
        help_text="Null where nobody asked for it or gave it; anew when it moves.",
    )
    lodged = serializers.ChoiceField(
        Lodged.choices,
        allow_blank=True,
        read_only=True,
        help_text="What was lodged; empty while open, and where not fatal.",
    )
    lodged_by = serializers.ChoiceField(
        LodgedBy.choices,
        allow_blank=True,
        read_only=True,
        help_text="By which way; empty as `lodged` is, and where an event met it.",
    )
    awaits_receipt = serializers.BooleanField(
        read_only=True, help_text="Whether something was lodged of which the receipt is still to come."
    )
    lodging_warnings = serializers.SerializerMethodField(
        help_text="What to look at again of what was lodged; none stood against it."
    )
    answer = serializers.SerializerMethodField(
        help_text="The whole computation in the caller's language; `governing` is the result this deadline goes by."
    )

    expands = Expansions(
        "DeadlineExpandedOut",
        {
            "dossier": ITS_DOSSIER,
            "event": Expansion(
                shape=EventOut,
                means="What set it running; null for a watch without an event, or where it is closed to me.",
                rows=events_seen_by,
                key="event_id",
                noted=True,
            ),
        },
    )
    reads = {
        **DeadlineBriefOut.reads,
        "answer": ("answer",),
        "internal_due_on": ("rule_kind", "remedy", "state", "due_on", "event__occurred_on", "owner_away"),
        "acknowledged_by": ("acknowledgements__acknowledged_by",),
        "acknowledged_at": ("acknowledgements",),
        "confirmation": ("confirmations__asked_by", "confirmations__of", "confirmations__decided_by"),
        "awaits_acknowledgement": ("rule_kind", "remedy", "state", "acknowledgements"),
        "awaits_receipt": ("state", "lodged_by", "receipt", "evidence_document"),
        "lodging_warnings": ("state", "lodged", "remedy", "done_on", "due_on"),
    }

    class Meta(DeadlineBriefOut.Meta):
        fields = [
            "id", "dossier", "reference", "event", "rule_id", "rule_version", "rule_kind", "remedy", "raw_on",
            "legal_on", "safe_on", "earliest_safe_on", "latest_arguable_on", "due_on", "internal_due_on",
            "is_overridden", "confidence", "needs_confirmation", "is_fatal", "acknowledged_by", "acknowledged_at",
            "awaits_acknowledgement", "confirmation", "state", "done_on", "lodged", "lodged_by", "receipt",
            "awaits_receipt", "lodging_warnings", "evidence", "evidence_document", "computed_at", "content_hash",
            "answer",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            **DeadlineBriefOut.Meta.extra_kwargs,
            "safe_on": {"help_text": "The earlier day on which every reading agrees, included."},
            "earliest_safe_on": {
                "help_text": "The first day of the band, where a fact is not known; null where all are."
            },
            "latest_arguable_on": {
                "help_text": "The last day of that band that can still be argued; null as it is."
            },
            "done_on": {"help_text": "The day it was met; null otherwise."},
            "raw_on": {"help_text": "The last day before it was extended or moved to a working day."},
            "content_hash": {"help_text": "Names the rule version and calendar this was computed with."},
            "receipt": {
                "help_text": "The reference of the receipt; the paper itself is `evidence_document`."
            },
            "evidence": {"help_text": "In words; of a waived deadline, why."},
        }

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_internal_due_on(self, deadline: Deadline) -> date | None:
        return internal_day_of(deadline)

    @extend_schema_field(LodgingWarningOut(many=True))
    def get_lodging_warnings(self, deadline: Deadline) -> list[dict[str, str]]:
        return [{"code": code, "text": str(DOUBTS[code])} for code in doubts_about(deadline)]

    @extend_schema_field(AnswerOut)
    def get_answer(self, deadline: Deadline) -> Any:
        return deadline.answer[spoken(get_language())]


class AcknowledgeIn(serializers.Serializer[Any]):
    due_on = serializers.DateField(
        required=False, help_text="The day that I saw; refused where the deadline has moved since."
    )


class AttachIn(serializers.Serializer[Any]):
    document = serializers.UUIDField(
        allow_null=True, help_text="A document of this dossier; null takes the one that is there away."
    )


class WaiveIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why this deadline will not be used.")


def deadlines_seen_by(user: User) -> QuerySet[Deadline]:
    """The deadlines of the dossiers a user may see, with their dossiers, who acknowledged and who confirmed them."""
    seen = Deadline.objects.filter(may_be_seen_by(user, "dossier__")).select_related("dossier", "event")
    in_force = Acknowledgement.objects.filter(overtaken_at__isnull=True).select_related("acknowledged_by")
    looks = Confirmation.objects.filter(overtaken_at__isnull=True)
    looks = looks.select_related("asked_by", "of", "decided_by")
    with_both = seen.prefetch_related(
        Prefetch("acknowledgements", in_force), Prefetch("confirmations", looks)
    )
    return with_absences_of_owners(with_both)


def told_along(deadlines: Collection[Deadline], user: User) -> list[Deadline]:
    """These as they stand now, in their order, with all that is told of them read at once, whatever their number."""
    found = deadlines_seen_by(user).in_bulk([deadline.pk for deadline in deadlines])
    return [found[deadline.pk] for deadline in deadlines]


def deadline_read(request: Request, pk: UUID) -> Deadline:
    """The deadline that the caller reads, and her reading of its dossier written down."""
    deadline = deadlines_seen_by(user_of(request)).filter(pk=pk).first()
    if deadline is None:
        raise NotFoundError
    note_reading(act_of(request), deadline.dossier)
    return deadline


def _computed(said: Mapping[str, Any]) -> dict[str, Any]:
    query = query_from(said)
    if query is None:
        raise DeadlineError("decision_needed", field="decision")
    return compute(query).in_every_language[spoken(get_language())]


def _answer_or_problem(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one question of many, or the problem it would have been alone."""
    try:
        return {"answer": _computed(read_shape(QueryIn, asked)), "problem": None}
    except (ValidationError, DeskError, LawError) as refusal:
        return {"answer": None, "problem": told(refusal)}


ONE_OR_MANY = PolymorphicProxySerializer(
    component_name="ComputedOneOrMany", serializers=[AnswerOut, AnswersOut], resource_type_field_name=None
)


class DeadlinePagesByDay(KeysetPages):
    ordering = ("due_on", "id")


CONFIRMATIONS = (*ConfirmationState.values, NOT_ASKED)
FILTERS = {
    "state": filters.choice(
        "state", [state.value for state in DeadlineState], "Open, met, waived or lapsed."
    ),
    "dossier": filters.Filter(lookup="dossier__reference", means="The dossier's reference."),
    "owner": filters.Filter(
        where=lambda owners, act: owned_by(owners, act, "dossier__"),
        read=a_colleague_or_none,
        many=True,
        means=gettext_lazy("Who has taken its dossier: an id, `me`, or `none`."),
    ),
    "team": filters.Filter(lookup="dossier__team__slug", means="The short name of its dossier's team."),
    "rule_kind": filters.choice(
        "rule_kind", [kind.value for kind in RuleKind], "Against whom it runs; watch: over a penalty."
    ),
    "due_from": filters.day("due_on__gte", "Rings on or after this day."),
    "due_until": filters.day("due_on__lte", "Rings on or before this day."),
    "awaits_acknowledgement": filters.Filter(
        where=lambda wanted, _act: awaiting() if wanted else ~awaiting(),
        read=filters.yes_or_no,
        type=bool,
        means="Whether it was asked, and nobody has acknowledged the day.",
    ),
    "awaits_receipt": filters.Filter(
        where=lambda wanted, _act: RECEIPT_AWAITED if wanted else ~RECEIPT_AWAITED,
        read=filters.yes_or_no,
        type=bool,
        means="Whether something was lodged of which the receipt is still to come.",
    ),
    "confirmation": filters.Filter(
        where=lambda wanted, _act: looked_at(wanted),
        read=filters.one_of(CONFIRMATIONS),
        choices=CONFIRMATIONS,
        means="How the second look at the day stands; awaited: open ones only; none: nobody asked for it or gave it.",
    ),
}


class DeadlineViews(DeskViewSet[Deadline]):
    """Deadlines of the dossiers the caller may see, by day."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE, "compute": Scope.LAW_READ}
    serializer_class = DeadlineOut
    pagination_class = DeadlinePagesByDay
    lookup_value_converter = "uuid"
    queryset = Deadline.objects.none()

    def get_queryset(self) -> QuerySet[Deadline]:
        return deadlines_seen_by(user_of(self.request))

    @extend_schema(parameters=filters.parameters(FILTERS), summary="Deadlines by day")
    def list(self, request: Request) -> Response:
        return self.listed(FILTERS, DeadlineOut)

    @extend_schema(summary="One deadline with every step")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """As it was computed, in the caller's language; of a closed dossier the reading is noted."""
        return self.detail_of(deadline_read(request, pk), DeadlineOut)

    @extend_schema(request=MeetIn, summary="What had to be done was done")
    @action(detail=True, methods=["post"])
    def meet(self, request: Request, pk: UUID) -> Response:
        """A fatal deadline asks what was lodged, how, and its receipt; others ask for words."""
        meet(act_of(request), pk, Done(**read_body(MeetIn, request)))
        return self._answer(pk)

    @extend_schema(request=ReceiptIn, summary="The receipt that was to follow is there")
    @action(detail=True, methods=["post"])
    def receipt(self, request: Request, pk: UUID) -> Response:
        """Its reference, a paper of the dossier that shows it, or both."""
        give_receipt(act_of(request), pk, **read_body(ReceiptIn, request))
        return self._answer(pk)

    @extend_schema(request=AcknowledgeIn, summary="I know of this day")
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: UUID) -> Response:
        """It climbs no further, until it moves. Other deadlines than fatal ones ask for none."""
        acknowledge(act_of(request), pk, **read_body(AcknowledgeIn, request))
        return self._answer(pk)

    @extend_schema(request=WaiveIn, summary="It will not be used, for a reason")
    @action(detail=True, methods=["post"])
    def waive(self, request: Request, pk: UUID) -> Response:
        """It rings no more. What it was computed from stays as it was."""
        said = read_body(WaiveIn, request)
        waive(act_of(request, reason=said["reason"]), pk, **said)
        return self._answer(pk)

    @extend_schema(request=AttachIn, summary="Say which document shows that it was met")
    @action(detail=True, methods=["post"])
    def attach(self, request: Request, pk: UUID) -> Response:
        """A document of the same dossier; null takes the one that is there away."""
        said = read_body(AttachIn, request)
        attach_evidence(act_of(request), pk, said["document"])
        return self._answer(pk)

    @extend_schema(
        request=ComputeIn, responses=ONE_OR_MANY, summary="Compute one date or many; nothing is stored"
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def compute(self, request: Request) -> Response:
        """By the decision and its facts, or by a rule. One question is answered with its results, or refused; of
        many, in `queries`, each with its answer or the problem it would have been alone."""
        said = read_body(ComputeIn, request)
        many = said.get("queries")
        if many is None:
            return Response(_computed(said))
        if len(said) > 1:
            raise DeadlineError("one_or_many", field="queries")
        return Response({"answers": [_answer_or_problem(asked) for asked in many]})

    def _answer(self, pk: UUID) -> Response:
        return self.tell(DeadlineOut, self.get_queryset().get(pk=pk))
