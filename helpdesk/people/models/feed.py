"""Which calendars a colleague reads her deadlines in."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models.team import Team
from helpdesk.people.models.user import User


class FeedShows(models.TextChoices):
    """What stands in the title of an entry, where others may look over her shoulder."""

    NEUTRAL = "neutral", _("only that there is a deadline")
    REFERENCE = "reference", _("the reference of the dossier")
    TITLE = "title", _("the reference, and what must be done")


class CalendarFeed(models.Model):
    """An address that a calendar reads, for the eyes of one user: her own deadlines, or those of a team she may see.

    Only the hash of the token in the address is kept; the address itself is shown once, when it is made.

    pii: none beyond the link to the colleague; `name` says where she reads it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    name = models.CharField(max_length=120)
    shows = models.CharField(max_length=12, choices=FeedShows.choices, default=FeedShows.NEUTRAL)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def is_usable(self, now: datetime) -> bool:
        """Neither revoked nor past its end; the end itself is excluded."""
        return self.revoked_at is None and now < self.expires_at
