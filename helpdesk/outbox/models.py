"""What leaves the desk is first a row here, written in the transaction that made it necessary."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id


class MailState(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    CALLED_OFF = "called_off"


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
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    answer = models.TextField(blank=True, help_text=_("What the mail server said when it took the mail."))
    copy_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="copies",
        help_text=_("The mail that this one says again, word for word."),
    )
    quotes = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text=_("The mail that did not arrive, whose subject this one tells."),
    )

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


class Bounce(models.Model):
    """A report that a mail did not arrive, as another mail server sent it back. Whatever was read of it is kept.

    A report that names no mail of ours changes nothing: anybody can write one.

    pii: the addressee's address; the diagnostic words of a mail server may repeat it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mail = models.ForeignKey(OutgoingMail, null=True, on_delete=models.PROTECT, related_name="bounces")
    address = models.CharField(max_length=320, blank=True)
    action = models.CharField(max_length=16, help_text=_("failed or delayed, as the report says"))
    status = models.CharField(max_length=16, blank=True, help_text=_("Of RFC 3463, such as 5.1.1."))
    diagnostic = models.TextField(blank=True)
    digest = models.CharField(
        max_length=80,
        unique=True,
        help_text=_("SHA-256 of the report and which of its recipients: taken once."),
    )
    received_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_bounce_is_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"], name="bounces_to_be_settled", condition=models.Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.status}"

    @property
    def is_permanent(self) -> bool:
        """Whether trying again is of no use."""
        return self.action == "failed" and not self.status.startswith("4")
