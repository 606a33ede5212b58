"""An event as it is told, at its own address and along with what came of it."""

from django.db.models import QuerySet
from rest_framework import serializers

from api.deadline_brief import DeadlineBriefOut, open_deadlines_seen_by
from api.document_brief import DocumentBriefOut
from api.expanding import MOST, Expansion, Expansions
from api.fields import PartialShape
from cases.access import may_be_seen_by
from cases.documents import papers_seen_by
from cases.models import Event
from helpdesk.people.models import User


def events_seen_by(user: User) -> QuerySet[Event]:
    seen = Event.objects.filter(may_be_seen_by(user, "dossier__"))
    return seen.select_related("dossier").order_by("occurred_on", "id")


class EventOut(PartialShape[Event]):
    """Something that happened on a day, as it was told."""

    facts = serializers.DictField(read_only=True, help_text="The facts as they were sent.")
    details = serializers.DictField(
        read_only=True, help_text="What an event of this kind tells besides its day."
    )

    expands = Expansions(
        "EventExpandedOut",
        {
            "deadlines": Expansion(
                shape=DeadlineBriefOut,
                means=f"The open ones it set running, by day, {MOST} at most.",
                rows=open_deadlines_seen_by,
                link="event_id",
                most=MOST,
            ),
            "document": Expansion(
                shape=DocumentBriefOut,
                means="The letter that tells of it; null where there is none, or for who only handed it in.",
                rows=papers_seen_by,
                key="document_id",
                noted=True,
            ),
        },
    )

    class Meta:
        model = Event
        fields = [
            "id", "dossier", "kind", "occurred_on", "facts", "details", "amount", "note", "document", "recorded_at",
            "retracted_at", "retraction",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "amount": {"help_text": "Euros; null where an event of this kind is of no money."},
            "retracted_at": {"help_text": "When it was retracted; it counts no more. Null while it stands."},
            "retraction": {"help_text": "Why it was retracted; empty while it stands."},
        }
