"""A court order against Fedasil, and the penalty the judge put on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier


class Procedure(models.TextChoices):
    UNILATERAL = "unilateral", _("unilateral petition")
    SUMMARY = "summary", _("summary proceedings")
    MERITS = "merits", _("proceedings on the merits")
    APPEAL = "appeal", _("appeal")
    EXTREME_URGENCY = "extreme_urgency", _("suspension in extreme urgency")


class Debtor(models.TextChoices):
    FEDASIL = "fedasil", _("Fedasil")
    BELGIAN_STATE = "belgian_state", _("Belgian State")
    BOTH = "both", _("Fedasil and the Belgian State, each")


class Condemnation(models.Model):
    """The order that counts: the latest that granted something; before any, what is known of the proceedings.

    It and its penalty say what the events of the dossier say (`cases.services.orders` keeps them so); all orders, of
    every instance, stand in the events. `decided_on` is empty until an order grants something. The court's identifiers
    are kept as printed; conflicts warn, never block.

    pii: the claimant only as pseudonymised in the judgment (`Dossier.person_concerned`).
    """

    dossier = models.OneToOneField(
        Dossier, primary_key=True, on_delete=models.CASCADE, related_name="condemnation"
    )
    court = models.CharField(max_length=200, blank=True)
    role_number = models.CharField(max_length=60, blank=True)
    appealed_role_number = models.CharField(max_length=60, blank=True)
    repertory_number = models.CharField(max_length=60, blank=True)
    ecli = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    procedure = models.CharField(max_length=16, choices=Procedure.choices, blank=True)
    is_collective = models.BooleanField(_("brought by organisations for all concerned"), default=False)
    orders = models.TextField(_("what the judge ordered"), blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["court", "role_number", "decided_on"],
                name="one_condemnation_per_court_role_number_and_day",
                condition=models.Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | (~models.Q(court="") & ~models.Q(procedure="")),
                name="an_order_was_given_by_a_court_in_a_procedure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court} {self.role_number}"


class PenaltyUnit(models.TextChoices):
    CALENDAR_DAY = "calendar_day", _("calendar day")
    NIGHT = "night", _("night")
    WORKING_DAY = "working_day", _("working day")
    VIOLATION = "violation", _("violation")
    LUMP_SUM = "lump_sum", _("lump sum")


class CountedPer(models.TextChoices):
    PERSON = "person", _("each person")
    FAMILY = "family", _("the family together")
    ANY_PERSON = "any_person", _("as long as any person is without a place")


class RespiteUnit(models.TextChoices):
    HOURS = "hours", _("hours after service")
    DAYS = "days", _("days after service")
    WORKING_DAYS = "working_days", _("working days after service")


class FirstCountedDay(models.TextChoices):
    DAY_AFTER_SERVICE = "day_after_service", _("the day after service")
    SERVICE_DAY = "service_day", _("the day of service")


class PenaltyOrder(models.Model):
    """The penalty of the order that counts, in the judge's own terms as first given. Money in euros.

    pii: none.
    """

    condemnation = models.OneToOneField(
        Condemnation, primary_key=True, on_delete=models.CASCADE, related_name="penalty_order"
    )
    amount = models.DecimalField(_("euros per unit"), max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=12, choices=PenaltyUnit.choices)
    counted_per = models.CharField(max_length=12, choices=CountedPer.choices, default=CountedPer.FAMILY)
    persons = models.PositiveSmallIntegerField(default=1)
    respite_length = models.PositiveSmallIntegerField(default=0)
    respite_unit = models.CharField(max_length=12, choices=RespiteUnit.choices, default=RespiteUnit.DAYS)
    cap = models.DecimalField(
        _("most that can be forfeited, in euros"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    expires_on = models.DateField(_("last day of the order"), null=True, blank=True)
    first_counted_day = models.CharField(
        max_length=20, choices=FirstCountedDay.choices, default=FirstCountedDay.DAY_AFTER_SERVICE
    )
    debtor = models.CharField(max_length=16, choices=Debtor.choices, default=Debtor.FEDASIL)
    is_provisionally_enforceable = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="a_penalty_is_more_than_nothing"),
            models.CheckConstraint(condition=models.Q(persons__gte=1), name="a_penalty_is_owed_to_someone"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} euro per {self.unit}"
