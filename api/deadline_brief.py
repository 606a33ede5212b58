"""A deadline in short: its day, and where that comes from."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from api.fields import PartialShape
from api.law_words import CONFIDENCES, REMEDIES, RULE_KINDS, one_of
from cases.access import may_be_seen_by
from deadlines.models import Deadline, DeadlineState
from helpdesk.people.models import User


def open_deadlines_seen_by(user: User) -> QuerySet[Deadline]:
    """By day, without what was computed."""
    stands_open = Deadline.objects.filter(may_be_seen_by(user, "dossier__"), state=DeadlineState.OPEN)
    return stands_open.defer("query", "answer").order_by("due_on", "id")


class DeadlineBriefOut(PartialShape[Deadline]):
    """A stored deadline without its computation."""

    rule_kind = one_of(RULE_KINDS, "Against whom it runs; watch: over a penalty.", read_only=True)
    remedy = one_of(
        REMEDIES,
        "What can be lodged by then; a decision may open several, each its own deadline.",
        read_only=True,
    )
    confidence = one_of(CONFIDENCES, "How sure its sources make it.", read_only=True)
    is_overridden = serializers.BooleanField(
        read_only=True, help_text="Whether a day set by hand stands over the computed one."
    )
    is_fatal = serializers.BooleanField(
        read_only=True, help_text="Whether the right is lost with the day; its reminder must be acknowledged."
    )

    reads: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "is_overridden": ("due_on", "earliest_safe_on", "safe_on"),
        "is_fatal": ("rule_kind", "remedy"),
    }

    class Meta:
        model = Deadline
        fields = [
            "id", "event", "rule_id", "rule_kind", "remedy", "legal_on", "due_on", "is_overridden", "confidence",
            "needs_confirmation", "is_fatal",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "legal_on": {"help_text": "The last day by the letter of the rule, included."},
            "due_on": {
                "help_text": "The day that rings: the safe date, the earliest of a band, or a day set by hand."
            },
        }
