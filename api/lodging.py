"""By what a deadline is met, as callers say it: what was lodged, how, its receipt; and what to look at again."""

from typing import Any

from rest_framework import serializers

from deadlines.lodging import DOUBTS
from deadlines.models import Lodged, LodgedBy


class ReceiptIn(serializers.Serializer[Any]):
    receipt = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=200,
        help_text="The reference of the receipt.",
    )
    document = serializers.UUIDField(
        allow_null=True, default=None, help_text="The receipt itself, a document of this dossier."
    )


class MeetIn(ReceiptIn):
    done_on = serializers.DateField(help_text="The day it was done.")
    lodged = serializers.ChoiceField(
        Lodged.choices, allow_blank=True, default="", help_text="Needed where `is_fatal`: what was lodged."
    )
    lodged_by = serializers.ChoiceField(
        LodgedBy.choices, allow_blank=True, default="", help_text="Needed where `is_fatal`: by which way."
    )
    receipt_to_follow = serializers.BooleanField(
        default=False,
        help_text="Of a fatal deadline without `receipt` and `document`: it is not there yet, and is awaited.",
    )
    evidence = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="In words, what was done and how it can be shown; where `is_fatal`, what the codes do not say.",
    )


class LodgingWarningOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=list(DOUBTS), help_text="Stable; what programs read.")
    text = serializers.CharField(help_text="The same in the caller's language.")
