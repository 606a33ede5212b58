"""A question put to the desk."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.people.models import AskerRole, Contact


class Channel(models.TextChoices):
    """How a question reached the desk."""

    PHONE = "phone", _("telephone")
    MAIL = "mail", _("e-mail")
    FORM = "form", _("form")
    DESK = "desk", _("at the desk")
    OUTREACH = "outreach", _("outreach")


class Intake(models.TextChoices):
    """Who is served: someone who works for people in the procedure, or the applicant herself."""

    PROFESSIONAL = "professional", _("professional question")
    DIRECT = "direct", _("direct request of an applicant")


ROLES_OF_INTAKE = {
    Intake.DIRECT: (AskerRole.APPLICANT,),
    Intake.PROFESSIONAL: tuple(role for role in AskerRole if role is not AskerRole.APPLICANT),
}


class Authority(models.TextChoices):
    """Whose decision or silence the question is about: the authorities the law of terms knows."""

    CGRS = "cgrs", _("Commissioner General for Refugees and Stateless Persons")
    IMMIGRATION_OFFICE = "immigration_office", _("Immigration Office")
    MUNICIPALITY = "municipality", _("municipality")
    FEDASIL = "fedasil", _("Fedasil")
    RVV = "rvv", _("Council for Alien Law Litigation")
    LABOUR_COURT = "labour_court", _("labour tribunal or labour court")
    CIVIL_COURT = "civil_court", _("court of first instance or court of appeal")


class Urgency(models.TextChoices):
    """How near the hearing or legal date is that the asker knows of."""

    UNKNOWN = "unknown", _("no date known")
    PASSED = "passed", _("passed")
    TODAY = "today", _("today")
    WITHIN_A_WEEK = "within_a_week", _("within seven days")
    LATER = "later", _("later")


class Question(models.Model):
    """What is special to a question: who asks, through which channel, what exactly.

    The three answers that can be unknown are empty until somebody has asked.

    `answered_in` is the dossier in which it is answered: its own, or the one it was merged into. The asker waits from
    `clock_started_at`, when the question was received or reopened unanswered. `due_for_answer_at` is kept by the
    deadline services; it is empty where the team had set itself no opening hours by then.

    pii: the asker through `asker`; country of origin and vulnerability of the person concerned; the words of the
    question may name people. All of it stays inside the dossier.
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
    authority = models.CharField(max_length=20, choices=Authority.choices, blank=True)
    country_of_origin = models.CharField(max_length=2, blank=True, help_text=_("ISO 3166-1 alpha-2."))
    has_consent = models.BooleanField(
        null=True, help_text=_("Whether the person concerned agreed that the desk keeps what it is told.")
    )
    is_safe_to_contact = models.BooleanField(
        null=True, help_text=_("Whether the person concerned can be contacted without danger to her.")
    )
    is_vulnerable = models.BooleanField(null=True, help_text=_("Whether special needs were seen."))
    needs_interpreter = models.BooleanField(default=False)
    answered_in = models.ForeignKey(Dossier, on_delete=models.RESTRICT, related_name="questions_answered")
    clock_started_at = models.DateTimeField()
    due_for_answer_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the first answer should have been given at the latest.")
    )
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When the first answer was recorded as sent.")
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["due_for_answer_at"],
                name="questions_that_wait_for_answer",
                condition=models.Q(answered_at=None),
            ),
            models.Index(fields=["clock_started_at"], name="questions_by_month"),
        ]

    def __str__(self) -> str:
        return f"question of {self.asker_id}"

    @property
    def intake(self) -> Intake:
        return Intake.DIRECT if self.asker.role == AskerRole.APPLICANT else Intake.PROFESSIONAL

    def urgency(self, today: date) -> Urgency:
        """A day seven days ahead is still within a week."""
        if self.urgent_on is None:
            return Urgency.UNKNOWN
        if self.urgent_on <= today:
            return Urgency.TODAY if self.urgent_on == today else Urgency.PASSED
        return Urgency.WITHIN_A_WEEK if self.urgent_on <= today + timedelta(days=7) else Urgency.LATER
