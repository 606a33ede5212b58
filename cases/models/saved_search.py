"""A search of a list that a colleague keeps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id


class SearchedList(models.TextChoices):
    """A list that can be searched, by its address."""

    DOSSIERS = "dossiers", _("dossiers")
    QUESTIONS = "questions", _("questions")
    LITIGATIONS = "litigations", _("litigations")
    CONDEMNATIONS = "condemnations", _("condemnations")


class SavedSearch(models.Model):
    """The filters of a list under a name, for the colleague who keeps them, and when she last looked.

    `query` is a query string, as it stands behind the list's address; it is checked when it is kept and each time it
    is run.

    pii: the link to the colleague; `query` may hold a pseudonym or a word of a title.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=80)
    list = models.CharField(max_length=16, choices=SearchedList.choices)
    query = models.CharField(max_length=1000, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="a_colleague_keeps_one_search_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
