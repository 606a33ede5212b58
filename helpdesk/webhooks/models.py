"""Addresses of others that hear of acts at the desk, what is sent to them, and how each try went."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id


class Webhook(models.Model):
    """One address, for the eyes of one user: it hears of what she may see and of nothing else.

    `heard_until` is the number in the trail's chain up to which acts were put into messages. Secrets are encrypted.
    `revision` grows with every change to its terms.

    pii: none; the owner is a colleague or an integration.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhooks")
    url = models.URLField(max_length=500)
    name = models.CharField(max_length=120)
    events = ArrayField(
        models.CharField(max_length=60),
        help_text=_("Verbs of the trail, or their beginnings such as deadline.*"),
    )
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_secret_until = models.DateTimeField(null=True, blank=True)
    heard_until = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self) -> str:
        return self.name


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


class WebhookMessage(models.Model):
    """One act told to one address. Its id is the same at every try and every replay, so that it can be told apart.

    pii: references and identifiers; nothing a person said.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    number = models.BigIntegerField(null=True, help_text=_("In the chain of the trail; empty for a test."))
    dossier_id = models.UUIDField(null=True)
    event = models.CharField(max_length=60)
    happened_at = models.DateTimeField()
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "number"], name="an_act_is_told_to_an_address_in_one_message"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="messages_still_to_be_sent",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["webhook", "happened_at"], name="messages_of_a_webhook_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.state})"


class WebhookAttempt(models.Model):
    """One try, as the other side answered it.

    pii: none of ours; the first characters of what the other side answered.
    """

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text=_("HTTP status; empty where none came."))
    answer = models.TextField(blank=True)
    error = models.CharField(max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at:%Y-%m-%d %H:%M}"
