"""Figures that others published, each with its source and its scope."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reporter(models.TextChoices):
    COURT = "court", _("court")
    DEFENDANT = "defendant", _("defendant")
    NGO = "ngo", _("non-governmental organisation")
    PRESS = "press", _("press")
    GOVERNMENT_OR_PARTY = "government_or_party", _("government or party")
    INTERNATIONAL_BODY = "international_body", _("international body")


class StatisticSnapshot(models.Model):
    """One published figure on one day. Figures of different scopes are never summed or drawn in one line.

    pii: none.
    """

    id = models.BigAutoField(primary_key=True)
    metric = models.CharField(max_length=80)
    on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=2)
    unit = models.CharField(max_length=12)
    scope = models.CharField(max_length=60)
    reporter = models.CharField(max_length=24, choices=Reporter.choices)
    is_lower_bound = models.BooleanField()
    is_rounded = models.BooleanField()
    counts_petitions = models.BooleanField(
        help_text=_("The figure counts petitions; a petition is not a condemnation.")
    )
    confidence = models.CharField(max_length=8)
    source_url = models.URLField(max_length=500)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "scope", "on", "source_url"],
                name="one_figure_per_metric_scope_day_and_source",
            ),
        ]
        indexes = [
            models.Index(fields=["metric", "scope", "on"], name="figures_in_series"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.on}: {self.value}"
