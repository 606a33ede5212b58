"""That one question was merged into another, and what went along."""

from uuid import UUID

from django.conf import settings
from django.db import models

from cases.models.dossier import Dossier, State
from helpdesk.identifiers import new_id


class Merge(models.Model):
    """One question that was merged into another, `survivor`, with what is needed to take it out again.

    `moved` holds, for each relation of `cases.relations`, the identifiers of the rows that went along.

    pii: none but the colleagues who did it; the reasons stand in the trail.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merged = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="merges")
    survivor = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="merges_of_others")
    state_before = models.CharField(max_length=8, choices=State.choices)
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=models.Q(undone_at=None),
                name="a_question_is_merged_into_one_other_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged=models.F("survivor")), name="no_question_is_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.survivor_id}"


def standing_merge(merged_id: UUID) -> Merge | None:
    """How this question went into another, unless it was taken out again."""
    return Merge.objects.filter(merged=merged_id, undone_at=None).first()
