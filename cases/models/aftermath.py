"""What comes after a judgment: what is done to have it obeyed, and what it changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from cases.models.litigation import Litigation
from helpdesk.identifiers import new_id


class FollowUpKind(models.TextChoices):
    EXECUTION = "execution", _("execution")
    COMMITTEE_COMMUNICATION = "committee_communication", _("communication to the Committee of Ministers")
    COMMITTEE_MEETING = "committee_meeting", _("meeting of the Committee of Ministers")
    LEGISLATIVE_CHANGE = "legislative_change", _("legislative change")
    POLICY_CHANGE = "policy_change", _("policy change")
    INDIVIDUAL_MEASURE = "individual_measure", _("individual measure")


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class FollowUp(models.Model):
    """A step after a judgment. `on` is its day, empty when not known; `due_on` the day by which it is asked.

    pii: none; the text should name no private person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    litigation = models.ForeignKey(Litigation, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=24, choices=FollowUpKind.choices)
    state = models.CharField(max_length=12, choices=FollowUpState.choices)
    on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["litigation", "on"], name="follow_up_of_a_litigation")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class ImpactKind(models.TextChoices):
    NORM_REPEALED = "norm_repealed", _("norm repealed")
    NORM_AMENDED = "norm_amended", _("norm amended")
    PRACTICE_CHANGED = "practice_changed", _("practice changed")
    PERSONS_REACHED = "persons_reached", _("persons reached")
    PRECEDENT_CITED = "precedent_cited", _("precedent cited")
    MEDIA = "media", _("media")
    MONEY_RECOVERED = "money_recovered", _("money recovered")


class Impact(models.Model):
    """Something a case changed, as a figure or a fact that can be shown.

    pii: none; numbers of persons only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    litigation = models.ForeignKey(Litigation, on_delete=models.CASCADE, related_name="impacts")
    kind = models.CharField(max_length=20, choices=ImpactKind.choices)
    on = models.DateField()
    text = models.TextField(blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    is_estimate = models.BooleanField(default=False)
    amount = models.DecimalField(_("euros"), max_digits=14, decimal_places=2, null=True, blank=True)
    cited_by_ecli = models.CharField(max_length=80, blank=True)
    cited_in = models.ForeignKey(
        Dossier, null=True, blank=True, on_delete=models.SET_NULL, related_name="precedents_cited"
    )
    source = models.CharField(max_length=300, blank=True)
    evidence_url = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="persons_reached", persons__gte=1)
                | (~models.Q(kind="persons_reached") & models.Q(persons=None, is_estimate=False)),
                name="persons_are_counted_exactly_where_some_were_reached",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="money_recovered", amount__gt=0)
                | (~models.Q(kind="money_recovered") & models.Q(amount=None)),
                name="euros_are_told_exactly_where_money_came_back",
            ),
        ]
        indexes = [models.Index(fields=["litigation", "on"], name="impact_of_a_litigation_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
