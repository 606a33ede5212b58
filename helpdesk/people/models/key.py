"""Which keys open the API, how far, how often and from where."""

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
    CONTACTS_READ = "contacts:read", _("read contacts and organisations")
    CONTACTS_WRITE = "contacts:write", _("change contacts and organisations")
    LAW_READ = "law:read", _("read rules and compute deadlines")
    STATISTICS_READ = "statistics:read", _("read published figures")


def above_zero(limit: str) -> models.Q:
    """Set to more than nothing, or not set."""
    return models.Q(**{limit: None}) | models.Q(**{f"{limit}__gt": 0})


class ApiKey(models.Model):
    """A key of an integration. Only its hash is kept; the key itself is shown once, when it is made.

    Without networks it opens from everywhere. A limit of its own stands in the place of the desk's.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=32, choices=Scope.choices), default=list)
    networks = ArrayField(models.CharField(max_length=43), default=list, blank=True)
    per_minute = models.PositiveIntegerField(null=True, blank=True)
    per_hour = models.PositiveIntegerField(null=True, blank=True)
    per_day = models.PositiveIntegerField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="replaced_by"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=above_zero("per_minute") & above_zero("per_hour") & above_zero("per_day"),
                name="limits_of_a_key_let_something_through",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> dict[str, int]:
        """Its own limits by window; empty where the desk's hold."""
        own = {"minute": self.per_minute, "hour": self.per_hour, "day": self.per_day}
        return {window: limit for window, limit in own.items() if limit is not None}

    def is_usable(self, now: datetime) -> bool:
        """Neither revoked nor past its end; the end itself is excluded."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
