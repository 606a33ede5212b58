"""The rules of the law of time, with their versions and sources, and what every word means."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.bodies import read_query
from api.computing import QueryIn
from api.rule_told import RuleOut
from api.shaped import Shaped
from api.views import DeskView
from deadlines.computing import spoken
from deadlines.law.examples import BASES, example_as_dict, load_examples
from deadlines.law.explain import rule_as_dict, vocabulary
from deadlines.law.load import load_law
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Scope

AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATE, description="Only the version in force on this day.")

WORDS = {
    "type": "object",
    "description": "By the kind of word, each word with its meaning in the caller's language.",
    "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
}


class AsOf(serializers.Serializer[Any]):
    as_of = serializers.DateField(required=False)


class GivenOut(QueryIn):
    """A question as `/deadlines/compute` takes it, or a bare count of days without any rule."""

    after = serializers.DateField(required=False, help_text="Of a bare count: the day after which it counts.")
    period = serializers.CharField(required=False, help_text="Of a bare count: such as 30 calendar_days.")
    rolls = serializers.BooleanField(
        required=False, help_text="Of a bare count: whether it moves to a working day."
    )


class ExpectedOut(serializers.Serializer[Any]):
    """Those that the example is about."""

    rule = serializers.CharField(required=False)
    day_one = serializers.DateField(required=False, help_text="The first day counted.")
    raw_date = serializers.DateField(required=False, help_text="The last day before it is extended or moved.")
    legal_date = serializers.DateField(required=False)
    safe_date = serializers.DateField(required=False)
    last_day = serializers.DateField(required=False, help_text="Of a bare count.")
    safe_day = serializers.DateField(required=False, help_text="Of a bare count: where every reading agrees.")


class WorkedExampleOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    basis = serializers.ChoiceField(choices=BASES, help_text="What the dates rest on.")
    source = serializers.CharField(  # type: ignore[assignment]  # a member of the answer, not the field's own source
        help_text="Where they were read."
    )
    given = Shaped(
        GivenOut,
        help_text="A question as `/deadlines/compute` takes it, or a bare count: `after`, `period`, `rolls`.",
    )
    expect = Shaped(ExpectedOut, help_text="What the answer must hold.")


class RuleViews(DeskView, ViewSet):
    """Every rule the desk knows, by id."""

    scopes = {"read": Scope.LAW_READ}

    @extend_schema(
        operation_id="deadline_rules_list",
        parameters=[AS_OF],
        responses=RuleOut(many=True),
        summary="All rules",
    )
    def list(self, request: Request) -> Response:
        day = self._as_of(request)
        language = spoken(get_language())
        rules = load_law().rules
        told = [rule_as_dict(rules[name], language, day) for name in sorted(rules)]
        return Response([rule for rule in told if rule["versions"]])

    @extend_schema(parameters=[AS_OF], responses=RuleOut, summary="One rule with its versions and sources")
    def retrieve(self, request: Request, pk: str) -> Response:
        """All its versions, or that of `as_of` alone: then its list of versions may be empty."""
        day = self._as_of(request)
        rule = load_law().rules.get(pk)
        if rule is None:
            raise NotFoundError
        return Response(rule_as_dict(rule, spoken(get_language()), day))

    def _as_of(self, request: Request) -> Any:
        said = read_query(AsOf, request)
        return said.get("as_of")


class WorkedExamplesView(DeskView):
    """The golden cases: what every implementation of these rules must answer, this one's tests among them."""

    scopes = {"read": Scope.LAW_READ}

    @extend_schema(
        operation_id="worked_examples_retrieve",
        responses={200: WorkedExampleOut(many=True)},
        summary="Worked examples with their expected dates",
    )
    def get(self, request: Request) -> Response:
        return Response([example_as_dict(example) for example in load_examples()])


class VocabularyView(DeskView):
    """The codes that questions, answers and rules hold. They never change with the language; their meanings do."""

    scopes = {"read": Scope.LAW_READ}

    @extend_schema(
        responses={200: WORDS},
        summary="What every word of a question to the law means",
    )
    def get(self, request: Request) -> Response:
        return Response(vocabulary(spoken(get_language())))
