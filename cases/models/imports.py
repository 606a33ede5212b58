"""A sheet handed in to fill the book: what became of it, row by row."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id
from helpdesk.people.models import Team


class ImportKind(models.TextChoices):
    """What each row of the sheet is."""

    CONDEMNATIONS = "condemnations", _("condemnations")
    SERVICE_ACTS = "service_acts", _("service of orders")
    PAYMENTS = "payments", _("payments received")
    ENFORCEMENT_ACTS = "enforcement_acts", _("commands to pay and seizures")


class Existing(models.TextChoices):
    """What happens with a row that the desk holds already, with other values."""

    REFUSE = "refuse", _("refuse the row")
    UPDATE = "update", _("bring the dossier up to date")
    SKIP = "skip", _("leave the dossier as it is")


class ImportState(models.TextChoices):
    """Where an import stands. `cases.services.imports` says which act leads from one to the next."""

    UPLOADED = "uploaded", _("waits for its check")
    CHECKING = "checking", _("is being checked")
    CHECKED = "checked", _("checked: can be confirmed")
    WRITING = "writing", _("is being written")
    WRITTEN = "written", _("written")
    REFUSED = "refused", _("refused: some rows are wrong")
    CANCELLED = "cancelled", _("called off")
    FAILED = "failed", _("failed")
    UNDOING = "undoing", _("is being undone")
    UNDONE = "undone", _("undone")


AT_WORK = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING)


class RowResult(models.TextChoices):
    """What one row comes to."""

    NEW = "new", _("new")
    UPDATED = "updated", _("brought up to date")
    UNCHANGED = "unchanged", _("known already")
    SKIPPED = "skipped", _("known with other values, left alone")
    REFUSED = "refused", _("refused")


class Import(models.Model):
    """One sheet: checked first, then written whole or not at all, and undone whole.

    `claim` names the worker that is at it since `claimed_at`. `digest` sums up what the check found: by it the writing
    can tell whether the desk has changed since. `rested_at` is when the last work on it ended.

    pii: the name of the file; what its rows say is in `ImportFile` and `ImportRow`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=ImportKind.choices)
    existing = models.CharField(max_length=8, choices=Existing.choices, default=Existing.REFUSE)
    file_name = models.CharField(max_length=255)
    sheet = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undo_reason = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    problem = models.JSONField(null=True)
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(claim__isnull=True, claimed_at__isnull=True)
                | models.Q(claim__isnull=False, claimed_at__isnull=False),
                name="an_import_is_claimed_by_a_worker_since_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-id"], name="imports_of_a_team"),
            models.Index(fields=["uploaded_by", "-id"], name="imports_by_who_uploaded_them"),
            models.Index(
                fields=["claimed_at"],
                name="imports_that_wait_for_work",
                condition=models.Q(state__in=[state.value for state in AT_WORK]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.file_name} ({self.state})"


class ImportFile(models.Model):
    """The file as it was uploaded, until it is forgotten thirty days after the import came to rest.

    pii: whatever the sheet holds: pseudonyms, payers, what the judge ordered.
    """

    imported_in = models.OneToOneField(
        Import, primary_key=True, on_delete=models.CASCADE, related_name="file"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.imported_in_id}"


class ImportRow(models.Model):
    """What one row came to: the dossier it touched, what it changed there, or why it was refused.

    `revision_before` is the dossier's as the batch of this row found it, `revision_after` as the whole import left it:
    while that one stands, nothing was built on it and the row can be undone.

    pii: `changes` and `mistakes` quote cells; both are emptied of them when the file is forgotten.
    """

    id = models.BigAutoField(primary_key=True)
    imported_in = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    result = models.CharField(max_length=9, choices=RowResult.choices)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.SET_NULL, related_name="+")
    reference = models.CharField(max_length=20, blank=True)
    events = ArrayField(models.UUIDField(), default=list)
    changes = models.JSONField(default=dict)
    mistakes = models.JSONField(default=list)
    revision_before = models.PositiveIntegerField(null=True)
    revision_after = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported_in", "line"], name="an_import_tells_each_line_once"),
        ]
        indexes = [
            models.Index(fields=["imported_in", "result", "line"], name="rows_of_an_import_by_result"),
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.result}"
