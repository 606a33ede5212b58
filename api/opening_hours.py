"""When a team is open, and within what it means to answer."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.pagination import KeysetPages
from api.telling import Shape
from api.views import DeskViewSet
from cases.models import OpeningException, OpeningHours
from cases.models.hours import AnswerUnit
from deadlines.hours import amend_plan, enter_plan, get_plan, plans_seen_by, remove_plan
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Scope

CLOCK: dict[str, Any] = {"format": "%H:%M", "input_formats": ["%H:%M"]}
TEAM = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)


class BlockIn(serializers.Serializer[Any]):
    """Open from one time until just before another, such as 09:00 and 12:30, by the clock on the wall."""

    opens = serializers.TimeField(**CLOCK)
    closes = serializers.TimeField(**CLOCK)


class WeekBlockIn(BlockIn):
    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="Monday is 1, Sunday 7.")


class HoursChangesIn(serializers.Serializer[Any]):
    valid_from = serializers.DateField(help_text="From this day on, until a later version.")
    week = serializers.ListField(
        child=WeekBlockIn(),
        min_length=1,
        max_length=70,
        help_text="Several blocks a day leave room for lunch. Legal holidays are closed whatever it says.",
    )
    answer_within = serializers.IntegerField(
        min_value=1, max_value=1000, help_text="In units of `answer_unit`."
    )
    answer_unit = serializers.ChoiceField(
        choices=AnswerUnit.choices,
        help_text="Hours that the desk is open; or days on which it is, the day of receipt not counted.",
    )


class TeamIn(serializers.Serializer[Any]):
    team = serializers.SlugField(help_text="The team's short name.")


class HoursIn(TeamIn, HoursChangesIn):
    pass


class HoursOut(serializers.ModelSerializer[OpeningHours]):
    team = TEAM
    week = WeekBlockIn(many=True, read_only=True)

    class Meta:
        model = OpeningHours
        fields = ["id", "team", "valid_from", "week", "answer_within", "answer_unit"]
        read_only_fields = fields
        extra_kwargs = {
            "valid_from": {"help_text": "The first day on which they hold, until those that follow do."},
            "answer_within": {"help_text": "In units of `answer_unit`."},
        }


class ExceptionChangesIn(serializers.Serializer[Any]):
    on = serializers.DateField(help_text="A day, be it a legal holiday.")
    blocks = serializers.ListField(
        child=BlockIn(), max_length=10, help_text="When it is open on that day; none: closed."
    )


class ExceptionIn(TeamIn, ExceptionChangesIn):
    pass


class ExceptionOut(serializers.ModelSerializer[OpeningException]):
    team = TEAM
    blocks = BlockIn(many=True, read_only=True)

    class Meta:
        model = OpeningException
        fields = ["id", "team", "on", "blocks"]
        read_only_fields = fields


class HoursPages(KeysetPages):
    ordering = ("-valid_from", "-id")


class ExceptionPages(KeysetPages):
    ordering = ("-on", "-id")


TEAM_FILTER = {"team": filters.Filter(lookup="team__slug", means="The team's short name.")}
EXCEPTION_FILTERS = {
    **TEAM_FILTER,
    "from": filters.day("on__gte", "On this day or later."),
    "until": filters.day("on__lte", "On this day or earlier."),
}


class PlanViews(DeskViewSet[Any]):
    """What opening hours and their exceptions have in common over HTTP. Coordinators plan, the team reads."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    lookup_value_converter = "uuid"
    model: ClassVar[Any]
    shape: ClassVar[Shape]
    changes: ClassVar[Shape]
    serializer_class: Shape
    filters: ClassVar[dict[str, filters.Filter]]

    def get_queryset(self) -> QuerySet[Any]:
        return plans_seen_by(user_of(self.request), self.model)

    def list(self, request: Request) -> Response:
        return self.tell_page(self.serializer_class, self.filters)

    def create(self, request: Request) -> Response:
        """By a coordinator of the team. Whoever waits for an answer is reckoned anew."""
        said = read_body(self.shape, request)
        return self._answer(enter_plan(act_of(request), self.model, said.pop("team"), said), status=201)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """As it was planned."""
        plan = self.get_queryset().filter(pk=pk).first()
        if plan is None:
            raise NotFoundError
        return self._answer(plan)

    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What is left out stays as it is. Whoever waits for an answer is reckoned anew."""
        get_plan(user_of(request), self.model, pk)
        revision = revision_asked(request)
        said = read_changes(self.changes, request)
        return self._answer(amend_plan(act_of(request), self.model, pk, said, unchanged_since=revision))

    def destroy(self, request: Request, pk: UUID) -> Response:
        """As if it had never been planned. Whoever waits for an answer is reckoned anew."""
        get_plan(user_of(request), self.model, pk)
        remove_plan(act_of(request), self.model, pk, unchanged_since=revision_asked(request))
        return Response(status=204)

    def _answer(self, plan: Any, status: int = 200) -> Response:
        return self.tell(self.serializer_class, plan, status=status, headers={"ETag": etag_of(plan)})


@extend_schema_view(
    list=extend_schema(parameters=filters.parameters(TEAM_FILTER), summary="Opening hours, the newest first"),
    create=extend_schema(request=HoursIn, responses={201: HoursOut}, summary="Open otherwise from a day on"),
    retrieve=extend_schema(summary="One version"),
    partial_update=extend_schema(request=HoursChangesIn, parameters=[IF_MATCH], summary="Put it right"),
    destroy=extend_schema(parameters=[IF_MATCH], responses={204: None}, summary="Take it back"),
)
class OpeningHoursViews(PlanViews):
    """An ordinary week, from a day on. Whoever waits for an answer is reckoned anew when it changes."""

    model = OpeningHours
    shape, changes, filters = HoursIn, HoursChangesIn, TEAM_FILTER
    serializer_class = HoursOut
    pagination_class = HoursPages
    queryset = OpeningHours.objects.none()


@extend_schema_view(
    list=extend_schema(parameters=filters.parameters(EXCEPTION_FILTERS), summary="Days open otherwise"),
    create=extend_schema(
        request=ExceptionIn, responses={201: ExceptionOut}, summary="Shut, or open, on a day"
    ),
    retrieve=extend_schema(summary="One day"),
    partial_update=extend_schema(request=ExceptionChangesIn, parameters=[IF_MATCH], summary="Put it right"),
    destroy=extend_schema(parameters=[IF_MATCH], responses={204: None}, summary="Take it back"),
)
class OpeningExceptionViews(PlanViews):
    """Days on which a team is open otherwise than its week says."""

    model = OpeningException
    shape, changes, filters = ExceptionIn, ExceptionChangesIn, EXCEPTION_FILTERS
    serializer_class = ExceptionOut
    pagination_class = ExceptionPages
    queryset = OpeningException.objects.none()
