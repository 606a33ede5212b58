"""Which keys open the API, and how far."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models.user import User


class Scope(models.TextChoices):
    """What an API key opens, within what its user may do."""

    QUESTIONS_READ = "questions:read", _("read questions")
    QUESTIONS_WRITE = "questions:write", _("hand in questions")
    DOSSIERS_READ = "dossiers:read", _("read dossiers, events and deadlines")
    DOSSIERS_WRITE = "dossiers:write", _("change dossiers, record events")
    LAW_READ = "law:read", _("read rules and compute deadlines")
    STATISTICS_READ = "statistics:read", _("read published figures")


class ApiKey(models.Model):
    """A key of an integration. Only its hash is kept; the key itself is shown once, when it is made.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=32, choices=Scope.choices), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def is_usable(self, now: datetime) -> bool:
        """Neither revoked nor past its end; the end itself is excluded."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
