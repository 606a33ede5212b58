"""An answer the desk gives often, written once in each language."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models import Team


class AnswerTemplate(models.Model):
    """A text to answer with, of one team or of the whole desk. It is archived, never deleted: messages name it.

    `texts` holds a text for each language it was written in; `cases.templates` says which variables may stand in it.

    pii: none; the variables are filled in when an answer is written, not here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answer_templates",
        help_text=_("Empty for the whole desk."),
    )
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    texts = models.JSONField(default=dict)
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "code"],
                condition=models.Q(archived_at=None),
                nulls_distinct=False,
                name="one_template_in_use_per_team_and_code",
            ),
        ]

    def __str__(self) -> str:
        return self.code
