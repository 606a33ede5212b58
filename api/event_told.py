"""An event as it is told, at its own address and along with what came of it."""

from django.db.models import QuerySet

from api.computing import QueryIn
from api.deadline_brief import DeadlineBriefOut, open_deadlines_seen_by
from api.document_brief import DocumentBriefOut
from api.event_details import DetailsOut
from api.expanding import MOST, Expansion, Expansions
from api.fields import PartialShape
from api.shaped import Shaped
from cases.access import may_be_seen_by
from cases.documents import papers_seen_by
from cases.models import Event
from helpdesk.people.models import User


def events_seen_by(user: User) -> QuerySet[Event]:
    seen = Event.objects.filter(may_be_seen_by(user, "dossier__"))
    return seen.select_related("dossier").order_by("occurred_on", "id")


class QueryOut(QueryIn):
    """A question to the law as it was asked: by the decision and its facts, or by a rule."""


class EventOut(PartialShape[Event]):
    """Something that happened on a day, as it was told."""

    facts = Shaped(
        QueryOut,
        read_only=True,
        help_text="The question to the law, as it was sent; empty where none was asked.",
    )
    details = Shaped(
        DetailsOut, read_only=True, help_text="What an event of this kind tells besides its day."
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
