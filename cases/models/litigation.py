"""A strategic case the desk runs or supports: what it is for, against what, and by which arguments."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id


class TargetKind(models.TextChoices):
    """What a case is brought against."""

    NORM = "norm", _("norm")
    MEASURE = "measure", _("measure")
    PRACTICE = "practice", _("practice")
    DECISION = "decision", _("decision")


class Litigation(models.Model):
    """What is special to litigation. Where it is fought stands in its instances, by whom in the dossier's parties.

    A case without a `target_kind` has no target told.

    pii: none; the words should name no private person.
    """

    dossier = models.OneToOneField(
        Dossier, primary_key=True, on_delete=models.CASCADE, related_name="litigation"
    )
    aim = models.TextField(blank=True)
    precedent_wanted = models.TextField(blank=True)
    target_kind = models.CharField(max_length=12, choices=TargetKind.choices, blank=True)
    target_title = models.CharField(max_length=300, blank=True)
    target_citation = models.CharField(max_length=300, blank=True)
    target_published_on = models.DateField(null=True, blank=True)
    target_source_url = models.URLField(max_length=500, blank=True)
    result = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["target_kind"], name="litigations_by_target")]

    def __str__(self) -> str:
        return f"litigation against {self.target_title}"


# Where an argument goes that was given no place: behind all others.
LAST = 32_767


class Argument(models.Model):
    """One argument of a case, in the order in which it is pleaded.

    pii: none; the text should name no private person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    litigation = models.ForeignKey(Litigation, on_delete=models.CASCADE, related_name="arguments")
    position = models.PositiveSmallIntegerField(default=LAST, help_text=_("From 1, without gaps."))
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    authorities = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, help_text=_("What it cites.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["litigation", "position"],
                name="one_argument_at_each_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.heading}"
