"""An event as it is told, at its own address and along with what came of it."""

from rest_framework import serializers

from cases.models import Event


class EventOut(serializers.ModelSerializer[Event]):
    facts = serializers.DictField(read_only=True, help_text="The facts as they were sent.")
    details = serializers.DictField(
        read_only=True, help_text="What an event of this kind tells besides its day."
    )

    class Meta:
        model = Event
        fields = [
            "id", "dossier", "kind", "occurred_on", "facts", "details", "amount", "note", "document", "recorded_at",
            "retracted_at", "retraction",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "retracted_at": {"help_text": "When it was retracted; it counts no more. Null while it stands."},
            "retraction": {"help_text": "Why it was retracted; empty while it stands."},
        }
