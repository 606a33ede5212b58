"""The dossier: the one row that a question, a litigation and a condemnation share."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
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


class Confidentiality(models.TextChoices):
    """Who sees a dossier. `cases.access` says what each level means."""

    TEAM = "team", _("the team")
    RESTRICTED = "restricted", _("those who take part, and the coordinators")
    SEALED = "sealed", _("those who are named")


# How the words of a dossier are found: without accents, without endings, in whatever language.
WORDS = "helpdesk_words"
SEARCHED = SearchVector("title", "summary", config=WORDS)
# What a dossier without an open deadline counts as where dossiers stand by their day: it comes last.
NO_DAY = date.max


class Dossier(models.Model):
    """One matter at the desk, whatever its kind: access, timeline, deadlines and trail hang on it.

    `next_due_on` is the earliest day on which an open deadline of this dossier rings; the deadline services keep
    it in their own transactions, and a dossier closes only when it is empty. `revision` grows with every act on the
    dossier or on what hangs on it: who read one revision can ask that nothing has changed since. `updated_at` is the
    moment of the last act.

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
    confidentiality = models.CharField(
        max_length=10, choices=Confidentiality.choices, default=Confidentiality.TEAM
    )
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
    updated_at = models.DateTimeField(default=timezone.now)

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
            models.Index(
                Coalesce("next_due_on", models.Value(NO_DAY)), models.F("id"), name="caseload_by_day"
            ),
            models.Index(fields=["opened_on", "id"], name="caseload_by_opening"),
            models.Index(fields=["updated_at", "id"], name="caseload_by_last_act"),
            models.Index(
                fields=["closed_on", "id"],
                name="dossiers_by_closing",
                condition=models.Q(closed_on__isnull=False),
            ),
            models.Index(
                fields=["confidentiality", "-id"],
                name="dossiers_not_open_to_the_team",
                condition=~models.Q(confidentiality="team"),
            ),
            models.Index(
                fields=["person_concerned", "-id"],
                name="dossiers_about_a_person",
                condition=~models.Q(person_concerned=""),
            ),
            GinIndex(fields=["themes"], name="dossiers_by_theme", fastupdate=False),
            GinIndex(SEARCHED, name="dossiers_by_their_words", fastupdate=False),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="each_change_waits_for_its_number",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    INSERT INTO cases_dossierchange (dossier_id, number, waits) VALUES (NEW.id, 0, TRUE)
                    ON CONFLICT (dossier_id) DO UPDATE SET waits = TRUE;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class LinkKind(models.TextChoices):
    """How one dossier stands to another. The desk itself ties what `became` of a question."""

    BECAME = "became", _("became")
    RELATED = "related", _("is related to")
    MERGED_INTO = "merged_into", _("was merged into")
    SPLIT_INTO = "split_into", _("was split off into")
    SAME_PERSON = "same_person", _("is about the same person as")
    SAME_ORDER = "same_order", _("is about the same order as")
    FOLLOWS = "follows", _("follows")
    PARENT = "parent", _("is part of")


class DossierLink(models.Model):
    """A tie between two dossiers, read from the first to the second: this question became that litigation.

    pii: none; `same_person` says that two dossiers are about one person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
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
