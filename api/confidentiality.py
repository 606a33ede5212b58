"""Who sees a dossier: its level, and the glass that a coordinator breaks."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, user_of
from api.bodies import read_body
from api.dossiers import DossierWholeOut, answer_of
from api.views import DeskViewSet
from cases.models import Dossier
from cases.models.dossier import Confidentiality
from cases.services.confidentiality import behind_which_glass, break_glass, set_confidentiality
from helpdesk.people.models import Scope


class ConfidentialityIn(serializers.Serializer[Any]):
    level = serializers.ChoiceField(
        choices=Confidentiality.choices,
        help_text="team: everybody in it; restricted: who takes part, and the coordinators; sealed: who is named.",
    )
    reason = serializers.CharField(help_text="Why; it stands in the trail.")


class GlassIn(serializers.Serializer[Any]):
    reason = serializers.CharField(
        help_text="Why; it stands in the trail, and who takes part is told by mail."
    )


class GlassOfIn(GlassIn):
    reference = serializers.CharField(max_length=20, help_text="The whole reference, such as L-2026-00042.")


class ConfidentialityViews(DeskViewSet[Dossier]):
    """Acts that decide who sees a dossier."""

    scopes = {"write": Scope.DOSSIERS_WRITE}
    serializer_class = DossierWholeOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = Dossier.objects.none()

    @extend_schema(request=ConfidentialityIn, summary="Open it to more, or close it to some")
    @action(detail=True, methods=["post"], url_path="set-confidentiality")
    def set_confidentiality(self, request: Request, pk: UUID) -> Response:
        """For its owner and the coordinators of its team; both stay among those who see it."""
        said = read_body(ConfidentialityIn, request)
        level = Confidentiality(said["level"])
        return self._answer(set_confidentiality(act_of(request, said["reason"]), pk, level))

    @extend_schema(request=GlassIn, summary="Open a sealed dossier for myself, as coordinator")
    @action(detail=True, methods=["post"], url_path="break-glass")
    def break_glass(self, request: Request, pk: UUID) -> Response:
        """Everybody who takes part is told by mail. She reads it from now on, until she is removed."""
        said = read_body(GlassIn, request)
        return self._answer(break_glass(act_of(request, said["reason"]), pk))

    @extend_schema(
        operation_id="break_glass_by_reference",
        request=GlassOfIn,
        summary="Open a sealed dossier by its reference, as coordinator",
    )
    @action(detail=False, methods=["post"], url_path="break-glass")
    def break_glass_of(self, request: Request) -> Response:
        """For a dossier whose id she cannot see. Everybody who takes part is told by mail."""
        said = read_body(GlassOfIn, request)
        dossier_id = behind_which_glass(user_of(request), said["reference"])
        return self._answer(break_glass(act_of(request, said["reason"]), dossier_id))

    def _answer(self, dossier: Dossier) -> Response:
        return answer_of(DossierWholeOut, dossier, self.request)
