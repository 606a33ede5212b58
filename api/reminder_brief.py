"""A reminder that was sent to the caller in short, without the words of its mail."""

from django.db.models import F, QuerySet
from rest_framework import serializers

from deadlines.models import ReminderMail
from deadlines.notices import notices_of
from helpdesk.people.models import User


class ReminderBriefOut(serializers.ModelSerializer[ReminderMail]):
    id = serializers.UUIDField(source="mail_id", read_only=True)
    lead = serializers.CharField(
        source="reminder.lead",
        read_only=True,
        help_text="How long before; `entry`; or `moved`, with a number where it moved to that day before.",
    )
    ring_on = serializers.DateField(
        source="reminder.ring_on", read_only=True, help_text="The day it was to ring."
    )
    is_wished = serializers.BooleanField(
        source="reminder.is_wished",
        read_only=True,
        help_text="Whether it came of a lead time of my own, besides those of everybody.",
    )
    deadline = serializers.UUIDField(source="reminder.deadline_id", read_only=True)

    class Meta:
        model = ReminderMail
        fields = ["id", "lead", "ring_on", "is_wished", "deadline"]
        read_only_fields = fields


def reminders_of_dossiers_to(user: User) -> QuerySet[ReminderMail]:
    """What was sent to her of dossiers that she still sees, the last first, each with its dossier."""
    mine = notices_of(user).annotate(dossier_id=F("reminder__deadline__dossier_id"))
    return mine.select_related("reminder").order_by("-mail_id")
