"""Everything that is held about a contact, in one piece."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.dossiers import TrailOut
from cases.models import Message, Question
from cases.models.dossier import State
from cases.models.question import Authority, Channel
from helpdesk.people.models import Contact, ContactMerge, ContactSafety, DistinctContacts, PreferredChannel
from helpdesk.trail.models import TrailEntry


class HowToReachHer(serializers.Serializer[Any]):
    """What is to be known before she is called or written to."""

    preferred_channel = serializers.ChoiceField(
        choices=PreferredChannel.choices,
        allow_blank=True,
        read_only=True,
        help_text="Empty when nobody asked.",
    )
    safety = serializers.ChoiceField(
        choices=ContactSafety.choices,
        allow_blank=True,
        read_only=True,
        help_text="What to heed before reaching her; empty when nobody asked.",
    )


class ContactRowOut(HowToReachHer, serializers.ModelSerializer[Contact]):
    """A contact as it is stored."""

    organisation = serializers.CharField(source="organisation.name", default="", read_only=True)
    team = serializers.CharField(source="team.slug", default="", read_only=True)
    email = serializers.CharField(read_only=True)

    class Meta:
        model = Contact
        fields = [
            "id", "name", "role", "organisation", "email", "phone", "phone_e164", "language", "preferred_channel",
            "safety", "team", "archived_at", "erased_at", "merged_into",
        ]  # fmt: skip
        read_only_fields = fields


class WordsOut(serializers.ModelSerializer[Message]):
    channel = serializers.ChoiceField(
        choices=Channel.choices, allow_blank=True, read_only=True, help_text="Empty for a note."
    )

    class Meta:
        model = Message
        fields = ["at", "kind", "channel", "language", "body"]
        read_only_fields = fields


class AskedOut(serializers.ModelSerializer[Question]):
    """A question of hers with all that was said about it, notes of the desk included."""

    reference = serializers.CharField(source="dossier.reference", read_only=True)
    title = serializers.CharField(source="dossier.title", read_only=True)
    opened_on = serializers.DateField(source="dossier.opened_on", read_only=True)
    state = serializers.ChoiceField(source="dossier.state", choices=State.choices, read_only=True)
    authority = serializers.ChoiceField(
        choices=Authority.choices,
        allow_blank=True,
        read_only=True,
        help_text="Whose decision it is about; empty when not known.",
    )
    messages = WordsOut(source="dossier.messages", many=True, read_only=True)

    class Meta:
        model = Question
        fields = [
            "reference", "title", "opened_on", "state", "handed_in_as", "channel", "body", "urgent_on", "authority",
            "country_of_origin", "has_consent", "is_safe_to_contact", "is_vulnerable", "needs_interpreter",
            "answered_at", "messages",
        ]  # fmt: skip
        read_only_fields = fields


class ContactMergeOut(serializers.ModelSerializer[ContactMerge]):
    """Entries that became part of hers."""

    kept = serializers.DictField(
        child=serializers.UUIDField(),
        read_only=True,
        help_text="By the name of a field, the entry whose value stayed, where they differed.",
    )
    before = serializers.DictField(
        child=serializers.CharField(allow_null=True),
        read_only=True,
        help_text="By the name of a field, what stood in hers until then; empty once she is erased.",
    )

    class Meta:
        model = ContactMerge
        fields = ["merged", "kept", "before", "merged_at", "undone_at"]
        read_only_fields = fields


class ContactExportOut(serializers.Serializer[Any]):
    """What a person who asks for access is to be told, for a coordinator to read before it is handed over."""

    contact = ContactRowOut(source="*", read_only=True)
    merged_from = ContactRowOut(many=True, read_only=True)
    merges = ContactMergeOut(many=True, read_only=True)
    not_the_same_as = serializers.SerializerMethodField(
        help_text="Contacts that look like her and were told apart."
    )
    questions = serializers.SerializerMethodField()
    trail = serializers.SerializerMethodField(help_text="What the desk did with her entry, and when.")

    def to_representation(self, contact: Contact) -> Any:
        merges, merged = ContactMerge.objects.order_by("merged_at", "id"), Contact.objects.order_by("id")
        prefetch_related_objects([contact], Prefetch("merges", merges), Prefetch("merged_from", merged))
        return super().to_representation(contact)

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_not_the_same_as(self, contact: Contact) -> list[str]:
        mine = _rows_of(contact)
        pairs = DistinctContacts.objects.filter(Q(one__in=mine) | Q(other__in=mine)).order_by("pk")
        return [str(one if other in mine else other) for one, other in pairs.values_list("one", "other")]

    @extend_schema_field(AskedOut(many=True))
    def get_questions(self, contact: Contact) -> Any:
        said = Prefetch("dossier__messages", Message.objects.order_by("at", "id"))
        asked = contact.questions.select_related("dossier").prefetch_related(said)
        return AskedOut(asked.order_by("pk"), many=True).data

    @extend_schema_field(TrailOut(many=True))
    def get_trail(self, contact: Contact) -> Any:
        return TrailOut(_trail_of(contact), many=True).data


def _rows_of(contact: Contact) -> list[Any]:
    """The ids of the contact and of all that became part of her."""
    return [contact.pk, *contact.merged_from.values_list("pk", flat=True)]


def _trail_of(contact: Contact) -> QuerySet[TrailEntry]:
    entries = TrailEntry.objects.filter(subject_id__in=_rows_of(contact))
    return entries.select_related("actor").order_by("id")
