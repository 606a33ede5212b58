"""Questions that are one, a question that is two, and several that become one litigation."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.bodies import read_body
from api.litigations import LitigationOut, in_columns
from api.questions import AskerIn, OneQuestionViews, PromoteIn, QuestionOut
from cases.services.litigations import LitigationDetails
from cases.services.questions import Asker
from cases.services.splitting import Part
from deadlines.answer_clock import split_question
from deadlines.merging import merge_questions, unmerge_question
from deadlines.services import promote_questions

MOST_AT_ONCE = 20


def several(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE, help_text=help_text
    )


class UnmergeQuestionIn(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="Why; it stands in the trail of both.")


class MergeQuestionsIn(UnmergeQuestionIn):
    # `from` is a word of Python itself.
    def get_fields(self) -> dict[str, Any]:
        return {"from": several("The questions that go on in this one; each closes."), **super().get_fields()}


class SplitIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=300)
    messages = serializers.ListField(
        child=serializers.UUIDField(),
        default=list,
        max_length=200,
        help_text="What was said about it. It is copied: both questions tell it.",
    )
    body = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="What is asked; the words of the first when left out.",
    )
    asker = AskerIn(allow_null=True, default=None, help_text="Null: the same as of the first.")


class PromoteSeveralIn(PromoteIn):
    questions = several("Questions of one team. The litigation takes after the first.")


class QuestionMergeViews(OneQuestionViews):
    @extend_schema(request=MergeQuestionsIn, summary="Let other questions go on in this one")
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: UUID) -> Response:
        """What was said, happened and was spent goes along, deadlines too. All of them are merged, or none."""
        self.known(pk)
        said = read_body(MergeQuestionsIn, request)
        merge_questions(act_of(request, said["reason"]), pk, said["from"])
        return self.answer(pk)

    @extend_schema(request=UnmergeQuestionIn, summary="Take it out of the question it was merged into")
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, pk: UUID) -> Response:
        """What went along comes back, with what was hung on it since. What was added otherwise stays there."""
        self.known(pk)
        unmerge_question(act_of(request, read_body(UnmergeQuestionIn, request)["reason"]), pk)
        return self.answer(pk)

    @extend_schema(
        request=SplitIn, responses={201: QuestionOut}, summary="Make part of it a question of its own"
    )
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: UUID) -> Response:
        """What was said is not moved: both questions tell it. The asker has waited since she first said it."""
        self.known(pk)
        said = read_body(SplitIn, request)
        asker = said.pop("asker")
        part = Part(asker=Asker(**asker) if asker else None, **said)
        return self.answer(split_question(act_of(request), pk, part).pk, status=201)

    @extend_schema(
        operation_id="questions_promote_several",
        request=PromoteSeveralIn,
        responses={201: LitigationOut},
        summary="Make several into one litigation",
    )
    @action(detail=False, methods=["post"], url_path="promote", url_name="promote-several")
    def promote_several(self, request: Request) -> Response:
        """As for one: it is linked to each, open deadlines go along, each question closes. All of them, or none."""
        said = read_body(PromoteSeveralIn, request)
        litigation = promote_questions(
            act_of(request),
            said["questions"],
            title=said["title"],
            details=LitigationDetails(**in_columns(said)),
            instance=said.get("instance"),
        )
        return self.answer_litigation(litigation)
