"""A deadline, frozen as it was computed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Document, Dossier, Event
from deadlines.law.vocabulary import RuleKind
from helpdesk.identifiers import new_id

WATCH = RuleKind.WATCH.value


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

    A watch over a penalty is a deadline too: `deadlines.watches` sets it, and moves it with what is recorded.

    pii: `query` holds facts of a person's procedure; they stay inside the dossier.
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
    def is_overridden(self) -> bool:
        """Whether it rings on another day than the computation gives."""
        return self.due_on != self.computed_due_on
