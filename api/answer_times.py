"""How often an answer came in time."""

from datetime import date, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.schema import REFUSALS_OF_A_SUM
from api.views import DeskView
from cases.answers import answer_times
from helpdesk.people.models import Scope

A_YEAR = timedelta(days=365)
PERIOD = {
    "from": filters.day("from", "The first day; a year before the last when left out."),
    "until": filters.day("until", "The last day; today when left out."),
}


class AnswerTimesOut(serializers.Serializer[Any]):
    """The questions of one team whose askers began to wait in one month, and what became of them."""

    month = serializers.SerializerMethodField(help_text="Such as 2026-06.")
    team = serializers.CharField(help_text="The team's short name.")
    questions = serializers.IntegerField()
    answered_in_time = serializers.IntegerField()
    answered_late = serializers.IntegerField()
    overdue = serializers.IntegerField(help_text="Not answered, and the moment is past.")
    waiting = serializers.IntegerField(help_text="Not answered, and in time still.")
    closed_unanswered = serializers.IntegerField(
        help_text="Closed without an answer: withdrawn, referred and so on."
    )
    without_target = serializers.IntegerField(
        help_text="No opening hours were in force; not among the others."
    )
    share_in_time = serializers.DecimalField(
        max_digits=5,
        decimal_places=4,
        allow_null=True,
        help_text="Answered in time, among all answered or overdue; from 0 to 1. Null where there are none.",
    )

    def get_month(self, row: dict[str, Any]) -> str:
        return f"{row['month']:%Y-%m}"


class AnswerTimesView(DeskView):
    """Each asker counts in the month in which she began to wait; a year of them where no days are named."""

    scopes = {"read": Scope.QUESTIONS_READ}

    @extend_schema(
        parameters=filters.parameters(PERIOD),
        responses={200: AnswerTimesOut(many=True), **REFUSALS_OF_A_SUM},
        summary="Answers in time, by month and team",
    )
    def get(self, request: Request) -> Response:
        asked, act = filters.asked(request.query_params, PERIOD, beside=()), act_of(request)
        said = {name: value for name, (value,) in asked.items()}
        until = said.get("until", act.on)
        a_year_before = max(until, date.min + A_YEAR) - A_YEAR
        months = answer_times(user_of(request), said.get("from", a_year_before), until, act.at)
        return self.tell_all(AnswerTimesOut, months)
