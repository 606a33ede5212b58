"""A strategic case the desk runs or supports."""

from django.db import models

from cases.models.dossier import Dossier


class Litigation(models.Model):
    """What is special to litigation: what it is for and where it is fought.

    pii: none; parties are organisations here.
    """

    dossier = models.OneToOneField(
        Dossier, primary_key=True, on_delete=models.CASCADE, related_name="litigation"
    )
    aim = models.TextField(blank=True)
    court = models.CharField(max_length=200, blank=True)
    role_number = models.CharField(max_length=60, blank=True)
    ecli = models.CharField(max_length=80, blank=True)
    result = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"litigation at {self.court}"
