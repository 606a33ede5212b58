"""Strategic litigation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import filters
from api.access import act_of, user_of
from api.dossiers import FILTERS, DossierOut, DossierWholeOut, OpeningIn, whole
from api.opening import opening_from
from cases.access import visible_to
from cases.models import Dossier, DossierKind, Litigation
from cases.services.litigations import LitigationDetails, open_litigation
from helpdesk.errors import NotFoundError
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


class LitigationPart(serializers.ModelSerializer[Litigation]):
    source_url = serializers.CharField(read_only=True, help_text="Empty when there is none.")

    class Meta:
        model = Litigation
        fields = ["aim", "court", "role_number", "ecli", "result", "source_url"]
        read_only_fields = fields


class LitigationOut(DossierWholeOut):
    litigation = LitigationPart(read_only=True)

    class Meta(DossierWholeOut.Meta):
        fields = [*DossierWholeOut.Meta.fields, "litigation"]
        read_only_fields = fields


def litigation_details(said: Mapping[str, Any]) -> LitigationDetails:
    """The details among the validated members of a request."""
    return LitigationDetails(**{name: said[name] for name in LitigationPart.Meta.fields})


LITIGATION_FILTERS = {name: one for name, one in FILTERS.items() if name != "kind"}


class LitigationViews(GenericViewSet[Dossier]):
    """Litigation that the caller may see."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = LitigationOut
    lookup_value_converter = "uuid"
    queryset = Dossier.objects.none()

    def get_queryset(self) -> QuerySet[Dossier]:
        return whole(visible_to(user_of(self.request)), DossierKind.LITIGATION)

    @extend_schema(
        parameters=filters.parameters(LITIGATION_FILTERS),
        responses=DossierOut(many=True),
        summary="Litigation",
    )
    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(filters.apply(self.get_queryset(), request, LITIGATION_FILTERS))
        return self.get_paginated_response(DossierOut(page, many=True).data)

    @extend_schema(summary="One case")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        return self._answer(pk)

    @extend_schema(request=NewLitigationIn, responses={201: LitigationOut}, summary="Open a case")
    def create(self, request: Request) -> Response:
        wanted = NewLitigationIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        user = user_of(request)
        opening = opening_from(user, wanted.validated_data, owner=user)
        dossier = open_litigation(act_of(request), opening, details=litigation_details(wanted.validated_data))
        return self._answer(dossier.pk, status=201)

    def _answer(self, pk: UUID, status: int = 200) -> Response:
        dossier = self.get_queryset().filter(pk=pk).first()
        if dossier is None:
            raise NotFoundError
        return Response(LitigationOut(dossier, context={"request": self.request}).data, status=status)
