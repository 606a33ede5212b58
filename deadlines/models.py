"""A computed deadline, its reminders, and the weekly digest."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Document, Dossier, Event
from deadlines.law.vocabulary import Remedy, RuleKind
from helpdesk.identifiers import new_id
from helpdesk.outbox.models import OutgoingMail

# A term that runs against the person herself, by which something must be lodged: not lodged, it is lost.
FATAL = models.Q(rule_kind=RuleKind.PARTY_DEADLINE.value) & ~models.Q(remedy=Remedy.RECEPTION.value)


class DeadlineState(models.TextChoices):
    OPEN = "open", _("open")
    MET = "met", _("met")
    WAIVED = "waived", _("waived")
    LAPSED = "lapsed", _("no longer arises")


class Deadline(models.Model):
    """A date by which something must be done, frozen as it was computed.

    `legal_on` is the last day by the letter of the rule, included; `due_on` is the day that rings: the safe date,
    or the earliest of a band, or the day of an override in force. `raw_on` is the last day before it was extended or
    moved to a working day: extensions count from it, and roll once, last. `answer` keeps the whole computation in
    every language, so that a later change of law or wording cannot rewrite it; `content_hash` names the rule version
    and calendar that gave it.

    pii: `query` holds facts of a person's procedure; they stay inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="deadlines")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deadlines")
    rule_id = models.CharField(max_length=80)
    rule_version = models.CharField(max_length=40)
    rule_kind = models.CharField(max_length=24)
    remedy = models.CharField(max_length=40)
    raw_on = models.DateField()
    legal_on = models.DateField()
    safe_on = models.DateField()
    earliest_safe_on = models.DateField(null=True)
    latest_arguable_on = models.DateField(null=True)
    due_on = models.DateField()
    confidence = models.CharField(max_length=8)
    needs_confirmation = models.BooleanField()
    query = models.JSONField()
    answer = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=DeadlineState.choices, default=DeadlineState.OPEN)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.TextField(blank=True)
    evidence_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.RESTRICT, related_name="deadlines"
    )
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(safe_on__lte=models.F("legal_on")),
                name="the_safe_day_is_never_after_the_legal_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", done_on__isnull=True)
                | (~models.Q(state="open") & models.Q(done_on__isnull=False)),
                name="a_deadline_is_done_on_a_day_exactly_when_not_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                include=["dossier"],
                name="deadlines_still_open_by_day",
                condition=models.Q(state="open"),
            ),
            models.Index(fields=["dossier", "due_on", "id"], name="deadlines_of_a_dossier_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} due {self.due_on}"

    @property
    def computed_due_on(self) -> date:
        """The day the computation gives to ring on, whatever stands over it."""
        return self.earliest_safe_on or self.safe_on

    @property
    def is_fatal(self) -> bool:
        """As `FATAL` says it of rows: a term that runs against the person, other than that of a place in reception."""
        return self.rule_kind == RuleKind.PARTY_DEADLINE and self.remedy != Remedy.RECEPTION

    @property
    def acknowledgement(self) -> "Acknowledgement | None":
        """The one in force: asked for, and given or not. It reads `acknowledgements`, which a list fetches ahead."""
        return next((one for one in self.acknowledgements.all() if one.overtaken_at is None), None)

    @property
    def acknowledged_by(self) -> Any:
        """Who said that she knows of this day, if anybody did."""
        return self.acknowledgement.acknowledged_by if self.acknowledgement else None

    @property
    def acknowledged_at(self) -> datetime | None:
        return self.acknowledgement.acknowledged_at if self.acknowledgement else None

    @property
    def awaits_acknowledgement(self) -> bool:
        """Whether it was asked of somebody to acknowledge this day, and nobody has."""
        may_be_asked = self.is_fatal and self.state == DeadlineState.OPEN
        return may_be_asked and self.acknowledgement is not None and self.acknowledged_at is None

    @property
    def is_overridden(self) -> bool:
        """Whether it rings on another day than the computation gives."""
        return self.due_on != self.computed_due_on


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


class Acknowledgement(models.Model):
    """That somebody must say she knows of the day of a fatal deadline, and that she did.

    It is asked for with the first reminder and counts until the day moves; then it is overtaken, and a new one asked.
    While none is given it climbs at `climbs_at`, rung by rung; empty where nothing is left to climb.

    pii: none beyond the link to the colleague.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="acknowledgements")
    due_on = models.DateField(help_text=_("the day that is to be known"))
    asked_at = models.DateTimeField()
    climbs_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True)
    overtaken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=models.Q(overtaken_at__isnull=True),
                name="one_acknowledgement_in_force_per_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | models.Q(
                    acknowledged_at__isnull=False, acknowledged_by__isnull=False, climbs_at__isnull=True
                ),
                name="a_day_is_acknowledged_by_somebody_and_climbs_no_more",
            ),
        ]
        indexes = [
            models.Index(
                fields=["climbs_at"],
                name="acknowledgements_that_climb",
                condition=models.Q(climbs_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.due_on}, asked at {self.asked_at}"


class Rung(models.TextChoices):
    """Whom a day that nobody acknowledged is told to, in this order."""

    TO_STAND_IN = "to_stand_in", _("who stands in")
    TO_TEAM = "to_team", _("everybody who may work on it")
    TO_COORDINATORS = "to_coordinators", _("the coordinators of its team")


class Reminder(models.Model):
    """One announced moment of attention for one deadline: so many working days before, on entry, or a `Rung`.

    Due work is one indexed query; a reminder is claimed once, by the conditional update of `claimed_at`. A rung hangs
    on the acknowledgement that was not given, and is made and claimed in one go.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField(help_text=_("the day it announces; a deadline that moves rings anew"))
    lead = models.CharField(
        max_length=24, help_text=_("entry, or the number of days before, such as working_days_3")
    )
    ring_on = models.DateField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    acknowledgement = models.ForeignKey(
        Acknowledgement, null=True, on_delete=models.CASCADE, related_name="rungs"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on", "lead"],
                condition=models.Q(acknowledgement__isnull=True),
                name="a_deadline_rings_once_per_day_and_lead_time",
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


class ReminderMail(models.Model):
    """That a colleague was sent a reminder, and the exact mail.

    pii: none beyond the link to the colleague.
    """

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="mails")
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, related_name="reminder")

    def __str__(self) -> str:
        return f"mail of {self.reminder_id}"


class Digest(models.Model):
    """One colleague's weekly digest: one row per colleague and ISO week, with the exact mail.

    pii: none beyond the link to the colleague; the mail's text holds references and dates.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    week = models.CharField(max_length=8, help_text=_("ISO week, such as 2026-W25"))
    deadline_count = models.PositiveIntegerField()
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, related_name="digest")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="one_digest_per_colleague_and_week"),
        ]

    def __str__(self) -> str:
        return f"{self.week} for {self.user_id}"
