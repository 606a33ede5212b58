"""What hangs on a dossier row by row, over HTTP: listed whole, added, put right and taken out under its ETag."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import act_of, user_of
from api.bodies import read_body, read_changes
from api.concurrency import IF_MATCH, etag_of, revision_asked
from api.telling import Shape
from api.views import DeskViewSet
from cases.access import Action
from cases.models import Dossier
from cases.services import parts
from cases.services.confidentiality import note_reading
from cases.services.parts import Noun
from helpdesk.people.models import Scope

View = TypeVar("View", bound="type[PartViews]")


class RemovalIn(serializers.Serializer[Any]):
    reason = serializers.CharField(
        max_length=300, help_text="Why it was entered in error; it stands in the trail."
    )


class PartViews(DeskViewSet[Any]):
    """Rows of one kind that hang on a dossier. A dossier of a kind that has none of them answers 404."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    pagination_class = None
    lookup_value_converter = "uuid"
    noun: ClassVar[Noun[Any]]
    shape: ClassVar[Shape]
    serializer_class: Shape
    ordering: ClassVar[tuple[Any, ...]] = ("id",)
    along: ClassVar[tuple[str, ...]] = ()

    def list(self, request: Request, dossier_id: UUID) -> Response:
        dossier = parts.dossier_for(user_of(request), self.noun, dossier_id, Action.VIEW)
        note_reading(act_of(request), dossier)
        rows = parts.rows_of(self.noun, dossier).order_by(*self.ordering)
        # Without a name `select_related` would read along all there is.
        rows = rows.select_related(*self.along) if self.along else rows
        return self.answer(dossier, rows, many=True)

    def create(self, request: Request, dossier_id: UUID) -> Response:
        """Answered with the `ETag` that the dossier has by now."""
        said = read_body(self.shape, request)
        dossier, row = parts.add(act_of(request), self.noun, dossier_id, said)
        return self.answer(dossier, row, status=201)

    def partial_update(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """What is left out stays as it is; what was there before stands in the trail."""
        parts.dossier_for(user_of(request), self.noun, dossier_id, Action.CHANGE)
        revision = revision_asked(request)
        said = read_changes(self.shape, request)
        dossier, row = parts.amend(act_of(request), self.noun, dossier_id, pk, said, unchanged_since=revision)
        return self.answer(dossier, row)

    def destroy(self, request: Request, dossier_id: UUID, pk: UUID) -> Response:
        """For what should never have stood there. What it was, and why it was taken out, stands in the trail."""
        parts.dossier_for(user_of(request), self.noun, dossier_id, Action.CHANGE)
        revision = revision_asked(request)
        act = act_of(request, read_body(RemovalIn, request)["reason"])
        dossier = parts.remove(act, self.noun, dossier_id, pk, unchanged_since=revision)
        return Response(status=204, headers={"ETag": etag_of(dossier)})

    def answer(self, dossier: Dossier, told: Any, *, status: int = 200, many: bool = False) -> Response:
        tell = self.tell_all if many else self.tell
        return tell(self.serializer_class, told, status=status, headers={"ETag": etag_of(dossier)})


def documented(
    one: str, title: str, shape: Shape, shown: Shape, *, new: Shape | None = None, adds_many: bool = False
) -> Callable[[View], View]:
    """The four operations on a kind of row in the OpenAPI document. `new` is the shape of adding, if it is another."""
    added = shown(many=True) if adds_many else shown
    decorate: Callable[[View], View] = extend_schema_view(
        list=extend_schema(responses=shown(many=True), summary=title),
        create=extend_schema(request=new or shape, responses={201: added}, summary=f"Add {one}"),
        partial_update=extend_schema(
            request=shape, parameters=[IF_MATCH], responses=shown, summary=f"Put {one} right"
        ),
        destroy=extend_schema(
            request=RemovalIn,
            parameters=[IF_MATCH],
            responses={204: None},
            summary=f"Take out {one} entered in error",
        ),
    )
    return decorate
