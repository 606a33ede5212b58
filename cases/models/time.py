"""What a dossier cost in working time."""

import pgtrigger
from django.conf import settings
from django.db import models

from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id

LONGEST_DAY = 24 * 60


class TimeEntry(models.Model):
    """Minutes one colleague spent on a dossier on a day; a negative entry, with its reason, puts earlier ones right.

    pii: what a colleague did and when; `what` and `reason` may describe a person's situation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="time_entries")
    minutes = models.SmallIntegerField()
    what = models.CharField(max_length=300)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    spent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=-LONGEST_DAY, minutes__lte=LONGEST_DAY)
                & ~models.Q(minutes=0),
                name="time_spent_is_something_and_at_most_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gt=0) | ~models.Q(reason=""),
                name="time_taken_back_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "on", "id"], name="time_of_a_dossier_by_day")]
        triggers = [pgtrigger.ReadOnly(name="time_spent_is_not_edited", exclude=["dossier"])]

    def __str__(self) -> str:
        return f"{self.minutes} minutes on {self.on}"
