"""When a colleague is away, and who stands in for her."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models.user import User


class Absence(models.Model):
    """A colleague is away from one day until another, both included. Why is not asked.

    Who stands in may be away herself and have a stand-in in her turn: `helpdesk.people.absences` follows the chain.

    pii: when a colleague was away and who stood in for her; never why.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    colleague = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField(help_text=_("The last day she is away."))
    stand_in = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="an_absence_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand_in=models.F("colleague")), name="nobody_stands_in_for_herself"
            ),
        ]
        indexes = [
            models.Index(fields=["colleague", "until_on"], name="absences_of_a_colleague_by_day"),
            models.Index(fields=["until_on", "from_on"], name="absences_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} from {self.from_on} until {self.until_on}"
