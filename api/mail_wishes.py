"""What mail the caller wants, and when."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, user_of
from api.bodies import read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.views import DeskView
from deadlines.models import MailWishes, Weekday
from deadlines.wishes import change_wishes, wishes_of
from helpdesk.people.models import Scope


class OwnLeadsField(serializers.ListField):
    """A few lead times, in whatever order."""

    child = serializers.IntegerField(min_value=0, max_value=90)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, **kwargs)


class MailWishesIn(serializers.Serializer[Any]):
    digest_weekday = serializers.ChoiceField(
        choices=Weekday.choices, help_text="The day of the weekly digest: 1 is Monday, 5 is Friday."
    )
    digest_from = serializers.TimeField(
        help_text="The hour from which digests come, Brussels time; within five minutes of it."
    )
    wants_daily = serializers.BooleanField(
        help_text="A short digest on every other working day, of the week to come."
    )
    wants_team = serializers.BooleanField(help_text="The weekly digests of the teams I coordinate.")
    reminders_from = serializers.TimeField(
        help_text="Reminders that can wait come on working days from this hour, Brussels time. Those of fatal days, "
        "and whatever would come after its day, never wait."
    )
    reminders_until = serializers.TimeField(help_text="Until this hour, which is not included.")
    own_working_days_before = OwnLeadsField(
        help_text="Reminders for me alone besides those of everybody: so many working days before the day, of "
        "deadlines that everybody is told of in working days (up to 21 days, unless their rule says otherwise)."
    )
    own_days_before = OwnLeadsField(help_text="The same in days, of those that everybody is told of in days.")


class MailWishesOut(serializers.ModelSerializer[MailWishes]):
    class Meta:
        model = MailWishes
        fields = [
            "digest_weekday", "digest_from", "wants_daily", "wants_team", "reminders_from", "reminders_until",
            "own_working_days_before", "own_days_before",
        ]  # fmt: skip
        read_only_fields = fields


class MailWishesView(DeskView):
    """What mail a colleague wants, and when."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}

    @extend_schema(responses=MailWishesOut, summary="What mail I want, and when")
    def get(self, request: Request) -> Response:
        """Where nothing was wished, what everybody gets."""
        return self._told(wishes_of(user_of(request)))

    @extend_schema(
        request=MailWishesIn, parameters=[IF_MATCH], responses=MailWishesOut, summary="Wish for other mail"
    )
    def patch(self, request: Request) -> Response:
        """The weekly digest cannot be switched off: when it does not come, something is wrong. Nor can any
        reminder: one's own lead times add to those of everybody."""
        revision = revision_asked(request)
        said = read_changes(MailWishesIn, request)
        return self._told(change_wishes(act_of(request), said, unchanged_since=revision))

    def _told(self, wishes: MailWishes) -> Response:
        return self.tell(MailWishesOut, wishes, headers={"ETag": etag_of(wishes)})
