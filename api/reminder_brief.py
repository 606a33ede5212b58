"""A reminder that was sent to the caller in short, without the words of its mail."""

from django.db.models import F, QuerySet
from rest_framework import serializers

from cases.access import may_be_seen_by
from deadlines.models import ReminderMail
from helpdesk.people.models import User


class ReminderBriefOut(serializers.ModelSerializer[ReminderMail]):
    id = serializers.UUIDField(source="mail_id", read_only=True)
    lead = serializers.CharField(
        source="reminder.lead", read_only=True, help_text="How long before, or entry."
    )
    ring_on = serializers.DateField(
        source="reminder.ring_on", read_only=True, help_text="The day it was to ring."
    )
    deadline = serializers.UUIDField(source="reminder.deadline_id", read_only=True)

    class Meta:
        model = ReminderMail
        fields = ["id", "lead", "ring_on", "deadline"]
        read_only_fields = fields


def reminders_to(user: User) -> QuerySet[ReminderMail]:
    """What was sent to her of dossiers that she still sees."""
    return ReminderMail.objects.filter(
        may_be_seen_by(user, "reminder__deadline__dossier__"), mail__addressee=user
    )


def reminders_of_dossiers_to(user: User) -> QuerySet[ReminderMail]:
    """The same, the last first, each with its dossier."""
    mine = reminders_to(user).annotate(dossier_id=F("reminder__deadline__dossier_id"))
    return mine.select_related("reminder").order_by("-mail_id")
