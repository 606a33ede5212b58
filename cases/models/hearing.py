"""A day in court."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.instance import Instance
from helpdesk.identifiers import new_id

# Every court the desk goes to keeps this time; the desk's own zone may be another.
COURT_TIME = ZoneInfo("Europe/Brussels")


class HearingKind(models.TextChoices):
    INTRODUCTORY = "introductory", _("introductory hearing")
    CALENDAR = "calendar", _("setting of the calendar")
    PLEADINGS = "pleadings", _("pleadings")
    CHAMBERS = "chambers", _("in chambers")
    DELIVERY = "delivery", _("delivery of the judgment")
    OTHER = "other", _("other")


class HearingOutcome(models.TextChoices):
    """What became of it; empty while it is still to come."""

    HELD = "held", _("held")
    RESERVED = "reserved", _("judgment reserved")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Hearing(models.Model):
    """A hearing of an instance, past or to come. `at` is the time of day in Brussels, where it is known.

    pii: the remark may describe a person's situation; it stays inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="hearings")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True, help_text=_("Time of day in Brussels."))
    kind = models.CharField(max_length=16, choices=HearingKind.choices)
    room = models.CharField(max_length=120, blank=True)
    remark = models.TextField(blank=True)
    outcome = models.CharField(max_length=12, choices=HearingOutcome.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["instance", "on"], name="hearings_of_an_instance_by_day"),
            models.Index(fields=["on"], name="hearings_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"

    @property
    def starts_at(self) -> datetime | None:
        """The moment it begins; none while only the day is known."""
        return datetime.combine(self.on, self.at, tzinfo=COURT_TIME) if self.at else None
