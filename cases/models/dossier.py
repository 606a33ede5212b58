"""The dossier: the one row that a question, a litigation and a condemnation share."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from helpdesk.identifiers import new_id
from helpdesk.people.models import Language, Team


class DossierKind(models.TextChoices):
    QUESTION = "question", _("question")
    LITIGATION = "litigation", _("litigation")
    CONDEMNATION = "condemnation", _("condemnation")


class State(models.TextChoices):
    """Where a dossier stands. `cases.status` says which acts lead from one to the next."""

    NEW = "new", _("new")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Dossier(models.Model):
    """One matter at the desk, whatever its kind: access, timeline, deadlines and trail hang on it.

    `next_due_on` is the earliest day on which an open deadline of this dossier rings; the deadline services keep
    it in their own transactions, and a dossier closes only when it is empty. `revision` grows with every act on the
    dossier or on what hangs on it: who read one revision can ask that nothing has changed since.

    pii: title, summary and the pseudonym of the person concerned; never her name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=DossierKind.choices)
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    outcome = models.CharField(max_length=40, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="dossiers")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NL)
    themes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    person_concerned = models.CharField(
        max_length=80, blank=True, help_text=_("A pseudonym or initials, never a name.")
    )
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(next_due_on__isnull=True),
                name="no_dossier_closes_while_a_deadline_stands_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_on__isnull=True)),
                name="a_dossier_has_a_closing_day_exactly_when_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "next_due_on", "id"], name="caseload_of_a_team_by_day"),
            models.Index(fields=["owner", "next_due_on", "id"], name="caseload_of_an_owner_by_day"),
            models.Index(fields=["team", "kind", "-id"], name="dossiers_of_a_team_by_kind"),
            models.Index(fields=["opened_by", "-id"], name="dossiers_by_who_opened_them"),
            # Where no day stands open, the last of all: pages can follow it as a key.
            models.Index("kind", Coalesce("next_due_on", date.max), "id", name="dossiers_of_a_kind_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class LinkKind(models.TextChoices):
    BECAME = "became", _("became")
    RELATED = "related", _("is related to")


class DossierLink(models.Model):
    """A tie between two dossiers, read from the first to the second: this question became that litigation.

    pii: none.
    """

    from_dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="links_from")
    to_dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="links_to")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_dossier", "to_dossier", "kind"], name="two_dossiers_are_tied_once_in_each_way"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_dossier=models.F("to_dossier")), name="no_dossier_is_tied_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_dossier_id} {self.kind} {self.to_dossier_id}"


class ReferenceCounter(models.Model):
    """The last number given in a year for one kind of dossier.

    pii: none.
    """

    kind = models.CharField(max_length=12, choices=DossierKind.choices)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_kind_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last_number}"
