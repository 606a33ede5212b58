"""A document in short: what it is, without its versions."""

from rest_framework import serializers

from api.fields import PartialShape
from cases.models import Document
from helpdesk.people.models import Language


class DocumentBriefOut(PartialShape[Document]):
    """A document without its file. Of a sensitive one it holds no words: those are read one by one, on record."""

    title = serializers.CharField(
        source="told_title", read_only=True, help_text="Empty where the document is sensitive."
    )
    language = serializers.ChoiceField(
        choices=Language.choices,
        allow_blank=True,
        read_only=True,
        help_text="Empty where it is none the desk works in.",
    )

    class Meta:
        model = Document
        fields = [
            "id", "kind", "title", "language", "dated_on", "is_sensitive", "anonymises", "filed_at", "withdrawn_at",
        ]  # fmt: skip
        read_only_fields = fields
