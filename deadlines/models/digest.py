"""The digests a colleague was sent, and what mail she wants when."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Dossier
from helpdesk.identifiers import new_id
from helpdesk.outbox.models import OutgoingMail
from helpdesk.people.models import Team


class DigestKind(models.TextChoices):
    """Which digest: her own of the week, her own of a working day, or that of a team she coordinates."""

    WEEKLY = "weekly", _("weekly")
    DAILY = "daily", _("daily")
    TEAM = "team", _("of a team")


class Digest(models.Model):
    """One digest of one colleague, with the exact mail. One of each kind for each week, day or team.

    pii: none beyond the link to the colleague; the mail's text holds references and dates.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    kind = models.CharField(max_length=6, choices=DigestKind.choices, default=DigestKind.WEEKLY)
    week = models.CharField(max_length=8, help_text=_("ISO week, such as 2026-W25"))
    day = models.DateField(null=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    deadline_count = models.PositiveIntegerField()
    mail = models.OneToOneField(OutgoingMail, on_delete=models.PROTECT, related_name="digest")
    names = models.ManyToManyField(
        Dossier,
        related_name="named_in",
        help_text=_("The dossiers it names; closed to her, they close it too."),
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "week"],
                condition=models.Q(kind="weekly"),
                name="one_digest_per_colleague_and_week",
            ),
            models.UniqueConstraint(
                fields=["user", "day"],
                condition=models.Q(kind="daily"),
                name="one_daily_digest_per_colleague_and_day",
            ),
            models.UniqueConstraint(
                fields=["user", "team", "week"],
                condition=models.Q(kind="team"),
                name="one_team_digest_per_colleague_team_and_week",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="weekly", day__isnull=True, team__isnull=True)
                | models.Q(kind="daily", day__isnull=False, team__isnull=True)
                | models.Q(kind="team", day__isnull=True, team__isnull=False),
                name="a_digest_is_of_a_week_a_day_or_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day or self.week} for {self.user_id}"


class WeekLetGo(models.Model):
    """A week whose missing digests nobody makes any more. Why, the trail says.

    pii: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    week = models.CharField(max_length=8, unique=True, help_text=_("ISO week, such as 2026-W25"))
    let_go_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.week


class Weekday(models.IntegerChoices):
    """The days on which a weekly digest can come, by their ISO number."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")


class MailWishes(models.Model):
    """When a colleague wants which mail; who has no such row gets what the defaults say. Hours are those of the desk.

    The weekly digest has no switch: one that does not come must mean that something is wrong. Her own lead times, the
    longest first, add to those of everybody, and have the unit in which everybody is told of the deadline.

    pii: the hours at which a colleague wants mail, and how long before a day she wants to be warned.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_wishes"
    )
    digest_weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    digest_from = models.TimeField(default=time(7, 30), help_text=_("The hour from which digests come."))
    wants_daily = models.BooleanField(default=False, help_text=_("A short digest on every working day."))
    wants_team = models.BooleanField(default=True, help_text=_("Those of the teams she coordinates."))
    reminders_from = models.TimeField(default=time(7), help_text=_("Reminders that can wait come from here"))
    reminders_until = models.TimeField(default=time(19), help_text=_("until here, which is not included."))
    own_working_days_before = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        help_text=_("Her own lead times, in working days, for terms announced in working days."),
    )
    own_days_before = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        help_text=_("Her own lead times, in days, for terms announced in days."),
    )
    own_leads_since = models.DateField(
        null=True, help_text=_("The day of her latest change of these: no lead before it is made up for.")
    )
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest_weekday__range=(1, 5)), name="a_weekly_digest_comes_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=models.Q(reminders_until__gt=models.F("reminders_from")),
                name="the_hours_for_reminders_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=models.Q(own_working_days_before=[], own_days_before=[])
                | models.Q(own_leads_since__isnull=False),
                name="own_lead_times_count_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.user_id}"
