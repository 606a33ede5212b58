"""What the clockwork did, and what it failed to do: silence must not look like a quiet week."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """What one piece of the clockwork did within one hour: how often it looked, how much it did, what went wrong.

    pii: none.
    """

    name = models.CharField(max_length=40)
    hour = models.DateTimeField(help_text=_("The full hour, in UTC, that the row is about."))
    last_at = models.DateTimeField(null=True, help_text=_("When it last came to a good end."))
    times = models.PositiveIntegerField(default=0, help_text=_("How often it came to a good end."))
    done = models.PositiveIntegerField(
        default=0, help_text=_("How much it did in all: mails, reminders, rows.")
    )
    failures = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "hour"], name="one_row_per_work_and_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.hour:%Y-%m-%d %H}h"


class Alarm(models.Model):
    """Something was found wrong: told when it begins, and again when it is over.

    pii: none.
    """

    name = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_alarm_stands_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} since {self.began_at:%Y-%m-%d %H:%M}"
