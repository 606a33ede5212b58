"""Days set by hand, and what the law gives anew."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from deadlines.models.deadline import Deadline
from helpdesk.identifiers import new_id


class OverrideKind(models.TextChoices):
    OWN_DATE = "own_date", _("a lawyer's own day")
    EXTENSION = "extension", _("an extension, counted from the unrolled day")


class Override(models.Model):
    """A day a lawyer set in place of the computed one, for a reason. It is withdrawn, never changed.

    No recomputation overwrites it: where the two disagree, a `Recomputation` waits for a decision.

    pii: `reason` and `evidence` may describe a person's procedure; they stay inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="overrides")
    kind = models.CharField(max_length=12, choices=OverrideKind.choices)
    raw_on = models.DateField(help_text=_("before it was moved to a working day"))
    due_on = models.DateField()
    period = models.CharField(
        max_length=40, blank=True, help_text=_("of an extension, such as 8 calendar_days")
    )
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_override_in_force_per_deadline",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_override_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class Cause(models.TextChoices):
    EVENT_CORRECTED = "event_corrected", _("the event was corrected")
    EVENT_RETRACTED = "event_retracted", _("the event was retracted")
    LAW_CHANGED = "law_changed", _("the law or the calendar changed")


class Decision(models.TextChoices):
    WAITING = "waiting", _("waits for a decision")
    TAKEN = "taken", _("the new day was taken")
    KEPT = "kept", _("the day was kept")


class Recomputation(models.Model):
    """What the law gives anew for a stored deadline, and what was decided about it.

    Where nothing stands against it, it is taken at once; where an override stands, or the deadline was done,
    it waits: the conflict is a lawyer's to resolve.

    pii: `result` holds facts of a person's procedure; they stay inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="recomputations")
    cause = models.CharField(max_length=16, choices=Cause.choices)
    due_before_on = models.DateField()
    due_after_on = models.DateField(null=True, help_text=_("empty where the deadline no longer arises"))
    result = models.JSONField(null=True, help_text=_("the new columns and the new answer, to be taken whole"))
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(decision="waiting"),
                name="one_recomputation_waits_per_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause}: {self.due_before_on} to {self.due_after_on}"
