"""What a court decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.instance import Instance
from helpdesk.identifiers import new_id


class DecisionKind(models.TextChoices):
    JUDGMENT = "judgment", _("judgment")
    ORDER = "order", _("order")
    INTERLOCUTORY = "interlocutory", _("interlocutory judgment")


class Decision(models.Model):
    """One decision in an instance. `number` is that of the decision itself, by which courts without ECLI are cited.

    pii: none; the summary should name no private person, and the copy that is linked is an anonymised one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="decisions")
    on = models.DateField()
    kind = models.CharField(max_length=16, choices=DecisionKind.choices)
    number = models.CharField(max_length=60, blank=True)
    ecli = models.CharField(max_length=80, blank=True)
    summary = models.TextField(blank=True)
    published_url = models.URLField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["instance", "on"], name="decisions_of_an_instance"),
            models.Index(fields=["ecli"], name="decisions_by_ecli"),
            models.Index(fields=["number"], name="decisions_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.on}"
