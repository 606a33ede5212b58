"""Something that happened in a dossier on a date."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.document import Document
from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id


class EventKind(models.TextChoices):
    """What can happen. Those of a penalty order move its ledger; those with a rule open deadlines."""

    DECISION_NOTIFIED = "decision_notified", _("decision notified")
    JUDGMENT_NOTIFIED = "judgment_notified", _("judgment notified or served")
    APPEAL_LODGED = "appeal_lodged", _("appeal lodged")
    HEARING = "hearing", _("hearing")
    FORMAL_NOTICE = "formal_notice", _("formal notice sent")
    PETITION_FILED = "petition_filed", _("petition filed")
    ORDER_SERVED = "order_served", _("order served by bailiff")
    OPPOSITION_LODGED = "opposition_lodged", _("third-party opposition lodged")
    ORDER_APPEALED = "order_appealed", _("appeal lodged against the order")
    APPEAL_ENDED = "appeal_ended", _("appeal against the order ended")
    ORDER_SERVED_AGAIN = "order_served_again", _("order served again after an appeal")
    PENALTY_SUSPENDED = "penalty_suspended", _("penalty suspended by the judge")
    PENALTY_AMENDED = "penalty_amended", _("penalty amended by the judge")
    PRESCRIPTION_IMPEDED = "prescription_impeded", _("impediment to prescription")
    PERSON_HOUSED = "person_housed", _("person housed: designated and arrived")
    VIOLATION_FOUND = "violation_found", _("violation found")
    COMMAND_SERVED = "command_served", _("command to pay served")
    SEIZURE = "seizure", _("seizure")
    PAYMENT_RECEIVED = "payment_received", _("payment received")
    INTERIM_MEASURE_GRANTED = "interim_measure_granted", _("interim measure granted (Rule 39)")
    APPLICATION_FORM_SENT = "application_form_sent", _("application form sent to the European Court")
    OTHER = "other", _("other")


class Event(models.Model):
    """What happened, when, and how it was delivered, with the facts a deadline is computed from.

    pii: `facts`, `details` and `note` may describe a person's situation; they stay inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=EventKind.choices)
    occurred_on = models.DateField(null=True, help_text=_("Empty when the day is not known."))
    facts = models.JSONField(default=dict)
    details = models.JSONField(default=dict, help_text=_("What an event of this kind tells besides its day."))
    amount = models.DecimalField(_("euros"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="events",
        help_text=_("The letter that tells of it."),
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["dossier", "occurred_on", "id"], name="events_of_a_dossier_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.occurred_on}"
