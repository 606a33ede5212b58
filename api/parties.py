"""Who takes part in a dossier, and in which dossiers somebody appears."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import user_of
from api.bodies import read_query
from api.parts import PartViews, documented
from api.views import DeskViewSet
from cases.errors import CaseError
from cases.models import Dossier, Party
from cases.models.party import PartyRole
from cases.parties import ASKER, PERSON_CONCERNED, Wanted, appearances_in, dossiers_with
from cases.services.parties import PARTY
from helpdesk.people.models import Organisation, Scope


class PartyIn(serializers.Serializer[Any]):
    """One of `organisation`, `authority` and `pseudonym` says who it is. No private person is asked by her name."""

    organisation = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="The whole name; an organisation the desk does not know yet is added.",
    )
    authority = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="A public body, such as Fedasil."
    )
    pseudonym = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=80,
        help_text="Of a private person: a pseudonym or initials, never a name.",
    )
    role = serializers.ChoiceField(choices=PartyRole.choices)
    from_on = serializers.DateField(
        required=False, allow_null=True, help_text="First day in this role; null when open-ended."
    )
    until_on = serializers.DateField(
        required=False, allow_null=True, help_text="Last day in this role, included; null when open-ended."
    )
    remark = serializers.CharField(required=False, allow_blank=True)


class PartyOrganisationOut(serializers.ModelSerializer[Organisation]):
    class Meta:
        model = Organisation
        fields = ["id", "name"]
        read_only_fields = fields


class PartyOut(serializers.ModelSerializer[Party]):
    organisation = PartyOrganisationOut(read_only=True, allow_null=True)
    authority = serializers.CharField(read_only=True, help_text="Empty unless it is one.")
    pseudonym = serializers.CharField(read_only=True, help_text="Empty unless it is a private person.")
    name = serializers.CharField(read_only=True, help_text="Whichever of the three says who it is.")

    class Meta:
        model = Party
        fields = [
            "id", "organisation", "authority", "pseudonym", "name", "role", "from_on", "until_on", "remark",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"until_on": {"help_text": "The last day, included; null is without end."}}


@documented("a party", "Its parties", PartyIn, PartyOut)
class PartyViews(PartViews):
    """Who takes part in a dossier of any kind. Two periods of the same one in the same role do not overlap."""

    noun, shape, serializer_class = PARTY, PartyIn, PartyOut
    along = ("organisation",)


# Besides the roles of parties: the one who asked the question, and whom the dossier is about.
APPEARANCES = [*PartyRole.values, ASKER, PERSON_CONCERNED]


class WantedQuery(serializers.Serializer[Any]):
    organisation = serializers.CharField(required=False, max_length=200, default="")
    name = serializers.CharField(required=False, min_length=2, max_length=200, default="")


class AppearanceOut(serializers.Serializer[Any]):
    role = serializers.ChoiceField(
        choices=APPEARANCES, help_text="A party's role, or that of who asked, or of whom it is about."
    )
    name = serializers.CharField(help_text="As it stands in the dossier.")
    from_on = serializers.DateField(allow_null=True)
    until_on = serializers.DateField(allow_null=True, help_text="Included.")


class ConflictOut(serializers.ModelSerializer[Dossier]):
    """A dossier in which the one wanted appears."""

    appears_as = serializers.SerializerMethodField()

    class Meta:
        model = Dossier
        fields = ["id", "kind", "reference", "title", "state", "appears_as"]
        read_only_fields = fields

    @extend_schema_field(AppearanceOut(many=True))
    def get_appears_as(self, dossier: Dossier) -> Any:
        return AppearanceOut(appearances_in(dossier), many=True).data


PARAMETERS = [
    OpenApiParameter("organisation", description="The whole name of an organisation."),
    OpenApiParameter(
        "name", description="A part of the name of an organisation, authority, asker or pseudonym."
    ),
]


class ConflictViews(DeskViewSet[Dossier]):
    """In which dossiers somebody appears, as far as the caller may see them."""

    scopes = {"read": Scope.DOSSIERS_READ}
    serializer_class = ConflictOut
    queryset = Dossier.objects.none()

    def wanted(self, said: Mapping[str, Any]) -> QuerySet[Dossier]:
        if not any(said.values()):
            raise CaseError("name_needed")
        found = dossiers_with(user_of(self.request), Wanted(**said))
        return found.select_related("question__asker__organisation")

    @extend_schema(parameters=PARAMETERS, summary="Check for a conflict of interests")
    def list(self, request: Request) -> Response:
        """Case and accents aside. One organisation or name must be given; given both, one and the same has both."""
        page = self.paginate_queryset(self.wanted(read_query(WantedQuery, request)))
        return self.tell_some(ConflictOut, page)
