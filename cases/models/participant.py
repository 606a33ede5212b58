"""Who takes part in a dossier, and who must not see it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id


class DossierRole(models.TextChoices):
    """What somebody does on one dossier, whatever her role in a team."""

    LEAD = "lead", _("leads the matter")
    CO_COUNSEL = "co_counsel", _("works on it too")
    READER = "reader", _("reads along")
    STAND_IN = "stand_in", _("stands in for a colleague")


class Participant(models.Model):
    """One person's part in one dossier, from a day until a day, both included.

    A guest comes from outside the dossier's team, and sees this dossier and no other. Who was named as a member of
    the team takes part for as long as she is one.

    pii: none beyond the link between a colleague and a dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    role = models.CharField(max_length=12, choices=DossierRole.choices)
    is_guest = models.BooleanField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "user"], name="one_part_per_person_and_dossier"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="no_part_ends_before_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                include=["dossier", "role", "is_guest", "from_on", "until_on"],
                name="parts_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class Wall(models.Model):
    """That a colleague must not see a dossier, whatever else would open it to her: a conflict of interest.

    pii: `reason` may say what ties a colleague to a matter; those who work on the dossier read it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="walls")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="walls", db_index=False
    )
    reason = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "dossier"], name="one_wall_per_person_and_dossier"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_wall_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} and {self.dossier_id}"
