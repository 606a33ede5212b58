"""The numbered policy recommendations of the 2019 manifesto, and the dossiers that count as evidence for them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier

LAST_NUMBER = 90


class Level(models.TextChoices):
    """Who can follow a recommendation."""

    EUROPEAN = "european", _("European")
    FEDERAL = "federal", _("federal")
    FLEMISH = "flemish", _("Flemish")
    BRUSSELS = "brussels", _("Brussels")
    LOCAL = "local", _("local")


class Chapter(models.TextChoices):
    """Where in the manifesto it stands."""

    MULTI_LEVEL = "multi_level", _("cooperation between levels")
    EXTERNAL_POLICY = "external_policy", _("external policy")
    HUMANITARIAN_VISA = "humanitarian_visa", _("humanitarian visa")
    RESETTLEMENT = "resettlement", _("resettlement")
    FAMILY_REUNIFICATION = "family_reunification", _("family reunification")
    DUBLIN = "dublin", _("Dublin")
    ASYLUM_PROCEDURE = "asylum_procedure", _("asylum procedure")
    TRANSIT = "transit", _("people in transit")
    RECEPTION = "reception", _("reception")
    CHILDREN = "children", _("children")
    HOUSING = "housing", _("housing")
    EDUCATION = "education", _("education")
    WORK = "work", _("work")
    FUTURE_GUIDANCE = "future_guidance", _("guidance towards a future")
    NON_RETURNABLE = "non_returnable", _("people who cannot return")
    DETENTION = "detention", _("detention")
    CIVIL_SOCIETY = "civil_society", _("civil society")


class Recommendation(models.Model):
    """One recommendation by its number. Its short title is in the desk's own words, in English.

    pii: none.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    levels = ArrayField(models.CharField(max_length=12, choices=Level.choices))
    chapter = models.CharField(max_length=24, choices=Chapter.choices)
    short_title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__range=(1, LAST_NUMBER)),
                name="recommendations_are_numbered_from_1_to_90",
            ),
            models.CheckConstraint(
                condition=models.Q(levels__len__gte=1), name="a_recommendation_speaks_to_some_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.short_title}"


class RecommendationLink(models.Model):
    """A dossier that is evidence for a recommendation.

    pii: none; the colleague who saw it.
    """

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="recommendation_links")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "recommendation"], name="a_dossier_is_evidence_for_a_recommendation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"evidence for {self.recommendation_id}"
