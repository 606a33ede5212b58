"""The papers of a dossier: what each is, and its versions as they were filed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.dossier import Dossier
from helpdesk.identifiers import new_id
from helpdesk.people.models import Language


class DocumentKind(models.TextChoices):
    DECISION = "decision", _("decision")
    LETTER = "letter", _("letter")
    PETITION = "petition", _("petition")
    ORDER = "order", _("order of a court")
    SERVICE_ACT = "service_act", _("act of service")
    RECEIPT = "receipt", _("receipt")
    INTERVIEW_REPORT = "interview_report", _("interview report")
    MEDICAL = "medical", _("medical document")
    OTHER = "other", _("other")


class Document(models.Model):
    """One paper, whatever its versions. It is withdrawn for a reason, never deleted; its bytes can be purged then.

    A document that is sensitive holds data of GDPR art. 9 or 10: lists do not tell its title, and looking at it is
    recorded. An anonymised copy is a document of its own.

    pii: the title may describe a person's situation; the file may hold anything about her.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    dated_on = models.DateField(null=True, blank=True, help_text=_("The day the document itself bears."))
    is_sensitive = models.BooleanField()
    anonymises = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="anonymised_copies"
    )
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawal_reason="")
                ),
                name="a_document_is_withdrawn_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(purged_at=None) | models.Q(withdrawn_at__isnull=False),
                name="only_a_withdrawn_document_is_purged",
            ),
            models.CheckConstraint(
                condition=~models.Q(anonymises=models.F("id")), name="no_document_anonymises_itself"
            ),
        ]
        indexes = [models.Index(fields=["dossier", "id"], name="documents_of_a_dossier_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

    @property
    def current(self) -> "DocumentVersion":
        """The version that counts now: the last one filed."""
        return max(self.versions.all(), key=lambda version: version.number)


class DocumentVersion(models.Model):
    """One file as it was filed, never edited: a better scan is the next version.

    `stored_as` is where its bytes lie (`cases.files`) and has nothing to do with its name.

    pii: the name of the file may hold a person's name; the file may hold anything about her.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    stored_as = models.CharField(max_length=32, unique=True)
    size = models.PositiveIntegerField(help_text=_("bytes"))
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=80)
    original_name = models.CharField(max_length=160)
    is_encrypted = models.BooleanField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="a_document_has_one_version_of_each_number"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, size__gte=1),
                name="versions_count_from_one_and_hold_something",
            ),
        ]
        triggers = [pgtrigger.Protect(name="what_was_filed_is_not_edited", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"version {self.number}, {self.size} bytes"
