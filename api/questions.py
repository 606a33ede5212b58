"""Questions: handed in by an integration or a colleague, taken, and made into litigation."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet, prefetch_related_objects
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body
from api.caseload import FILTERS
from api.concurrency import etag_of
from api.dossiers import DossierOut, DossierWholeOut, OpeningIn, read_whole
from api.kinds import KindViews, OneKindViews, whole
from api.litigations import (
    BegunLitigationIn,
    LitigationOut,
    in_columns,
    one_litigation,
)
from api.opening import opening_from
from cases.access import ROLES_THAT_HAND_IN, ROLES_THAT_VIEW, visible_to
from cases.answers import asked_by_whom, due_until, urgent_until, with_waiting
from cases.models import Dossier, DossierKind, Question
from cases.models.question import ROLES_OF_INTAKE, Authority, Channel, Intake, Urgency
from cases.services.dossiers import take
from cases.services.litigations import LitigationDetails
from cases.services.questions import Asker, Circumstances
from deadlines.answer_clock import receive_question
from deadlines.services import promote_question
from helpdesk.people.colleagues import teams_of
from helpdesk.people.models import AskerRole, Contact, Language, Scope, User
from helpdesk.written import written_once

CIRCUMSTANCES = [
    "authority", "country_of_origin", "has_consent", "is_safe_to_contact", "is_vulnerable", "needs_interpreter",
]  # fmt: skip


class AskerIn(serializers.Serializer[Any]):
    """The one who asks."""

    name = serializers.CharField(max_length=200)
    role = serializers.ChoiceField(choices=AskerRole.choices, help_text="In what capacity she asks.")
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    organisation = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    language = serializers.ChoiceField(choices=Language.choices, default="nl")


class AskerOut(serializers.ModelSerializer[Contact]):
    email = serializers.CharField(read_only=True, help_text="Empty when she gave none.")
    organisation = serializers.CharField(source="organisation.name", default="", read_only=True)

    class Meta:
        model = Contact
        fields = ["id", "name", "role", "email", "phone", "organisation", "language"]
        read_only_fields = fields


class QuestionIn(OpeningIn):
    asker = AskerIn()
    channel = serializers.ChoiceField(choices=Channel.choices, help_text="How it reached the desk.")
    body = serializers.CharField(help_text="The question in the asker's words.")
    urgent_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The next hearing or legal date the asker knows of.",
    )
    authority = serializers.ChoiceField(
        choices=Authority.choices, allow_blank=True, default="", help_text="Whose decision it is about."
    )
    country_of_origin = serializers.CharField(
        max_length=2,
        allow_blank=True,
        default="",
        help_text="Two capital letters of ISO 3166-1; XK for Kosovo.",
    )
    has_consent = serializers.BooleanField(
        allow_null=True,
        default=None,
        help_text="The person agreed that the desk keeps this; null: not asked.",
    )
    is_safe_to_contact = serializers.BooleanField(
        allow_null=True, default=None, help_text="She can be contacted without danger; null: not asked."
    )
    is_vulnerable = serializers.BooleanField(
        allow_null=True, default=None, help_text="Special needs were seen; null: not asked."
    )
    needs_interpreter = serializers.BooleanField(default=False)


def asked_here(question: Question) -> list[Question]:
    """All that is answered in its dossier and the caller sees, as `OneQuestionViews` reads it along."""
    dossier: Any = question.dossier
    return list(dossier.asked)


class MergedOut(serializers.Serializer[Any]):
    """The question in which this one goes on."""

    id = serializers.UUIDField()
    reference = serializers.CharField()


class AlsoAskedOut(serializers.ModelSerializer[Question]):
    """A question that was merged into this one, and who asked it."""

    id = serializers.UUIDField(source="dossier_id", read_only=True)
    reference = serializers.CharField(source="dossier.reference", read_only=True)
    asker = AskerOut(read_only=True)

    class Meta:
        model = Question
        fields = ["id", "reference", "asker", "urgent_on", "due_for_answer_at", "answered_at"]
        read_only_fields = fields


class QuestionPart(serializers.ModelSerializer[Question]):
    asker = serializers.SerializerMethodField(
        help_text="As the desk knows her now; for who only handed it in, as she was handed in."
    )
    intake = serializers.ChoiceField(
        choices=Intake.choices,
        read_only=True,
        help_text="By the asker's role: direct when an applicant asks.",
    )
    urgency = serializers.SerializerMethodField(
        help_text="How near `urgent_on` is, today; the earliest of all that were merged into it."
    )
    answered_in = serializers.SerializerMethodField(
        help_text="Where it goes on, once it was merged; null while it goes on here, or out of the caller's sight."
    )
    also_asked = serializers.SerializerMethodField(help_text="What was merged into it, with each asker.")
    authority = serializers.ChoiceField(
        choices=Authority.choices,
        allow_blank=True,
        read_only=True,
        help_text="Whose decision it is about; empty when not known.",
    )

    class Meta:
        model = Question
        fields = [
            "asker", "intake", "channel", "body", "urgent_on", "urgency", *CIRCUMSTANCES, "due_for_answer_at",
            "answered_at", "answered_in", "also_asked",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(AskerOut)
    def get_asker(self, question: Question) -> Any:
        is_inside = question.dossier.is_seen_from_inside  # type: ignore[attr-defined]  # annotated by the view
        return AskerOut(question.asker if is_inside else question.handed_in_as).data

    @extend_schema_field(serializers.ChoiceField(choices=Urgency.choices))
    def get_urgency(self, question: Question) -> str:
        today = act_of(self.context["request"]).on
        named = [one for one in (question, *asked_here(question)) if one.urgent_on]
        return min(named, key=lambda one: one.urgent_on or today, default=question).urgency(today).value

    @extend_schema_field(MergedOut(allow_null=True))
    def get_answered_in(self, question: Question) -> Any:
        if question.answered_in_id == question.dossier_id:
            return None
        seen = visible_to(user_of(self.context["request"])).filter(pk=question.answered_in_id)
        return seen.values("id", "reference").first()

    @extend_schema_field(AlsoAskedOut(many=True))
    def get_also_asked(self, question: Question) -> Any:
        others = [one for one in asked_here(question) if one.pk != question.pk]
        return AlsoAskedOut(others, many=True, context=self.context).data


class QuestionOut(DossierWholeOut):
    question = QuestionPart(read_only=True)

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "question"]
        read_only_fields = fields


class PromoteIn(BegunLitigationIn):
    title = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=300,
        help_text="Empty keeps the question's title.",
    )


def roles_of_intake(text: str) -> tuple[AskerRole, ...]:
    return ROLES_OF_INTAKE[Intake(text)]


QUESTION_FILTERS = {
    **{name: one for name, one in FILTERS.items() if name != "kind"},
    "intake": filters.Filter(
        lookup="question__handed_in_as__role__in",
        read=roles_of_intake,
        means="Questions of professionals, or direct requests of applicants.",
        choices=tuple(Intake.values),
    ),
    "urgent_until": filters.Filter(
        lookup="pk__in",
        read=lambda text: urgent_until(filters.a_day(text)),
        type=date,
        means="With a date an asker named, this day or earlier.",
    ),
    "unanswered": filters.flag("unanswered", "Somebody waits for a first answer in it, or nobody does."),
    "answer_late": filters.flag("answer_late", "Somebody should have had an answer by now, or nobody."),
    "answer_due_until": filters.Filter(
        lookup="pk__in",
        read=lambda text: due_until(filters.a_day(text)),
        type=date,
        means="Somebody who waits should be answered on this day or earlier.",
    ),
    "authority": filters.choice("question__authority", Authority.values, "Whose decision it is about."),
    "country_of_origin": filters.Filter(
        lookup="question__country_of_origin", means="Two capital letters of ISO 3166-1."
    ),
}


def questions_of(user: User, _today: date) -> QuerySet[Dossier]:
    return whole(user, DossierKind.QUESTION)


@written_once
def one_question(user: User, pk: UUID, _today: date) -> QuerySet[Dossier]:
    inside = Q(team__in=teams_of(user, ROLES_THAT_VIEW))
    asked = read_whole(whole(user, DossierKind.QUESTION), user).filter(pk=pk)
    return asked.annotate(is_seen_from_inside=ExpressionWrapper(inside, BooleanField()))


class OneQuestionViews(OneKindViews):
    """One question, with whatever was merged into it."""

    scopes = {"read": Scope.QUESTIONS_READ, "create": Scope.QUESTIONS_WRITE, "write": Scope.DOSSIERS_WRITE}
    kind = DossierKind.QUESTION
    one = one_question
    serializer_class = QuestionOut

    def known(self, pk: UUID) -> Dossier:
        dossier = super().known(pk)
        asked = Prefetch("questions_answered", queryset=asked_by_whom(user_of(self.request)), to_attr="asked")
        prefetch_related_objects([dossier], asked)
        return dossier

    def answer_litigation(self, litigation: Dossier) -> Response:
        """What questions became."""
        act = act_of(self.request)
        [row] = one_litigation(act.by, litigation.pk, act.on)
        return self.tell(LitigationOut, row, status=201, headers={"ETag": etag_of(row)})


@extend_schema_view(
    list=extend_schema(
        parameters=filters.parameters(QUESTION_FILTERS), responses=DossierOut(many=True), summary="Questions"
    ),
    retrieve=extend_schema(summary="One question"),
)
class QuestionViews(OneQuestionViews, KindViews):
    """Questions that the caller may see; an integration sees those it handed in."""

    filters = QUESTION_FILTERS
    rows_of = questions_of

    def get_queryset(self) -> QuerySet[Dossier]:
        return with_waiting(super().get_queryset(), act_of(self.request).at)

    @extend_schema(request=QuestionIn, responses={201: QuestionOut}, summary="Hand in a question")
    def create(self, request: Request) -> Response:
        """The asker is recognised if she is known. By when it should be answered is reckoned at once."""
        said = read_body(QuestionIn, request)
        opening = opening_from(user_of(request), said, roles=ROLES_THAT_HAND_IN)
        dossier = receive_question(
            act_of(request),
            opening,
            asker=Asker(**said["asker"]),
            channel=said["channel"],
            body=said["body"],
            circumstances=Circumstances(**{name: said[name] for name in ("urgent_on", *CIRCUMSTANCES)}),
        )
        return self.answer(dossier.pk, status=201)

    @extend_schema(request=None, summary="Take the question")
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: UUID) -> Response:
        """The caller becomes its owner."""
        self.known(pk)
        take(act_of(request), pk)
        return self.answer(pk)

    @extend_schema(request=PromoteIn, responses={201: LitigationOut}, summary="Make it into litigation")
    @action(detail=True, methods=["post"])
    def promote(self, request: Request, pk: UUID) -> Response:
        """The litigation opens with a link to the question; open deadlines go along; the question closes."""
        self.known(pk)
        said = read_body(PromoteIn, request)
        act = act_of(request)
        litigation = promote_question(
            act,
            pk,
            title=said["title"],
            details=LitigationDetails(**in_columns(said)),
            instance=said.get("instance"),
        )
        return self.answer_litigation(litigation)
