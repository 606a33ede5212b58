"""Units of a penalty that lapsed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Dossier
from helpdesk.outbox.models import OutgoingMail


class Loss(models.Model):
    """What had lapsed of one penalty when it was looked at and had not the time before. Money in euros.

    It is mailed where a watch stood open over it: what had lapsed before the desk knew, and what somebody decided to
    let go, is kept and not mailed.

    pii: none.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="losses")
    units = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=24, decimal_places=2)
    seen_on = models.DateField()
    was_watched = models.BooleanField(help_text=_("whether a watch stood open over it"))
    told_at = models.DateTimeField(
        null=True, help_text=_("when its mails were written; empty again where one was called off")
    )
    mails = models.ManyToManyField(OutgoingMail, related_name="losses", help_text=_("that tell it"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(units__gt=0) | Q(amount__gt=0), name="a_loss_is_more_than_nothing"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="losses_still_to_be_told",
                condition=Q(was_watched=True, told_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units} units, {self.amount} euro"
