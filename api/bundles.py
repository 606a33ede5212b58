"""A dossier's documents in one archive."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from api.access import act_of, dossier_read
from api.bodies import read_query
from api.downloads import HEADERS, WhateverIsAccepted
from api.schema import REFUSALS_OF_A_SUM
from api.views import DeskView
from cases.access import Action
from cases.bundles import Bundle, bundle_of
from cases.documents import listed
from cases.models import DocumentKind, Dossier
from cases.services.documents import note_export
from helpdesk.people.models import Scope

ZIP = "application/zip"
PARAMETERS = [
    OpenApiParameter("kind", enum=DocumentKind.values, description="Only documents of this kind."),
    OpenApiParameter(
        "with_sensitive",
        OpenApiTypes.BOOL,
        description="`true` packs sensitive documents too; otherwise the index says that they are left out.",
    ),
]


class BundleQuery(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=DocumentKind.choices, required=False)
    with_sensitive = serializers.BooleanField(default=False)


class BundleView(DeskView):
    """The current versions of a dossier's documents, with an index that leads back to each."""

    scopes = {"read": Scope.DOSSIERS_READ}
    content_negotiation_class = WhateverIsAccepted

    @extend_schema(
        parameters=PARAMETERS,
        responses={
            (200, ZIP): OpenApiResponse(OpenApiTypes.BINARY, description="The archive."),
            **REFUSALS_OF_A_SUM,
        },
        summary="Its documents in one archive",
    )
    def get(self, request: Request, dossier_id: UUID) -> HttpResponseBase:
        """What was packed is recorded in the trail. Withdrawn documents are not in it."""
        dossier = dossier_read(request, dossier_id, Action.LOOK_INSIDE)
        said = read_query(BundleQuery, request)
        wanted = listed(dossier)
        if "kind" in said:
            wanted = wanted.filter(kind=said["kind"])
        bundle = bundle_of(wanted, with_sensitive=said["with_sensitive"])
        return self._given(request, dossier, bundle)

    def _given(self, request: Request, dossier: Dossier, bundle: Bundle) -> HttpResponseBase:
        if request.method == "HEAD":
            answer: HttpResponseBase = HttpResponse(content_type=ZIP)
        else:
            note_export(act_of(request), dossier, bundle.versions.values())
            answer = StreamingHttpResponse(bundle.pieces(), content_type=ZIP)
        for name, value in HEADERS.items():
            answer[name] = value
        answer["Content-Disposition"] = content_disposition_header(True, f"{dossier.reference}.zip")
        return answer
