"""A deadline, frozen as it was computed, and that its day is known to somebody."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Document, Dossier, Event
from deadlines.law.vocabulary import Remedy, RuleKind
from deadlines.models.lodging import Lodged, LodgedBy
from helpdesk.identifiers import new_id

WATCH = RuleKind.WATCH.value
# A term that runs against the person herself, by which something must be lodged: not lodged, it is lost.
FATAL = models.Q(rule_kind=RuleKind.PARTY_DEADLINE.value) & ~models.Q(remedy=Remedy.RECEPTION.value)

# A colleague said what she lodged, and neither the reference of its receipt nor a paper that shows it is there yet.
RECEIPT_AWAITED = models.Q(state="met", receipt="", evidence_document__isnull=True) & ~models.Q(lodged_by="")


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

    A fatal one that was met says in codes what was lodged and how, with the reference of its receipt; `evidence` is
    whatever is to be added in words. One that is met by an event says what was lodged, and the rest in words alone; one
    that was met before that was asked has nothing but words.

    A watch over a penalty is a deadline too: `deadlines.watches` sets it, and moves it with what is recorded.

    pii: `query` holds facts of a person's procedure, `evidence` and `receipt` may; they stay inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="deadlines")
    event = models.ForeignKey(
        Event,
        null=True,
        on_delete=models.CASCADE,
        related_name="deadlines",
        help_text=_("Empty only for a watch over an order that was not served yet."),
    )
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
    lodged = models.CharField(max_length=32, choices=Lodged.choices, blank=True)
    lodged_by = models.CharField(max_length=20, choices=LodgedBy.choices, blank=True)
    receipt = models.CharField(max_length=200, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(event__isnull=False) | models.Q(rule_kind=WATCH),
                name="only_a_watch_comes_from_no_event",
            ),
            models.CheckConstraint(
                condition=models.Q(lodged="", lodged_by="", receipt="")
                | (models.Q(state="met") & ~models.Q(lodged="") & ~models.Q(lodged_by="", receipt__gt="")),
                name="something_is_lodged_where_a_deadline_is_met",
            ),
            models.UniqueConstraint(
                fields=["dossier", "rule_id"],
                condition=models.Q(rule_kind=WATCH, state="open"),
                name="one_watch_of_a_kind_stands_open",
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
            models.Index(
                fields=["due_on", "id"], name="deadlines_awaiting_a_receipt", condition=RECEIPT_AWAITED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} due {self.due_on}"

    @property
    def is_watch(self) -> bool:
        """Whether it watches over a penalty, rather than a term that runs."""
        return self.rule_kind == WATCH

    @property
    def computed_due_on(self) -> date:
        """The day the computation gives to ring on, whatever stands over it."""
        return self.earliest_safe_on or self.safe_on

    @property
    def is_fatal(self) -> bool:
        """As `FATAL` says it of rows: a term that runs against the person, other than that of a place in reception."""
        return self.rule_kind == RuleKind.PARTY_DEADLINE and self.remedy != Remedy.RECEPTION

    @property
    def awaits_receipt(self) -> bool:
        """As `RECEIPT_AWAITED` says it of rows."""
        is_lodged = self.state == DeadlineState.MET and self.lodged_by != ""
        return is_lodged and not self.receipt and self.evidence_document_id is None

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
    def confirmation(self) -> Any:
        """What a second lawyer was asked or said of this day. It reads `confirmations`, which a list fetches ahead."""
        return next((one for one in self.confirmations.all() if one.overtaken_at is None), None)

    @property
    def is_overridden(self) -> bool:
        """Whether it rings on another day than the computation gives."""
        return self.due_on != self.computed_due_on


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
