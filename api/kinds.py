"""What questions, litigations and condemnations have in common over HTTP: the list, the whole, the answer to an act."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of
from api.caseload import CaseloadPages
from api.concurrency import etag_of
from api.dossiers import DossierOut, DossierWholeOut
from api.views import DeskViewSet
from cases.access import visible_to
from cases.models import Dossier, DossierKind
from cases.services.confidentiality import note_reading
from helpdesk.errors import NotFoundError
from helpdesk.people.models import User
from helpdesk.written import WrittenQuery

# What is read along with a dossier of a kind, so that one query gives it whole.
OWN_ROWS = {
    DossierKind.QUESTION: ["question__asker__organisation", "question__handed_in_as__organisation"],
    DossierKind.LITIGATION: ["litigation"],
    DossierKind.CONDEMNATION: ["condemnation__penalty_order"],
}


def whole(user: User, kind: DossierKind) -> QuerySet[Dossier]:
    """The dossiers of one kind that a user may see, with what is special to it."""
    return visible_to(user).filter(kind=kind).select_related("team", "owner", *OWN_ROWS[kind])


class OneKindViews(DeskViewSet[Dossier]):
    """One dossier of a kind that the caller may see, and how it is answered with."""

    kind: ClassVar[DossierKind]
    # The one with this id, if it is of this kind and for the user's eyes on this day.
    one: ClassVar[WrittenQuery[[User, UUID, date], Dossier]]
    serializer_class: type[DossierWholeOut]
    pagination_class = CaseloadPages
    lookup_value_converter = "uuid"
    queryset = Dossier.objects.none()

    def known(self, pk: UUID) -> Dossier:
        """The dossier, if it is of this kind and for the caller's eyes."""
        act = act_of(self.request)
        for dossier in self.one(act.by, pk, act.on):
            return dossier
        raise NotFoundError

    def answer(self, pk: UUID, status: int = 200) -> Response:
        dossier = self.known(pk)
        return self.tell(self.serializer_class, dossier, status=status, headers={"ETag": etag_of(dossier)})


class KindViews(OneKindViews):
    """The list of them, and one whole."""

    filters: ClassVar[Mapping[str, filters.Filter]]
    row_class: ClassVar[type[DossierOut]] = DossierOut

    def list(self, request: Request) -> Response:
        return self.listed(self.filters, self.row_class)

    def retrieve(self, request: Request, pk: UUID) -> Response:
        """With what is special to its kind; of a closed dossier the reading is noted."""
        dossier = self.known(pk)
        note_reading(act_of(request), dossier)
        return self.detail_of(dossier, self.serializer_class, {"ETag": etag_of(dossier)})
