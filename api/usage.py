"""How much of the limits the caller has used."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.limits import uses_of
from api.views import DeskView
from helpdesk.people.models import Scope


class UseOut(serializers.Serializer[Any]):
    window = serializers.ChoiceField(source="window.name", choices=["minute", "hour", "day"])
    seconds = serializers.IntegerField(source="window.seconds", help_text="How long the window is.")
    limit = serializers.IntegerField(source="window.limit", help_text="Requests within one window.")
    used = serializers.IntegerField(help_text="In the present window, this request included.")
    remaining = serializers.IntegerField(help_text="How many more fit into the present window.")
    seconds_left = serializers.IntegerField(help_text="Until the next window begins.")


class UsageView(DeskView):
    """The same numbers stand in the headers of every answer."""

    scopes = {"read": Scope.LAW_READ}

    @extend_schema(responses=UseOut(many=True), summary="How much of my limits is used")
    def get(self, request: Request) -> Response:
        return self.tell_all(UseOut, uses_of(request))
