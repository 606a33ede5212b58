"""Strategic litigation."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body
from api.caseload import FILTERS
from api.dossiers import DossierOut, DossierWholeOut, OpeningIn
from api.identifiers import IDENTIFIER_FIELDS, WithIdentifiers
from api.kinds import KindViews
from api.opening import opening_from
from cases.models import DossierKind, Litigation
from cases.services.litigations import LitigationDetails, open_litigation
from helpdesk.people.models import Scope

TEXT: dict[str, Any] = {"required": False, "allow_blank": True, "default": ""}


class LitigationIn(serializers.Serializer[Any]):
    """What is special to litigation; what is not known yet stays empty."""

    aim = serializers.CharField(**TEXT, help_text="What the case is to achieve.")
    court = serializers.CharField(**TEXT, max_length=200)
    role_number = serializers.CharField(**TEXT, max_length=60, help_text="As the court prints it.")
    ecli = serializers.CharField(**TEXT, max_length=80, help_text="As printed; never checked to block.")
    result = serializers.CharField(**TEXT)
    source_url = serializers.URLField(**TEXT, max_length=500)


class NewLitigationIn(OpeningIn, LitigationIn):
    pass


class LitigationPart(WithIdentifiers, serializers.ModelSerializer[Litigation]):
    source_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")

    class Meta:
        model = Litigation
        fields = ["aim", "court", "role_number", "ecli", "result", "source_url", *IDENTIFIER_FIELDS]
        read_only_fields = fields


class LitigationOut(DossierWholeOut):
    litigation = LitigationPart(read_only=True)

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "litigation"]
        read_only_fields = fields


def litigation_details(said: Mapping[str, Any]) -> LitigationDetails:
    """The details among the validated members of a request."""
    return LitigationDetails(**{name: said[name] for name in LitigationDetails.__dataclass_fields__})


LITIGATION_FILTERS = {name: one for name, one in FILTERS.items() if name != "kind"}


@extend_schema_view(
    list=extend_schema(
        parameters=filters.parameters(LITIGATION_FILTERS),
        responses=DossierOut(many=True),
        summary="Litigation",
    ),
    retrieve=extend_schema(summary="One case"),
)
class LitigationViews(KindViews):
    """Litigation that the caller may see."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    kind = DossierKind.LITIGATION
    filters = LITIGATION_FILTERS
    serializer_class = LitigationOut

    @extend_schema(request=NewLitigationIn, responses={201: LitigationOut}, summary="Open a case")
    def create(self, request: Request) -> Response:
        said = read_body(NewLitigationIn, request)
        user = user_of(request)
        opening = opening_from(user, said, owner=user)
        dossier = open_litigation(act_of(request), opening, details=litigation_details(said))
        return self.answer(dossier.pk, status=201)
