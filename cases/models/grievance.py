"""What is held against the norm or measure a case is brought against, each with its own outcome."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.instance import Instance
from cases.models.litigation import Litigation
from helpdesk.identifiers import new_id


class GrievanceOutcome(models.TextChoices):
    """What became of it. Interpreted: the norm stands, read in the way the court says."""

    PENDING = "pending", _("pending")
    ANNULLED = "annulled", _("annulled")
    INTERPRETED = "interpreted", _("interpreted")
    REJECTED = "rejected", _("rejected")
    INADMISSIBLE = "inadmissible", _("inadmissible")


class Grievance(models.Model):
    """One grievance by its number in the case. Instance and day of the decision may be unknown, never be there early.

    pii: none; the text should name no private person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    litigation = models.ForeignKey(Litigation, on_delete=models.CASCADE, related_name="grievances")
    number = models.PositiveSmallIntegerField()
    norm_attacked = models.CharField(max_length=300, blank=True)
    norm_invoked = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    outcome = models.CharField(
        max_length=12, choices=GrievanceOutcome.choices, default=GrievanceOutcome.PENDING
    )
    instance = models.ForeignKey(
        Instance, null=True, blank=True, on_delete=models.RESTRICT, related_name="grievances"
    )
    decided_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["litigation", "number"], name="a_grievance_has_its_own_number"),
            models.CheckConstraint(
                condition=~models.Q(outcome="pending") | models.Q(instance=None, decided_on=None),
                name="a_pending_grievance_is_decided_by_nobody",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "litigation"], name="grievances_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
