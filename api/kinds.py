"""What questions, litigations and condemnations have in common over HTTP: the list, the whole, the answer to an act."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from api import filters
from api.access import user_of
from api.concurrency import etag_of
from api.dossiers import DossierOut, DossierWholeOut
from cases.access import visible_to
from cases.models import Dossier, DossierKind
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User

# What is read along with a dossier of a kind, so that one query gives it whole.
OWN_ROWS = {
    DossierKind.QUESTION: ["question__asker__organisation"],
    DossierKind.LITIGATION: ["litigation"],
    DossierKind.CONDEMNATION: ["condemnation__penalty_order"],
}


def whole(user: User, kind: DossierKind) -> QuerySet[Dossier]:
    """The dossiers of one kind that a user may see, with what is special to it."""
    return visible_to(user).filter(kind=kind).select_related("team", "owner", *OWN_ROWS[kind])


class OneKindViews(GenericViewSet[Dossier]):
    """One dossier of a kind that the caller may see, and how it is answered with."""

    kind: ClassVar[DossierKind]
    serializer_class: type[DossierWholeOut]
    lookup_value_converter = "uuid"
    queryset = Dossier.objects.none()

    def get_queryset(self) -> QuerySet[Dossier]:
        return whole(user_of(self.request), self.kind)

    def known(self, pk: UUID) -> Dossier:
        """The dossier, if it is of this kind and for the caller's eyes."""
        dossier = self.get_queryset().filter(pk=pk).first()
        if dossier is None:
            raise NotFoundError
        return dossier

    def answer(self, pk: UUID, status: int = 200) -> Response:
        dossier = self.known(pk)
        return Response(self.told(dossier), status=status, headers={"ETag": etag_of(dossier)})

    def told(self, dossier: Dossier) -> Any:
        return self.serializer_class(dossier, context={"request": self.request}).data


class KindViews(OneKindViews):
    """The list of them, and one whole."""

    filters: ClassVar[Mapping[str, filters.Filter]]

    def list(self, request: Request) -> Response:
        page = self.paginate_queryset(filters.apply(self.get_queryset(), request, self.filters))
        return self.get_paginated_response(DossierOut(page, many=True).data)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        return self.answer(pk)
