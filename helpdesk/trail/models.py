"""Who did what, when and why: rows that are added and never changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTextTransform


class TrailEntry(models.Model):
    """One act in a namespaced verb, such as `deadline.computed`, written in the transaction of the act.

    That somebody read something is an act too where it must be known (`….read`): once per person and day.

    `dossier_id` is a plain identifier, not a foreign key: the trail lies below the dossiers and outlives them.

    pii: names no one but the acting colleague; `changes` holds field values and inherits their class.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    dossier_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["dossier_id", "id"], name="trail_of_a_dossier"),
        ]
        constraints = [
            models.UniqueConstraint(
                "subject_id",
                "actor",
                "verb",
                KeyTextTransform("on", "changes"),
                condition=models.Q(verb__endswith=".read"),
                name="a_reading_is_noted_once_per_person_and_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="trail_is_only_added_to", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
