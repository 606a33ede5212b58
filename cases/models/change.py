"""What lets a client mirror the dossiers its user may see: the order of their changes, and what it was told of."""

from django.conf import settings
from django.db import models

from cases.models.dossier import Dossier


class DossierChange(models.Model):
    """The place of a dossier's latest change in the order of all. A trigger notes each change in its transaction.

    Numbers are given one after another to what is committed, by whoever reads next: who has read up to a number has
    missed nothing below it, however long a transaction took.

    pii: none.
    """

    dossier = models.OneToOneField(Dossier, primary_key=True, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField(default=0)
    waits = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="changes_in_their_order"),
            models.Index(fields=["dossier"], name="changes_that_wait", condition=models.Q(waits=True)),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.number}"


class Mirrored(models.Model):
    """A dossier that a user's mirror was told of, or was told is gone, with the number of that.

    `dossier_id` is a plain identifier, not a foreign key: what is gone may have been removed.

    pii: the link only.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    dossier_id = models.UUIDField()
    number = models.BigIntegerField()
    is_gone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "dossier_id"], name="a_mirror_is_told_of_a_dossier_in_one_place"
            ),
        ]
        indexes = [models.Index(fields=["user", "number"], name="what_a_mirror_was_told")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dossier_id} {'gone' if self.is_gone else self.number}"
