"""Searches of the lists of dossiers that a colleague keeps, and what they find."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.access import act_of, user_of
from api.bodies import read_body
from api.caseload import CaseloadPages
from api.dossiers import DossierOut
from api.schema import REFUSALS_OF_A_SUM
from api.search_hits import found_by, wanted_by
from api.telling import all_told
from api.views import DeskViewSet
from cases.models import SavedSearch
from cases.models.saved_search import SearchedList
from cases.services.saved_searches import forget_search, keep_search, see_search
from helpdesk.errors import NotFoundError
from helpdesk.people.models import Scope


class SavedSearchIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    list = serializers.ChoiceField(choices=SearchedList.choices, help_text="The list that is searched.")
    query = serializers.CharField(
        max_length=1000,
        allow_blank=True,
        default="",
        help_text="Its filters as they stand in an address: owner=me&overdue=true; `ordering` may be among them.",
    )

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        said["query"] = said["query"].lstrip("?")
        try:
            wanted_by(SearchedList(said["list"]), said["query"])
        except ValidationError as mistake:
            raise ValidationError({"query": mistake.detail}) from mistake
        return said


class SavedSearchOut(serializers.ModelSerializer[SavedSearch]):
    query = serializers.CharField(read_only=True)

    class Meta:
        model = SavedSearch
        fields = ["id", "name", "list", "query", "seen_at"]
        read_only_fields = fields
        extra_kwargs = {"seen_at": {"help_text": "When I last said that I had looked."}}


SEARCH_FILTERS = {"list": filters.choice("list", SearchedList.values, "The list that is searched.")}
HIT_FILTERS = {
    "new": filters.Filter(
        read=filters.yes_or_no, type=bool, means="true: only what was opened, or acted on, since it was seen."
    )
}


class SavedSearchViews(DeskViewSet[SavedSearch]):
    """The caller's own searches, by name."""

    scopes = {"read": Scope.DOSSIERS_READ, "write": Scope.DOSSIERS_WRITE}
    serializer_class = SavedSearchOut
    pagination_class = None
    lookup_value_converter = "uuid"
    queryset = SavedSearch.objects.none()

    def get_queryset(self) -> QuerySet[SavedSearch]:
        return SavedSearch.objects.filter(user=user_of(self.request)).order_by("name")

    @extend_schema(parameters=filters.parameters(SEARCH_FILTERS), summary="My searches")
    def list(self, request: Request) -> Response:
        wanted = filters.asked(request.query_params, SEARCH_FILTERS, beside=())
        rows = filters.narrowed(self.get_queryset(), wanted, SEARCH_FILTERS, act_of(request))
        return self.tell_all(SavedSearchOut, rows)

    @extend_schema(request=SavedSearchIn, responses={201: SavedSearchOut}, summary="Keep a search")
    def create(self, request: Request) -> Response:
        """Its hits are new from now on."""
        said = read_body(SavedSearchIn, request)
        searched = SearchedList(said["list"])
        kept = keep_search(act_of(request), name=said["name"], searched=searched, query=said["query"])
        return self.tell(SavedSearchOut, kept, status=201)

    @extend_schema(summary="One search")
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """What it asks. What it finds stands at `/hits`."""
        return self.tell(SavedSearchOut, self._own(pk))

    @extend_schema(responses={204: None}, summary="Forget it")
    def destroy(self, request: Request, pk: UUID) -> Response:
        """The dossiers it found stay as they are."""
        forget_search(act_of(request), pk)
        return Response(status=204)

    @extend_schema(request=None, summary="Say that I have looked")
    @action(detail=True, methods=["post"])
    def see(self, request: Request, pk: UUID) -> Response:
        """None of its hits is new, until something is opened or acted on."""
        return self.tell(SavedSearchOut, see_search(act_of(request), pk))

    @extend_schema(
        parameters=filters.parameters(HIT_FILTERS),
        responses={(200, "application/json"): DossierOut(many=True), **REFUSALS_OF_A_SUM},
        summary="What it finds",
    )
    @action(detail=True, methods=["get"], pagination_class=CaseloadPages)
    def hits(self, request: Request, pk: UUID) -> Response:
        """As the list it was kept of finds them today."""
        search = self._own(pk)
        [is_new] = filters.asked(request.query_params, HIT_FILTERS).get("new", [False])
        wanted = wanted_by(SearchedList(search.list), search.query)
        rows = found_by(search, wanted, act_of(request))
        rows = rows.filter(Q(updated_at__gt=search.seen_at) if is_new else Q())
        pages = CaseloadPages()
        for name in wanted.get("ordering", []):
            pages.ordering = pages.orderings[name]
        page = pages.paginate_queryset(rows.select_related("team", "owner"), request)
        return pages.get_paginated_response(all_told(DossierOut, page or [], request))

    def _own(self, pk: UUID) -> SavedSearch:
        if (search := self.get_queryset().filter(pk=pk).first()) is None:
            raise NotFoundError
        return search
