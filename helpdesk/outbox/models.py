"""What leaves the desk is first a row here, written in the transaction that made it necessary."""

from django.conf import settings
from django.db import models

from helpdesk.identifiers import new_id


class MailState(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class OutgoingMail(models.Model):
    """One mail to one person. Its key says what it is about, so the same mail cannot be queued twice.

    `dossier_id` is a plain identifier, as in the trail; a mail about many dossiers has none.

    pii: address and name of the addressee; the text holds references and dates, never a client's name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    addressee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mails")
    dossier_id = models.UUIDField(null=True)
    address = models.EmailField()
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.QUEUED)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="mail_still_to_be_sent",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(
                fields=["dossier_id", "queued_at"],
                name="mails_about_a_dossier",
                condition=models.Q(dossier_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"

    @property
    def message_id(self) -> str:
        """Always the same for this mail, so that a copy sent twice after a crash is seen as one."""
        domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
        return f"<{self.id}@{domain}>"
