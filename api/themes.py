"""The themes a dossier can be about."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.views import DeskView
from cases.themes import themes
from helpdesk.people.models import Scope


class LabelsOut(serializers.Serializer[Any]):
    nl = serializers.CharField()
    fr = serializers.CharField()
    en = serializers.CharField()


class ThemeOut(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="What `themes` of a dossier holds.")
    labels = LabelsOut()


class ThemesView(DeskView):
    scopes = {"read": Scope.QUESTIONS_READ}

    @extend_schema(responses=ThemeOut(many=True), summary="Every theme with its words")
    def get(self, request: Request) -> Response:
        """In three languages, whatever the caller speaks."""
        return Response([{"code": code, "labels": labels} for code, labels in themes().items()])
