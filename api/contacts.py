"""Contacts: those who ask, as far as the caller may know them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.address_book import (
    ARCHIVED,
    REVISION,
    EntryViews,
    EntryWholeOut,
    LikenessOut,
    LikenessPages,
    NameOut,
    WithDuplicates,
    searched,
)
from api.bodies import ReasonIn, read_body, read_changes
from api.concurrency import IF_MATCH
from api.contact_exports import ContactExportOut, HowToReachHer
from api.dossiers import DossierOut
from api.fields import PartialShape
from api.freshness import KEPT_BY_NOBODY
from api.pagination import KeysetPages
from cases.access import team_for
from cases.address_book import CONTACTS
from cases.contacts import dossiers_of
from cases.services.contacts import ContactDetails, add_contact, amend_contact, erase_contact, note_export
from helpdesk.people.models import AskerRole, Contact, ContactSafety, Language, PreferredChannel, Scope

FIELDS = ["id", "name", "role", "organisation", "language", "team", "archived_at", "revision"]


class ContactOut(PartialShape[Contact]):
    """The row every list shows; how to reach her stands in the detail only."""

    organisation = NameOut(read_only=True, allow_null=True)
    team = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, help_text="The team that entered her."
    )

    class Meta:
        model = Contact
        fields = FIELDS
        read_only_fields = fields
        extra_kwargs = REVISION


class ContactWholeOut(EntryWholeOut, HowToReachHer):
    book = CONTACTS
    organisation = NameOut(read_only=True, allow_null=True)
    team = serializers.SlugRelatedField[Any](
        slug_field="slug", read_only=True, help_text="The team that entered her."
    )
    email = serializers.CharField(read_only=True, help_text="Empty when she gave none.")

    class Meta:
        model = Contact
        fields = [
            *FIELDS, "email", "phone", "phone_e164", "preferred_channel", "safety", "erased_at", "merged_from",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            **REVISION,
            "phone": {"help_text": "As it was typed."},
            "phone_e164": {"help_text": "As it is compared and dialled; empty where that is not sure."},
            "erased_at": {"help_text": "When what named her was erased on her request."},
        }


class ContactAddedOut(WithDuplicates, ContactWholeOut):
    class Meta(ContactWholeOut.Meta):
        fields = [*ContactWholeOut.Meta.fields, "possible_duplicates"]
        read_only_fields = fields


class ContactPairOut(LikenessOut):
    newer = ContactOut()
    older = ContactOut()


class ContactChangesIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    role = serializers.ChoiceField(choices=AskerRole.choices, help_text="In what capacity she asks.")
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    organisation = serializers.UUIDField(
        allow_null=True, default=None, help_text="The organisation she asks for."
    )
    language = serializers.ChoiceField(choices=Language.choices, default="nl")
    preferred_channel = serializers.ChoiceField(
        choices=PreferredChannel.choices, allow_blank=True, default="", help_text="Empty: nobody asked."
    )
    safety = serializers.ChoiceField(
        choices=ContactSafety.choices,
        allow_blank=True,
        default="",
        help_text="What to heed before reaching her; empty: nobody asked.",
    )


class ContactIn(ContactChangesIn):
    team = serializers.SlugField(
        required=False, help_text="The team's short name; not needed by who is in one only."
    )


OF_AN_ORGANISATION = {
    "q": searched("folded_name"),
    "role": filters.choice("role", AskerRole.values, "In what capacity she asks."),
    "language": filters.choice("language", Language.values, "Her language."),
    "team": filters.Filter(lookup="team__slug", means="The short name of the team that entered her."),
    "archived": ARCHIVED,
}
FILTERS = {
    **OF_AN_ORGANISATION,
    "organisation": filters.identifier("organisation", "The id of her organisation."),
}


@extend_schema_view(
    list=extend_schema(
        parameters=filters.parameters(FILTERS), responses=ContactOut(many=True), summary="Contacts by name"
    ),
    retrieve=extend_schema(summary="One contact, and how to reach her"),
)
class ContactViews(EntryViews):
    """Contacts that the caller may see; an integration sees those it handed in."""

    scopes = {**EntryViews.scopes, "dossiers": Scope.DOSSIERS_READ, "export": Scope.DOSSIERS_READ}
    book = CONTACTS
    list_filters = FILTERS
    serializer_class = ContactWholeOut
    row_class = ContactOut
    queryset = Contact.objects.none()

    @extend_schema(request=ContactIn, responses={201: ContactAddedOut}, summary="Enter a contact")
    def create(self, request: Request) -> Response:
        """One who looks like another is entered all the same, and `possible_duplicates` names those."""
        said = read_body(ContactIn, request)
        team = team_for(user_of(request), said.pop("team", None))
        contact = add_contact(act_of(request), team, ContactDetails(**said))
        return self.answer(contact, status=201, shape=ContactAddedOut)

    @extend_schema(request=ContactChangesIn, parameters=[IF_MATCH], summary="Put right what is known of her")
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """What is left out stays as it is. The trail names the fields and keeps only values that are codes."""
        revision = self.revision(request, pk)
        said = read_changes(ContactChangesIn, request)
        return self.answer(amend_contact(act_of(request), pk, said, unchanged_since=revision))

    @extend_schema(responses=DossierOut(many=True), summary="The dossiers in which she asks")
    @action(detail=True, methods=["get"], pagination_class=KeysetPages)
    def dossiers(self, request: Request, pk: UUID) -> Response:
        """Of every kind, as far as the caller may see them."""
        rows = dossiers_of(user_of(request), self.book.get(user_of(request), pk))
        return self.tell_some(DossierOut, self.paginate_queryset(rows.select_related("team", "owner")))

    @extend_schema(responses=ContactPairOut(many=True), summary="Contacts that may be the same")
    @action(detail=False, methods=["get"], pagination_class=LikenessPages)
    def duplicates(self, request: Request) -> Response:
        """Pairs, the newest first. A page holds those of `page_size` contacts; it may be empty before the last."""
        return self.pairs(request, ContactPairOut)

    @extend_schema(responses=ContactExportOut, summary="Everything that is held about her")
    @action(detail=True, methods=["get"], pagination_class=None)
    def export(self, request: Request, pk: UUID) -> Response:
        """For a coordinator, to answer a request for access; that it was made stands in the trail."""
        told = note_export(act_of(request), pk)
        return self.tell(ContactExportOut, told, headers={"Cache-Control": KEPT_BY_NOBODY})

    @extend_schema(request=ReasonIn, summary="Erase what names her")
    @action(detail=True, methods=["post"])
    def erase(self, request: Request, pk: UUID) -> Response:
        """For a coordinator. Name, address and number go for good; her dossiers and what was said stay."""
        self.book.get(user_of(request), pk)
        said = read_body(ReasonIn, request)
        return self.answer(erase_contact(act_of(request, said["reason"]), pk))
