"""Something that happened in a dossier on a date."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.document import Document
from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id


class EventKind(models.TextChoices):
    """What can happen. Those of an order make its life (`cases.life`); those with a rule open deadlines."""

    DECISION_NOTIFIED = "decision_notified", _("decision notified")
    JUDGMENT_NOTIFIED = "judgment_notified", _("judgment notified or served")
    APPEAL_LODGED = "appeal_lodged", _("appeal lodged")
    HEARING = "hearing", _("hearing")
    RECEPTION_REFUSED = "reception_refused", _("no place given")
    FORMAL_NOTICE = "formal_notice", _("formal notice sent")
    PETITION_FILED = "petition_filed", _("petition filed")
    ORDER_GIVEN = "order_given", _("order given or refused")
    ORDER_NOTIFIED = "order_notified", _("order notified by judicial letter")
    ORDER_SERVED = "order_served", _("order served by bailiff")
    CODE_207_LIFTED = "code_207_lifted", _("code 207 lifted")
    PLACE_DESIGNATED = "place_designated", _("place designated")
    PLACE_DECLINED = "place_declined", _("designated place declined")
    PERSON_HOUSED = "person_housed", _("person housed: arrived in the place")
    PLACE_LOST = "place_lost", _("place lost: left, removed or refused again")
    CONTACT_LOST = "contact_lost", _("contact lost")
    OPPOSITION_LODGED = "opposition_lodged", _("third-party opposition lodged")
    OPPOSITION_ENDED = "opposition_ended", _("third-party opposition ended")
    ORDER_APPEALED = "order_appealed", _("appeal lodged against the order")
    APPEAL_ENDED = "appeal_ended", _("appeal against the order ended")
    ORDER_SERVED_AGAIN = "order_served_again", _("order served again after an appeal")
    PENALTY_SUSPENDED = "penalty_suspended", _("penalty suspended by the judge")
    PENALTY_AMENDED = "penalty_amended", _("penalty amended by the judge")
    PRESCRIPTION_IMPEDED = "prescription_impeded", _("impediment to prescription")
    VIOLATION_FOUND = "violation_found", _("violation found")
    COMMAND_SERVED = "command_served", _("command to pay served")
    SEIZURE = "seizure", _("seizure")
    SEIZURE_OPPOSED = "seizure_opposed", _("opposition before the seizure judge")
    SEIZURE_JUDGED = "seizure_judged", _("decision of the seizure judge")
    GOODS_SOLD = "goods_sold", _("seized goods sold")
    AMOUNT_ATTRIBUTED = "amount_attributed", _("amount attributed")
    SEIZURE_LIFTED = "seizure_lifted", _("seizure lifted")
    PAYMENT_RECEIVED = "payment_received", _("payment received")
    DESISTED = "desisted", _("claimant desisted")
    SETTLEMENT_AGREED = "settlement_agreed", _("settlement agreed")
    INTERIM_MEASURE_REQUESTED = "interim_measure_requested", _("interim measure requested (Rule 39)")
    INTERIM_MEASURE_GRANTED = "interim_measure_granted", _("interim measure granted (Rule 39)")
    INTERIM_MEASURE_REFUSED = "interim_measure_refused", _("interim measure refused (Rule 39)")
    INTERIM_MEASURE_LIFTED = "interim_measure_lifted", _("interim measure lifted (Rule 39)")
    APPLICATION_FORM_SENT = "application_form_sent", _("application form sent to the European Court")
    APPLICATION_STRUCK_OUT = "application_struck_out", _("application struck out by the European Court")
    EUROPEAN_JUDGMENT = "european_judgment", _("judgment of the European Court")
    OTHER = "other", _("other")


class Event(models.Model):
    """What happened, when, and how it was delivered, with the facts a deadline is computed from.

    One entered in error is retracted: it stays to be seen and counts no more.

    pii: `facts`, `details` and `note` may describe a person's situation, `retraction` says why; they stay inside
    the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=32, choices=EventKind.choices)
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
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retracted_at = models.DateTimeField(null=True, blank=True)
    retraction = models.TextField(_("why it was retracted"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retracted_at__isnull=True, retracted_by__isnull=True, retraction="")
                | (
                    models.Q(retracted_at__isnull=False, retracted_by__isnull=False)
                    & ~models.Q(retraction="")
                ),
                name="an_event_is_retracted_by_someone_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "occurred_on", "id"], name="events_of_a_dossier_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.occurred_on}"
