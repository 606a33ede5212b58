"""Days in court, past and to come."""

from typing import Any

from rest_framework import serializers

from api.parts import PartViews, documented
from cases.models import Hearing
from cases.models.hearing import HearingKind, HearingOutcome
from cases.services.hearings import HEARING

TIME_OF_DAY = "%H:%M"


class HearingIn(serializers.Serializer[Any]):
    instance = serializers.UUIDField(help_text="The instance of this case it belongs to.")
    on = serializers.DateField(help_text="Its day; it may lie ahead.")
    at = serializers.TimeField(
        required=False,
        allow_null=True,
        input_formats=[TIME_OF_DAY],
        help_text="Time of day in Brussels, such as 09:30; null while only the day is known.",
    )
    kind = serializers.ChoiceField(choices=HearingKind.choices)
    room = serializers.CharField(required=False, allow_blank=True, max_length=120)
    remark = serializers.CharField(required=False, allow_blank=True)
    outcome = serializers.ChoiceField(
        choices=HearingOutcome.choices,
        required=False,
        allow_blank=True,
        help_text="Empty while it is still to come.",
    )


class HearingOut(serializers.ModelSerializer[Hearing]):
    at = serializers.TimeField(
        format=TIME_OF_DAY, read_only=True, allow_null=True, help_text="Time of day in Brussels."
    )
    starts_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="The moment it begins; null while only the day is known."
    )
    outcome = serializers.ChoiceField(
        choices=HearingOutcome.choices,
        allow_blank=True,
        read_only=True,
        help_text="Empty while it is still to come.",
    )

    class Meta:
        model = Hearing
        fields = ["id", "instance", "on", "at", "starts_at", "kind", "room", "remark", "outcome"]
        read_only_fields = fields


@documented("a hearing", "Hearings by day", HearingIn, HearingOut)
class HearingViews(PartViews):
    """The hearings of all instances of a case, by day."""

    noun, shape, serializer_class = HEARING, HearingIn, HearingOut
    ordering = ("on", "at", "id")
