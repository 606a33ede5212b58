"""Ties between dossiers, made and undone by hand; the dossier itself shows them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of
from api.bodies import read_body
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.dossiers import LinkOut
from api.views import DeskViewSet
from cases.models import DossierLink
from cases.models.dossier import LinkKind
from cases.services.links import BY_HAND, link_dossiers, unlink_dossiers
from helpdesk.people.models import Scope


class LinkIn(serializers.Serializer[Any]):
    to = serializers.UUIDField(help_text="The other dossier.")
    kind = serializers.ChoiceField(
        choices=[(kind.value, kind.label) for kind in BY_HAND],
        help_text="Read from this dossier to the other: it follows that one, that one is its parent.",
    )


class LinkViews(DeskViewSet[DossierLink]):
    """Making and undoing a tie needs both ends to be seen."""

    scopes = {"write": Scope.DOSSIERS_WRITE}
    serializer_class = LinkOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = DossierLink.objects.none()

    @extend_schema(request=LinkIn, responses={201: LinkOut}, summary="Tie it to another dossier")
    def create(self, request: Request, dossier_id: UUID) -> Response:
        """Both ends have to be seen. What the desk ties itself, such as a question that became litigation, is not
        tied by hand."""
        said = read_body(LinkIn, request)
        link = link_dossiers(act_of(request), dossier_id, to=said["to"], kind=LinkKind(said["kind"]))
        tie = {
            "link": link.pk,
            "kind": link.kind,
            "direction": "to",
            "other": link.to_dossier_id,
            "reference": link.to_dossier.reference,
        }
        return self.tell(LinkOut, tie, status=201, headers={"ETag": etag_of(link.from_dossier)})

    @extend_schema(parameters=[IF_MATCH], responses={204: None}, summary="Undo the tie")
    def destroy(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """From either end, both of which have to be seen. What became of a question stays tied to it."""
        unlink_dossiers(act_of(request), dossier_id, pk, unchanged_since=revision_asked(request))
        return Response(status=204)
