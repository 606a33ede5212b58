"""A question put to the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.people.models import Contact


class Channel(models.TextChoices):
    """How a question reached the desk."""

    PHONE = "phone", _("telephone")
    MAIL = "mail", _("e-mail")
    FORM = "form", _("form")
    DESK = "desk", _("at the desk")
    OUTREACH = "outreach", _("outreach")


class Question(models.Model):
    """What is special to a question: who asks, through which channel, what exactly.

    pii: the asker through `asker`; the words of the question may name people and stay inside the dossier.
    """

    dossier = models.OneToOneField(
        Dossier, primary_key=True, on_delete=models.CASCADE, related_name="question"
    )
    asker = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="questions")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    body = models.TextField()
    urgent_on = models.DateField(
        null=True, blank=True, help_text=_("The next hearing or legal date the asker knows of.")
    )
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the first answer was recorded as sent.")
    )

    def __str__(self) -> str:
        return f"question of {self.asker_id}"
