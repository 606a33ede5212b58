"""When a team is open, and how soon an asker should have her first answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models import Team


class AnswerUnit(models.TextChoices):
    OPENING_HOURS = "opening_hours", _("opening hours")
    WORKING_DAYS = "working_days", _("working days on which the desk is open")


class OpeningHours(models.Model):
    """An ordinary week of a team from a day on, until a later version; and within what it means to answer.

    `week` lists blocks such as `{"weekday": 1, "opens": "09:00", "closes": "12:30"}`, Monday being 1, by the clock
    on the wall; legal holidays are closed.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="opening_hours")
    valid_from = models.DateField()
    week = models.JSONField()
    answer_within = models.PositiveSmallIntegerField()
    answer_unit = models.CharField(max_length=16, choices=AnswerUnit.choices)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "valid_from"], name="one_version_of_opening_hours_per_team_and_day"
            ),
            models.CheckConstraint(
                condition=models.Q(answer_within__gte=1), name="nobody_can_answer_within_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} from {self.valid_from}"


class OpeningException(models.Model):
    """A day on which a team is open otherwise than its week says, legal holidays included. No blocks: closed.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="opening_exceptions")
    on = models.DateField()
    blocks = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "on"], name="one_opening_exception_per_team_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} on {self.on}"
