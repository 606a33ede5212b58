"""The courts a case goes through, one after another or side by side."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.litigation import Litigation
from helpdesk.identifiers import new_id


class InstanceProcedure(models.TextChoices):
    """In which way a court is asked."""

    UNILATERAL = "unilateral", _("unilateral petition")
    SUMMARY = "summary", _("summary proceedings")
    MERITS = "merits", _("proceedings on the merits")
    OPPOSITION = "opposition", _("third-party opposition")
    APPEAL = "appeal", _("appeal")
    CASSATION = "cassation", _("cassation")
    ANNULMENT = "annulment", _("action for annulment")
    SUSPENSION = "suspension", _("suspension")
    EXTREME_URGENCY = "extreme_urgency", _("suspension in extreme urgency")
    PRELIMINARY_REFERENCE = "preliminary_reference", _("preliminary reference")
    ENFORCEMENT = "enforcement", _("enforcement")
    INTERIM_MEASURE = "interim_measure", _("interim measure (Rule 39)")
    APPLICATION = "application", _("application to the European Court of Human Rights")


class InstanceOutcome(models.TextChoices):
    """How a court ended what was before it."""

    GRANTED = "granted", _("granted")
    PARTLY_GRANTED = "partly_granted", _("partly granted")
    SUSPENDED = "suspended", _("measure suspended")
    ANSWERED = "answered", _("question answered")
    REJECTED = "rejected", _("rejected")
    INADMISSIBLE = "inadmissible", _("inadmissible")
    STRUCK_OUT = "struck_out", _("struck out")
    WITHDRAWN = "withdrawn", _("withdrawn")
    WITHOUT_OBJECT = "without_object", _("without object")
    SETTLED = "settled", _("settled")


class Instance(models.Model):
    """One court's part of a case. Several may follow the same one: a reference, an appeal in each language.

    The court's identifiers are kept as printed; `ecli` is that of the decision that ended it. It is open until it has
    an outcome or a closing day, either of which a source may leave out.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    litigation = models.ForeignKey(Litigation, on_delete=models.CASCADE, related_name="instances")
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="followed_by"
    )
    court = models.CharField(max_length=200)
    role_number = models.CharField(max_length=60, blank=True)
    appealed_role_number = models.CharField(max_length=60, blank=True)
    repertory_number = models.CharField(max_length=60, blank=True)
    ecli = models.CharField(max_length=80, blank=True)
    procedure = models.CharField(max_length=24, choices=InstanceProcedure.choices, blank=True)
    introduced_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=InstanceOutcome.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(previous=None) | ~models.Q(previous=models.F("id")),
                name="no_instance_follows_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__gte=models.F("introduced_on"))
                | models.Q(closed_on=None)
                | models.Q(introduced_on=None),
                name="an_instance_does_not_close_before_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["court", "role_number"], name="instances_by_court_and_number"),
            models.Index(fields=["role_number"], name="instances_by_role_number"),
            models.Index(fields=["ecli"], name="instances_by_ecli"),
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.role_number}"
