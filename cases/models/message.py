"""What is said in a dossier: between the asker and the desk, and among colleagues."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.answer_template import AnswerTemplate
from cases.models.dossier import Dossier
from cases.models.question import Channel
from helpdesk.identifiers import new_id
from helpdesk.people.models import Language


class MessageKind(models.TextChoices):
    ASKER_SAID = "asker_said", _("said by the asker")
    ANSWER = "answer", _("answer to the asker")
    NOTE = "note", _("internal note")


class Message(models.Model):
    """One thing said, never edited: a later message corrects it, and both stay to be read.

    `channel` is how an answer was sent, or how the asker's words came in. A note goes nowhere and has none. `said_in`
    is the dossier in whose conversation it was said (that of what it replies to or corrects), even where it went along
    into another. `copied_from` leads to the message of which this is a copy, in a question that was split off.

    pii: the words may name the asker or describe a person's situation; they stay inside the dossier.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="corrections"
    )
    said_in = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="said_messages")
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="copies"
    )
    template = models.ForeignKey(
        AnswerTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    body = models.TextField()
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="note", channel="") | ~(models.Q(kind="note") | models.Q(channel="")),
                name="a_message_has_a_channel_exactly_when_no_note",
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "at", "id"], name="messages_of_a_dossier_by_time"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="what_was_said_is_not_edited", exclude=["dossier"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d %H:%M}"
