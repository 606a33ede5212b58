"""The arguments of a case, in their order."""

from typing import Any

from rest_framework import serializers

from api.parts import PartViews, documented
from cases.models import Argument
from cases.services.arguments import ARGUMENT


class ArgumentIn(serializers.Serializer[Any]):
    heading = serializers.CharField(max_length=300)
    text = serializers.CharField(required=False, allow_blank=True)
    authorities = serializers.ListField(
        child=serializers.CharField(max_length=300),
        required=False,
        max_length=100,
        help_text="What it cites: articles, judgments, reports.",
    )
    position = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=1000,
        help_text="Its place, from 1; those behind move on. A new one without a place comes last.",
    )


class ArgumentOut(serializers.ModelSerializer[Argument]):
    class Meta:
        model = Argument
        fields = ["id", "position", "heading", "text", "authorities"]
        read_only_fields = fields


@documented("an argument", "Arguments in their order", ArgumentIn, ArgumentOut)
class ArgumentViews(PartViews):
    """The arguments of a case, numbered from 1 without gaps."""

    noun, shape, serializer_class = ARGUMENT, ArgumentIn, ArgumentOut
    ordering = ("position",)
