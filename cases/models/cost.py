"""What a case costs, and what of it comes back."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.litigation import Litigation
from helpdesk.identifiers import new_id


class CostKind(models.TextChoices):
    """What was paid for. A procedural indemnity is awarded to our side, or paid to the other."""

    COURT_FEE = "court_fee", _("court fee")
    COUNSEL = "counsel", _("counsel")
    BAILIFF = "bailiff", _("bailiff")
    EXPERT = "expert", _("expert")
    INDEMNITY_PAID = "indemnity_paid", _("procedural indemnity paid")
    INDEMNITY_AWARDED = "indemnity_awarded", _("procedural indemnity awarded")


class Cost(models.Model):
    """An amount in euros on a day. An entry made in error is taken back by its counterpart below zero; both stay.

    Only `recovered_on` is ever set later: the day on which the amount came back, or an indemnity came in.

    pii: what a colleague entered and when; who paid should be an organisation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    litigation = models.ForeignKey(Litigation, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=20, choices=CostKind.choices)
    amount = models.DecimalField(_("euros"), max_digits=12, decimal_places=2)
    on = models.DateField()
    paid_by = models.CharField(max_length=200, blank=True)
    recovered_on = models.DateField(null=True, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="taken_back_by"
    )
    reason = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, takes_back=None, reason="")
                | (models.Q(amount__lt=0, takes_back__isnull=False) & ~models.Q(reason="")),
                name="a_cost_below_zero_takes_another_back_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["litigation", "on", "id"], name="costs_of_a_litigation_by_day")]
        triggers = [
            pgtrigger.Protect(
                name="a_cost_is_not_edited",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "litigation_id", "kind", "amount", "on", "paid_by", "takes_back_id", "reason", "entered_by_id",
                    "entered_at",
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.amount} euro, {self.kind}"
