"""Moments of attention, and the mails they became."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from deadlines.models.deadline import Acknowledgement, Deadline
from helpdesk.identifiers import new_id
from helpdesk.outbox.models import OutgoingMail


class Rung(models.TextChoices):
    """Whom a day that nobody acknowledged is told to, in this order."""

    TO_STAND_IN = "to_stand_in", _("who stands in")
    TO_TEAM = "to_team", _("everybody who may work on it")
    TO_COORDINATORS = "to_coordinators", _("the coordinators of its team")


class Reminder(models.Model):
    """One announced moment of attention for one deadline: so many working days before, on entry, or a `Rung`.

    Due work is one indexed query; a reminder is claimed once, by the conditional update of `claimed_at`. A rung hangs
    on the acknowledgement that was not given, and is made and claimed in one go; so is one that a colleague wished for.

    pii: the colleague whose own lead time it is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField(help_text=_("the day it announces; a deadline that moves rings anew"))
    lead = models.CharField(
        max_length=24, help_text=_("entry, or the number of days before, such as working_days_3")
    )
    ring_on = models.DateField()
    planned_at = models.DateTimeField(
        null=True,
        help_text=_("when it was last planned; empty of one that is made as it rings"),
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    acknowledgement = models.ForeignKey(
        Acknowledgement, null=True, on_delete=models.CASCADE, related_name="rungs"
    )
    wished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("whose own lead time it is, and for whom alone it rings; empty for those of everybody"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on", "lead"],
                condition=models.Q(acknowledgement__isnull=True, wished_by__isnull=True),
                name="a_deadline_rings_once_per_day_and_lead_time",
            ),
            models.UniqueConstraint(
                fields=["deadline", "due_on", "lead", "wished_by"],
                condition=models.Q(wished_by__isnull=False),
                name="a_deadline_rings_once_per_lead_time_of_a_colleague",
            ),
            models.CheckConstraint(
                condition=models.Q(wished_by__isnull=True)
                | models.Q(acknowledgement__isnull=True, claimed_at__isnull=False),
                name="a_reminder_that_was_wished_for_is_no_rung_and_rings_when_made",
            ),
            models.UniqueConstraint(
                fields=["acknowledgement", "lead"], name="an_acknowledgement_climbs_each_rung_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["ring_on"],
                name="reminders_still_to_ring",
                condition=models.Q(claimed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead} on {self.ring_on}"

    @property
    def is_wished(self) -> bool:
        """Whether it came of a colleague's own lead time, rather than of one that everybody has."""
        return self.wished_by_id is not None


class ReminderMail(models.Model):
    """That a colleague was told of a reminder: by the exact mail, and at once by a notice in the app.

    What was told of a deadline that is done meanwhile counts as read.

    pii: the link to the colleague, and when she read it.
    """

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="mails")
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, related_name="reminder")
    # As the mail has it, for an index of her own.
    addressee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["addressee", "-id"], name="notices_of_a_colleague"),
            models.Index(
                fields=["addressee", "-id"],
                name="notices_still_to_be_read",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"mail of {self.reminder_id}"
