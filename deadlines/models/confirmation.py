"""That a second lawyer looks at the day of a deadline, and what she says of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from deadlines.models.deadline import Deadline
from helpdesk.identifiers import new_id


class ConfirmationState(models.TextChoices):
    AWAITED = "awaited", _("asked of a second lawyer")
    CONFIRMED = "confirmed", _("confirmed by a second lawyer")
    CONTESTED = "contested", _("contested by a second lawyer")


class Confirmation(models.Model):
    """That a second lawyer confirms or contests the day of a deadline, asked of her or of her own accord.

    It counts until the day moves; then it is overtaken, and asked anew where it was asked. Where nobody asked it,
    the team asks it of every fatal day; of her own accord, it was asked at no moment.

    pii: `remark` may describe a person's procedure; it stays inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="confirmations")
    due_on = models.DateField(help_text=_("the day that is looked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)
    of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where any colleague may who works on the dossier."),
    )
    state = models.CharField(
        max_length=9, choices=ConfirmationState.choices, default=ConfirmationState.AWAITED
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    overtaken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(overtaken_at__isnull=True),
                name="one_confirmation_in_force_per_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_at__isnull=False)
                | (
                    models.Q(asked_by__isnull=True, asked_at__isnull=True, of__isnull=True)
                    & ~models.Q(state="awaited")
                ),
                name="a_confirmation_that_is_awaited_was_asked_for",
            ),
            models.CheckConstraint(
                condition=models.Q(state="awaited", decided_by__isnull=True, decided_at__isnull=True)
                | (models.Q(decided_by__isnull=False, decided_at__isnull=False) & ~models.Q(state="awaited")),
                name="a_day_is_confirmed_or_contested_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="contested", remark=""), name="a_day_is_contested_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.due_on}: {self.state}"
