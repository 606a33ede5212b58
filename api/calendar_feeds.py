"""Calendar feeds: the caller's own addresses that a calendar reads her deadlines from."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, user_of
from api.bodies import read_body
from api.views import DeskViewSet
from deadlines import feeds
from helpdesk.people.models import CalendarFeed, FeedShows

LONGEST_DAYS = 365


class ValidIn(serializers.Serializer[Any]):
    valid_for_days = serializers.IntegerField(
        min_value=1,
        max_value=LONGEST_DAYS,
        default=LONGEST_DAYS,
        help_text="After so many days the address opens nothing; rotate it before.",
    )


class CalendarFeedIn(ValidIn):
    name = serializers.CharField(max_length=120, help_text="Where it is read, such as a telephone.")
    team = serializers.SlugField(
        required=False,
        allow_null=True,
        default=None,
        help_text="A team whose dossiers you see; without it the feed holds the deadlines that are yours.",
    )
    shows = serializers.ChoiceField(
        FeedShows.choices,
        default=FeedShows.NEUTRAL,
        help_text="What others read who see your calendar. Nothing of the person ever stands in it.",
    )


class CalendarFeedOut(serializers.ModelSerializer[CalendarFeed]):
    team = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = CalendarFeed
        fields = ["id", "name", "team", "shows", "created_at", "expires_at", "revoked_at", "last_read_at"]
        read_only_fields = fields
        extra_kwargs = {
            "expires_at": {"help_text": "From this moment it opens nothing."},
            "last_read_at": {"help_text": "When a calendar last asked, to within five minutes."},
        }


class WithAddressOut(serializers.Serializer[Any]):
    feed = CalendarFeedOut()
    url = serializers.CharField(
        help_text="What the calendar subscribes to; whoever has it reads along. It is shown this once."
    )


class CalendarFeedViews(DeskViewSet[CalendarFeed]):
    """The caller's own feeds. A key makes none: its address would outlive the key."""

    shown_once = ("url",)
    serializer_class = CalendarFeedOut
    lookup_value_converter = "uuid"
    queryset = CalendarFeed.objects.none()

    def get_queryset(self) -> QuerySet[CalendarFeed]:
        return CalendarFeed.objects.filter(user=user_of(self.request)).select_related("team")

    @extend_schema(summary="My calendar feeds")
    def list(self, request: Request) -> Response:
        return self.tell_page(CalendarFeedOut)

    @extend_schema(request=CalendarFeedIn, responses={201: WithAddressOut}, summary="Make a calendar feed")
    def create(self, request: Request) -> Response:
        """Its address is shown this once; whoever has it reads along."""
        said = read_body(CalendarFeedIn, request)
        valid_for = timedelta(days=said.pop("valid_for_days"))
        made = feeds.make_feed(act_of(request), valid_for=valid_for, **said)
        return Response(_with_address(*made), status=201)

    @extend_schema(summary="One feed, without its address")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Its terms and its end. The address itself is not kept; who lost it rotates the feed."""
        return self.tell(CalendarFeedOut, feeds.own_feed(user_of(request).pk, pk))

    @extend_schema(request=ValidIn, responses=WithAddressOut, summary="Another address; the old one is dead")
    @action(detail=True, methods=["post"])
    def rotate(self, request: Request, pk: UUID) -> Response:
        """The new address is shown this once, on the same terms."""
        valid_for = timedelta(days=read_body(ValidIn, request)["valid_for_days"])
        return Response(_with_address(*feeds.rotate_feed(act_of(request), pk, valid_for=valid_for)))

    @extend_schema(request=None, responses=CalendarFeedOut, summary="Close it for good")
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: UUID) -> Response:
        """Its address answers like one that never was."""
        return self.tell(CalendarFeedOut, feeds.revoke_feed(act_of(request), pk))


def _with_address(feed: CalendarFeed, token: str) -> Any:
    url = f"{settings.SITE_URL}/calendar/{token}.ics"
    return WithAddressOut({"feed": feed, "url": url}).data
